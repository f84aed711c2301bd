import Casework
import Policies
import Testing

/// One child's case lived through by the pure decision alone: messages arrive, days pass.
private struct Life {
  let book: PolicyBook
  var dossier = Dossier(homes: [])
  var now: Instant
  private var count = 0

  init(_ day: String, book: PolicyBook) throws {
    self.book = book
    now = try #require(CivilDate(day)).start.adding(seconds: 9 * 3600)
  }

  /// Sets the clock to a day's morning at once, as after an outage, and looks at what is due.
  mutating func sleepUntil(_ day: String) throws {
    now = try #require(CivilDate(day)).start.adding(seconds: 9 * 3600)
    decideNow(nil)
  }

  /// Lives every day up to and with this one.
  mutating func liveUntil(_ day: String) throws {
    let last = try #require(CivilDate(day))
    while now.day < last {
      now = now.day.adding(days: 1).start
      if dossier.homes.contains(where: { $0.wakeAt.map { $0 <= now } ?? false }) { decideNow(nil) }
    }
    now = last.start.adding(seconds: 9 * 3600)
  }

  mutating func receive(_ fact: Fact) {
    count += 1
    let message = Message(
      sender: "S", id: "\(count)", sentAt: now, digest: "digest \(count)", fact: fact)
    let landing = dossier.homes.first?.id ?? CaseID(rawValue: "case")
    decideNow(
      Arrival(entry: Home.Entry(message: message, receivedAt: now), landing: landing, meets: []))
  }

  private mutating func decideNow(_ arrival: Arrival?) {
    let decision = decide(
      dossier, arrival: arrival, now: now, book: book, mint: { CaseID(rawValue: "minted") },
      issue: { "CODE" })
    dossier = decision.dossier
    for change in decision.changes {
      guard let index = dossier.homes.firstIndex(where: { $0.id == change.id }) else { continue }
      dossier.homes[index].wakeAt = change.wakeAt
    }
  }

  /// `kind occasion` of all notices to an audience, in the order of their decision.
  func told(_ audience: Notice.Audience = .guardian, superseded: Bool = false) -> [String] {
    dossier.homes.flatMap(\.notices)
      .filter { $0.audience == audience && ($0.state == .superseded) == superseded }
      .map { "\($0.kind.rawValue) \($0.occasion.hasPrefix("B+") ? $0.occasion : "")" }
      .map { $0.hasSuffix(" ") ? String($0.dropLast()) : $0 }
  }
}

/// Who is told what and when (contract, section 4). The child is born on 28 February 2026: B+30 =
/// 30 March, B+60 = 29 April, B+75 = 14 May, B+85 = 24 May, B+89 = 28 May, the window ends on
/// B+90 = 29 May, B+150 = 28 July, B+170 = 17 August, B+180 = 27 August.
@Suite struct NoticeTests {
  let book: PolicyBook

  init() throws { book = try PolicyBook.builtIn() }

  private static let number = "Z610000001"
  private static let citizenID = "610104202602280020"

  private func birth() throws -> Fact {
    let born = try #require(CivilDate("2026-02-28"))
    var fact = CertificateFact(
      action: .issue, number: Self.number, issuedOn: born.adding(days: 2))
    fact.bornAt = born.start
    fact.birthDivision = "610104"
    fact.sex = "2"
    fact.childName = "李一诺"
    return .certificate(fact)
  }

