import Casework
import Testing

/// Edge cases of enrolment, double payment and moves (53–62).
@Suite("Edge cases: enrolment and moves") struct EdgeMoveTests {
  private func child(paid texts: String...) throws -> Child {
    var child = try Child(born: "2026-02-28")
    for text in texts { try child.pays(2026, on: text) }
    return child
  }

  @Test("53: a record under a parent's document is no enrolment of the child, and is told so")
  func case53RecordInAParentsName() throws {
    var child = try child(paid: "2026-03-01")
    try child.isEnrolled("E1", from: "2026-03-02", basis: "residence") {
      $0.standsUnder = Child.mother
    }
    let task = try child.task(.parentNameEnrolment, asOf: "2026-03-03")
    #expect(task.rules == ["A12"] && task.about.contains("E1"))
    #expect(try child.ruling(asOf: "2026-03-03").coverage.count == 1)
    // Beside the child's own record it is no second one of the child.
    try child.isEnrolled("E2", from: "2026-03-02", basis: "household")
    #expect(try !child.tasks("2026-03-03").contains(.duplicateEnrolment))
  }

  @Test("54: after a certificate is issued anew both numbers name one child; a premium is not two")
  func case54TwoNumbersOneChild() throws {
    var child = try child(paid: "2026-03-01")
    var anew = CertificateFact(
      action: .reissue, number: "Z610000002", issuedOn: try date("2026-03-10"))
    anew.replaces = Child.certificate
    anew.bornAt = child.born.start
    anew.sex = "2"
    anew.childName = "李一诺"
    child.tell(.certificate(anew))
    try child.pays(
      2026, on: "2026-03-12", insured: Party(idType: "birthCertificate", idNumber: "Z610000002"))
    let cases = try child.cases(asOf: "2026-03-13")
    #expect(cases.count == 1 && cases.first?.ruling.coverage.count == 1)
    #expect(cases.first?.ruling.tasks.map(\.kind) == [.duplicatePayment])
  }

  @Test("55: paid in two places: one premium counts, and a newborn's is not given back by itself")
  func case55PaidTwice() throws {
    var child = try child(paid: "2026-03-01")
    child.place = "610304"
    try child.pays(2026, on: "2026-03-05")
    let ruling = try child.ruling(asOf: "2026-03-06")
    #expect(ruling.region == "610104", "where the counting one was paid")
    #expect(ruling.tasks.map(\.kind) == [.duplicatePayment])
    let refund = try #require(child.outlook(asOf: "2026-03-06").refunds.first?.refund)
    #expect(refund.verdict == .refused && refund.rule == "I02")
  }

  @Test("56: of two payments in one place the wrong one is reversed, and nothing is left to do")
  func case56TheWrongOneIsReversed() throws {
    var child = try child(paid: "2026-03-01", "2026-03-02")
    #expect(try child.tasks("2026-03-02") == [.duplicatePayment])
    var reversal = PaymentFact(
      action: .reverse, ticketNumber: "R1", paidAt: try date("2026-03-03").start)
    // The first fact is the certificate, so the second payment has the ticket T00002.
    reversal.originalTicketNumber = "T00002"
    child.tell(.payment(reversal))
    let ruling = try child.ruling(asOf: "2026-03-03")
    #expect(ruling.tasks.isEmpty && ruling.coverage.map(\.ticket) == ["T00001"])
  }

  @Test("57: a payment before any registration is kept, and counts when the certificate comes")
  func case57PaymentFirst() throws {
    var paid = PaymentFact(action: .pay, ticketNumber: "T1", paidAt: try date("2026-03-05").start)
    paid.premiumYear = 2026
    paid.insured = Party(idType: "birthCertificate", idNumber: Child.certificate)
    let message = Message(
      sender: "S", id: "1", sentAt: try date("2026-03-05").start, digest: "d", fact: .payment(paid))
    let alone = Law.rule([message], asOf: try date("2026-03-06"), book: Packs.book)
    #expect(alone.count == 1)
    #expect(alone.first?.ruling.tasks.map(\.kind) == [.unmatchedPayment])
    #expect(alone.first?.ruling.code.state == Ruling.Code.State.none)
    var child = try self.child()
    child.tell(.payment(paid))
    let joined = try child.cases(asOf: "2026-03-06")
    #expect(joined.count == 1 && joined.first?.ruling.payment == .paidOnTime)
    #expect(joined.first?.ruling.tasks.isEmpty == true)
  }

  /// Registered in Xi'an, then moved.
  private func moved(to division: String) throws -> Child {
    var child = try child(paid: "2026-03-01")
    try child.isRegistered(on: "2026-03-10")
    var move = HouseholdFact(
      action: .move, citizenID: child.citizenID, occurredOn: try date("2026-06-01"))
    move.division = division
    child.tell(.household(move))
    return child
  }

  @Test("59: a family that moves to another province keeps the year's cover and its years")
  func case59CoverOutlivesAMove() throws {
    var child = try moved(to: "210102")
    let ruling = try child.ruling(asOf: "2026-06-02")
    #expect(ruling.coverage.map(\.to) == [try date("2026-12-31")])
    #expect(ruling.region == "610104", "the birth year's premium was paid there")
    child.place = "210102"
    try child.pays(2027, on: "2026-10-01")
    #expect(try child.ruling(asOf: "2026-10-02").coverage.map(\.premiumYear) == [2026, 2027])
  }

  @Test("60: a move between counties of a city changes no day")
  func case60NoGap() throws {
    let before = try moved(to: "610113").ruling(asOf: "2026-05-31")
    let after = try moved(to: "610113").ruling(asOf: "2026-06-01")
    #expect(before.coverage == after.coverage && before.code == after.code)
    #expect(before.tasks == after.tasks)
  }

  @Test("61: a parent's own record or premium covers no child")
  func case61NothingInherited() throws {
    var child = try child()
    try child.pays(2026, on: "2026-03-01", insured: Child.mother)
    let ruling = try child.ruling(asOf: "2026-03-02")
    #expect(ruling.payment == .unpaid && ruling.coverage.isEmpty)
    #expect(ruling.code.state == .issued)
  }

  @Test("62: a residence permit that runs out ends no cover of the year it was paid in")
  func case62TheYearStays() throws {
    var child = try Child(born: "2026-02-28", place: "610104")
    try child.isRegistered(on: "2026-03-10")
    child.place = "610304"
    try child.lives(in: "610304", from: "2026-03-15", to: "2026-06-30")
    try child.pays(2026, on: "2026-04-01")
    for text in ["2026-06-30", "2026-07-01", "2026-12-31"] {
      let ruling = try child.ruling(asOf: text)
      #expect(ruling.coverage.map(\.to) == [try date("2026-12-31")])
      #expect(!ruling.tasks.contains { $0.kind == .placeReview }, "shown when it was paid")
    }
  }
}
