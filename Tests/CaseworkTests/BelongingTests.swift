import Casework
import Policies
import Testing

/// Which messages are about one child (contract, "One child").
@Suite struct BelongingTests {
  let book: PolicyBook

  init() throws { book = try PolicyBook.builtIn() }

  private static let mother = Party(
    name: "刘芳", idType: "citizenId", idNumber: "610104199501010027")
  private let born = CivilDate.startOfYear(2026).adding(days: 58)

  private func message(_ fact: Fact, sentAt day: Int = 400) -> Message {
    Message(
      sender: "S", id: "\(fact.hashValue)", sentAt: born.adding(days: day).start,
      digest: "\(fact.hashValue)", fact: fact)
  }

  private func birth(
    _ number: String, _ name: String, replaces: String? = nil,
    action: CertificateFact.Action = .issue,
    issued: Int = 2
  ) -> Message {
    var fact = CertificateFact(
      action: action, number: number, issuedOn: born.adding(days: issued))
    fact.childName = name
    fact.sex = "2"
    fact.bornAt = born.start
    fact.birthDivision = "610104"
    fact.mother = Self.mother
    fact.replaces = replaces
    return message(.certificate(fact))
  }

  private func registration(
    _ id: String, _ name: String, certificate: String? = nil, day: Int = 20
  ) -> Message {
    var fact = HouseholdFact(
      action: .register, citizenID: id, occurredOn: born.adding(days: day))
    fact.name = name
    fact.sex = "2"
    fact.bornOn = born
    fact.mother = Self.mother
    fact.birthCertificateNumber = certificate
    return message(.household(fact))
  }

  private func payment(_ ticket: String, insured: Party, day: Int = 30) -> Message {
    var fact = PaymentFact(
      action: .pay, ticketNumber: ticket, paidAt: born.adding(days: day).start)
    fact.premiumYear = 2026
    fact.amountFen = 40_000
    fact.insured = insured
    return message(.payment(fact))
  }

  private func rule(_ messages: [Message], after days: Int = 60) -> [FormedCase] {
    Law.rule(messages, asOf: born.adding(days: days), book: book)
  }

  private let one = "Z610000001"
  private let two = "Z610000002"
  private let firstID = "610104202602280020"
  private let secondID = "610104202602280047"

  /// Of two valid certificates of one child the later issued speaks. A correction has no day of
  /// its own: it says what was always so.
  @Test func aCorrectionDoesNotMakeACertificateLater() throws {
    let id = "610104202602280020"
    // Issued on day 2 and corrected by a message that names day 9; the other was issued on day 3.
    let early = birth("Z610000001", "早", issued: 2)
    var corrected = CertificateFact(
      action: .correct, number: "Z610000001", issuedOn: born.adding(days: 9))
    corrected.revision = 2
    corrected.childName = "早"
    corrected.sex = "2"
    corrected.bornAt = born.start
    corrected.birthDivision = "610104"
    corrected.mother = Self.mother
    let later = birth("Z610000019", "晚", issued: 3)
    let named = ["Z610000001", "Z610000019"].enumerated().map { index, number in
      registration(id, "晚", certificate: number, day: 20 + index)
    }
    let formed = Law.rule(
      [early, message(.certificate(corrected)), later] + named, asOf: born.adding(days: 100),
      book: book)
    #expect(formed.count == 1)
    #expect(formed.first?.causes.certificate == later.digest)
  }

  @Test func aRegistrationJoinsTheOneBirthOfItsMotherDayAndSex() throws {
    let cases = rule([birth(one, "王一"), registration(firstID, "王一")])
    #expect(cases.count == 1)
    #expect(cases.first?.ruling.citizenID == firstID)
    #expect(cases.first?.ruling.certificates.map(\.number) == [one])
  }

  @Test func aJoinDissolvesWhenATwinArrives() throws {
    // Both named alike: nothing tells whose the registration is.
    let messages = [birth(one, "王"), registration(firstID, "王")]
    #expect(rule(messages).count == 1)
    let cases = rule(messages + [birth(two, "王")])
    #expect(cases.count == 3)
    #expect(cases.allSatisfy { $0.ruling.tasks.contains { $0.kind == .matchRegistration } })
    #expect(cases.prefix(2).allSatisfy { $0.ruling.citizenID == nil })
    #expect(
      cases.first?.ruling.tasks.first { $0.kind == .matchRegistration }?.about == [firstID])
  }

  @Test func twinsAreTakenToTheirRegistrationsByName() throws {
    let cases = rule([
      birth(one, "王 一"), birth(two, "王二"), registration(secondID, "王二"),
      registration(firstID, "王一"),
    ])
    #expect(cases.map(\.ruling.citizenID) == [firstID, secondID])
    #expect(!cases.contains { $0.ruling.tasks.contains { $0.kind == .matchRegistration } })
  }

  @Test func twinsAreNeverMerged() throws {
    let cases = rule([birth(one, "王一"), birth(two, "王二")])
    #expect(cases.map { $0.ruling.certificates.map(\.number) } == [[one], [two]])
  }

  @Test func aNamedCertificateOutranksTheMother() throws {
    // The registration names the second twin's certificate, whatever the names say.
    let cases = rule([
      birth(one, "王一"), birth(two, "王二"), registration(firstID, "王一", certificate: two),
    ])
    #expect(cases.map(\.ruling.citizenID) == [nil, firstID])
  }

  @Test func aReplacedNumberStillNamesTheChild() throws {
    let cases = rule([
      birth(one, "王一"), birth(two, "王一", replaces: one, action: .reissue, issued: 10),
      payment("T00001", insured: Party(idType: "birthCertificate", idNumber: one)),
    ])
    #expect(cases.count == 1)
    #expect(cases.first?.ruling.certificates.map(\.status) == [.replaced, .valid])
    #expect(cases.first?.ruling.payment == .paidOnTime)
  }

  @Test func aPaymentInTheMothersNameIsNoCover() throws {
    let cases = rule([birth(one, "王一"), payment("T00001", insured: Self.mother)])
    #expect(cases.count == 2)
    #expect(cases.allSatisfy { $0.ruling.coverage.isEmpty })
    #expect(cases.allSatisfy { $0.ruling.tasks.contains { $0.kind == .parentNameEnrolment } })
    #expect(cases.first?.ruling.payment == .unpaid)
  }

  @Test func aRenameDoesNotPartWhatWasJoined() throws {
    var fact = HouseholdFact(
      action: .rename, citizenID: firstID, occurredOn: born.adding(days: 40))
    fact.name = "王新"
    fact.formerName = "王一"
    let cases = rule([
      birth(one, "王一"), birth(two, "王二"), registration(firstID, "王一"),
      message(.household(fact)),
    ])
    #expect(cases.map(\.ruling.citizenID) == [firstID, nil])
    #expect(cases.first?.ruling.child.name == "王新")
  }

  /// A ruling uses what had happened by its day and nothing else, whenever it arrived.
  @Test func whatHappensLaterDoesNotCountYet() throws {
    let messages = [birth(one, "王一"), registration(firstID, "王一", day: 20)]
    #expect(rule(messages, after: 19).map(\.ruling.citizenID) == [nil])
    #expect(rule(messages, after: 20).map(\.ruling.citizenID) == [firstID])
    #expect(rule(messages, after: 1).isEmpty, "nothing had happened by then: no case")
  }
}
