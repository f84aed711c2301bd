import Casework

/// The languages in which a page can be read.
package enum PageLanguage: String, CaseIterable, Sendable {
  case zhCN = "zh-CN"
  case en

  /// The language of a page that offers this one as its other.
  package var other: PageLanguage { self == .zhCN ? .en : .zhCN }

  /// One of two wordings of the same thing: whoever writes a sentence writes it twice.
  func say(_ chinese: String, _ english: String) -> String {
    self == .zhCN ? chinese : english
  }

  func say(_ plain: Plain) -> String {
    say(plain.chinese, plain.english)
  }

  /// The space between two sentences: Chinese has none.
  var gap: String { say("", " ") }
}

// Dates as people say them.
extension PageLanguage {
  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]
  private static let weekdays = [
    Plain("周一", "Monday"), Plain("周二", "Tuesday"), Plain("周三", "Wednesday"),
    Plain("周四", "Thursday"), Plain("周五", "Friday"), Plain("周六", "Saturday"),
    Plain("周日", "Sunday"),
  ]

  /// `5月29日` or `29 May`, with the year where it is not the reader's.
  func day(_ date: CivilDate, in year: Int) -> String {
    if date.year != year { return fullDay(date) }
    return say("\(date.month)月\(date.day)日", "\(date.day)\u{A0}\(Self.months[date.month - 1])")
  }

  /// `2026年5月29日` or `29 May 2026`.
  func fullDay(_ date: CivilDate) -> String {
    say(
      "\(date.year)年\(date.month)月\(date.day)日",
      "\(date.day)\u{A0}\(Self.months[date.month - 1]) \(date.year)")
  }

  /// A day somebody has to keep: `5月29日（周五）` or `Friday 29 May`.
  func deadline(_ date: CivilDate, in year: Int) -> String {
    let weekday = say(Self.weekdays[date.weekday - 1])
    let day = day(date, in: year)
    return say("\(day)（\(weekday)）", "\(weekday) \(day)")
  }

  /// `5/29` or `29 May`, for labels in drawings.
  func shortDay(_ date: CivilDate) -> String {
    say("\(date.month)/\(date.day)", "\(date.day)\u{A0}\(Self.months[date.month - 1].prefix(3))")
  }

  func shortMonth(_ month: Int) -> String {
    say("\(month)月", String(Self.months[month - 1].prefix(3)))
  }

  /// `2026年5月10日 10:15` or `10 May 2026, 10:15`.
  func moment(_ instant: Instant) -> String {
    say("\(fullDay(instant.day)) \(clock(instant))", "\(fullDay(instant.day)), \(clock(instant))")
  }

  /// Hours and minutes in China.
  func clock(_ instant: Instant) -> String {
    let minutes = Int(instant.seconds - instant.day.start.seconds) / 60
    return "\(twoDigits(minutes / 60)):\(twoDigits(minutes % 60))"
  }

  private func twoDigits(_ number: Int) -> String {
    number < 10 ? "0\(number)" : String(number)
  }

  /// A number of days, counted in words of the language.
  func days(_ count: Int) -> String {
    say("\(count)\u{A0}天", count == 1 ? "1\u{A0}day" : "\(count)\u{A0}days")
  }
}
