import Casework
import Testing

/// Edge cases of births that were not told in the usual way (47–50, 72).
@Suite("Edge cases: births") struct EdgeBirthTests {
  /// A certificate issued long after the birth.
  private func lateCertificate(issuedOn text: String) throws -> [Fact] {
    var birth = CertificateFact(
      action: .issue, number: Child.certificate, issuedOn: try date(text))
    birth.bornAt = try date("2026-02-28").start
    birth.birthDivision = "610104"
    birth.sex = "2"
    birth.childName = "李一诺"
    return [.certificate(birth)]
  }

  private func rule(_ facts: [Fact], asOf text: String) throws -> [Ruling] {
    let messages = try facts.enumerated().map { index, fact in
      Message(
        sender: "S", id: "\(index)", sentAt: try date(text).start, digest: "d\(index)", fact: fact)
    }
    return Law.rule(messages, asOf: try date(text), book: Packs.book).map(\.ruling)
  }

  @Test("47: born at home, the 90 days run from birth, not from a certificate of months later")
  func case47CountedFromBirth() throws {
    // 28 February + 90 is 29 May: 31 + 30 + 29.
    let issued = try rule(lateCertificate(issuedOn: "2026-05-25"), asOf: "2026-05-25").first
    #expect(try issued?.window?.to == date("2026-05-29") && issued?.payment == .unpaid)
    let tooLate = try rule(lateCertificate(issuedOn: "2026-06-10"), asOf: "2026-06-10").first
    #expect(try tooLate?.window?.to == date("2026-05-29") && tooLate?.payment == .unpaidLate)
  }

  /// The register's word on a girl born on 28 February 2026, without any certificate.
  private func registration() throws -> HouseholdFact {
    var fact = HouseholdFact(
      action: .register, citizenID: "610104202602280020", occurredOn: try date("2026-03-20"))
    fact.name = "李一诺"
    fact.sex = "2"
    fact.bornOn = try date("2026-02-28")
    fact.division = "510104"
    fact.mother = Child.mother
    return fact
  }

  @Test("49: born abroad there is no certificate: the registration alone carries the case")
  func case49RegistrationOnly() throws {
    var paid = PaymentFact(action: .pay, ticketNumber: "T1", paidAt: try date("2026-04-01").start)
    paid.premiumYear = 2026
    paid.insured = Party(idType: "citizenId", idNumber: "610104202602280020")
    let rulings = try rule([.household(registration()), .payment(paid)], asOf: "2026-04-02")
    #expect(rulings.count == 1)
    #expect(rulings.first?.payment == .paidOnTime && rulings.first?.code.state == .active)
    #expect(rulings.first?.identity == .citizenId && rulings.first?.certificates.isEmpty == true)
    #expect(rulings.first?.tasks.contains { $0.kind == .unmatchedRegistration } == true)
  }

  @Test("50: born in one province, registered in another: where the premium is paid rules")
  func case50RegionOfThePayment() throws {
    var facts = try lateCertificate(issuedOn: "2026-03-01")
    #expect(try rule(facts, asOf: "2026-03-02").first?.region == "610104")
    var registered = try registration()
    registered.birthCertificateNumber = Child.certificate
    facts.append(.household(registered))
    #expect(try rule(facts, asOf: "2026-03-21").first?.region == "510104")
    var paid = PaymentFact(action: .pay, ticketNumber: "T1", paidAt: try date("2026-04-01").start)
    paid.premiumYear = 2026
    paid.insured = Party(idType: "birthCertificate", idNumber: Child.certificate)
    paid.division = "210102"
    facts.append(.payment(paid))
    let ruling = try #require(rule(facts, asOf: "2026-04-02").first)
    #expect(ruling.region == "210102" && ruling.policy.first?.pack == "21")
    #expect(ruling.coverage.map(\.from) == [try date("2026-02-28")])
  }

  @Test("72: a registration waits for its certificate and meets it by mother, day and sex")
  func case72RegistrationFirst() throws {
    let first = try rule([.household(registration())], asOf: "2026-03-21")
    #expect(first.first?.tasks.map(\.kind).contains(.unmatchedRegistration) == true)
    var birth = CertificateFact(
      action: .issue, number: Child.certificate, issuedOn: try date("2026-03-25"))
    birth.bornAt = try date("2026-02-28").start
    birth.sex = "2"
    birth.childName = "李一诺"
    birth.mother = Child.mother
    let both = try rule([.household(registration()), .certificate(birth)], asOf: "2026-03-25")
    #expect(both.count == 1 && both.first?.citizenID == "610104202602280020")
    #expect(both.first?.tasks.map(\.kind) == [.updateIdentity])
  }
}
