import Casework
import Policies
import Testing

/// What follows for a child when other packs rule from a day on. It is born on 28 February 2026 in
/// Shaanxi: B+60 = 29 April, B+90 = 29 May, B+120 = 28 June, B+150 = 28 July, B+180 = 27 August,
/// B+200 = 16 September.
@Suite struct AdoptionTests {
  private let book: PolicyBook
  private static let number = "Z610000001"

  init() throws { book = try PolicyBook.builtIn() }

  /// The built-in packs with one term another, wherever a pack gives it.
  private func packs(_ term: Term, _ value: TermValue) -> PolicyBook {
    PolicyBook(
      packs: book.packs.map { pack in
        var pack = pack
        for index in pack.versions.indices {
          pack.versions[index].terms[term]?.value = value
        }
        return pack
      })
  }

  /// A case lived through by the pure decision, under packs that may change.
  private struct Life {
    var book: PolicyBook
    var dossier = Dossier(homes: [])
    var now: Instant

    mutating func decideNow(_ arrival: Arrival? = nil, change: ChangeOfPacks? = nil) -> Decision {
      let decision = decide(
        dossier, arrival: arrival, change: change, now: now, book: book,
        mint: { CaseID(rawValue: "minted") }, issue: { "CODE" })
      dossier = decision.dossier
      for change in decision.changes {
        guard let index = dossier.homes.firstIndex(where: { $0.id == change.id }) else { continue }
        dossier.homes[index].wakeAt = change.wakeAt
      }
      return decision
    }

    mutating func receive(_ fact: Fact) {
      let count = dossier.messages.count
      let message = Message(
        sender: "S", id: "\(count)", sentAt: now, digest: "digest \(count)", fact: fact)
      let arrival = Arrival(
        entry: Home.Entry(message: message, receivedAt: now),
        landing: dossier.homes.first?.id ?? CaseID(rawValue: "case"), meets: [])
      _ = decideNow(arrival)
    }

    /// Lives every day up to and with this one.
    mutating func live(until day: String) throws {
      let last = try #require(CivilDate(day))
      while now.day < last {
        now = now.day.adding(days: 1).start
        if dossier.homes.contains(where: { $0.wakeAt.map { $0 <= now } ?? false }) {
          _ = decideNow()
        }
      }
      now = last.start.adding(seconds: 9 * 3600)
    }

    /// Lets other packs rule and returns what the guardian is told because of it.
    mutating func adopt(_ other: PolicyBook, _ occasion: String = "adoption") -> [String] {
      let before = told.count
      let change = ChangeOfPacks(former: book, occasion: occasion)
      book = other
      _ = decideNow(change: change)
      return Array(told.dropFirst(before))
    }

    var told: [String] {
      dossier.homes.flatMap(\.notices).filter { $0.audience == .guardian }.map(\.kind.rawValue)
    }
    var notices: [Notice] { dossier.homes.flatMap(\.notices) }
    var wakeDay: String? { dossier.homes.first?.wakeAt.map { "\($0.day)" } }
  }

