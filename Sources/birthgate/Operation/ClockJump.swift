import Casework
import Engine

/// Moves the sandbox clock to an instant through everything that is due until then, in order.
struct ClockJump: Sendable {
  let clock: SandboxClock
  let store: any CaseStore
  let docket: Docket
  let courier: Courier
  let gate: Gate
  /// Keeps where the clock stands, before it stands there.
  let remember: @Sendable (Int64, Instant) async throws(StoreError) -> Void

  enum Trouble: Error {
    /// The clock is already past the instant.
    case backwards(now: Instant)
    case store(StoreError)
  }

  func advance(to target: Instant) async throws(Trouble) {
    let result = await gate.pass { () async -> Result<Void, Trouble> in
      do throws(Trouble) {
        return .success(try await jump(to: target))
      } catch {
        return .failure(error)
      }
    }
    try result.get()
  }

  private func jump(to target: Instant) async throws(Trouble) {
    let now = clock.now()
    guard target >= now else { throw .backwards(now: now) }
    clock.hold(at: now)
    defer { clock.release() }
    do throws(StoreError) {
      try await settle()
      while let wake = try await store.nextWake(), wake <= target.milliseconds {
        // A wake-up that stays due after its round would be visited for ever.
        let instant = max(clock.now(), Instant(milliseconds: wake))
        clock.hold(at: instant)
        try await settle()
        if let again = try await store.nextWake(), again <= instant.milliseconds { break }
      }
      clock.hold(at: target)
      try await settle()
      try await remember(max(clock.offset, clock.lead), target)
    } catch {
      throw .store(error)
    }
  }

  // What the docket decides the courier sends, at the same instant.
  private func settle() async throws(StoreError) {
    var moved = 1
    while moved > 0 {
      moved = try await docket.step()
      moved += try await courier.step()
    }
  }
}
