import Casework
import Testing

/// Students, whom the same law rules (rules N01, N02).
@Suite("Rules N: students") struct RulesNTests {
  /// A young person of eighteen who pays on 10 October 2026 for that year, enrolled as a student of
  /// a school or not.
  private func payer(atSchool: Bool) throws -> Child {
    var child = try Child(born: "2008-03-01")
    if atSchool { try enrol(&child, until: nil) }
    try child.pays(2026, on: "2026-10-10")
    return child
  }

  private func enrol(_ child: inout Child, until end: String?) throws {
    try child.isEnrolled("S1", from: "2026-09-01", to: end, basis: "school") { fact in
      fact.group = .student
    }
  }

  @Test("N01: at a school cover starts with the payment, elsewhere in Shaanxi with the next month")
  func n01FromTheDayOfPayment() throws {
    let student = try payer(atSchool: true).ruling(asOf: "2026-10-11").coverage
    #expect(student.map(\.from) == [try date("2026-10-10")])
    let other = try payer(atSchool: false).ruling(asOf: "2026-10-11").coverage
    #expect(other.map(\.from) == [try date("2026-11-01")])
    for (born, paid) in [("2022-03-01", "2023-05-01"), ("2026-03-01", "2026-05-01")] {
      let late = try Packs.policy("610104", bornOn: born).word(.studentLateCover, on: date(paid))
      #expect(late?.value == "paymentDate" && late?.rule == "N01")
    }
  }

  @Test("N02: who graduates within the year stays covered to 31 December")
  func n02ToTheYearsEnd() throws {
    var child = try payer(atSchool: false)
    try child.pays(2027, on: "2026-11-01")
    try enrol(&child, until: "2027-06-30")
    #expect(try child.ruling(asOf: "2027-09-01").coverage.last?.to == (try date("2027-12-31")))
    for born in ["2022-03-01", "2026-03-01"] {
      let end = try Packs.policy("610104", bornOn: born).value(.graduateCoverTo)
      #expect(end?.value == .monthDay(month: 12, day: 31) && end?.rule == "N02")
    }
  }
}
