/// A day in China, for the dates of law: births, deadlines, cover.
///
/// Proleptic Gregorian calendar, UTC+08:00, no daylight saving (contract, first page). Arithmetic
/// is by whole days; there is no time of day in it and no time zone to choose.
package struct CivilDate: Hashable, Comparable, Sendable {
  /// Days since 1970-01-01, which is day 0.
  package let daysSinceEpoch: Int

  package init(daysSinceEpoch: Int) {
    self.daysSinceEpoch = daysSinceEpoch
  }

  /// A date of the calendar, or nil where there is no such day (30 February, month 13).
  /// Years run from 1 to 9999, as `YYYY` can write them.
  package init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= Self.daysInMonth(month, of: year)
    else { return nil }
    self.init(daysSinceEpoch: Self.days(year: year, month: month, day: day))
  }

  /// Reads `YYYY-MM-DD` and nothing else.
  package init?(_ text: some StringProtocol) { self.init(String(text)) }

  /// The same, for texts that are no part of another.
  package init?(_ text: String) {
    self.init(text.utf8.span)
  }

  /// The same of bytes at hand.
  package init?(_ bytes: Span<UInt8>) {
    guard bytes.count == 10, let date = Self.read(bytes) else { return nil }
    self = date
  }

  /// The same of bytes, of which the first ten are looked at.
  static func read(_ bytes: Span<UInt8>) -> CivilDate? {
    guard
      bytes.count >= 10 && bytes[4] == UInt8(ascii: "-") && bytes[7] == UInt8(ascii: "-"),
      let year = decimal(bytes, 0..<4), let month = decimal(bytes, 5..<7),
      let day = decimal(bytes, 8..<10)
    else { return nil }
    return CivilDate(year: year, month: month, day: day)
  }

  package static func < (left: CivilDate, right: CivilDate) -> Bool {
    left.daysSinceEpoch < right.daysSinceEpoch
  }

  package func adding(days: Int) -> CivilDate {
    CivilDate(daysSinceEpoch: daysSinceEpoch + days)
  }

  /// Whole days from `other` to this one; negative where this one is earlier.
  package func days(since other: CivilDate) -> Int {
    daysSinceEpoch - other.daysSinceEpoch
  }

  package var year: Int { parts.year }
  package var month: Int { parts.month }
  package var day: Int { parts.day }

  /// 31 December of this day's year, on which every cover of the year ends (rule A09).
  package var endOfYear: CivilDate {
    CivilDate(daysSinceEpoch: Self.days(year: year, month: 12, day: 31))
  }

  /// 1 January of a year.
  package static func startOfYear(_ year: Int) -> CivilDate {
    CivilDate(daysSinceEpoch: days(year: year, month: 1, day: 1))
  }

  /// The first day of the month after this day's month (次月, rule A11).
  package var firstOfNextMonth: CivilDate {
    let (year, month, _) = parts
    let next = month == 12 ? (year + 1, 1) : (year, month + 1)
    return CivilDate(daysSinceEpoch: Self.days(year: next.0, month: next.1, day: 1))
  }

  /// The same day so many months later, or the last of that month where it has no such day.
  package func adding(months: Int) -> CivilDate {
    let (year, month, day) = parts
    let count = year * 12 + month - 1 + months
    let then = (year: count / 12, month: count % 12 + 1)
    let last = Self.daysInMonth(then.month, of: then.year)
    return CivilDate(
      daysSinceEpoch: Self.days(year: then.year, month: then.month, day: min(day, last)))
  }

  /// A day of a year; 29 February becomes the 28th where there is none.
  package static func day(_ day: Int, of month: Int, in year: Int) -> CivilDate {
    let last = daysInMonth(month, of: year)
    return CivilDate(daysSinceEpoch: days(year: year, month: month, day: min(day, last)))
  }

  /// 1 is Monday, 7 is Sunday (ISO 8601).
  package var weekday: Int {
    let sinceMonday = (daysSinceEpoch + 3) % 7
    return (sinceMonday < 0 ? sinceMonday + 7 : sinceMonday) + 1
  }

  // Days and civil dates convert through years that begin in March, so that the leap day is the
  // last of its year and a month's first day is a linear function of the month.
  private static func days(year: Int, month: Int, day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let monthFromMarch = (month + 9) % 12
    let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  private var parts: (year: Int, month: Int, day: Int) {
    let shifted = daysSinceEpoch + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  package static func daysInMonth(_ month: Int, of year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }
}

extension CivilDate: CustomStringConvertible {
  /// `YYYY-MM-DD`.
  package var description: String {
    let (year, month, day) = parts
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }
}

/// The number that ASCII digits spell, or nil where a byte is no digit.
func decimal(_ digits: ArraySlice<UInt8>) -> Int? {
  var value = 0
  for digit in digits {
    guard digit >= 48, digit <= 57 else { return nil }
    value = value * 10 + Int(digit - 48)
  }
  return digits.isEmpty ? nil : value
}

/// The same of some of the bytes at hand; the range lies within them.
func decimal(_ bytes: Span<UInt8>, _ places: Range<Int>) -> Int? {
  var value = 0
  for place in places {
    let digit = bytes[place]
    guard digit >= 48, digit <= 57 else { return nil }
    value = value * 10 + Int(digit - 48)
  }
  return value
}

/// A number in decimal with zeros before it.
func padded(_ number: Int, _ width: Int) -> String {
  let text = String(number)
  return String(repeating: "0", count: max(0, width - text.count)) + text
}
