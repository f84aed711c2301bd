import Casework
import Testing

/// Where no province speaks, the nation's numbers hold (RULES.md, 1.1): 90 and 180 days, and late
/// cover from the day of payment, which is assumed.
///
/// Born in Xiamen (350203) on 28 February 2026, day 90 is 29 May and day 180 is 27 August.
@Suite("Rules 1.1: the nation") struct RulesNationTests {
  private func paid(on text: String) throws -> Child {
    var child = try Child(born: "2026-02-28", place: "350203")
    try child.pays(2026, on: text)
    return child
  }

  @Test("1.1: day 90 is in time; a day later cover starts with the payment")
  func theWindow() throws {
    #expect(
      try paid(on: "2026-05-29").cover(asOf: "2026-06-01") == ["2026-02-28/2026-12-31 onTime"])
    #expect(try paid(on: "2026-05-30").cover(asOf: "2026-06-01") == ["2026-05-30/2026-12-31 late"])
    let policy = try Packs.policy("350203")
    #expect(policy.payWindowDays.assumed)
    #expect(policy.lateCover(on: try date("2026-06-01")).assumed)
    let unpaid = try Child(born: "2026-02-28", place: "350203")
    #expect(try unpaid.ruling(asOf: "2026-12-31").payment == .unpaidLate)
    #expect(try unpaid.ruling(asOf: "2027-01-01").payment == .missed)
  }

  @Test("1.1: the code settles on the certificate through day 180")
  func theCode() throws {
    let child = try paid(on: "2026-03-01")
    #expect(try child.ruling(asOf: "2026-08-27").code.state == .active)
    #expect(try child.ruling(asOf: "2026-08-28").code.state == .suspended)
  }

  @Test("1.1: whoever is older than 90 days is no newborn any more, as far as anybody waits")
  func theNewborn() throws {
    let given = try #require(Packs.policy("350203").number(.newbornAgeDays))
    #expect(given.value == 90 && given.assumed)
  }

  @Test("1.1: a year of employee insurance, two bindings, four reasons to give back: as assumed")
  func theRest() throws {
    let policy = try Packs.policy("350203")
    #expect(policy.number(.keepEmployeeMonths)?.value == 12)
    #expect(policy.number(.maxBindings)?.value == 2)
    #expect(
      policy.words(.refundReasons)?.value == [
        "duplicatePayment", "joinedEmployee", "otherPoolResident", "enlisted",
      ])
    #expect(policy.word(.refundAfterStart)?.value == "nobody")
    #expect(policy.word(.subsidyStarts)?.value == "nextYear")
  }
}