  private func payment(_ day: String, ticket: String = "T00001") throws -> Fact {
    var fact = PaymentFact(
      action: .pay, ticketNumber: ticket, paidAt: try #require(CivilDate(day)).start)
    fact.premiumYear = 2026
    fact.amountFen = 40_000
    fact.insured = Party(idType: "birthCertificate", idNumber: Self.number)
    fact.division = "610104"
    return .payment(fact)
  }

  private func registration(_ day: String) throws -> Fact {
    var fact = HouseholdFact(
      action: .register, citizenID: Self.citizenID, occurredOn: try #require(CivilDate(day)))
    fact.birthCertificateNumber = Self.number
    fact.name = "李一诺"
    fact.sex = "2"
    fact.bornOn = CivilDate("2026-02-28")
    return .household(fact)
  }

  @Test func anUnpaidPremiumIsCalledToMindOnItsDaysAndNoOthers() throws {
    var life = try Life("2026-03-02", book: book)
    life.receive(try birth())
    #expect(life.told() == ["enrol-and-pay", "code-issued"])
    #expect(life.told(.insuranceAgency) == ["certificate-received"])
    try life.liveUntil("2027-03-01")
    #expect(
      life.told().dropFirst(2) == [
        "pay-reminder B+30", "pay-reminder B+60", "pay-reminder B+75", "pay-reminder B+85",
        "pay-reminder B+89", "pay-window-missed B+91",
      ])
    #expect(life.told(.grassroots) == ["pay-reminder B+75", "pay-window-missed B+91"])
    for notice in life.dossier.homes.flatMap(\.notices) where notice.occasion.hasPrefix("B+") {
      #expect(notice.at == notice.at.day.start, "dated notices are decided at midnight")
    }
  }

  @Test func aPaymentEndsTheReminders() throws {
    var life = try Life("2026-03-02", book: book)
    life.receive(try birth())
    try life.liveUntil("2026-04-30")
    life.receive(try payment("2026-04-30"))
    try life.liveUntil("2026-07-01")
    #expect(
      life.told().dropFirst(2) == ["pay-reminder B+30", "pay-reminder B+60", "covered"])
  }

