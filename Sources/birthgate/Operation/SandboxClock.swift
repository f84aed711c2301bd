import Casework
import Synchronization

/// A clock that can be moved forward, for trying out what months bring (`--sandbox`).
///
/// It starts at the real time or where it last stood, runs on by itself, and never goes back. While
/// it is being moved it stands still, so that what happens at an instant is stamped with it.
final class SandboxClock: Sendable {
  private struct State {
    /// Added to the real time, in milliseconds; never negative.
    var offset: Int64
    var held: Instant?
    /// Nothing before this has been told to anybody, whatever the real clock does.
    var floor: Instant
  }

  private let real: @Sendable () -> Instant
  private let state: Mutex<State>

  /// - Parameter start: where the clock stands now; nil for the real time.
  init(real: @escaping @Sendable () -> Instant, start: Instant? = nil, offset: Int64 = 0) {
    self.real = real
    let now = real()
    let floor = start ?? now.adding(milliseconds: offset)
    let distance = max(offset, floor.milliseconds - now.milliseconds)
    state = Mutex(State(offset: distance, held: nil, floor: floor))
  }

  func now() -> Instant {
    let instant = real()
    return state.withLock { state in
      if let held = state.held { return held }
      let now = max(state.floor, instant.adding(milliseconds: state.offset))
      state.floor = now
      return now
    }
  }

  /// How far the clock is ahead of the real one, in milliseconds.
  var offset: Int64 { state.withLock { $0.offset } }

  /// How far it would be ahead if it ran on from an instant, in milliseconds.
  func lead(from instant: Instant) -> Int64 {
    max(offset, instant.milliseconds - real().milliseconds)
  }

  /// Stands still at an instant that is not before now.
  func hold(at instant: Instant) {
    state.withLock { state in
      let now = max(instant, state.held ?? state.floor)
      state.held = now
      state.floor = now
    }
  }

  /// Runs on from where it stands.
  func release() {
    let instant = real()
    state.withLock { state in
      guard let held = state.held else { return }
      state.offset = max(state.offset, held.milliseconds - instant.milliseconds)
      state.held = nil
    }
  }
}

extension Instant {
  func adding(milliseconds: Int64) -> Instant {
    Instant(milliseconds: self.milliseconds + milliseconds)
  }
}
