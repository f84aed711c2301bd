import Casework
import Testing

/// Edge cases of people: institutions, adoption, deaths, assistance (44–69).
@Suite("Edge cases: people") struct EdgePeopleTests {
  @Test("44: a foundling: the institution is the guardian, at the agency, and the premium is paid")
  func case44Institution() throws {
    var child = try Child(born: "2026-02-28")
    try child.has(
      guardian: "H", relation: "institution", on: "2026-03-05", channel: "agency")
    try child.isRecognised(.orphan, on: "2026-03-06")
    try child.pays(2026, on: "2026-03-10")
    let ruling = try child.ruling(asOf: "2026-03-11")
    #expect(ruling.further.guardians.map(\.relation) == ["institution"])
    #expect(ruling.payment == .paidOnTime && ruling.tasks.isEmpty)
    #expect(try child.year(2027, asOf: "2026-03-11").subsidyPercent == 100)
  }

  @Test("45: after an adoption the new parents act, and a category of the old household ends")
  func case45Adoption() throws {
    var child = try Child(born: "2026-02-28")
    try child.has(guardian: "H", relation: "institution", on: "2026-03-05")
    try child.isRecognised(.orphan, on: "2026-03-06")
    try child.has(guardian: "H", relation: "institution", on: "2026-09-01", action: .revoke)
    try child.has(guardian: "A", relation: "mother", on: "2026-09-01")
    try child.isNoLonger(.orphan, on: "2026-09-01")
    #expect(try child.ruling(asOf: "2026-09-01").further.guardians.map(\.relation) == ["mother"])
    #expect(try child.year(2027, asOf: "2026-08-31").subsidyPercent == 100)
    #expect(try child.year(2027, asOf: "2026-09-01").subsidyPercent == nil)
  }

  private func death(on text: String) throws -> Fact {
    var death = DeathFact(action: .death, diedOn: try date(text))
    death.birthCertificateNumber = Child.certificate
    return .death(death)
  }

  @Test("64: died unpaid: paid within the 90 days all the same, care since birth is covered")
  func case64PaidAfterDeath() throws {
    var child = try Child(born: "2026-02-28")
    child.tell(try death(on: "2026-03-10"))
    #expect(try child.ruling(asOf: "2026-03-12").payment == .unpaid)
    try child.pays(2026, on: "2026-05-29")
    let ruling = try child.ruling(asOf: "2026-05-30")
    #expect(ruling.payment == .paidOnTime && ruling.coverage.map(\.from) == [child.born])
    #expect(ruling.code.state == .retired, "for care after the death")
  }

  @Test("66: born and died on one day, the death told first: one child, and the day settles")
  func case66DeathArrivesFirst() throws {
    let born = try Child(born: "2026-02-28")
    let facts = [try death(on: "2026-02-28")] + born.facts
    let messages = facts.enumerated().map { index, fact in
      Message(
        sender: "S", id: "\(index)", sentAt: born.born.adding(days: index).start,
        digest: "d\(index)", fact: fact)
    }
    for told in [messages, messages.reversed()] {
      let cases = Law.rule(told, asOf: try date("2026-03-05"), book: Packs.book)
      #expect(cases.count == 1 && cases.first?.ruling.child.diedOn == born.born)
      #expect(cases.first?.ruling.code.state == .retired)
    }
    let sameDay = Law.rule(messages, asOf: born.born, book: Packs.book).first?.ruling
    #expect(sameDay?.code.state == .issued, "retired from the day after")
  }

  @Test("67: who pays does not matter: a grandparent after the father's death")
  func case67AnybodyMayPay() throws {
    for relation in ["father", "grandparent", "other"] {
      var child = try Child(born: "2026-02-28")
      var paid = PaymentFact(
        action: .pay, ticketNumber: "T1", paidAt: try date("2026-03-05").start)
      paid.premiumYear = 2026
      paid.insured = Party(idType: "birthCertificate", idNumber: Child.certificate)
      paid.payer = Party(name: "李强", idType: "passport", idNumber: "E9")
      paid.payerRelation = relation
      child.tell(.payment(paid))
      #expect(try child.ruling(asOf: "2026-03-06").payment == .paidOnTime)
    }
  }

  @Test("69: a category withdrawn within a year does not take that year's help back")
  func case69APaidYearStays() throws {
    var child = try Child(born: "2026-02-28")
    try child.pays(2026, on: "2026-03-01")
    try child.isRecognised(.orphan, on: "2026-05-01")
    try child.isNoLonger(.orphan, on: "2027-06-01")
    #expect(try child.year(2027, asOf: "2027-06-02").subsidyPercent == 100)
    #expect(try child.year(2028, asOf: "2027-06-02").subsidyPercent == nil)
  }
}
