import Casework
import Policies
import Testing

/// Which message stands, which payment counts, and what a deadline met late is worth (contract,
/// section 5). The children are girls, born on 28 February 2026 to one mother.
@Suite struct StandingTests {
  let book: PolicyBook

  init() throws { book = try PolicyBook.builtIn() }

  private let born = CivilDate.startOfYear(2026).adding(days: 58)
  private let mother = Party(
    name: "刘芳", idType: "citizenId",
    idNumber: Histories.citizenID(born: "19950101", serial: 1))

  private func birth(_ number: String, _ name: String = "李甲", on days: Int = 0) -> CertificateFact {
    var fact = CertificateFact(action: .issue, number: number, issuedOn: born.adding(days: days))
    fact.childName = name
    fact.sex = "2"
    fact.bornAt = born.start.adding(seconds: 32_400)
    fact.birthDivision = "610104"
    fact.mother = mother
    return fact
  }

  private func registration(_ serial: Int, _ name: String = "李甲", on days: Int = 5)
    -> HouseholdFact
  {
    var fact = HouseholdFact(
      action: .register, citizenID: Histories.citizenID(born: born, serial: serial * 2),
      occurredOn: born.adding(days: days))
    fact.name = name
    fact.sex = "2"
    fact.bornOn = born
    fact.division = "610104"
    fact.mother = mother
    return fact
  }

  private func payment(
    _ action: PaymentFact.Action, _ ticket: String, of original: String? = nil,
    fen: Int64 = 40_000, on days: Int
  ) -> PaymentFact {
    var fact = PaymentFact(
      action: action, ticketNumber: ticket, paidAt: born.adding(days: days).start)
    fact.originalTicketNumber = original
    fact.amountFen = fen
    if action == .pay {
      fact.premiumYear = 2026
      fact.insured = Party(idType: "birthCertificate", idNumber: "Z610000001")
    }
    return fact
  }

  private func rule(_ facts: [Fact], on days: Int) -> [Ruling] {
    let messages = facts.enumerated().map { index, fact in
      Message(
        sender: "S", id: "\(index)", sentAt: born.adding(days: index).start,
        digest: "d\(index)", fact: fact)
    }
    return Law.rule(messages, asOf: born.adding(days: days), book: book).map(\.ruling)
  }

  /// Payments never join by the payer: two sisters, one paid for.
  @Test func paymentsJoinByTheirKeyAlone() {
    var paid = payment(.pay, "T1", on: 30)
    paid.payer = mother
    let rulings = rule(
      [
        .certificate(birth("Z610000001", "李甲")), .certificate(birth("Z610000002", "李乙")),
        .payment(paid),
      ], on: 40)
    #expect(rulings.map(\.payment) == [.paidOnTime, .unpaid])
  }

  /// From the day of a reversal on, the payment never was; the day before it was.
  @Test func aReversedPaymentNeverWas() {
    let facts: [Fact] = [
      .certificate(birth("Z610000001")), .payment(payment(.pay, "T1", on: 30)),
      .payment(payment(.reverse, "R1", of: "T1", on: 50)),
    ]
    #expect(rule(facts, on: 49).map(\.payment) == [.paidOnTime])
    #expect(rule(facts, on: 50).map(\.payment) == [.unpaid])
    #expect(rule(facts, on: 50).first?.coverage == [])
  }

  /// Wholly refunded is as reversed, also in two parts; a part refunded changes nothing.
  @Test func onlyAWholeRefundUndoes() {
    var facts: [Fact] = [
      .certificate(birth("Z610000001")), .payment(payment(.pay, "T1", on: 30)),
      .payment(payment(.refund, "R1", of: "T1", fen: 15_000, on: 50)),
    ]
    #expect(rule(facts, on: 60).map(\.payment) == [.paidOnTime])
    facts.append(.payment(payment(.refund, "R2", of: "T1", fen: 25_000, on: 55)))
    #expect(rule(facts, on: 60).map(\.payment) == [.unpaid])
  }

  /// Of several payments for a year the first by day counts; another one is a task.
  @Test func theFirstPaymentCounts() {
    let rulings = rule(
      [
        .certificate(birth("Z610000001")), .payment(payment(.pay, "T9", on: 100)),
        .payment(payment(.pay, "T1", on: 101)), .payment(payment(.pay, "T5", on: 90)),
      ], on: 120)
    #expect(rulings.first?.coverage.map(\.ticket) == ["T5"])
    #expect(rulings.first?.tasks.filter { $0.kind == .duplicatePayment }.count == 2)
  }

  /// A deadline met late stays `missed`; the code is active again from the day of binding.
  @Test func aDeadlineMetLateStaysMissed() {
    func facts(boundOn days: Int) -> [Fact] {
      [
        .certificate(birth("Z610000001")), .payment(payment(.pay, "T1", on: 30)),
        .household(registration(1, on: days)),
      ]
    }
    func binding(_ ruling: Ruling?) -> Ruling.Deadline.State? {
      ruling?.deadlines.first { $0.kind == .bindIdentity }?.state
    }
    let inTime = rule(facts(boundOn: 180), on: 180).first
    #expect(binding(inTime) == .met && inTime?.code.state == .active)
    let before = rule(facts(boundOn: 200), on: 199).first
    #expect(binding(before) == .missed && before?.code.state == .suspended)
    let late = rule(facts(boundOn: 200), on: 200).first
    #expect(binding(late) == .missed && late?.code.state == .active)
    #expect(binding(rule(facts(boundOn: 200), on: 180).first) == .open)
  }

  /// Care on the day of death settles by the ordinary rules; from the next day on the code is
  /// retired, and cover stays.
  @Test func theCodeIsRetiredFromTheDayAfterDeath() {
    var death = DeathFact(action: .death, diedOn: born.adding(days: 40))
    death.birthCertificateNumber = "Z610000001"
    let facts: [Fact] = [
      .certificate(birth("Z610000001")), .payment(payment(.pay, "T1", on: 30)), .death(death),
    ]
    #expect(rule(facts, on: 40).first?.code.state == .active)
    #expect(rule(facts, on: 41).first?.code.state == .retired)
    #expect(rule(facts, on: 41).first?.coverage.count == 1)
  }

  /// Of one fact the highest revision stands; of equal revisions the void.
  @Test func ofEqualRevisionsTheVoidStands() {
    let void = CertificateFact(action: .void, number: "Z610000001", issuedOn: born)
    var corrected = birth("Z610000001", "李乙")
    corrected.action = .correct
    #expect(
      rule([.certificate(void), .certificate(birth("Z610000001"))], on: 5).first?
        .certificates.map(\.status) == [.void])
    corrected.revision = 2
    let again = rule(
      [.certificate(corrected), .certificate(void), .certificate(birth("Z610000001"))], on: 5)
    #expect(again.first?.certificates.map(\.status) == [.valid])
    #expect(again.first?.child.name == "李乙")
  }
}
