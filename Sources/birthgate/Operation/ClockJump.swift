import Casework
import Engine

/// Moves the sandbox clock to an instant through everything that is due until then, in order.
struct ClockJump: Sendable {
  let clock: SandboxClock
  let store: any CaseStore
  let docket: Docket
  let courier: Courier
  let manifests: ManifestBook
  let enquiries: Enquiries
  let mailroom: Mailroom
  let gate: Gate
  /// Keeps where the clock stands, before it stands there.
  let remember: @Sendable (Int64, Instant) async throws(StoreError) -> Void

  /// More rounds than the work of one instant can need.
  private static let roundsMax = 100_000

  enum Trouble: Error {
    /// The clock is already past the instant.
    case backwards(now: Instant)
    case store(StoreError)
  }

  func advance(to target: Instant) async throws(Trouble) {
    let result = await gate.pass { () async -> Result<Void, Trouble> in
      await courier.byStepsAlone {
        do throws(Trouble) {
          return .success(try await jump(to: target))
        } catch {
          return .failure(error)
        }
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
      while let wake = try await nextWake(), wake <= target.milliseconds {
        // A wake-up that stays due after its round would be visited for ever.
        let instant = max(clock.now(), Instant(milliseconds: wake))
        try await stand(at: instant)
        if let again = try await nextWake(), again <= instant.milliseconds { break }
      }
      try await stand(at: target)
    } catch {
      throw .store(error)
    }
  }

  /// The next instant at which anything is due.
  private func nextWake() async throws(StoreError) -> Int64? {
    let wakes = [
      try await store.nextWake(), try await manifests.nextDue(), try await enquiries.nextDue(),
      mailroom.nextOpening(),
    ]
    return wakes.compactMap { $0 }.min()
  }

  // Remembered first: a crash in between lets a restart begin here, and never earlier.
  private func stand(at instant: Instant) async throws(StoreError) {
    try await remember(clock.lead(from: instant), instant)
    clock.hold(at: instant)
    try await settle()
  }

  // What the docket decides the courier sends, at the same instant.
  private func settle() async throws(StoreError) {
    for _ in 0..<Self.roundsMax {
      let reviewed = try await docket.step()
      let asked = try await manifests.step()
      let sent = try await courier.step()
      let enquired = try await enquiries.step()
      if reviewed + asked + sent + enquired == 0 { return }
    }
    throw .corrupt("the work of one instant does not end")
  }
}
