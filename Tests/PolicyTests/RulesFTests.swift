import Casework
import Testing

/// How long a premium waits that was paid outside its time (rules F01–F07).
///
/// A child born on 1 March 2021 is covered for some years, misses some, and pays late in another.
/// Years before 2025 are not counted as missed (assumed: the mechanism begins then). Cover begins
/// on the day of payment (assumed outside Shaanxi) and then waits.
@Suite("Rules F: waiting") struct RulesFTests {
  private static let draft = Packs.book(trial: ["51"])

  @Test(
    "F01–F07: the numbers stand from the first day of 2025, in the draft's two versions alike",
    arguments: [
      (Term.waitingMonths, 3), (.waitingPerMissedYear, 1), (.waitingRepairPerYear, 1),
      (.waitingFloorYears, 4), (.waitingFloorMonths, 6), (.waitingCountsFrom, 2025),
    ])
  func numbers(_ term: Term, _ value: Int) throws {
    for place in ["510104", "210102"] {
      let policy = try #require(Self.draft.policy(region: place, bornOn: date("2021-03-01")))
      for text in ["2025-01-01", "2025-07-14", "2025-07-15", "2029-01-01"] {
        #expect(policy.number(term, on: try date(text))?.value == value, "\(place) \(text)")
      }
      #expect(policy.number(term, on: try date("2024-12-31")) == nil)
    }
  }

  /// Covered in `covered`, late on `paid` for its year; `repaired` years are paid the day before.
  private func cover(
    _ place: String, covered: ClosedRange<Int>, repaired: [Int] = [], paid: String
  ) throws -> String? {
    var child = try Child(born: "\(covered.lowerBound)-03-01", place: place)
    for year in covered { try child.pays(year, on: "\(covered.lowerBound)-03-01") }
    let day = try date(paid)
    for year in repaired { try child.pays(year, on: day.adding(days: -1).description) }
    try child.pays(day.year, on: paid)
    return try child.cover(asOf: day.adding(days: 1).description, book: Self.draft).last
  }

  @Test(
    "F01: out of the collection without a gap: three months",
    arguments: [
      // In the version of 2025-01-01 and in that of 2025-07-15 alike.
      ("2025-02-10", 2021...2024, "2025-05-10/2025-12-31 late"),
      ("2026-02-10", 2021...2025, "2026-05-10/2026-12-31 late"),
      // The day of the month is kept.
      ("2026-09-30", 2021...2025, "2026-12-30/2026-12-31 late"),
    ])
  func f01ThreeMonths(_ paid: String, _ covered: ClosedRange<Int>, _ expected: String) throws {
    #expect(try cover("510104", covered: covered, paid: paid) == expected)
  }

  @Test(
    "F02: a month more for each missed year",
    arguments: [
      // 2025 missed: 3 + 1; 2025 and 2026: 3 + 2. Years before 2025 are not counted.
      ("2026-02-10", 2021...2024, "2026-06-10/2026-12-31 late"),
      ("2027-02-10", 2021...2024, "2027-07-10/2027-12-31 late"),
      ("2026-02-10", 2021...2022, "2026-06-10/2026-12-31 late"),
      // Whoever missed 2023 and 2024 alone has missed nothing that counts.
      ("2025-02-10", 2021...2022, "2025-05-10/2025-12-31 late"),
    ])
  func f02AMonthAYear(_ paid: String, _ covered: ClosedRange<Int>, _ expected: String) throws {
    #expect(try cover("510104", covered: covered, paid: paid) == expected)
  }

