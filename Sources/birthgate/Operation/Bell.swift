import Casework
import Synchronization

/// Rings where somebody waits for a case to change, so that pages need not ask again and again.
final class Bell: Sendable {
  /// Why a listener is woken.
  enum Signal: Sendable {
    case changed
    /// Nothing happened: time to say that the line still stands.
    case quiet
  }

  /// Somebody who waits, until it leaves.
  struct Listener: Sendable {
    let number: Int
    /// A child's messages may land in any of the cases that have been joined.
    let ids: Set<CaseID>
    let signals: AsyncStream<Signal>
    let continuation: AsyncStream<Signal>.Continuation
  }

  /// All listeners together, and those of one case.
  static let most = 500
  static let mostOfOne = 6

  private struct State {
    var listeners: [CaseID: [Int: AsyncStream<Signal>.Continuation]] = [:]
    var count = 0
    var next = 0
  }

  private let state = Mutex(State())

  /// Nil where too many listen already.
  func listen(to ids: Set<CaseID>) -> Listener? {
    // Two changes at once are one piece of news.
    let (signals, continuation) = AsyncStream.makeStream(
      of: Signal.self, bufferingPolicy: .bufferingNewest(1))
    return state.withLock { state in
      guard state.count < Self.most,
        ids.allSatisfy({ state.listeners[$0]?.count ?? 0 < Self.mostOfOne })
      else { return nil }
      state.next += 1
      state.count += 1
      for id in ids { state.listeners[id, default: [:]][state.next] = continuation }
      return Listener(
        number: state.next, ids: ids, signals: signals, continuation: continuation)
    }
  }

  func leave(_ listener: Listener) {
    state.withLock { state in
      var wasThere = false
      for id in listener.ids {
        if state.listeners[id]?.removeValue(forKey: listener.number) != nil { wasThere = true }
        if state.listeners[id]?.isEmpty == true { state.listeners[id] = nil }
      }
      if wasThere { state.count -= 1 }
    }
    listener.continuation.finish()
  }

  func ring(_ ids: Set<CaseID>) {
    let waiting = state.withLock { state in
      state.count == 0 ? [] : ids.compactMap { state.listeners[$0]?.values }.flatMap { $0 }
    }
    for continuation in waiting { continuation.yield(.changed) }
  }

  var listening: Int { state.withLock { $0.count } }
}

/// A store that rings when cases have changed.
struct RingingStore: ForwardingStore {
  let inner: any CaseStore
  let bell: Bell

  func commit(
    _ groups: [ChangeGroup], closing: @Sendable @escaping ([[UInt8]]) -> JournalRow?
  ) async throws(StoreError) -> [GroupOutcome] {
    let outcomes = try await inner.commit(groups, closing: closing)
    if bell.listening > 0 {
      var changed: Set<CaseID> = []
      for (group, outcome) in zip(groups, outcomes) where outcome != .conflict {
        changed.formUnion(group.events.map(\.caseID))
        changed.formUnion(group.cases.map(\.id))
      }
      if !changed.isEmpty { bell.ring(changed) }
    }
    return outcomes
  }
}
