/// A moment, to the nanosecond, on the UTC scale without leap seconds.
///
/// Instants order messages and time deliveries; the law speaks of days, and ``day`` is the one way
/// from here to there.
package struct Instant: Hashable, Comparable, Sendable {
  /// Whole seconds since 1970-01-01T00:00:00Z.
  package let seconds: Int64
  /// 0 to 999,999,999, counted forward from `seconds`.
  package let nanoseconds: Int32

  package init(seconds: Int64, nanoseconds: Int32 = 0) {
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  package static func < (left: Instant, right: Instant) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }

  /// The offset of China's only time, in seconds.
  private static let chinaOffset: Int64 = 8 * 3600

  /// The day of this instant in +08:00.
  package var day: CivilDate {
    let local = seconds + Self.chinaOffset
    let days = local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
    return CivilDate(daysSinceEpoch: Int(days))
  }

  package func adding(seconds: Int64) -> Instant {
    Instant(seconds: self.seconds + seconds, nanoseconds: nanoseconds)
  }

  /// Milliseconds since 1970, rounded down: the form in which stores keep and compare instants.
  package var milliseconds: Int64 { seconds * 1000 + Int64(nanoseconds) / 1_000_000 }

  package init(milliseconds: Int64) {
    let whole = milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000
    self.init(seconds: whole, nanoseconds: Int32((milliseconds - whole * 1000) * 1_000_000))
  }
}

extension CivilDate {
  /// 00:00 of this day in +08:00, when dated notices are decided.
  package var start: Instant {
    Instant(seconds: Int64(daysSinceEpoch) * 86_400 - 8 * 3600)
  }
}

extension Instant {
  /// Reads an RFC 3339 instant with an offset: `2026-03-01T10:15:00+08:00`, `…T02:15:00.5Z`.
  ///
  /// `T` and `Z` are upper case, seconds run to 59 (a leap second is refused), the offset lies
  /// within ±14:00; digits beyond the ninth of a fraction are dropped.
  package init?(rfc3339 text: String) {
    self.init(rfc3339: text.utf8.span)
  }

  /// The same of bytes at hand.
  package init?(rfc3339 bytes: Span<UInt8>) {
    guard let instant = Self.read(bytes) else { return nil }
    self = instant
  }

  private static func read(_ bytes: Span<UInt8>) -> Instant? {
    guard bytes.count >= 20, bytes.count <= 64, bytes[10] == UInt8(ascii: "T"),
      let date = CivilDate.read(bytes),
      bytes[13] == UInt8(ascii: ":") && bytes[16] == UInt8(ascii: ":"),
      let hour = decimal(bytes, 11..<13), hour < 24,
      let minute = decimal(bytes, 14..<16), minute < 60,
      let second = decimal(bytes, 17..<19), second < 60
    else { return nil }
    var place = 19
    guard let nanoseconds = fraction(bytes, &place),
      let offset = offset(bytes, place)
    else { return nil }
    let local = Int64(date.daysSinceEpoch) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
    return Instant(seconds: local - Int64(offset), nanoseconds: nanoseconds)
  }

  private static func fraction(
    _ bytes: Span<UInt8>, _ place: inout Int
  ) -> Int32? {
    guard bytes[place] == UInt8(ascii: ".") else { return 0 }
    place += 1
    let start = place
    var nanoseconds: Int32 = 0
    var unit: Int32 = 100_000_000
    while place < bytes.count, bytes[place] >= 48, bytes[place] <= 57 {
      nanoseconds += Int32(bytes[place] - 48) * unit
      unit /= 10
      place += 1
    }
    return place > start ? nanoseconds : nil
  }

  private static func offset(_ bytes: Span<UInt8>, _ start: Int) -> Int? {
    if bytes.count == start + 1 && bytes[start] == UInt8(ascii: "Z") { return 0 }
    guard bytes.count == start + 6, bytes[start + 3] == UInt8(ascii: ":"),
      let hours = decimal(bytes, start + 1..<start + 3),
      let minutes = decimal(bytes, start + 4..<start + 6),
      minutes < 60, hours * 60 + minutes <= 14 * 60
    else { return nil }
    switch bytes[start] {
    case UInt8(ascii: "+"): return hours * 3600 + minutes * 60
    case UInt8(ascii: "-"): return -(hours * 3600 + minutes * 60)
    default: return nil
    }
  }

  /// RFC 3339 in +08:00, with milliseconds where there are any.
  package var rfc3339: String {
    let local = seconds + 8 * 3600
    let inDay = Int(local - Int64(day.daysSinceEpoch) * 86_400)
    let clock = [inDay / 3600, inDay / 60 % 60, inDay % 60].map { padded($0, 2) }
    let milliseconds = Int(nanoseconds) / 1_000_000
    let fraction = milliseconds == 0 ? "" : "." + padded(milliseconds, 3)
    return "\(day)T\(clock.joined(separator: ":"))\(fraction)+08:00"
  }
}
