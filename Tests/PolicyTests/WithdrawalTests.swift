import Casework
import Testing

/// Whether a notice that was decided still holds on the day it is written. The child is born on 28
/// February 2026 in Xi'an: the window ends on 29 May, a late payment brings cover until 30
/// November, and the certificate alone settles until 27 August.
@Suite("A notice is told only while it holds")
struct WithdrawalTests {
  /// One kind, what had happened, and the day of writing.
  struct Line: Sendable, CustomStringConvertible {
    var kind: Notice.Kind
    var audience = Notice.Audience.guardian
    /// The digest of the fact it is about: that of the nth message.
    var about: Int?
    var story: Story
    var asOf: String
    var expected: Withdrawal?

    init(
      _ kind: Notice.Kind, about: Int? = nil, _ story: Story, _ asOf: String,
      _ expected: Withdrawal?
    ) {
      self.kind = kind
      self.about = about
      self.story = story
      self.asOf = asOf
      self.expected = expected
    }

    var notice: Notice {
      Notice(
        kind: kind, audience: audience, occasion: about.map { "d\($0)" } ?? "B+1",
        at: Instant(seconds: 0), state: .queued)
    }

    var description: String { "\(kind.rawValue) \(story) \(asOf)" }
  }

  enum Story: Sendable {
    case born, paidInTime, paidLate, paidAndReversed, voided, registered, recordUpdated
    case paidAndRegistered, lateInTheYear, lateInTheYearPaidTwice, twoRecords, oneRecord
    case otherSex, otherSexDecided, nameless, named, paymentAlone, registrationAlone

    func child() throws -> Child {
      let isLate = self == .lateInTheYear || self == .lateInTheYearPaidTwice
      let isNameless = self == .nameless || self == .named
      var child = try Child(
        born: isLate ? "2026-11-10" : "2026-02-28", name: isNameless ? "刘芳之女" : "李一诺")
      switch self {
      case .born, .lateInTheYear, .nameless: break
      case .paidInTime: try child.pays(2026, on: "2026-04-01")
      case .paidLate: try child.pays(2026, on: "2026-07-15")
      case .paidAndReversed:
        try child.pays(2026, on: "2026-04-01")
        var undo = PaymentFact(
          action: .reverse, ticketNumber: "R1", paidAt: try date("2026-04-05").start)
        undo.originalTicketNumber = "T00001"
        child.tell(.payment(undo))
      case .voided:
        child.tell(
          .certificate(
            CertificateFact(
              action: .void, number: Child.certificate, issuedOn: try date("2026-03-10"))))
      case .registered: try child.isRegistered(on: "2026-07-20")
      case .recordUpdated:
        try child.isRegistered(on: "2026-07-20")
        try child.isOrdered(.recordUpdated, on: "2026-07-25")
      case .paidAndRegistered:
        try child.pays(2026, on: "2026-04-01")
        try child.isRegistered(on: "2026-07-20")
      case .lateInTheYearPaidTwice: try child.pays(2027, on: "2026-12-01")
      case .twoRecords:
        try child.isEnrolled("E1", from: "2026-03-01", basis: "household")
        try child.isEnrolled("E2", from: "2026-04-01", basis: "household")
      case .oneRecord: try child.isEnrolled("E1", from: "2026-03-01", basis: "household")
      case .otherSex, .otherSexDecided:
        child.tell(try Self.registration(of: child, sex: "1", Child.certificate))
        guard self == .otherSexDecided else { break }
        try child.isOrdered(.decide, on: "2026-03-12") { order in
          order.member = .sex
          order.value = "2"
        }
      case .named:
        try child.isOrdered(.decide, on: "2026-03-12") { order in
          order.member = .name
          order.value = "刘一诺"
        }
      case .paymentAlone:
        try child.pays(
          2026, on: "2026-04-01",
          insured: Party(idType: "birthCertificate", idNumber: "Z610000009"))
      case .registrationAlone: child.tell(try Self.registration(of: child, sex: "2", nil))
      }
      return child
    }

    private static func registration(
      of child: Child, sex: String, _ certificate: String?
    ) throws -> Fact {
      var fact = HouseholdFact(
        action: .register, citizenID: child.citizenID, occurredOn: try date("2026-03-10"))
      fact.sex = sex
      fact.bornOn = child.born
      fact.birthCertificateNumber = certificate
      return .household(fact)
    }
  }

  /// The child on a day; of a payment or registration alone, that record's own case.
  static func formed(_ story: Story, _ asOf: String) throws -> FormedCase {
    let cases = try story.child().cases(asOf: asOf)
    let isAlone = story == .paymentAlone || story == .registrationAlone
    return try #require(cases.first { $0.ruling.certificates.isEmpty == isAlone })
  }