  /// The birth, certified on 2 March, and what else is known by then.
  private func life(until day: String, paid: String? = nil, registered: String? = nil) throws
    -> Life
  {
    let born = try #require(CivilDate("2026-02-28"))
    var life = Life(book: book, now: born.adding(days: 2).start.adding(seconds: 9 * 3600))
    var birth = CertificateFact(
      action: .issue, number: Self.number, issuedOn: born.adding(days: 2))
    birth.bornAt = born.start
    birth.birthDivision = "610104"
    birth.sex = "2"
    birth.childName = "李一诺"
    life.receive(.certificate(birth))
    if let paid {
      try life.live(until: paid)
      var payment = PaymentFact(
        action: .pay, ticketNumber: "T00001", paidAt: try #require(CivilDate(paid)).start)
      payment.premiumYear = 2026
      payment.insured = Party(idType: "birthCertificate", idNumber: Self.number)
      payment.division = "610104"
      life.receive(.payment(payment))
    }
    if let registered {
      try life.live(until: registered)
      var household = HouseholdFact(
        action: .register, citizenID: "610104202602280020",
        occurredOn: try #require(CivilDate(registered)))
      household.birthCertificateNumber = Self.number
      household.name = "李一诺"
      household.sex = "2"
      household.bornOn = born
      life.receive(.household(household))
    }
    try life.live(until: day)
    return life
  }

  @Test func aWindowThatOpensAgainIsCorrectedOnceAndMissedOnItsNewDay() throws {
    var life = try life(until: "2026-06-08")
    #expect(life.told.last == "pay-window-missed")
    let longer = packs(.payWindowDays, .number(120))
    #expect(life.adopt(longer) == ["correction"])
    let correction = life.notices.filter { $0.kind == .correction }
    #expect(correction.map(\.audience) == [.guardian, .insuranceAgency])
    #expect(correction.allSatisfy { $0.occasion == "adoption" })
    // The same adoption again, as after a kill, tells nothing more.
    #expect(life.adopt(longer) == [])
    try life.live(until: "2026-06-29")
    // 28 June is the last day, 29 June the day after: B+121.
    #expect(life.notices.last { $0.kind == .payWindowMissed }?.occasion == "B+121")
  }

  @Test func aWindowThatIsOverByTheNewPacksIsToldAtOnce() throws {
    // 14 May is B+75; sixty days ended on 29 April.
    var life = try life(until: "2026-05-14")
    #expect(life.adopt(packs(.payWindowDays, .number(60))) == ["correction", "pay-window-missed"])
    let missed = try #require(life.notices.last { $0.kind == .payWindowMissed })
    #expect(missed.occasion == "B+61")
    #expect(missed.at == life.now, "nobody can be told before it is so")
  }

  @Test func aPaymentThatWasLateIsNowInTime() throws {
    // Paid on 8 June, B+100: late by ninety days, in time by a hundred and twenty.
    var life = try life(until: "2026-06-10", paid: "2026-06-08")
    #expect(life.told.last == "covered-late")
    #expect(life.adopt(packs(.payWindowDays, .number(120))) == ["covered", "correction"])
  }

  @Test func whatWasMetBothWaysIsNobodysConcern() throws {
    var life = try life(until: "2026-04-10", paid: "2026-03-10", registered: "2026-04-01")
    let before = life.told
    #expect(life.adopt(packs(.payWindowDays, .number(120))) == [])
    #expect(life.told == before)
  }

  @Test func aCodeThatSettlesLongerIsResumed() throws {
    // 30 August is B+183: suspended by 180 days, active by 200.
    var life = try life(until: "2026-08-30", paid: "2026-03-10")
    #expect(life.told.last == "code-suspended")
    #expect(
      Set(life.adopt(packs(.codeSettlesDays, .number(200)))) == ["code-resumed", "correction"])
  }

  @Test func aCodeThatSettlesNoLongerIsToldAtOnce() throws {
    // 30 July is B+152; by 150 days the code is suspended since 29 July.
    var life = try life(until: "2026-07-30", paid: "2026-03-10")
    let told = life.adopt(packs(.codeSettlesDays, .number(150)))
    #expect(Set(told) == ["code-suspended", "correction"])
    #expect(life.notices.last { $0.kind == .codeSuspended }?.occasion == "B+151")
  }

  @Test func otherReminderDaysMoveTheWakeUpAndTellNobody() throws {
    var life = try life(until: "2026-03-10")
    // B+30 = 30 March; B+40 = 9 April.
    #expect(life.wakeDay == "2026-03-30")
    #expect(life.adopt(packs(.reminderDays, .numbers([40]))) == [])
    #expect(life.wakeDay == "2026-04-09")
  }

  @Test func aReminderOfADayThatIsPastIsNotSent() throws {
    // 1 April is B+32: by the new packs B+10 and B+31 would have been reminded of.
    var life = try life(until: "2026-04-01")
    #expect(life.adopt(packs(.reminderDays, .numbers([10, 31, 60]))) == [])
  }

  @Test func turningBackIsToldToo() throws {
    var life = try life(until: "2026-06-08")
    #expect(life.adopt(packs(.payWindowDays, .number(120)), "first") == ["correction"])
    #expect(life.adopt(book, "second") == ["correction"])
  }

  @Test func theFamilyOfADeadChildIsLeftInPeace() throws {
    var life = try life(until: "2026-06-08")
    var death = DeathFact(action: .death, diedOn: try #require(CivilDate("2026-06-07")))
    death.birthCertificateNumber = Self.number
    life.receive(.death(death))
    #expect(life.adopt(packs(.payWindowDays, .number(120))) == [])
  }
}
