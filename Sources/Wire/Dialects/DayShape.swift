import Casework

/// A day as systems write one, with or without a time: `2026-03-01`, `20260301`, `2026/03/01`,
/// `2026年3月1日`; a time without offset is +08:00. Thirteen digits are milliseconds since 1970, since
/// no day with a time has so many.
struct DayShape {
  /// In China.
  let day: CivilDate
  /// RFC 3339, where there is a time.
  let instant: String?

  init?(_ text: String) {
    if text.utf8.count == 13, text.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }),
      let milliseconds = Int64(text)
    {
      let moment = Instant(milliseconds: milliseconds)
      day = moment.day
      instant = moment.rfc3339
      return
    }
    var rest = text.unicodeScalars[...]
    guard let date = Self.date(&rest) else { return nil }
    while let next = rest.first, next == " " || next == "T" || next == "\t" { rest.removeFirst() }
    if rest.isEmpty {
      day = date
      instant = nil
      return
    }
    guard let clock = Self.clock(&rest), let offset = Self.offset(rest) else { return nil }
    let written = "\(date)T\(clock)\(offset)"
    guard let moment = Instant(rfc3339: written) else { return nil }
    day = moment.day
    instant = written
  }

  private static func date(_ rest: inout Substring.UnicodeScalarView) -> CivilDate? {
    guard let year = number(&rest, 4...4), let mark = rest.first else { return nil }
    switch mark {
    case "-":
      rest.removeFirst()
      guard let month = number(&rest, 2...2), rest.popFirst() == "-",
        let day = number(&rest, 2...2)
      else { return nil }
      return CivilDate(year: year, month: month, day: day)
    case "/":
      rest.removeFirst()
      guard let month = number(&rest, 1...2), rest.popFirst() == "/",
        let day = number(&rest, 1...2)
      else { return nil }
      return CivilDate(year: year, month: month, day: day)
    case "年":
      rest.removeFirst()
      guard let month = number(&rest, 1...2), rest.popFirst() == "月",
        let day = number(&rest, 1...2), rest.popFirst() == "日"
      else { return nil }
      return CivilDate(year: year, month: month, day: day)
    default:
      guard let month = number(&rest, 2...2), let day = number(&rest, 2...2) else { return nil }
      return CivilDate(year: year, month: month, day: day)
    }
  }

  /// `10:15`, `10:15:30.5`, `1015`, `101530`, `101530250`, `10时15分30秒` as RFC 3339 has it.
  private static func clock(_ rest: inout Substring.UnicodeScalarView) -> String? {
    guard let hour = number(&rest, 1...2) else { return nil }
    var minute = 0
    var second = 0
    var fraction = ""
    switch rest.first {
    case ":":
      rest.removeFirst()
      guard let found = number(&rest, 2...2) else { return nil }
      minute = found
      if rest.first == ":" {
        rest.removeFirst()
        guard let found = number(&rest, 2...2) else { return nil }
        second = found
        if rest.first == "." {
          rest.removeFirst()
          fraction = digits(&rest, 9)
          if fraction.isEmpty { return nil }
        }
      }
    case "时", "時", "点":
      rest.removeFirst()
      if let found = number(&rest, 1...2) {
        guard rest.popFirst() == "分" else { return nil }
        minute = found
        if let found = number(&rest, 1...2) {
          guard rest.popFirst() == "秒" else { return nil }
          second = found
        }
      }
    default:
      guard let found = number(&rest, 2...2) else { return nil }
      minute = found
      if let found = number(&rest, 2...2) {
        second = found
        fraction = digits(&rest, 3)
      }
    }
    guard hour < 24, minute < 60, second < 60 else { return nil }
    let clock = [hour, minute, second].map { ($0 < 10 ? "0" : "") + String($0) }
    return clock.joined(separator: ":") + (fraction.isEmpty ? "" : "." + fraction)
  }

  private static func offset(_ rest: Substring.UnicodeScalarView) -> String? {
    let text = String(rest)
    if text.isEmpty { return "+08:00" }
    guard text.utf8.count == 5, !text.contains(":") else { return text }
    return String(text.prefix(3)) + ":" + text.suffix(2)
  }

  private static func number(
    _ rest: inout Substring.UnicodeScalarView, _ count: ClosedRange<Int>
  ) -> Int? {
    let found = rest.prefix(count.upperBound).prefix { $0.value >= 48 && $0.value <= 57 }
    guard found.count >= count.lowerBound else { return nil }
    rest.removeFirst(found.count)
    return Int(String(String.UnicodeScalarView(found)))
  }

  private static func digits(_ rest: inout Substring.UnicodeScalarView, _ most: Int) -> String {
    let found = rest.prefix(most).prefix { $0.value >= 48 && $0.value <= 57 }
    rest.removeFirst(found.count)
    return String(String.UnicodeScalarView(found))
  }
}
