import Casework
import Testing

/// Targets, as far as they are numbers (rules B01–B03).
@Suite("Rules B: targets") struct RulesBTests {
  @Test("B01: 80 per cent of newborns enrolled in the year of birth")
  func b01EightyPercent() throws {
    let target = try #require(Packs.policy("610104").number(.sameYearPercent))
    #expect(target.value == 80 && target.rule == "B01" && !target.assumed)
  }

  @Test("B02: 95 per cent of Shaanxi insured")
  func b02NinetyFivePercent() throws {
    let target = try #require(Packs.policy("610104").number(.coveragePercent))
    #expect(target.value == 95 && target.rule == "B02" && !target.assumed)
  }

  @Test("B03: the nation aims at the same two: 80 and over 95 per cent")
  func b03NationWide() throws {
    let policy = try Packs.policy("350203")
    #expect(policy.number(.sameYearPercent)?.value == 80)
    #expect(policy.number(.coveragePercent)?.value == 95)
    #expect(policy.number(.sameYearPercent)?.rule == "B03")
  }
}
