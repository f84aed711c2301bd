package import Casework
import Synchronization
import Wire

/// Keeps what was refused, sealed, with its verdict: up to a quota per sender and day, then only
/// counted.
///
/// Each refusal is a record of its own, under its sender and the moment it came, and its bytes are
/// another, so that a list need not carry them. A third, under sender and id, leads from a message
/// to all its refusals; the latest verdict stands there.
package final class Evidence: Sendable {
  static let recordKind = "refused"
  static let refusalKind = "refusal"
  static let bytesKind = "refusedBytes"
  /// Per sender and day. A hospital whose system is broken sends the same fault a thousand times;
  /// the first hundreds tell as much.
  private static let quota = 500
  /// Of one message no more refusals than these, the latest, are led to.
  private static let refusalsKept = 50
  private static let attempts = 5

  private struct Count {
    var day: CivilDate?
    var kept: [String: Int] = [:]
  }

  let store: any CaseStore
  let ledger: Ledger
  private let queue: CommitQueue
  private let count = Mutex(Count())

  package init(store: any CaseStore, queue: CommitQueue, ledger: Ledger) {
    self.store = store
    self.queue = queue
    self.ledger = ledger
  }

  /// Keeps one refused message. That it could not be kept is no reason to answer otherwise.
  ///
  /// - Parameter signer: who signed the request: nobody can put a refusal into another's list.
  func keep(_ rejection: Rejection, of bytes: [UInt8], from signer: String?) async {
    let sender = signer ?? rejection.sender ?? ""
    let now = ledger.world.now()
    guard isWithinQuota(sender, on: now.day) else { return }
    let name =
      ListName.prefix(sender, in: ledger) + ListName.ordered(now) + "-"
      + Hex.encode(ledger.world.random(4))
    let refusal = Refusal(
      id: name, receivedAt: now, sender: sender, messageID: rejection.id,
      family: rejection.family?.rawValue, errors: rejection.errors)
    let own = [
      seal(Self.refusalKind, name, version: 0, at: now, refusal.json.canonical),
      seal(Self.bytesKind, name, version: 0, at: now, bytes),
    ]
    for _ in 0..<Self.attempts {
      var group = ChangeGroup()
      group.records = own
      if let id = rejection.id {
        group.records.append(await pointer(to: refusal, sender: sender, id: id))
      }
      // Another refusal of the same message came first, or the store is away.
      guard case .some(.conflict) = try? await queue.submit(group) else { return }
    }
  }

  /// What leads from a message to this refusal and to those before it.
  private func pointer(to refusal: Refusal, sender: String, id: String) async -> RecordRow {
    let name = Self.name(sender: sender, id: id, in: ledger)
    let old = try? await store.record(Self.recordKind, name)
    let before = old.flatMap { try? self.head(of: $0) }?["refusals"]?.array ?? []
    let latest: JSONValue = [
      "receivedAt": .string(refusal.receivedAt.rfc3339),
      "errors": .array(refusal.errors.map(\.json)),
      "refusals": .array((before + [.string(refusal.id)]).suffix(Self.refusalsKept)),
    ]
    return seal(
      Self.recordKind, name, version: old?.version ?? 0, at: refusal.receivedAt,
      latest.canonical + [0x0A])
  }

  private func seal(
    _ kind: String, _ id: String, version: Int, at: Instant, _ body: [UInt8]
  ) -> RecordRow {
    RecordRow(
      kind: kind, id: id, version: version, dueAt: at.milliseconds,
      body: ledger.sealing.sealRecord(body, context: .record(kind, id)))
  }

  /// The latest refusal under this sender and id.
  func find(sender: String, id: String) async throws(StoreError) -> Rejection? {
    let name = Self.name(sender: sender, id: id, in: ledger)
    guard let row = try await store.record(Self.recordKind, name) else { return nil }
    guard let errors = try head(of: row)["errors"]?.array?.compactMap(Finding.init(json:)) else {
      throw .corrupt("a refused message")
    }
    return Rejection(errors: errors, sender: sender, id: id)
  }

  /// The names of the refusals under this sender and id, oldest first. What was refused before
  /// refusals had names is found by ``find(sender:id:)`` alone.
  func refusals(sender: String, id: String) async throws(StoreError) -> [String] {
    let name = Self.name(sender: sender, id: id, in: ledger)
    guard let row = try await store.record(Self.recordKind, name) else { return [] }
    return try head(of: row)["refusals"]?.array?.compactMap(\.string) ?? []
  }

  private func head(of row: RecordRow) throws(StoreError) -> JSONValue {
    let bytes = try ledger.sealing.openRecord(
      row.body, context: .record(Self.recordKind, row.id))
    guard let end = bytes.firstIndex(of: 0x0A),
      let head = try? JSONValue(parsing: Array(bytes[..<end]))
    else { throw .corrupt("a refused message") }
    return head
  }

  private static func name(sender: String, id: String, in ledger: Ledger) -> String {
    Hex.encode(ledger.lookUps.digest("refused", sender + "\n" + id))
  }

  private func isWithinQuota(_ sender: String, on day: CivilDate) -> Bool {
    count.withLock { count in
      if count.day != day { count = Count(day: day) }
      // Senders that are not known cannot make the table grow without end.
      let sender = count.kept.count < 10_000 ? sender : ""
      let kept = count.kept[sender, default: 0]
      count.kept[sender] = kept + 1
      return kept < Self.quota
    }
  }
}
