import Casework
import Testing

/// What serious-illness insurance pays at most (rules G01–G15), as a ledger of premium years. The
/// rules begin in 2025, so no year before brings anything.
@Suite("Rules G: caps") struct RulesGTests {
  private static let draft = Packs.book(trial: ["51"])

  /// The ledger on 1 June of a year.
  private func ledger(
    _ place: String, _ covered: Set<Int>, claims: [Int: CapLedger.Claims] = [:], in year: Int
  ) throws -> CapLedger {
    let policy = try #require(
      Self.draft.policy(region: place, bornOn: try date("2021-03-01")))
    return try #require(
      CapLedger(covered: covered, claims: claims, policy: policy, on: try date("\(year)-06-01")))
  }

  private func cap(_ place: String, _ covered: ClosedRange<Int>) throws -> Int {
    try ledger(place, Set(covered), in: covered.upperBound).cap
  }

  /// Each number of Sichuan's draft, in its first version of 2025-01-01 and its second of 07-15.
  @Test(
    "G01–G05: the draft's numbers stand from the first day of 2025",
    arguments: [
      (Term.capYuan, 300_000, "G01"), (.capBonusYuan, 4000, "G02"),
      (.capBonusAfterYears, 4, "G02"), (.capZeroClaimYuan, 4000, "G03"),
      (.capBonusPercent, 20, "G04"), (.capPenaltyYuan, 4000, "G05"),
      (.capPenaltyPercent, 20, "G05"),
    ])
  func numbersOfTheDraft(_ term: Term, _ value: Int, _ rule: String) throws {
    let policy = try #require(Self.draft.policy(region: "510104", bornOn: date("2025-03-01")))
    for text in ["2025-01-01", "2025-07-14", "2025-07-15", "2027-01-01"] {
      let given = try #require(policy.number(term, on: date(text)))
      #expect(given.value == value && given.rule == rule, "\(text)")
    }
    #expect(policy.number(term, on: try date("2024-12-31")) == nil)
  }

  @Test("G01: 300,000 yuan in Sichuan's draft, and no cap of ours where no document gives one")
  func g01ThreeHundredThousand() throws {
    #expect(try cap("510104", 2025...2025) == 300_000)
    let shaanxi = try Packs.policy("610104")
    #expect(
      CapLedger(covered: [2026], claims: [:], policy: shaanxi, on: try date("2026-06-01")) == nil)
  }

  @Test("G02: 4,000 more for each year after the fourth without a gap")
  func g02AfterTheFourthYear() throws {
    #expect(try cap("510104", 2022...2025) == 300_000, "four years")
    #expect(try cap("510104", 2021...2025) == 304_000, "the fifth")
    #expect(try cap("510104", 2021...2026) == 308_000, "the fifth and the sixth")
    #expect(try cap("510104", 2020...2025) == 304_000, "2024 was before the rule")
  }

  @Test("G03: 4,000 more in the year after one without claims; none where nothing is reported")
  func g03WithoutClaims() throws {
    let covered: Set = [2025, 2026, 2027]
    func cap(_ claims: [Int: CapLedger.Claims]) throws -> Int {
      try ledger("510104", covered, claims: claims, in: 2027).cap
    }
    #expect(try cap([2026: .init(isZero: true)]) == 304_000)
    #expect(try cap([2025: .init(isZero: true), 2026: .init(isZero: true)]) == 308_000)
    #expect(try cap([2026: .init(isZero: false)]) == 300_000)
    #expect(try cap([2027: .init(isZero: true)]) == 300_000, "not yet: the next year")
    #expect(try cap([:]) == 300_000)
  }

  @Test("G04: both bonuses together are at most a fifth of 300,000, so 60,000")
  func g04AtMostAFifth() throws {
    // 2025 to 2038 are 14 years after the fourth: 56,000; to 2040 they are 16: 64,000.
    #expect(try cap("510104", 2021...2038) == 356_000)
    #expect(try cap("510104", 2021...2040) == 360_000)
    let both = try ledger(
      "510104", Set(2021...2038), claims: [2036: .init(isZero: true), 2037: .init(isZero: true)],
      in: 2038)
    #expect(both.cap == 360_000, "56,000 and 8,000")
  }

  @Test("G05: 4,000 less for each missed year, at most a fifth")
  func g05LessForAGap() throws {
    #expect(try ledger("510104", [2025, 2027], in: 2027).cap == 296_000)
    #expect(try ledger("510104", [2025, 2028], in: 2028).cap == 292_000)
    // 2026 to 2041 are 16 years: 64,000, but at most 60,000.
    #expect(try ledger("510104", [2025, 2042], in: 2042).cap == 240_000)
    #expect(try ledger("510104", [2022, 2025], in: 2025).cap == 300_000, "gaps before 2025")
  }

  /// Five years from 2021, a gap in 2026, then again from 2027.
  private func afterAGap(_ place: String, in year: Int) throws -> CapLedger {
    try ledger(place, Set(2021...2025).union(2027...year), in: year)
  }

  @Test("G06: after a gap the years are counted anew")
  func g06CountedAnew() throws {
    #expect(try afterAGap("510104", in: 2027).continuousYears == 1)
    // Kept 4,000 (G07) less 4,000 (G05); the fifth year after the gap is 2031.
    #expect(try afterAGap("510104", in: 2030).cap == 300_000)
    #expect(try afterAGap("510104", in: 2031).cap == 304_000)
  }

  @Test("G07: what was earned by years without a gap stays after one")
  func g07BonusKept() throws {
    let ledger = try afterAGap("510104", in: 2027)
    #expect(ledger.continuity == 4000 && ledger.penalty == 4000)
    let kept = try #require(Self.draft.policy(region: "510104", bornOn: date("2025-03-01")))
    for text in ["2025-03-01", "2026-03-01"] {
      let given = try kept.value(.capKeepsBonus, on: date(text))
      #expect(given?.value == .flag(true) && given?.rule == "G07")
    }
  }

  /// Two years without claims, then a payment that used the bonus, or not.
  private func afterUse(_ place: String, using bonus: Bool) throws -> CapLedger {
    try ledger(
      place, [2025, 2026, 2027, 2028],
      claims: [
        2025: .init(isZero: true), 2026: .init(isZero: true),
        2027: .init(isZero: false, usedBonus: bonus),
      ], in: 2028)
  }

  @Test("G08: a payment that used the bonus ends what years without claims had earned")
  func g08UsedAndGone() throws {
    #expect(try afterUse("510104", using: true).cap == 300_000)
    #expect(try afterUse("510104", using: false).cap == 308_000)
  }

  @Test("G09: new numbers hold from their day on and change nothing that was earned before")
  func g09NumbersOfTheirDay() throws {
    let old =
      #""capYuan": {"value": 300000, "rule": "G01"}, "capBonusYuan": {"value": 4000, "rule": "G02"}"#
    let new =
      #""capYuan": {"value": 310000, "rule": "G09"}, "capBonusYuan": {"value": 5000, "rule": "G09"}"#
    let both =
      #""capBonusAfterYears": {"value": 4, "rule": "G02"}, "capBonusPercent": {"value": 20, "rule": "G04"}"#
    let pack = """
      {"region": "99", "name": {"zh-CN": "试验", "en": "Trial"}, "versions": [
        {"from": "2025-01-01", "document": "试〔2025〕1号", "status": "inForce", \(old), \(both)},
        {"from": "2027-07-01", "document": "试〔2027〕1号", "status": "inForce", \(new), \(both)}]}
      """
    let book = try Packs.book(adding: Array(pack.utf8))
    let policy = try #require(book.policy(region: "990101", bornOn: date("2025-03-01")))
    func cap(_ covered: ClosedRange<Int>, on text: String) throws -> Int? {
      CapLedger(covered: Set(covered), claims: [:], policy: policy, on: try date(text))?.cap
    }
    // 2025, 2026 and 2027 are years after the fourth.
    #expect(try cap(2021...2027, on: "2027-06-30") == 300_000 + 3 * 4000)
    #expect(try cap(2021...2027, on: "2027-07-01") == 310_000 + 2 * 4000 + 5000)
    #expect(try cap(2021...2028, on: "2028-06-01") == 310_000 + 2 * 4000 + 2 * 5000)
  }

  @Test("G10: 400,000 yuan in Liaoning, and none for those whose premium is paid for them")
  func g10FourHundredThousand() throws {
    #expect(try cap("210102", 2025...2025) == 400_000)
    var child = try Child(born: "2026-02-28", place: "210102")
    try child.pays(2026, on: "2026-03-01")
    #expect(try child.outlook(asOf: "2026-06-01").cap?.cap == 400_000)
    try child.isRecognised(.orphan, on: "2026-03-02")
    try child.pays(2027, on: "2026-09-01")
    #expect(try !child.outlook(asOf: "2026-06-01").isExemptFromCap, "assisted from 2027 on (D17)")
    let assisted = try child.outlook(asOf: "2027-06-01")
    #expect(assisted.isExemptFromCap && assisted.cap == nil)
  }

  @Test("G11: 4,000 more in Liaoning for each year after the fourth")
  func g11AfterTheFourthYear() throws {
    #expect(try cap("210102", 2022...2025) == 400_000)
    #expect(try cap("210102", 2021...2025) == 404_000)
    #expect(try cap("210102", 2021...2026) == 408_000)
  }

  @Test("G12: 4,000 more in Liaoning after a year without claims")
  func g12WithoutClaims() throws {
    var child = try Child(born: "2026-02-28", place: "210102")
    try child.pays(2026, on: "2026-03-01")
    try child.pays(2027, on: "2026-09-01")
    try child.claims(2026, fen: 0)
    #expect(try child.outlook(asOf: "2027-06-01").cap?.cap == 404_000)
    var claimant = try Child(born: "2026-02-28", place: "210102")
    try claimant.pays(2026, on: "2026-03-01")
    try claimant.pays(2027, on: "2026-09-01")
    try claimant.claims(2026, fen: 1)
    #expect(try claimant.outlook(asOf: "2027-06-01").cap?.cap == 400_000)
  }

  @Test("G13: in Liaoning at most a fifth of 400,000, so 80,000")
  func g13AtMostAFifth() throws {
    // 2025 to 2043 are 19 years after the fourth: 76,000; to 2045 they are 21: 84,000.
    #expect(try cap("210102", 2021...2043) == 476_000)
    #expect(try cap("210102", 2021...2045) == 480_000)
  }

  @Test("G14: in Liaoning too a used bonus ends that of years without claims")
  func g14UsedAndGone() throws {
    #expect(try afterUse("210102", using: true).cap == 400_000)
    #expect(try afterUse("210102", using: false).cap == 408_000)
  }

  @Test("G15: in Liaoning years are counted anew after a gap, nothing is kept, nobody is punished")
  func g15CountedAnewWithoutPenalty() throws {
    let ledger = try afterAGap("210102", in: 2027)
    #expect(ledger.continuousYears == 1 && ledger.continuity == 0 && ledger.penalty == 0)
    #expect(ledger.cap == 400_000)
    #expect(try afterAGap("210102", in: 2031).cap == 404_000, "the fifth year after the gap")
  }
}
