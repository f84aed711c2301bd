import Casework
import Engine
import Synchronization

/// A memory store that takes its time over commits, counts them, and fails when it is told to.
final class WatchedStore: ForwardingStore {
  enum Failure: Sendable { case before, after }

  private struct State {
    var sizes: [Int] = []
    var failures: [Failure] = []
  }

  let inner: any CaseStore = MemoryStore()
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
}