  @Test func theCodesEndIsAnnouncedWhereThereIsCoverAndNoCitizenID() throws {
    var life = try Life("2026-03-02", book: book)
    life.receive(try birth())
    life.receive(try payment("2026-03-02"))
    try life.liveUntil("2026-08-28")
    #expect(
      life.told().suffix(4) == [
        "code-expiring B+150", "code-expiring B+170", "code-expiring B+180", "code-suspended B+181",
      ])
    life.receive(try registration("2026-08-28"))
    #expect(life.told().contains("code-resumed"))
    #expect(life.told().contains("update-identity"))
  }

  @Test func withACitizenIDNothingIsAnnounced() throws {
    var life = try Life("2026-03-02", book: book)
    life.receive(try birth())
    life.receive(try payment("2026-03-02"))
    try life.liveUntil("2026-05-01")
    life.receive(try registration("2026-05-01"))
    try life.liveUntil("2026-12-01")
    #expect(!life.told().contains { $0.hasPrefix("code-expiring") || $0.hasPrefix("code-susp") })
  }

  @Test func remindersPastWhenTheCaseWasFormedAreNotDecided() throws {
    // Formed on 15 May, B+76: the reminders of B+30, 60 and 75 were past.
    var life = try Life("2026-05-15", book: book)
    life.receive(try birth())
    try life.liveUntil("2026-06-30")
    #expect(
      life.told().dropFirst(2) == [
        "pay-reminder B+85", "pay-reminder B+89", "pay-window-missed B+91",
      ])
    #expect(life.told(superseded: true).isEmpty)
  }

  @Test func afterAnOutageOnlyTheLatestOverdueReminderIsSent() throws {
    var life = try Life("2026-03-02", book: book)
    life.receive(try birth())
    // Asleep until 25 May, B+86: of the four overdue the last, B+85, is sent.
    try life.sleepUntil("2026-05-25")
    #expect(life.told().dropFirst(2) == ["pay-reminder B+85"])
    #expect(
      life.told(superseded: true)
        == ["pay-reminder B+30", "pay-reminder B+60", "pay-reminder B+75"])
    try life.liveUntil("2026-05-28")
    #expect(life.told().dropFirst(2) == ["pay-reminder B+85", "pay-reminder B+89"])
  }

  @Test func aReversalDoesNotCallUpRemindersOfThePast() throws {
    var life = try Life("2026-03-02", book: book)
    life.receive(try birth())
    life.receive(try payment("2026-03-02"))
    try life.liveUntil("2026-05-01")
    var undo = PaymentFact(
      action: .reverse, ticketNumber: "T00002", paidAt: try #require(CivilDate("2026-05-01")).start)
    undo.originalTicketNumber = "T00001"
    life.receive(.payment(undo))
    #expect(life.told().suffix(1) == ["payment-reversed"])
    try life.liveUntil("2026-05-15")
    // B+30 and B+60 passed while it was paid; B+75 is the first that is due.
    #expect(life.told().suffix(2) == ["payment-reversed", "pay-reminder B+75"])
  }

  @Test func whatProvedWrongIsCorrectedOnce() throws {
    var life = try Life("2026-03-02", book: book)
    life.receive(try birth())
    try life.liveUntil("2026-06-10")
    #expect(life.told().last == "pay-window-missed B+91")
    // The tax bureau's message of a payment in time comes late.
    life.receive(try payment("2026-05-29"))
    #expect(life.told().suffix(2) == ["covered", "correction"])
    life.receive(try registration("2026-06-10"))
    #expect(life.told().filter { $0 == "correction" }.count == 1)
  }

  @Test func afterADeathTheFamilyIsLeftInPeace() throws {
    var life = try Life("2026-03-02", book: book)
    life.receive(try birth())
    let before = life.told()
    var death = DeathFact(action: .death, diedOn: try #require(CivilDate("2026-03-10")))
    death.birthCertificateNumber = Self.number
    try life.liveUntil("2026-03-10")
    life.receive(.death(death))
    life.receive(try payment("2026-03-11"))
    life.receive(try registration("2026-03-11"))
    try life.liveUntil("2027-06-01")
    #expect(life.told() == before)
    #expect(life.told(.grassroots).isEmpty)
  }

  /// Born on 8 March and not on 28 February after all: the window ends on 6 June.
  @Test func aLastDayThatMovesIsCorrected() throws {
    var life = try Life("2026-03-02", book: book)
    life.receive(try birth())
    try life.liveUntil("2026-04-02")
    #expect(life.told().last == "pay-reminder B+30")
    guard case .certificate(var fact) = try birth() else { return }
    fact.action = .correct
    fact.revision = 2
    fact.bornAt = try #require(CivilDate("2026-03-08")).start
    life.receive(.certificate(fact))
    #expect(life.told().last == "correction")
    #expect(life.told(.insuranceAgency).last == "correction")
    let count = life.told().filter { $0 == "correction" }.count
    #expect(count == 1)
  }

  /// The tax bureau had sent a late payment first; an earlier one shows up afterwards.
  @Test func aCoverThatWasToldTooShortIsCorrected() throws {
    var life = try Life("2026-03-02", book: book)
    life.receive(try birth())
    try life.liveUntil("2026-07-15")
    life.receive(try payment("2026-07-15", ticket: "T00002"))
    #expect(life.told().last == "covered-late")
    life.receive(try payment("2026-05-20", ticket: "T00001"))
    #expect(life.told().suffix(2) == ["covered", "correction"])
  }

  /// What people do since is told by its own notice, and proves nothing wrong.
  @Test func whatPeopleDoSinceIsNoCorrection() throws {
    var life = try Life("2026-03-02", book: book)
    life.receive(try birth())
    try life.liveUntil("2026-04-02")
    life.receive(try payment("2026-04-02"))
    var undo = PaymentFact(
      action: .reverse, ticketNumber: "T00009", paidAt: try #require(CivilDate("2026-04-03")).start)
    undo.originalTicketNumber = "T00001"
    try life.liveUntil("2026-04-03")
    life.receive(.payment(undo))
    life.receive(try registration("2026-04-03"))
    #expect(life.told().contains("payment-reversed"))
    #expect(!life.told().contains("correction"))
    #expect(!life.told(.insuranceAgency).contains("correction"))
  }
}