  static let lines: [Line] = [
    Line(.certificateReceived, about: 0, .born, "2026-03-05", nil),
    Line(.certificateReceived, about: 0, .voided, "2026-03-11", .certificateVoid),
    Line(.enrolAndPay, about: 0, .born, "2026-04-10", nil),
    Line(.enrolAndPay, about: 0, .born, "2026-06-10", nil),
    Line(.enrolAndPay, about: 0, .born, "2026-12-15", .windowOver),
    Line(.enrolAndPay, about: 0, .paidInTime, "2026-04-01", .paid),
    Line(.payReminder, .born, "2026-05-29", nil),
    Line(.payReminder, .born, "2026-05-30", .windowOver),
    Line(.payReminder, .paidInTime, "2026-04-01", .paid),
    Line(.payReminder, .paidAndReversed, "2026-04-05", nil),
    Line(.payWindowMissed, .born, "2026-05-30", nil),
    Line(.payWindowMissed, .born, "2026-12-15", nil),
    Line(.payWindowMissed, .paidInTime, "2026-05-30", .notMissed),
    Line(.payWindowMissed, .paidLate, "2026-07-15", .notMissed),
    Line(.covered, about: 1, .paidInTime, "2026-04-01", nil),
    Line(.covered, about: 1, .paidAndReversed, "2026-04-05", .coverChanged),
    Line(.covered, about: 1, .paidLate, "2026-07-15", .coverChanged),
    Line(.coveredLate, about: 1, .paidLate, "2026-07-15", nil),
    Line(.coveredLate, about: 1, .paidInTime, "2026-07-15", .coverChanged),
    Line(.noCoverThisYear, about: 0, .born, "2026-12-15", nil),
    Line(.noCoverThisYear, about: 0, .paidInTime, "2026-12-15", .coverChanged),
    Line(.noCoverThisYear, about: 0, .born, "2026-06-10", .coverChanged),
    Line(.paymentReversed, about: 2, .paidAndReversed, "2026-04-05", nil),
    Line(.paymentReversed, about: 2, .paidInTime, "2026-04-05", .settled),
    Line(.nextYearWindow, about: 0, .lateInTheYear, "2026-11-20", nil),
    Line(.nextYearWindow, about: 0, .lateInTheYearPaidTwice, "2026-12-02", .paid),
    Line(.nextYearWindow, about: 0, .lateInTheYear, "2028-01-01", .windowOver),
    Line(.codeIssued, about: 0, .born, "2026-03-05", nil),
    Line(.codeIssued, about: 0, .voided, "2026-03-11", .codeChanged),
    Line(.codeExpiring, .paidInTime, "2026-08-27", nil),
    Line(.codeExpiring, .paidInTime, "2026-08-28", .codeChanged),
    Line(.codeExpiring, .paidAndRegistered, "2026-07-28", .registered),
    Line(.codeExpiring, .born, "2026-07-28", .codeChanged),
    Line(.codeSuspended, .paidInTime, "2026-08-28", nil),
    Line(.codeSuspended, .paidAndRegistered, "2026-08-28", .codeChanged),
    Line(.codeResumed, about: 2, .paidAndRegistered, "2026-08-28", nil),
    Line(.codeResumed, about: 2, .paidInTime, "2026-08-28", .codeChanged),
    Line(.householdLinked, about: 1, .registered, "2026-07-20", nil),
    Line(.householdLinked, about: 0, .registered, "2026-07-20", .overtaken),
    Line(.householdLinked, about: 1, .born, "2026-07-20", .settled),
    Line(.updateIdentity, about: 1, .registered, "2026-07-20", nil),
    Line(.updateIdentity, about: 1, .recordUpdated, "2026-07-25", .settled),
    Line(.duplicateEnrolment, about: 2, .twoRecords, "2026-05-01", nil),
    Line(.duplicateEnrolment, about: 2, .oneRecord, "2026-05-01", .settled),
    Line(.identityConflict, about: 1, .otherSex, "2026-03-11", nil),
    Line(.identityConflict, about: 1, .otherSexDecided, "2026-03-12", .settled),
    Line(.unmatchedPayment, about: 1, .paymentAlone, "2026-04-02", nil),
    Line(.unmatchedPayment, about: 1, .paidInTime, "2026-04-02", .settled),
    Line(.unmatchedRegistration, about: 1, .registered, "2026-07-20", .settled),
    Line(.missingName, about: 0, .nameless, "2026-03-05", nil),
    Line(.missingName, about: 0, .named, "2026-03-12", .settled),
    Line(.correction, about: 0, .paidInTime, "2026-05-01", nil),
  ]

  @Test("each kind holds on its day and no longer", arguments: lines)
  func holds(line: Line) throws {
    let formed = try Self.formed(line.story, line.asOf)
    #expect(formed.withdrawal(of: line.notice) == line.expected)
  }

