package import Casework
import Wire

/// A reconciliation as it was kept.
package struct ReconciliationView: Hashable, Sendable {
  /// The same for the same sender and day: a later one takes the place of an earlier one.
  package var id: String
  package var sender: String
  package var day: CivilDate
  package var receivedAt: Instant
  package var totals: [Reconciliation.Total]
  package var counts: [Reconciliation.Difference: Int]
  /// At most ``ReconciliationBook/findingsKept``.
  package var findings: [Reconciliation.Finding]
  package var findingsCount: Int
}

/// Holds the tickets that a tax bureau lists for a day against the messages it sent, and keeps what
/// came of it, sealed.
package struct ReconciliationBook: Sendable {
  /// Beyond so many tickets that differ it is no longer the tickets that are wrong.
  package static let findingsKept = 20_000
  /// Of so many missing tickets it is looked up one by one whether they came otherwise.
  private static let lookedUpMaximum = 5_000
  /// A message may speak of an instant this long after it was sent (contract, `future`).
  private static let aheadSeconds: Int64 = 300

  let store: any CaseStore
  let queue: CommitQueue
  let evidence: Evidence
  let ledger: Ledger
  private let records: SealedRecords

  package init(store: any CaseStore, queue: CommitQueue, evidence: Evidence, ledger: Ledger) {
    self.store = store
    self.queue = queue
    self.evidence = evidence
    self.ledger = ledger
    records = SealedRecords(kind: "reconciliation", store: store, sealing: ledger.sealing)
  }

  /// Compares a day's tickets with ours, and keeps what came of it.
  package func take(_ theirs: [Ticket.Key: Ticket], of sender: String, on day: CivilDate)
    async throws(StoreError) -> ReconciliationView
  {
    var result = Reconciliation(theirs: theirs, ours: try await ours(of: sender, on: day))
    try await explain(&result, of: sender, on: day)
    let id = ListName.prefix(sender, in: ledger) + day.description
    let view = ReconciliationView(
      id: id, sender: sender, day: day, receivedAt: ledger.world.now(), totals: result.totals,
      counts: result.counts, findings: Array(result.findings.prefix(Self.findingsKept)),
      findingsCount: result.findings.count)
    var group = ChangeGroup()
    let version = try await store.record(records.kind, id)?.version ?? 0
    group.records = [records.row(id, version: version, view.json)]
    guard case .committed = try await queue.submit(group) else {
      throw .unavailable("a reconciliation was written by two")
    }
    return view
  }

  /// What a sender's messages say was paid, reversed or refunded on a day.
  ///
  /// Of one ticket the later message stands, then the greater digest (contract, "Which message
  /// stands"); where that one moves the ticket to another day, it is none of this day's.
  func ours(of sender: String, on day: CivilDate) async throws(StoreError)
    -> [Ticket.Key: OurTicket]
  {
    // Of a digest as much as fits without a place of its own: two agree in it by a chance of 1 in
    // 10^18.
    var found: [Ticket.Key: (own: OurTicket, sentAt: Int64, digest: String)] = [:]
    try await SentRegister(store: store, ledger: ledger).forEach(
      of: sender, from: day.start.adding(seconds: -Self.aheadSeconds), to: nil
    ) { entry in
      guard let dated = entry.ticket else { return }
      let key = dated.ticket.key
      let digest = String(entry.digest.prefix(15))
      if let old = found[key], (old.sentAt, old.digest) > (entry.sentAt, digest) { return }
      found[key] =
        dated.paidAt.day == day
        ? (OurTicket(dated.ticket, messageID: entry.id), entry.sentAt, digest) : nil
    }
    return found.mapValues(\.own)
  }

  // MARK: Reading

  package func find(_ id: String) async throws(StoreError) -> ReconciliationView? {
    guard let entry = try await records.find(id) else { return nil }
    return try ReconciliationView(id: id, json: entry.body)
  }

  /// By sender and day.
  package func list(of sender: String?, after: String?, limit: Int) async throws(StoreError)
    -> (reconciliations: [ReconciliationView], next: String?)
  {
    let prefix = sender.map { ListName.prefix($0, in: ledger) } ?? ""
    var views: [ReconciliationView] = []
    for entry in try await records.page(prefix, after: after, limit: limit) {
      views.append(try ReconciliationView(id: entry.id, json: entry.body))
    }
    return (views, views.count == limit ? views.last?.id : nil)
  }

  // MARK: What became of a missing ticket

  private func explain(_ result: inout Reconciliation, of sender: String, on day: CivilDate)
    async throws(StoreError)
  {
    var places: [Ticket.Key: Int] = [:]
    for (place, finding) in result.findings.enumerated() where finding.what == [.missing] {
      if places.count < Self.lookedUpMaximum { places[finding.key] = place }
    }
    for (key, place) in places {
      guard let (own, paidOn) = try await stored(key, of: sender) else { continue }
      places[key] = nil
      result.findings[place].ours = own.ticket
      result.findings[place].messageID = own.messageID
      let what = result.findings[place].theirs?.differences(from: own.ticket) ?? []
      result.findings[place].what = (paidOn == day ? [] : [.day]) + what
    }
    result.findings.removeAll { $0.what.isEmpty }
    guard !places.isEmpty else { return }
    try await explain(refused: Set(places.keys), in: &result, of: sender, since: day)
  }

  /// A ticket under its own key, wherever it stands: one of another day, or one whose message was
  /// written before messages could be listed.
  private func stored(_ key: Ticket.Key, of sender: String) async throws(StoreError)
    -> (own: OurTicket, paidOn: CivilDate)?
  {
    let rows = try await store.keys([ledger.key(.ticket(key.number, line: key.line))])
    let files = CaseFiles(store: store, ledger: ledger)
    var best: (message: Message, dated: DatedTicket)?
    for history in try await store.histories(of: rows.map(\.caseID)) {
      for entry in try files.open(history).home.entries where entry.message.sender == sender {
        guard let dated = DatedTicket(entry.message.fact), dated.ticket.key == key else { continue }
        let old = best?.message
        let isLater = old.map {
          ($0.sentAt, $0.digest) < (entry.message.sentAt, entry.message.digest)
        }
        if isLater ?? true { best = (entry.message, dated) }
      }
    }
    return best.map {
      (OurTicket($0.dated.ticket, messageID: $0.message.id), $0.dated.paidAt.day)
    }
  }

  /// Says of tickets that came and were refused that they were, and why: their numbers stand in the
  /// bytes that were kept, whatever those bytes are.
  private func explain(
    refused missing: Set<Ticket.Key>, in result: inout Reconciliation, of sender: String,
    since day: CivilDate
  ) async throws(StoreError) {
    var named: [String: Refusal] = [:]
    let numbers = Set(missing.map(\.number))
    try await evidence.forEachRefusal(of: sender, since: day.start) { refusal, bytes in
      for token in Self.tokens(bytes) where numbers.contains(token) { named[token] = refusal }
    }
    guard !named.isEmpty else { return }
    for place in result.findings.indices where missing.contains(result.findings[place].key) {
      guard let refusal = named[result.findings[place].key.number] else { continue }
      result.findings[place].what = [.refused]
      result.findings[place].messageID = refusal.messageID
      result.findings[place].codes = Rejection(errors: refusal.errors).codes
    }
  }

  /// Runs of letters and digits that could be ticket numbers.
  private static func tokens(_ bytes: [UInt8]) -> [String] {
    bytes.split { byte in
      switch byte {
      case 48...57, 65...90, 97...122: false
      default: true
      }
    }.filter { (6...30).contains($0.count) }.map { String(decoding: $0, as: UTF8.self) }
  }
}

extension Evidence {
  /// Shows each refusal of a sender that came on or after an instant, with its bytes, oldest first.
  func forEachRefusal(
    of sender: String, since: Instant, _ body: (Refusal, [UInt8]) -> Void
  ) async throws(StoreError) {
    let refusals = SealedRecords(kind: Self.refusalKind, store: store, sealing: ledger.sealing)
    let prefix = ListName.prefix(sender, in: ledger)
    var after = prefix + ListName.ordered(since)
    while true {
      let page = try await refusals.page(prefix, after: after, limit: 100)
      for entry in page {
        guard let refusal = Refusal(id: entry.id, json: entry.body),
          let row = try await store.record(Self.bytesKind, entry.id)
        else { continue }
        body(
          refusal,
          try ledger.sealing.openRecord(row.body, context: .record(Self.bytesKind, entry.id)))
      }
      guard page.count == 100, let last = page.last else { return }
      after = last.id
    }
  }
}
