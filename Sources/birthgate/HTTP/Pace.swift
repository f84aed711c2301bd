/// How slowly a body may come before its connection is closed.
///
/// Only the time counts in which the gateway waits for the sender: while it has not asked for more,
/// because it is still at work on what came, nobody is late. So a slow disk here cuts nobody off,
/// and a sender on a line of 2 kB/s is not too slow.
struct Pace: Hashable, Sendable {
  /// The fewest bytes for each second of waiting.
  var bytesPerSecond: Int
  /// How long is waited before bytes are counted against time.
  var window: Duration

  private var waited = Duration.zero
  private var bytes = 0

  init(bytesPerSecond: Int, window: Duration) {
    self.bytesPerSecond = bytesPerSecond
    self.window = window
  }

  /// A message of 1 MiB, which is held in memory until it is whole, comes within 35 minutes.
  static let message = Pace(bytesPerSecond: 512, window: .seconds(20))

  /// A batch is answered while it comes, and its sender may wait for answers: about one message a
  /// minute is enough.
  static let batch = Pace(bytesPerSecond: 32, window: .seconds(60))

  mutating func came(_ count: Int) { bytes += count }

  /// Counts time that was spent waiting, and says whether the sender is too slow.
  mutating func waited(_ duration: Duration) -> Bool {
    waited += duration
    guard waited >= window else { return false }
    let isTooSlow = bytes < Int(waited / .seconds(1)) * bytesPerSecond
    waited = .zero
    bytes = 0
    return isTooSlow
  }
}
