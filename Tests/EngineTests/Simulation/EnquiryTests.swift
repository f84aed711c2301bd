import Casework
import Engine
import Testing
import Wire

/// A certificate that is named and missing is asked for (edge case 72). The registration comes at
/// noon of 1 March 2026; 72 hours later it is noon of 4 March.
@Suite struct EnquiryTests {
  private static let number = "Z610000001"
  private static let girl = Papers.citizen(1)

  private let counter: Counter
  private let commission: Commission

  init() throws {
    counter = try Counter("2026-03-01")
    commission = Commission(counter)
  }

  private static let registration = Papers.register(
    girl, on: "2026-03-01", certificate: number)

  /// What the commission's record says, read as a message of its own, sent when the child was born.
  private static func record(
    _ number: String = number, id: String = "D-1", name: String = "李一诺",
    mother: String = Papers.mother
  ) -> String {
    """
    {"header":{"id":"\(id)","sender":"\(Commission.sender)",\
    "sentAt":"2026-02-28T08:00:00+08:00"},"birthCertificate":{"action":"issue",\
    "number":"\(number)","child":{"name":"\(name)","sex":"2",\
    "bornAt":"2026-02-28T08:00:00+08:00"},"birthPlace":{"division":"610000"},\
    "mother":{"name":"刘芳","idType":"citizenId","idNumber":"\(mother)"},\
    "issuedOn":"2026-02-28"}}
    """
  }

  private func instant(_ text: String) throws -> Instant {
    try #require(Instant(rfc3339: text + ":00+08:00"))
  }

  private func enquiries() async throws -> [Enquiry] {
    try await counter.office.inspector.enquiries(after: nil, limit: 10).enquiries
  }

  private func task() async throws -> TaskView? {
    try await counter.office.inspector.tasks(TaskFilter(limit: 10)).tasks.first {
      $0.task.kind == .unmatchedRegistration || $0.task.kind == .unmatchedPayment
    }
  }

  /// Somebody is asking when the registration comes.
  private func register(_ text: String = registration) async throws -> Enquiries {
    let enquiries = commission.enquiries()
    try await commission.settle(enquiries)
    try await counter.send(text)
    return enquiries
  }

  @Test func itIsAskedForAfterSeventyTwoHoursAndTakenAsAMessage() async throws {
    commission.feel(.knows([Self.record()]))
    let asking = try await register()
    try await commission.live(asking, until: "2026-03-03")
    #expect(commission.calls.isEmpty, "72 hours are not over")
    #expect(try await task()?.enquiry?.state == .waiting)
    #expect(try await task()?.enquiry?.nextAt == instant("2026-03-04T12:00"))

    try await commission.live(asking, until: "2026-03-05")
    try #require(commission.calls.count == 1)
    #expect(try commission.calls[0].at == instant("2026-03-04T12:00"))
    let whole = CertificateQuestion(
      number: Self.number, motherIDNumber: Papers.mother, motherName: "刘芳")
    #expect(commission.calls[0].question == whole)

    // Receipted like any message, and the registration waits no more.
    let fate = try await counter.office.inspector.message(sender: Commission.sender, id: "D-1")
    guard case .accepted(let receipt)? = fate else {
      Issue.record("the answer is no message: \(String(describing: fate))")
      return
    }
    #expect(counter.ledger.journal.holds(receipt.proof))
    #expect(try await task() == nil)
    let view = try await counter.view(.birthCertificate(Self.number))
    #expect(view.ruling.certificates.map(\.number) == [Self.number])
    #expect(view.ruling.citizenID == Self.girl)
    let known = try #require(try await enquiries().first)
    #expect(known.state == .found && known.nextAt == nil && known.messageID == "D-1")
    try await commission.live(asking, until: "2026-12-01")
    #expect(commission.calls.count == 1, "what is known is not asked again")
  }

