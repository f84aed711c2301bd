import Casework
import Synchronization

/// A token bucket: so many at once, so many a second after that.
final class Bucket: Sendable {
  private struct State {
    var tokens: Double
    var filledAt: Int64
  }

  private let perSecond: Double
  private let burst: Double
  private let state: Mutex<State>

  init(perSecond: Double, burst: Double) {
    self.perSecond = perSecond
    self.burst = burst
    state = Mutex(State(tokens: burst, filledAt: .min))
  }

  func take(now: Instant) -> Bool {
    let now = now.milliseconds
    return state.withLock { state in
      if state.filledAt == .min { state.filledAt = now }
      let seconds = Double(max(0, now - state.filledAt)) / 1000
      state.tokens = min(burst, state.tokens + seconds * perSecond)
      state.filledAt = max(state.filledAt, now)
      guard state.tokens >= 1 else { return false }
      state.tokens -= 1
      return true
    }
  }
}
