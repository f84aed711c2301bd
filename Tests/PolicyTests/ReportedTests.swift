import Casework
import Policies
import Testing

/// The regions of table 1.2, each on trial: one engine, other numbers.
@Suite("Reported regions")
struct ReportedTests {
  private static let born = day("2026-02-28")

  private func end(_ region: String, born: CivilDate = born) -> CivilDate? {
    Newborn(born: born)
      .ruling(
        on: born, in: (region + "0000").prefix(6).description, by: Packs.book(trial: [region]))?
      .window?.to
  }

  private func value(_ region: String, _ term: Term, on: CivilDate = born) -> TermValue? {
    Packs.book(trial: [region])
      .policy(region: (region + "0000").prefix(6).description, bornOn: on)?.value(term, on: on)?
      .value
  }

  /// 28 February + 90: 31 in March, 30 in April, 29 in May.
  @Test("Ninety days", arguments: ["6101", "35", "1402", "50", "46", "36"])
  func ninety(_ region: String) {
    #expect(end(region) == day("2026-05-29"))
  }

  /// 28 February + 180: 31, 30, 31, 30, 31 by the end of July make 153, and 27 in August.
  @Test("A hundred and eighty days", arguments: ["44", "4401"])
  func hundredEighty(_ region: String) {
    #expect(end(region) == day("2026-08-27"))
  }

  @Test("Xi'an: late cover from the next month, each year by itself")
  func xian() {
    #expect(value("6101", .lateCover) == .word("nextMonth"))
    #expect(value("6101", .crossYear) == .word("independent"))
    let before = Packs.book(trial: ["6101"]).policy(region: "610104", bornOn: day("2021-12-31"))
    #expect(before?.layers.map(\.pack) == ["CN"])
    #expect(
      Packs.book(trial: ["6101"]).policy(region: "610104", bornOn: day("2022-01-01"))?.layers
        .map(\.pack) == ["6101", "61", "CN"])
  }

  @Test("Fujian: late cover from the day of payment; of settlement nothing is reported")
  func fujian() {
    let child = Newborn(born: Self.born, paid: [(2026, day("2026-05-30"))])
    let book = Packs.book(trial: ["35"])
    #expect(
      child.cover(on: day("2026-12-31"), in: "350102", by: book)[2026]
        == ["2026-05-30", "2026-12-31"])
    // As for the nation: 28 February + 180 = 27 August.
    let ruling = child.ruling(on: day("2026-06-01"), in: "350102", by: book)
    #expect(ruling?.code.directSettlementUntil == day("2026-08-27"))
    #expect(value("35", .certificateEnrols) == .flag(true))
    #expect(value("35", .lateCover) == .word("paymentDate"))
  }

  @Test("Guangdong: within 180 days, in any pool, without a permit")
  func guangdong() {
    #expect(value("44", .codeSettlesDays) == .number(180))
    #expect(value("44", .certificateEnrols) == .flag(true))
    #expect(
      value("44", .enrolmentPlaces) == .words(["household", "residence", "school", "work"]))
    #expect(value("44", .permitNeeded) == .flag(false))
  }

  @Test("Guangzhou: 456 yuan in 2021, 549 in 2024")
  func guangzhou() {
    #expect(value("4401", .premiumYuan, on: day("2021-03-01")) == .byYear([2021: 456]))
    #expect(value("4401", .premiumYuan, on: day("2024-03-01")) == .byYear([2024: 549]))
    #expect(value("4401", .certificateEnrols, on: day("2024-03-01")) == .flag(true))
  }

  /// 15 October + 90: 16 + 30 + 31 by the end of the year make 77, and 13 in January.
  @Test("Chongqing: where the window crosses the year, both premiums cover from birth")
  func chongqing() {
    let book = Packs.book(trial: ["50"])
    let born = day("2025-10-15")
    let both = Newborn(
      born: born, paid: [(2025, day("2025-12-20")), (2026, day("2026-01-13"))])
    #expect(
      both.cover(on: day("2026-02-01"), in: "500101", by: book) == [
        2025: ["2025-10-15", "2025-12-31"], 2026: ["2026-01-01", "2026-12-31"],
      ])
    // One day late for the second: the first counts as paid late, on its own day.
    let late = Newborn(
      born: born, paid: [(2025, day("2025-12-20")), (2026, day("2026-01-14"))])
    #expect(
      late.cover(on: day("2026-02-01"), in: "500101", by: book) == [
        2025: ["2025-12-20", "2025-12-31"], 2026: ["2026-01-14", "2026-12-31"],
      ])
    // Without the second the first counts as paid late too.
    let alone = Newborn(born: born, paid: [(2025, day("2025-12-20"))])
    #expect(
      alone.cover(on: day("2026-02-01"), in: "500101", by: book) == [
        2025: ["2025-12-20", "2025-12-31"]
      ])
  }

  /// Born on 20 November: the window crosses the year. Born on 1 March it does not, and one premium
  /// is enough.
  @Test(
    "Chongqing: the reason for the last day says how many premiums it is for",
    arguments: [("2026-11-20", true), ("2026-03-01", false)])
  func chongqingNamesBoth(_ born: String, _ needsBoth: Bool) throws {
    let child = try Child(born: born, place: "500103")
    let ruling = try child.ruling(asOf: "2026-12-20", book: Packs.book(trial: ["50"]))
    let reason = try #require(ruling.reasons.first { $0.because.contains("last day in time") })
    #expect(reason.plain.chinese.contains("两个年度") == needsBoth)
    #expect(reason.plain.english.contains("both years") == needsBoth)
  }

  @Test("Datong: nothing is charged in the birth year, and cover is from birth")
  func datong() {
    let child = Newborn(born: Self.born)
    let book = Packs.book(trial: ["1402"])
    #expect(
      child.cover(on: day("2026-03-01"), in: "140202", by: book)[2026]
        == ["2026-02-28", "2026-12-31"])
    // So nobody owes anything, on the day of birth or a year later.
    for asked in [Self.born, day("2027-03-01")] {
      let ruling = child.ruling(on: asked, in: "140202", by: book)
      #expect(ruling?.payment == .notDue)
      #expect(ruling?.deadlines.first { $0.kind == .pay }?.state == .met)
    }
  }

  @Test("Datong: where nothing is due no reason names a last day to pay")
  func datongNamesNoLastDay() throws {
    let child = try Child(born: "2026-02-28", place: "140202")
    let ruling = try child.ruling(asOf: "2026-03-01", book: Packs.book(trial: ["1402"]))
    #expect(ruling.payment == .notDue)
    #expect(!ruling.reasons.contains { $0.because.contains("last day in time") })
    #expect(ruling.reasons.contains { $0.plain.chinese.contains("出生当年不用缴费") })
  }

  @Test("Hainan, Jiangxi: the public purse pays the premium", arguments: ["46", "36"])
  func subsidised(_ region: String) {
    #expect(value(region, .birthYearPremium) == .word("subsidised"))
    #expect(value(region, .payWindowDays) == .number(90))
    // Nothing is due from the family, so nothing need be paid for cover from birth.
    let child = Newborn(born: Self.born)
    #expect(
      child.cover(
        on: day("2026-03-01"), in: region + "0100", by: Packs.book(trial: [region]))[2026]
        == ["2026-02-28", "2026-12-31"])
  }
}