  /// Of equal revisions the later sent stands. An answer is sent, as far as anybody can tell, when
  /// the child was born; a hospital's message can only be sent later.
  @Test func theHospitalsOwnMessageStands() async throws {
    commission.feel(.knows([Self.record(name: "刘芳之女")]))
    let asking = try await register()
    try await commission.live(asking, until: "2026-03-05")
    let before = try await counter.view(.birthCertificate(Self.number))
    #expect(before.ruling.child.bornOn == CivilDate(Papers.born))
    try await counter.send(Papers.birth(Self.number, name: "李小诺", sentOn: "2026-03-01"))
    let standing = try await counter.memory.histories(of: [before.caseID]).first
    #expect(standing != nil)
    let view = try await counter.view(.birthCertificate(Self.number))
    // The place of birth tells whose content stands: the answer's is the province alone.
    #expect(view.ruling.certificates.map(\.status) == [.valid])
    let early = try await counter.view(.birthCertificate(Self.number), asOf: Papers.born)
    #expect(early.ruling.region == "610104" && early.ruling.child.name == "李小诺")
  }

  /// Who comes by itself is not asked for, and leaves no trace of having been waited for.
  @Test func aCertificateThatComesInTimeIsNotAskedFor() async throws {
    let asking = try await register()
    try await commission.live(asking, until: "2026-03-02")
    try await counter.send(Papers.birth(Self.number))
    try await commission.live(asking, until: "2026-04-01")
    #expect(commission.calls.isEmpty)
    #expect(try await enquiries().isEmpty)
  }

  /// The service wants number, mother's ID and mother's name; half a question is none.
  @Test func aQuestionThatIsNotWholeIsNotAsked() async throws {
    let asking = try await register(
      Papers.register(Self.girl, mother: nil, on: "2026-03-01", certificate: Self.number))
    try await commission.live(asking, until: "2026-03-20")
    #expect(commission.calls.isEmpty)
    let open = try #require(try await task()?.enquiry)
    #expect(open.state == .lacking && open.lacking == ["motherIdNumber", "motherName"])

    // A payer who says that she is the mother makes it whole.
    commission.feel(.knows([Self.record()]))
    let payment = Papers.pay("T000001", Self.number, on: "2026-03-20").replacing(
      #""taxOffice""#,
      with: """
        "payer":{"name":"刘芳","idType":"citizenId","idNumber":"\(Papers.mother)",\
        "relation":"mother"},"taxOffice"
        """)
    try await counter.send(payment)
    try await commission.live(asking, until: "2026-03-20")
    #expect(commission.calls.map(\.question.motherIDNumber) == [Papers.mother])
    #expect(try await task() == nil)
  }

