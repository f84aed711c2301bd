/// Whether the receivers of a lane are taken to be there.
///
/// After five failures in a row, or when a receiver asks for a pause, the lane is *open*: nothing
/// is tried but one probe at a time, after 5 s, 10 s, 20 s … to five minutes. The first success of
/// any sending closes it again.
package struct Breaker: Hashable, Sendable {
  package enum State: String, Sendable {
    /// All is well.
    case closed
    /// Nothing is tried until the next probe.
    case open
    /// A probe is under way.
    case halfOpen
  }

  static let failuresMaximum = 5
  static let firstWaitSeconds: Int64 = 5
  static let longestWaitSeconds: Int64 = 300

  package private(set) var state = State.closed
  /// In a row.
  package private(set) var failures = 0
  private var waitSeconds = Breaker.firstWaitSeconds
  /// Milliseconds; when it was opened, or the last probe failed.
  private var openedAt: Int64 = 0
  /// Milliseconds; when the next probe may go out.
  package private(set) var probeAt: Int64?

  package init() {}

  /// Whether the time for a probe has come. It has too where the clock was put back, since nobody
  /// can then say how long it has been.
  func mayProbe(at now: Int64) -> Bool {
    guard state == .open, let probeAt else { return false }
    return now >= probeAt || now < openedAt
  }

  mutating func beginProbe() { state = .halfOpen }

  /// The probe never left: the next look may try another.
  mutating func abandonProbe() {
    if state == .halfOpen { state = .open }
  }

  mutating func succeeded() { self = Breaker() }

  /// - Parameters:
  ///   - isProbe: only a probe's end makes the wait longer; what was still under way when the lane
  ///     was opened says nothing new.
  ///   - pause: seconds that the receiver asked for.
  mutating func failed(isProbe: Bool, pause: Int?, at now: Int64) {
    failures += 1
    let asked = pause.map { min(Int64(max($0, 1)), Self.longestWaitSeconds) }
    switch state {
    case .closed:
      guard asked != nil || failures >= Self.failuresMaximum else { return }
    case .open:
      return
    case .halfOpen:
      guard isProbe else { return }
      waitSeconds = min(waitSeconds * 2, Self.longestWaitSeconds)
    }
    state = .open
    if let asked { waitSeconds = max(waitSeconds, asked) }
    openedAt = now
    probeAt = now + waitSeconds * 1000
  }
}
