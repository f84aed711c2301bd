import Casework
import Engine
import Synchronization

/// A memory store that takes its time over commits, counts them, and fails when it is told to.
final class WatchedStore: CaseStore {
  enum Failure: Sendable { case before, after }

  private struct State {
    var sizes: [Int] = []
    var failures: [Failure] = []
  }

  private let inner = MemoryStore()
  private let state = Mutex(State())

  /// How many groups each commit took.
  var sizes: [Int] { state.withLock { $0.sizes } }

  func failNext(_ failure: Failure, count: Int = 1) {
    state.withLock { $0.failures += Array(repeating: failure, count: count) }
  }

  func commit(
    _ groups: [ChangeGroup], closing: @Sendable @escaping ([[UInt8]]) -> JournalRow?
  ) async throws(StoreError) -> [GroupOutcome] {
    let failure = state.withLock { state in
      state.failures.isEmpty ? nil : state.failures.removeFirst()
    }
    for _ in 0..<20 { await Task.yield() }
    if failure == .before { throw .unavailable("test") }
    let outcomes = try await inner.commit(groups, closing: closing)
    if failure == .after { throw .unavailable("test") }
    state.withLock { $0.sizes.append(groups.count) }
    return outcomes
  }

  func keys(_ digests: [KeyDigest]) async throws(StoreError) -> [KeyRow] {
    try await inner.keys(digests)
  }
  func histories(of ids: [CaseID]) async throws(StoreError) -> [History] {
    try await inner.histories(of: ids)
  }
  func message(_ key: KeyDigest) async throws(StoreError) -> MessageRow? {
    try await inner.message(key)
  }
  func due(by now: Int64, limit: Int) async throws(StoreError) -> [CaseRow] {
    try await inner.due(by: now, limit: limit)
  }
  func nextWake() async throws(StoreError) -> Int64? { try await inner.nextWake() }
  func claim(_ limit: Int, due now: Int64, until lease: Int64) async throws(StoreError)
    -> [DeliveryRow]
  { try await inner.claim(limit, due: now, until: lease) }
  func settle(_ rows: [DeliveryRow]) async throws(StoreError) { try await inner.settle(rows) }
  func deliveries(of ids: [CaseID]) async throws(StoreError) -> [DeliveryRow] {
    try await inner.deliveries(of: ids)
  }
  func list(_ filter: CaseFilter) async throws(StoreError) -> [SummaryRow] {
    try await inner.list(filter)
  }
  func record(_ kind: String, _ id: String) async throws(StoreError) -> RecordRow? {
    try await inner.record(kind, id)
  }
  func records(_ kind: String, after id: String?, limit: Int) async throws(StoreError)
    -> [RecordRow]
  { try await inner.records(kind, after: id, limit: limit) }
  func delete(_ kind: String, _ id: String) async throws(StoreError) {
    try await inner.delete(kind, id)
  }
  func journal(_ chain: String, from height: Int, limit: Int) async throws(StoreError)
    -> [JournalRow]
  { try await inner.journal(chain, from: height, limit: limit) }
  func journalHead(_ chain: String) async throws(StoreError) -> JournalRow? {
    try await inner.journalHead(chain)
  }
  func journalHeads() async throws(StoreError) -> [JournalRow] { try await inner.journalHeads() }
  func sign(_ chain: String, height: Int, signature: [UInt8], key: String) async throws(StoreError)
  { try await inner.sign(chain, height: height, signature: signature, key: key) }
}
