package import Casework
package import Wire

/// Reads stored messages again as they came, and decides cases anew, by the code and the packs of
/// now; says what would be otherwise and writes nothing.
///
/// Page by page: no more than one page is held at a time, however much is stored.
package struct Replay: Sendable {
  package static let pageSize = 200

  /// A message that was taken and would not be taken so today.
  package struct MessageChange: Sendable {
    package var sender: String
    package var id: String
    package var receivedAt: Instant
    package var caseID: CaseID
    /// What would be refused today.
    package var errors: [Finding] = []
    /// The canonical message as it was and as it would be, where the two differ.
    package var canonical: (before: [UInt8], now: [UInt8])?
    /// Digests, where they differ.
    package var digest: (before: String, now: String)?
    /// Codes and paths of what would be warned of, where that is something else.
    package var warnings: (before: [String], now: [String])?
    /// The same canonical message says something else today, or can no longer be read.
    package var saysOtherwise = false

    var isNone: Bool {
      errors.isEmpty && canonical == nil && digest == nil && warnings == nil && !saysOtherwise
    }
  }

  /// A message that was refused and would be taken today, or be refused for something else.
  package struct RefusedChange: Sendable {
    package var sender: String
    package var id: String?
    package var receivedAt: Instant
    package var before: [Finding]
    /// None where it would be taken.
    package var now: [Finding]
  }

  /// What a page came to, and how to go on.
  package struct Page<Change: Sendable, Place: Sendable>: Sendable {
    package var changes: [Change] = []
    /// How many were read.
    package var count = 0
    /// Nil at the end.
    package var next: Place?
  }

  let store: any CaseStore
  let ledger: Ledger
  /// What rules instead of the packs of now; nil for those.
  let other: (book: PolicyBook, occasion: String)?
  /// The dialects of now, by name.
  let dialect: @Sendable (String) -> Dialect?
  /// How a sender writes by the settings of now: what was refused is tried as it would be today.
  let sender: @Sendable (String) -> Manner

  // MARK: Messages

  package func messages(_ range: MessageRange) async throws(StoreError)
    -> Page<MessageChange, Int64>
  {
    let placed = try await store.messages(range, limit: Self.pageSize)
    var page = Page<MessageChange, Int64>()
    page.count = placed.count
    page.next = placed.count == Self.pageSize ? placed.last?.place : nil
    page.changes = try await changes(placed.map(\.row))
    return page
  }

  /// The messages of a case and of all it has met.
  package func messages(of id: CaseID) async throws(StoreError) -> Page<MessageChange, Int64> {
    let known = try await CaseFiles(store: store, ledger: ledger).load([id])
    var page = Page<MessageChange, Int64>()
    var seen: Set<KeyDigest> = []
    for file in known.values.sorted(by: { Home.isOlder($0.home, $1.home) }) {
      var rows: [MessageRow] = []
      for recorded in file.recorded.values.sorted(by: { $0.receivedAt < $1.receivedAt }) {
        let key = ledger.messageKey(sender: recorded.sender, id: recorded.id)
        guard seen.insert(key).inserted, let row = try await store.message(key) else { continue }
        rows.append(row)
      }
      page.count += rows.count
      page.changes += try await changes(rows)
    }
    return page
  }

  private func changes(_ rows: [MessageRow]) async throws(StoreError) -> [MessageChange] {
    let ids = Set(rows.map(\.caseID)).sorted()
    var cases: [CaseID: (key: DataKey, recorded: [String: CaseEvent.Recorded])] = [:]
    for history in try await store.histories(of: ids) {
      let (key, events) = try ledger.events.events(history)
      var recorded: [String: CaseEvent.Recorded] = [:]
      for case .recorded(let event) in events { recorded[event.digest] = event }
      cases[history.row.id] = (key, recorded)
    }
    var changes: [MessageChange] = []
    for row in rows {
      guard let found = cases[row.caseID] else { throw .corrupt("a message without its case") }
      let body = try MessageBody(
        parsing: ledger.sealing.open(
          row.body, under: found.key, context: .message(row.caseID, key: row.key)))
      guard let recorded = found.recorded[body.digest] else {
        throw .corrupt("a message without its event")
      }
      let change = change(body, recorded)
      if !change.isNone { changes.append(change) }
    }
    return changes
  }

  private func change(_ body: MessageBody, _ recorded: CaseEvent.Recorded) -> MessageChange {
    var change = MessageChange(
      sender: body.sender, id: body.id, receivedAt: body.receivedAt, caseID: body.caseID)
    let read = ledger.reader.readAll(body.raw, as: manner(of: body))
    let own = read.first { result in
      guard case .success(let reading) = result else { return false }
      return reading.message.sender == body.sender && reading.message.id == body.id
    }
    switch own ?? read.first {
    case .failure(let rejection)?: change.errors = rejection.errors
    case .success(let reading)?: compare(reading, body, recorded, &change)
    case nil: change.errors = []
    }
    return change
  }

  private func compare(
    _ reading: Reading, _ body: MessageBody, _ recorded: CaseEvent.Recorded,
    _ change: inout MessageChange
  ) {
    if reading.message.digest != recorded.digest {
      change.digest = (recorded.digest, reading.message.digest)
    }
    if reading.canonical != recorded.canonical {
      change.canonical = (recorded.canonical, reading.canonical)
    }
    let (before, now) = (Self.names(body.warnings), Self.names(reading.warnings))
    if before != now { change.warnings = (before, now) }
    // What a case says is read from its events, so these must say what the message says.
    let again = try? ledger.reader.reread(
      canonical: recorded.canonical, sentAt: recorded.sentAt)
    change.saysOtherwise = again?.message.fact != reading.message.fact
  }

  /// Places are left out: of a message in a batch they counted from the beginning of the batch.
  private static func names(_ findings: [Finding]) -> [String] {
    findings.map { "\($0.code.rawValue) \($0.path)" }.sorted()
  }

  /// As it was written, by the tables of now.
  private func manner(of body: MessageBody) -> Manner { body.manner.manner(dialect) }

  // MARK: Refused messages

  package func refused(after place: String?, received: ClosedRange<Int64>)
    async throws(StoreError) -> Page<RefusedChange, String>
  {
    let rows = try await store.records(Evidence.refusalKind, after: place, limit: Self.pageSize)
    var page = Page<RefusedChange, String>()
    page.next = rows.count == Self.pageSize ? rows.last?.id : nil
    for row in rows {
      let head = try open(row)
      guard let refusal = (try? JSONValue(parsing: head)).flatMap({ Refusal(id: row.id, json: $0) })
      else { throw .corrupt("a refused message") }
      guard received.contains(refusal.receivedAt.milliseconds),
        let bytes = try await store.record(Evidence.bytesKind, row.id)
      else { continue }
      page.count += 1
      if let change = change(refusal, try open(bytes)) { page.changes.append(change) }
    }
    return page
  }

  private func open(_ row: RecordRow) throws(StoreError) -> [UInt8] {
    try ledger.sealing.openRecord(row.body, context: .record(row.kind, row.id))
  }

  private func change(_ refusal: Refusal, _ raw: [UInt8]) -> RefusedChange? {
    var change = RefusedChange(
      sender: refusal.sender, id: refusal.messageID, receivedAt: refusal.receivedAt,
      before: refusal.errors, now: [])
    let read = ledger.reader.readAll(raw, as: sender(refusal.sender))
    guard case .failure(let rejection)? = read.first else { return change }
    guard Self.names(rejection.errors) != Self.names(refusal.errors) else { return nil }
    change.now = rejection.errors
    return change
  }
}

extension Caseworker {
  /// Reads and decides again, and writes nothing.
  ///
  /// - Parameters:
  ///   - other: packs that are to rule instead of those of now, and what names them.
  ///   - dialect: the dialects of now, by name.
  ///   - sender: how a sender writes by the settings of now.
  package func replay(
    other: (book: PolicyBook, occasion: String)? = nil,
    dialect: @escaping @Sendable (String) -> Dialect? = { _ in nil },
    sender: @escaping @Sendable (String) -> Manner = { _ in .canonical }
  ) -> Replay {
    Replay(store: store, ledger: ledger, other: other, dialect: dialect, sender: sender)
  }
}
