import Casework
import Testing

/// Day arithmetic against facts of the calendar, not against itself.
@Suite struct CivilDateTests {
  @Test func everyDayFollowsTheOneBefore() throws {
    var previous = try #require(CivilDate(year: 1899, month: 12, day: 31))
    let months = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    for year in 1900...2110 {
      let leap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
      for month in 1...12 {
        let length = month == 2 && leap ? 29 : months[month - 1]
        for day in 1...length {
          let date = try #require(CivilDate(year: year, month: month, day: day))
          let isRight =
            date.daysSinceEpoch == previous.daysSinceEpoch + 1 && date.year == year
            && date.month == month && date.day == day && CivilDate(date.description) == date
          if !isRight { Issue.record("\(year)-\(month)-\(day)") }
          previous = date
        }
        #expect(CivilDate(year: year, month: month, day: length + 1) == nil)
        #expect(previous.firstOfNextMonth == previous.adding(days: 1))
      }
      #expect(previous == previous.endOfYear)
    }
  }

  @Test func knownDays() throws {
    #expect(CivilDate("1970-01-01")?.daysSinceEpoch == 0)
    // 1 January 1970 was a Thursday; 29 May 2026 is a Friday (the design's own example).
    #expect(CivilDate("1970-01-01")?.weekday == 4)
    #expect(CivilDate("2026-05-29")?.weekday == 5)
    #expect(CivilDate("2026-02-30") == nil)
    #expect(CivilDate("2026-2-3") == nil)
    #expect(CivilDate("2026-02-28")?.adding(days: 90) == CivilDate("2026-05-29"))
  }

  /// A month on is the same day of the next month, or its last where it has no such day.
  @Test(arguments: [
    ("2026-01-31", 1, "2026-02-28"), ("2028-01-31", 1, "2028-02-29"),
    ("2026-01-28", 1, "2026-02-28"), ("2026-03-31", 1, "2026-04-30"),
    ("2026-10-31", 4, "2027-02-28"), ("2026-12-31", 2, "2027-02-28"),
    ("2026-12-01", 1, "2027-01-01"), ("2026-05-15", 12, "2027-05-15"),
    ("2028-02-29", 12, "2029-02-28"), ("2026-02-10", 0, "2026-02-10"),
  ])
  func aMonthOnIsTheSameDayOrTheLast(_ day: String, _ months: Int, _ expected: String) {
    #expect(CivilDate(day)?.adding(months: months) == CivilDate(expected))
  }

  @Test(arguments: [
    // 15:59:59Z is 23:59:59 in China; a second later it is tomorrow there.
    ("2026-05-29T15:59:59Z", "2026-05-29"), ("2026-05-29T16:00:00Z", "2026-05-30"),
    ("2026-05-29T23:59:59+08:00", "2026-05-29"), ("2026-05-29T00:00:00+08:00", "2026-05-29"),
    ("1969-12-31T15:59:59.999Z", "1969-12-31"), ("2026-01-01T00:30:00+09:00", "2025-12-31"),
  ])
  func theDayOfAnInstantIsChinese(_ text: String, _ day: String) throws {
    let instant = try #require(Instant(rfc3339: text))
    #expect(instant.day.description == day)
    #expect(Instant(rfc3339: instant.rfc3339)?.milliseconds == instant.milliseconds)
  }

  @Test(arguments: [
    "2026-05-29", "2026-05-29T10:00:00", "2026-05-29T24:00:00Z", "2026-05-29T10:60:00Z",
    "2026-05-29T10:00:60Z", "2026-02-30T10:00:00Z", "2026-05-29 10:00:00Z",
    "2026-05-29T10:00:00.Z", "2026-05-29T10:00:00+15:00", "2026-05-29T10:00:00z",
  ])
  func whatIsNoInstantIsRefused(_ text: String) {
    #expect(Instant(rfc3339: text) == nil)
  }
}