  @Test("every kind has a line, and all but a correction one on which it no longer holds")
  func complete() {
    #expect(Set(Self.lines.map(\.kind)) == Set(Notice.Kind.allCases))
    let ending = Set(Self.lines.filter { $0.expected != nil }.map(\.kind))
    #expect(ending == Set(Notice.Kind.allCases).subtracting([.correction]))
    let notes = Set(Withdrawal.allCases.map(\.note))
    #expect(notes.count == Withdrawal.allCases.count)
  }

  @Test("after a death the family is told nothing of any kind", arguments: Notice.Kind.allCases)
  func death(kind: Notice.Kind) throws {
    var child = try Story.paidInTime.child()
    var death = DeathFact(action: .death, diedOn: try date("2026-04-10"))
    death.birthCertificateNumber = Child.certificate
    child.tell(.death(death))
    let formed = try #require(try child.cases(asOf: "2026-04-10").first)
    for audience in Notice.Audience.allCases {
      var line = Line(kind, about: 1, .paidInTime, "2026-04-10", nil)
      line.audience = audience
      let isFamily = audience == .guardian || audience == .grassroots
      #expect((formed.withdrawal(of: line.notice) == .death) == isFamily)
    }
  }

  @Test("a reminder gives way to a later one of its kind to the same reader, and to no other")
  func overtaken() throws {
    func reminder(_ day: String, _ audience: Notice.Audience = .guardian) throws -> Notice {
      Notice(
        kind: .payReminder, audience: audience, occasion: day, at: try date(day).start,
        state: .queued)
    }
    let (first, second) = (try reminder("2026-03-30"), try reminder("2026-04-29"))
    #expect(first.isOvertaken(in: [first, second]))
    #expect(!second.isOvertaken(in: [first, second]))
    #expect(!first.isOvertaken(in: [first, try reminder("2026-05-14", .grassroots)]))
    var superseded = second
    superseded.state = .superseded
    #expect(!first.isOvertaken(in: [first, superseded]))
    var fact = first
    fact.kind = .covered
    #expect(!fact.isOvertaken(in: [fact, second]))
  }
}

/// What the words are filled with, counted from the day of writing.
@Suite("The values of a notice")
struct NoticeValueTests {
  private func values(
    _ kind: Notice.Kind, about: Int? = nil, _ story: WithdrawalTests.Story, _ asOf: String
  ) throws -> NoticeValues {
    let line = WithdrawalTests.Line(kind, about: about, story, asOf, nil)
    let day = try date(asOf)
    let formed = try #require(
      Law.rule(
        try story.child().messages(sentAt: day.start), asOf: day, book: Packs.book,
        withOutlook: true
      ).first)
    return NoticeValues(line.notice, of: CaseID(rawValue: "case"), formed)
  }

  /// 10 May to 29 May are 19 days.
  @Test("days are counted from the day of writing; the last day is no count")
  func daysLeft() throws {
    let early = try values(.payReminder, .born, "2026-05-10")
    #expect(early.daysLeft == 19 && !early.isLastDay)
    #expect(try early.payBy == date("2026-05-29"))
    let last = try values(.payReminder, .born, "2026-05-29")
    #expect(last.daysLeft == nil && last.isLastDay)
    let code = try values(.codeExpiring, .paidInTime, "2026-08-17")
    #expect(code.daysLeft == 10)
    #expect(try code.settleBy == date("2026-08-27"))
  }

  @Test("past the window no last day is named, but what a payment now would bring")
  func late() throws {
    // Shaanxi: a late payment covers from the first of the next month.
    let values = try values(.payWindowMissed, .born, "2026-06-10")
    #expect(try values.payBy == nil && values.windowEnd == date("2026-05-29"))
    #expect(try values.coverFrom == date("2026-07-01"))
  }

  @Test("a notice of cover tells of the cover it was decided for")
  func cover() throws {
    let values = try values(.covered, about: 1, .paidInTime, "2026-04-02")
    #expect(values.year == 2026)
    #expect(try values.coverFrom == date("2026-02-28") && values.coverTo == date("2026-12-31"))
  }

  @Test("of the name the first character, and nothing of one that is none yet")
  func name() throws {
    #expect(try values(.payReminder, .born, "2026-05-10").name == "李＊")
    #expect(try values(.payReminder, .nameless, "2026-05-10").name == nil)
  }

  @Test("held by a person's order, no date says why a code is suspended")
  func suspended() throws {
    #expect(try values(.codeSuspended, .paidInTime, "2026-08-28").settleBy != nil)
    #expect(try values(.codeSuspended, about: 9, .paidInTime, "2026-08-28").settleBy == nil)
  }

  @Test("born late in the year, the second premium is the next year's")
  func nextYear() throws {
    let values = try values(.nextYearWindow, about: 0, .lateInTheYear, "2026-11-20")
    #expect(values.year == 2027 && values.windowTo != nil)
  }
}
