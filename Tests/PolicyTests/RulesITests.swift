import Casework
import Testing

/// When a premium is given back (rules I01–I05).
@Suite("Rules I: refunds") struct RulesITests {
  /// Asked for on a day; the premium's cover begins on 1 January 2027.
  private func refund(
    _ reason: Refund.Reason, on text: String, isAssisted: Bool = false, place: String = "610104"
  ) throws -> Refund {
    Refund(
      reason, coverFrom: try date("2027-01-01"), isAssisted: isAssisted,
      policy: try Packs.policy(place), on: try date(text))
  }

  @Test(
    "I01: until the day before cover starts, for any of the four reasons",
    arguments: [Refund.Reason.duplicatePayment, .joinedEmployee, .otherPoolResident, .enlisted])
  func i01BeforeCoverStarts(_ reason: Refund.Reason) throws {
    let before = try refund(reason, on: "2026-12-31")
    #expect(before.verdict == .allowed && before.rule == "I01")
    for (born, asked) in [("2022-03-01", "2023-05-01"), ("2026-03-01", "2026-05-01")] {
      let reasons = try Packs.policy("610104", bornOn: born).words(.refundReasons, on: date(asked))
      #expect(reasons?.rule == "I01")
      #expect(
        Set(reasons?.value ?? []) == [
          "duplicatePayment", "joinedEmployee", "otherPoolResident", "enlisted",
        ])
    }
  }

  @Test("I02: from the day it starts nothing is given back; a newborn's has always started")
  func i02NotAfterwards() throws {
    let after = try refund(.joinedEmployee, on: "2027-01-01")
    #expect(after.verdict == .refused && after.rule == "I02")
    var child = try Child(born: "2026-02-28")
    try child.pays(2026, on: "2026-03-01")
    try child.pays(2026, on: "2026-03-02")
    let twice = try #require(child.outlook(asOf: "2026-03-03").refunds.first)
    #expect(twice.refund.verdict == .refused && twice.refund.reason == .duplicatePayment)
    var next = try Child(born: "2026-02-28")
    try next.pays(2027, on: "2026-09-01")
    try next.pays(2027, on: "2026-09-02")
    #expect(try next.outlook(asOf: "2026-12-31").refunds.first?.refund.verdict == .allowed)
    #expect(try next.outlook(asOf: "2027-01-01").refunds.first?.refund.verdict == .refused)
  }

  @Test("I03: the assisted may have it back afterwards too, in Shaanxi")
  func i03TheAssisted() throws {
    let assisted = try refund(.joinedEmployee, on: "2027-06-01", isAssisted: true)
    #expect(assisted.verdict == .allowed && assisted.rule == "I03")
    #expect(
      try refund(.joinedEmployee, on: "2027-06-01", isAssisted: true, place: "350203").verdict
        == .refused)
    for (born, asked) in [("2022-03-01", "2023-05-01"), ("2026-03-01", "2026-05-01")] {
      let after = try Packs.policy("610104", bornOn: born).word(.refundAfterStart, on: date(asked))
      #expect(after?.value == "assisted" && after?.rule == "I03")
    }
  }

  @Test("I05: whatever the documents do not name the province decides")
  func i05TheProvince() throws {
    for text in ["2026-12-31", "2027-06-01"] {
      let other = try refund(.other, on: text)
      #expect(other.verdict == .province && other.rule == "I05")
    }
    // Paid after window and year, a premium buys nothing: none of the four reasons.
    var child = try Child(born: "2026-02-28")
    try child.pays(2026, on: "2027-01-01")
    #expect(try child.outlook(asOf: "2027-01-02").refunds.map(\.refund.verdict) == [.province])
  }
}
