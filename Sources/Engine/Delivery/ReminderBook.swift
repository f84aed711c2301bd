import Casework
import Wire

/// Counts the reminders that went to an address, so that a family of several children is not
/// written to every day.
struct ReminderBook: Sendable {
  private static let kind = "reminders"
  private static let week: Int64 = 7 * 86_400_000
  private static let attempts = 8

  let store: any CaseStore
  let ledger: Ledger
  private let records: SealedRecords

  init(store: any CaseStore, ledger: Ledger) {
    self.store = store
    self.ledger = ledger
    records = SealedRecords(kind: Self.kind, store: store, sealing: ledger.sealing)
  }

  /// Whether one more may go to this address, and counts it if so. The same delivery counts once,
  /// however often it is tried.
  ///
  /// - Parameter names: all by which the address is known; it is counted under the first.
  func admits(_ delivery: String, to names: [KeyDigest], most: Int) async throws(StoreError)
    -> Bool
  {
    let now = ledger.world.now().milliseconds
    guard let id = names.first.map({ Hex.encode($0) }) else { return true }
    var before: [(id: String, at: Int64)] = []
    for name in names.dropFirst() {
      before += Self.sent(try await records.find(Hex.encode(name)), since: now - Self.week)
    }
    for _ in 0..<Self.attempts {
      let old = try await records.find(id)
      var sent = Self.sent(old, since: now - Self.week)
      if (sent + before).contains(where: { $0.id == delivery }) { return true }
      if sent.count + before.count >= most { sent = try await stillCounting(sent) }
      guard sent.count + before.count < most else { return false }
      sent.append((delivery, now))
      var object = JSONObject()
      for entry in sent { object[entry.id] = .int(Int(entry.at)) }
      let row = records.row(id, version: old?.version ?? 0, .object(object))
      if try await write(row) { return true }
    }
    throw .unavailable("too many letters to one address")
  }

  /// Those that went out or may yet: one that was cancelled first takes nobody's place.
  private func stillCounting(_ sent: [(id: String, at: Int64)]) async throws(StoreError)
    -> [(id: String, at: Int64)]
  {
    var left: [(id: String, at: Int64)] = []
    for entry in sent where try await store.delivery(entry.id)?.state != .cancelled {
      left.append(entry)
    }
    return left
  }

  private static func sent(_ entry: SealedRecords.Entry?, since: Int64) -> [(id: String, at: Int64)]
  {
    (entry?.body.object?.members ?? []).compactMap { member in
      guard let at = member.value.int.map(Int64.init), at > since else { return nil }
      return (member.name, at)
    }
  }

  // It stands for itself, so no other change need wait for it in a queue.
  private func write(_ row: RecordRow) async throws(StoreError) -> Bool {
    var group = ChangeGroup()
    group.records = [row]
    return try await store.commit([group], closing: { _ in nil }).first != .conflict
  }
}
