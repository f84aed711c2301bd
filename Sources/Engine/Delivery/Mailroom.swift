package import Casework
import Synchronization
import Wire

/// Who gets what: turns notices that were decided into deliveries.
package final class Mailroom: Sendable {
  static let recordKind = "subscription"

  /// The subscriptions as they were read last, and how often they have been changed since the
  /// start: what was being read meanwhile is not kept.
  private struct Known {
    var list: [Subscription]?
    var changes = 0
  }

  let store: any CaseStore
  let ledger: Ledger
  let terms: @Sendable () -> LetterTerms
  let writer: LetterWriter?
  let optOuts: SealedRecords
  private let known = Mutex(Known())
  /// When letters wait for their hour, in milliseconds; nil until it was first asked for.
  private let openings = Mutex<Set<Int64>?>(nil)

  /// - Parameter writer: nil where nobody is written to, as in memory.
  package init(
    store: any CaseStore, ledger: Ledger,
    terms: @escaping @Sendable () -> LetterTerms = { LetterTerms() }, writer: LetterWriter? = nil
  ) {
    self.store = store
    self.ledger = ledger
    self.terms = terms
    self.writer = writer
    optOuts = SealedRecords(kind: OptOutBook.kind, store: store, sealing: ledger.sealing)
  }

  /// What the webhooks of families are signed with, the newest first: one key for all, whose public
  /// half is published. A family names an address by a hospital's message, where no secret could be
  /// told to it. A header has room for few.
  package var familySeeds: [[UInt8]] { Array(ledger.lookUps.seeds("familyWebhook").prefix(2)) }

  /// All subscriptions. They are few and asked for with every message, so they are kept in memory
  /// until one changes.
  package func subscriptions() async throws(StoreError) -> [Subscription] {
    let before = known.withLock { $0 }
    if let list = before.list { return list }
    var list: [Subscription] = []
    var after: String?
    while true {
      let page = try await store.records(Self.recordKind, after: after, limit: 500)
      for row in page { if let found = try read(row) { list.append(found) } }
      guard page.count == 500, let last = page.last else { break }
      after = last.id
    }
    let whole = list
    known.withLock { if $0.changes == before.changes { $0.list = whole } }
    return whole
  }

  /// Adds a subscription, durably; false where the id is taken.
  package func add(_ subscription: Subscription, through queue: CommitQueue)
    async throws(StoreError) -> Bool
  {
    var group = ChangeGroup()
    let body = ledger.sealing.sealRecord(
      subscription.json.canonical, context: .record(Self.recordKind, subscription.id))
    group.records = [
      RecordRow(kind: Self.recordKind, id: subscription.id, version: 0, body: body)
    ]
    defer { forget() }
    let outcome = try await queue.submit(group)
    if case .conflict = outcome { return false }
    return true
  }

  /// Puts a changed subscription in its place, durably; false where another change came first.
  package func replace(
    _ subscription: Subscription, from old: Subscription, through queue: CommitQueue
  ) async throws(StoreError) -> Bool {
    guard let row = try await store.record(Self.recordKind, subscription.id),
      try read(row) == old
    else { return false }
    var group = ChangeGroup()
    let body = ledger.sealing.sealRecord(
      subscription.json.canonical, context: .record(Self.recordKind, subscription.id))
    group.records = [
      RecordRow(kind: Self.recordKind, id: row.id, version: row.version, body: body)
    ]
    defer { forget() }
    let outcome = try await queue.submit(group)
    if case .conflict = outcome { return false }
    return true
  }

  /// Ends a subscription; what is still queued for it is cancelled when its turn comes.
  package func remove(_ id: String) async throws(StoreError) {
    defer { forget() }
    try await store.delete(Self.recordKind, id)
  }

  private func forget() {
    known.withLock { $0 = Known(list: nil, changes: $0.changes + 1) }
  }

  private func read(_ row: RecordRow) throws(StoreError) -> Subscription? {
    let bytes = try ledger.sealing.openRecord(
      row.body, context: .record(Self.recordKind, row.id))
    return (try? JSONValue(parsing: bytes)).flatMap { Subscription(id: row.id, json: $0) }
  }

  /// The next moment at which letters that wait for their hour may leave: a clock that jumps stops
  /// there. What waited when this process began is seen to at the next opening.
  package func nextOpening() -> Int64? {
    let now = ledger.world.now()
    let first = terms().window.next(from: now)
    return openings.withLock { openings in
      let waiting = openings ?? (first > now ? [first.milliseconds] : [])
      let left = waiting.filter { $0 > now.milliseconds }
      openings = left
      return left.min()
    }
  }

  /// Notes that a letter waits until then.
  func hold(until opening: Instant) {
    _ = nextOpening()
    openings.withLock { _ = $0?.insert(opening.milliseconds) }
  }
}