  @Test(
    "F03: a month less for each missed year that is paid; never less than the three",
    arguments: [
      // 2025 and 2026 missed: 3 + 2 − 1 and 3 + 2 − 2.
      ([2026], "2027-06-10/2027-12-31 late"), ([2025, 2026], "2027-05-10/2027-12-31 late"),
    ])
  func f03AMonthLess(_ repaired: [Int], _ expected: String) throws {
    #expect(
      try cover("510104", covered: 2021...2024, repaired: repaired, paid: "2027-02-10") == expected)
  }

  @Test(
    "F04: after four missed years at least six months, repaired or not",
    arguments: [
      // 2025 to 2028 missed: 3 + 4 = 7; all repaired 3, so 6; three repaired 4, so 6; none 7.
      ([2025, 2026, 2027, 2028], "2029-08-10/2029-12-31 late"),
      ([2026, 2027, 2028], "2029-08-10/2029-12-31 late"),
      ([], "2029-09-10/2029-12-31 late"),
    ])
  func f04AtLeastSix(_ repaired: [Int], _ expected: String) throws {
    #expect(
      try cover("510104", covered: 2021...2024, repaired: repaired, paid: "2029-02-10") == expected)
  }

  @Test("F04: three missed years have no floor: 3 + 3 − 3 = 3")
  func f04ThreeYearsHaveNoFloor() throws {
    #expect(
      try cover(
        "510104", covered: 2021...2024, repaired: [2025, 2026, 2027], paid: "2028-02-10")
        == "2028-05-10/2028-12-31 late")
  }

  @Test("F05: what was paid for a missed year covers none of it")
  func f05NothingForTheGap() throws {
    var child = try Child(born: "2024-03-01", place: "510104")
    try child.pays(2024, on: "2024-03-01")
    try child.pays(2025, on: "2026-02-09")
    try child.pays(2026, on: "2026-02-10")
    let covers = try child.ruling(asOf: "2026-12-31", book: Self.draft).coverage
    #expect(covers.map(\.premiumYear) == [2024, 2026])
    #expect(covers.last?.from == (try date("2026-05-10")), "3 + 1 − 1 months after 10 February")
  }

  @Test(
    "F06: in Liaoning since 2025: three months, and one for each missed year",
    arguments: [
      ("2026-02-10", 2021...2025, "2026-05-10/2026-12-31 late"),
      ("2026-02-10", 2021...2024, "2026-06-10/2026-12-31 late"),
      ("2027-02-10", 2021...2024, "2027-07-10/2027-12-31 late"),
      ("2026-02-10", 2021...2022, "2026-06-10/2026-12-31 late"),
      // Before 2025 nobody waited.
      ("2024-02-10", 2021...2023, "2024-02-10/2024-12-31 late"),
    ])
  func f06Liaoning(_ paid: String, _ covered: ClosedRange<Int>, _ expected: String) throws {
    #expect(try cover("210102", covered: covered, paid: paid) == expected)
  }

  @Test(
    "F07: in Liaoning repaired years count likewise, and four missed years mean at least six months",
    arguments: [
      ("2027-02-10", [2026], "2027-06-10/2027-12-31 late"),
      ("2028-02-10", [2025, 2026, 2027], "2028-05-10/2028-12-31 late"),
      ("2029-02-10", [2025, 2026, 2027, 2028], "2029-08-10/2029-12-31 late"),
      ("2029-02-10", [], "2029-09-10/2029-12-31 late"),
    ])
  func f07LiaoningRepair(_ paid: String, _ repaired: [Int], _ expected: String) throws {
    #expect(try cover("210102", covered: 2021...2024, repaired: repaired, paid: paid) == expected)
  }

  @Test("F01, F06: the rule stands with the cover, and in Shaanxi nobody waits")
  func whoWaits() throws {
    for (place, rule) in [("510104", "F01"), ("210102", "F06")] {
      var child = try Child(born: "2025-03-01", place: place)
      try child.pays(2025, on: "2025-03-01")
      try child.pays(2026, on: "2026-02-10")
      let cover = try child.ruling(asOf: "2026-02-11", book: Self.draft).coverage.last
      #expect(cover?.rules.contains(rule) == true)
    }
    #expect(
      try cover("610104", covered: 2021...2024, paid: "2026-02-10")
        == "2026-03-01/2026-12-31 late")
  }
}
