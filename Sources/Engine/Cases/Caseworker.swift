package import Casework
package import Wire

/// The only object between socket and disk: takes messages, and looks at cases again.
///
/// Load, decide, commit; where the commit says that the world has moved on, load again. Nothing is
/// answered before the commit is durable.
package struct Caseworker: Sendable {
  /// More tries than any honest race needs; then the caller may come again.
  private static let attempts = 12

  let store: any CaseStore
  let queue: CommitQueue
  let mailroom: Mailroom
  let ledger: Ledger
  let files: CaseFiles
  /// Adds orders to the insurance platform; nil where nobody gives any.
  let orders: OrderBook?
  private let evidence: Evidence
  private let locks = KeyLocks()
  /// Certificates that messages name and that have not come, for whoever asks after them.
  let missing = MissingCertificates()

  package init(
    store: any CaseStore, queue: CommitQueue, mailroom: Mailroom, evidence: Evidence,
    ledger: Ledger, orders: OrderBook? = nil
  ) {
    self.orders = orders
    self.store = store
    self.queue = queue
    self.mailroom = mailroom
    self.evidence = evidence
    self.ledger = ledger
    files = CaseFiles(store: store, ledger: ledger)
  }

  /// Reads a message and stores nothing.
  package func check(
    _ bytes: [UInt8], form: MessageReader.Form, as manner: Manner = .canonical
  ) throws(Rejection) -> Reading {
    try ledger.reader.read(bytes, form: form, as: manner)
  }

  /// Reads every message of a document and stores nothing.
  ///
  /// - Parameter start: where it stands in what it is a part of; places count from there.
  package func checkAll(
    _ bytes: [UInt8], form: MessageReader.Form, as manner: Manner, from start: Place = .start
  ) -> [Result<Reading, Rejection>] {
    ledger.reader.readAll(bytes, form: form, as: manner, from: start)
  }

  /// Reads a message and takes it; answers when it is on disk.
  ///
  /// - Parameter sender: who the request was signed by, for the evidence of a message that does not
  ///   say; nil where senders are not registered.
  package func receive(
    _ bytes: [UInt8], form: MessageReader.Form, as manner: Manner = .canonical, sender: String?
  ) async throws(NotTaken) -> Taken {
    let reading: Reading
    do throws(Rejection) {
      reading = try check(bytes, form: form, as: manner)
    } catch {
      await refuse(error, of: bytes, from: sender)
      throw .rejected(error)
    }
    return try await take(reading, raw: bytes, as: manner)
  }

  /// Keeps a message that could not be read, as evidence.
  package func refuse(_ rejection: Rejection, of bytes: [UInt8], from sender: String?) async {
    await evidence.keep(rejection, of: bytes, from: sender)
  }

  /// Takes a message that has been read; answers when it is on disk.
  ///
  /// - Parameter bytes: as they came.
  /// - Parameter manner: how they were read; kept with them, so that they can be read again.
  package func take(
    _ reading: Reading, raw bytes: [UInt8], as manner: Manner = .canonical
  ) async throws(NotTaken) -> Taken {
    let raw = Raw(bytes, of: reading, manner)
    let names = Names(of: reading.message, in: ledger)
    await locks.acquire(names.claims)
    defer { locks.release(names.claims) }
    for _ in 0..<Self.attempts {
      if let taken = try await take(reading, raw: raw, names: names) { return taken }
    }
    throw .store(.unavailable("too many writers about one child"))
  }

  /// One try: nil where another writer came first.
  private func take(_ reading: Reading, raw: Raw, names: Names) async throws(NotTaken)
    -> Taken?
  {
    let message = reading.message
    let key = ledger.messageKey(sender: message.sender, id: message.id)
    do throws(StoreError) {
      guard let known = try await store.message(key) else {
        return try await record(reading, raw: raw, key: key, names: names)
          .map(Taken.accepted)
      }
      let (digest, receipt) = try await receipt(of: known)
      if digest == message.digest { return .repeated(receipt) }
    } catch {
      throw .store(error)
    }
    throw .otherContent(sender: message.sender, id: message.id)
  }

  /// Looks at a case again, because its time has come or because other packs rule from now on.
  ///
  /// - Returns: whether anything was written.
  @discardableResult
  package func review(_ id: CaseID, change: ChangeOfPacks? = nil) async throws(StoreError)
    -> Bool
  {
    for _ in 0..<Self.attempts {
      let known = try await files.load([id])
      guard !known.isEmpty else { return false }
      let decision = decide(
        Dossier(homes: known.values.map(\.home)), arrival: nil, change: change,
        now: ledger.world.now(), book: ledger.book, mint: ledger.mintCase,
        issue: ledger.issueCode)
      // Most cases stand as they stood when packs change.
      guard change == nil || !decision.changes.isEmpty else { return false }
      var writer = ChangeWriter(
        ledger: ledger, mailroom: mailroom, known: known,
        subscriptions: try await mailroom.subscriptions())
      var group = try writer.group(decision)
      try await orders?.add(decision, to: &group)
      try await mailroom.carryOptOuts(decision, known: known, to: &group)
      if case .committed = try await queue.submit(group) { return true }
    }
    throw .unavailable("too many writers about one child")
  }
}
