import Casework
import LibCurl

extension Reply {
  /// The pause a receiver asks for, in seconds or as a date (RFC 9110, 10.2.3), between a second
  /// and an hour: it may slow us, not stop us. A date counts from the answer's own `Date`, so that
  /// it does not matter whose clock is wrong.
  func pauseSeconds(now: Instant) -> Int? {
    guard let text = header("retry-after") else { return nil }
    let bounds = 1...3600
    if !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) {
      return Int(text).map { min(max($0, bounds.lowerBound), bounds.upperBound) }
        ?? bounds.upperBound
    }
    guard let date = Instant(httpDate: text) else { return nil }
    let from = header("date").flatMap { Instant(httpDate: $0) } ?? now
    let pause = date.seconds - from.seconds
    return Int(min(max(pause, Int64(bounds.lowerBound)), Int64(bounds.upperBound)))
  }
}
