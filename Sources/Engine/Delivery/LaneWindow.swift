/// How many sendings of one lane may be under way at a time.
///
/// It begins small, grows by one with each quick answer and shrinks with each slow one, so that the
/// places that all lanes share belong to those who answer; a failure halves it.
package struct LaneWindow: Hashable, Sendable {
  package static let first = 4
  package static let largest = 32
  static let quickMilliseconds = 1_000.0
  static let slowMilliseconds = 3_000.0

  package private(set) var size = LaneWindow.first

  package init() {}

  mutating func answered(afterMilliseconds time: Double) {
    if time <= Self.quickMilliseconds {
      size = min(size + 1, Self.largest)
    } else if time > Self.slowMilliseconds {
      size = max(size - 1, 1)
    }
  }

  mutating func failed() { size = max(size / 2, 1) }
}