  /// Who has answered is asked at most once a day and ever less often: after 1, 2, 4 and then
  /// always 7 days, the last time when the 30 days are over. Then it is a person's.
  @Test func aServiceThatKnowsNothingIsAskedLessAndLess() async throws {
    let asking = try await register()
    try await commission.live(asking, until: "2026-12-01")
    #expect(
      commission.calls.map { "\($0.at.day)" } == [
        "2026-03-04", "2026-03-05", "2026-03-07", "2026-03-11", "2026-03-18", "2026-03-25",
        "2026-04-01", "2026-04-03",
      ])
    let known = try #require(try await task()?.enquiry)
    #expect(known.state == .givenUp && known.outcome == Enquiry.Outcome.none)
    #expect(known.attempts == 8 && known.nextAt == nil)
  }

  /// Who has not answered is asked again after 10, 20, 40 … minutes, then daily.
  @Test func aServiceThatIsAwayIsAskedAgainWithGrowingPauses() async throws {
    commission.feel(.isSilent)
    let asking = try await register()
    try await commission.live(asking, until: "2026-03-10")
    let times = commission.calls.map(\.at.seconds)
    let pauses = zip(times.dropFirst(), times).map { ($0 - $1) / 60 }
    #expect(pauses.prefix(9) == [10, 20, 40, 80, 160, 320, 640, 1_280, 1_440])
    // It comes back, and what it knows is taken at the next attempt.
    commission.feel(.knows([Self.record()]))
    try await commission.live(asking, until: "2026-03-12")
    #expect(try await enquiries().first?.state == .found)
  }

  /// Whoever is told of that was not asked for is never taken, whatever else comes with it.
  @Test(arguments: [
    ("another number", [record("Z610000002")], Enquiry.Outcome.otherChild),
    ("another mother", [record(mother: Papers.mother(2))], .otherChild),
    (
      "two that differ", [record(), record(id: "D-2", name: "李二诺")],
      .contradictory
    ),
    ("what the reader refuses", [#"{"header":{}}"#], .broken),
  ])
  func whatWasNotAskedForIsNotTaken(
    what: String, records: [String], outcome: Enquiry.Outcome
  ) async throws {
    commission.feel(.knows(records))
    let asking = try await register()
    try await commission.live(asking, until: "2026-03-05")
    #expect(try await task()?.enquiry?.outcome == outcome, "\(what)")
    let taken = try await counter.store.messages(MessageRange(), limit: 10)
    #expect(taken.count == 1, "only the registration is stored")
    let view = try await counter.view(.citizenID(Self.girl))
    #expect(view.ruling.certificates.isEmpty)
  }

  /// A twin's record beside the one asked for is none of our business.
  @Test func ofSeveralRecordsTheOneAskedForIsTaken() async throws {
    commission.feel(.knows([Self.record("Z610000002", id: "D-2"), Self.record()]))
    let asking = try await register()
    try await commission.live(asking, until: "2026-03-05")
    #expect(try await enquiries().first?.state == .found)
    #expect(try await counter.store.messages(MessageRange(), limit: 10).count == 2)
    let twin = try await counter.office.inspector.find(
      .birthCertificate("Z610000002"), asOf: nil)
    #expect(twin == nil)
  }

  @Test(arguments: [
    (500, "<html>gone</html>", Enquiry.Outcome.unanswered, "HTTP 500"),
    (200, "<html>gone</html>", .broken, "no SOAP answer"),
    (200, "{}", .broken, "no XML"),
    (
      500,
      """
      <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>
      <faultcode>s:Client</faultcode><faultstring>secret</faultstring></s:Fault></s:Body>
      </s:Envelope>
      """, .refused, "SOAP fault s:Client"
    ),
  ])
  func whatIsNoAnswerIsWrittenDown(
    status: Int, text: String, outcome: Enquiry.Outcome, detail: String
  ) async throws {
    commission.feel(.answers(status: status, text))
    let asking = try await register()
    try await commission.live(asking, until: "2026-03-04")
    let known = try #require(try await enquiries().first)
    #expect(known.outcome == outcome && known.detail == detail)
    #expect(known.state == .asking && known.attempts == 1)
  }

  /// An attempt is written down before it is made: a gateway that is ended meanwhile, and started
  /// again, waits like after any attempt. What came while nobody noted it is found at the start.
  @Test func aRestartGoesOnWhereItWas() async throws {
    commission.feel(.isSilent)
    try await counter.send(Self.registration)
    try await commission.live(commission.enquiries(), until: "2026-03-04")
    #expect(commission.calls.count == 1, "found at the start, asked after 72 hours")
    let again = commission.enquiries()
    try await commission.settle(again)
    #expect(commission.calls.count == 1)
    #expect(try await again.nextDue() == instant("2026-03-04T12:10").milliseconds)

    // The answer is lost with the gateway: the attempt counts, and its pause is kept.
    counter.clock.advance(to: try instant("2026-03-04T12:10"))
    commission.feel(.knows([Self.record()]))
    commission.duringAnswer { [counter] in counter.store.failNext(.beforeCommit) }
    await #expect(throws: StoreError.self) { try await commission.settle(again) }
    commission.duringAnswer {}
    let third = commission.enquiries()
    try await commission.settle(third)
    #expect(commission.calls.count == 2)
    #expect(try await enquiries().first?.attempts == 2)
    try await commission.live(third, until: "2026-03-05")
    #expect(try await enquiries().first?.state == .found)
  }

  /// However many are due, one question is out at a time, and one of each number.
  @Test func oneQuestionIsOutAtATime() async throws {
    let asking = commission.enquiries()
    try await commission.settle(asking)
    for serial in 1...5 {
      try await counter.send(
        Papers.register(
          Papers.citizen(serial), mother: Papers.mother(serial), on: "2026-03-01",
          certificate: "Z61000000\(serial)"))
      // A payment that names it too is no second question.
      try await counter.send(Papers.pay("T00000\(serial)", "Z61000000\(serial)", on: "2026-03-01"))
    }
    try await commission.live(asking, until: "2026-03-04")
    #expect(Set(commission.calls.map(\.question.number)).count == 5)
    #expect(commission.calls.count == 5 && commission.mostAtOnce == 1)
  }
}
