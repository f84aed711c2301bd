import Casework
import Engine
import Synchronization

/// A store that fails as told: before the commit, when nothing is written, or after it, when the
/// answer is lost. A slow one lets others in between reading and deciding.
final class FaultyStore: ForwardingStore {
  enum Fault: Sendable { case none, beforeCommit, afterCommit }

  let inner: any CaseStore
  private let most = Mutex(0)
  private let fault = Mutex(Fault.none)

  private let isSlow: Bool

  init(_ inner: MemoryStore, isSlow: Bool = false) {
    self.inner = inner
    self.isSlow = isSlow
  }

  func failNext(_ next: Fault) { fault.withLock { $0 = next } }

  func commit(
    _ groups: [ChangeGroup], closing: @Sendable @escaping ([[UInt8]]) -> JournalRow?
  ) async throws(StoreError) -> [GroupOutcome] {
    let now = fault.withLock { fault in
      defer { fault = .none }
      return fault
    }
    if now == .beforeCommit { throw .unavailable("before the commit") }
    let outcomes = try await inner.commit(groups, closing: closing)
    if now == .afterCommit { throw .unavailable("after the commit") }
    return outcomes
  }

  /// The most cases that were read at once.
  var mostRead: Int { most.withLock { $0 } }

  func keys(_ digests: [KeyDigest]) async throws(StoreError) -> [KeyRow] {
    let found = try await inner.keys(digests)
    if isSlow { for _ in 0..<10 { await Task.yield() } }
    return found
  }
  func histories(of ids: [CaseID]) async throws(StoreError) -> [History] {
    most.withLock { $0 = max($0, ids.count) }
    return try await inner.histories(of: ids)
  }
}

/// A receiver that is away, refuses, or takes what it is sent and loses the answer.
final class FaultyChannel: Channel {
  enum Mood: Sendable { case well, away, losesAnswers }

  let name = "webhook"
  private let state = Mutex<(mood: Mood, got: [String: [[UInt8]]])>((.well, [:]))

  func feel(_ mood: Mood) { state.withLock { $0.mood = mood } }

  /// Everything that arrived, by id, in the order of arrival.
  var got: [String: [[UInt8]]] { state.withLock { $0.got } }

  func send(_ deliveries: [Delivery], now: Instant) async -> [SendResult] {
    state.withLock { state in
      deliveries.map { delivery in
        switch state.mood {
        case .away: return .later(reason: "away", retryAfter: nil)
        case .well:
          state.got[delivery.id, default: []].append(delivery.body)
          return .delivered
        case .losesAnswers:
          state.got[delivery.id, default: []].append(delivery.body)
          return .later(reason: "no answer", retryAfter: 3)
        }
      }
    }
  }
}
