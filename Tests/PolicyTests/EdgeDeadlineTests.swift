import Casework
import Testing

/// Edge cases of deadlines (2–17). Born on 28 February 2026, day 90 is 29 May: 31 days of March, 30
/// of April, 29 of May.
@Suite("Edge cases: deadlines") struct EdgeDeadlineTests {
  private func paid(
    _ text: String, born: String = "2026-02-28", place: String = "610104"
  ) throws -> Child {
    var child = try Child(born: born, place: place)
    try child.pays(child.born.year, on: text)
    return child
  }

  /// A payment at a moment, told (`sentAt`) weeks later.
  private func payment(at moment: String, treasury: String? = nil, place: String = "610104") throws
    -> Child
  {
    var child = try Child(born: "2026-02-28", place: place)
    var fact = PaymentFact(
      action: .pay, ticketNumber: "T1", paidAt: try #require(Instant(rfc3339: moment)))
    fact.treasuryAt = try treasury.map { try #require(Instant(rfc3339: $0)) }
    fact.premiumYear = 2026
    fact.insured = Party(idType: "birthCertificate", idNumber: Child.certificate)
    fact.division = place
    child.tell(.payment(fact))
    return child
  }

  private func state(_ child: Child, book: PolicyBook = Packs.book) throws -> Ruling.PaymentState? {
    try child.ruling(asOf: "2026-07-01", book: book).payment
  }

  @Test("2: paid in the last second of day 90 in China is in time, whenever it is told")
  func case2PaidBeforeMidnight() throws {
    #expect(try state(payment(at: "2026-05-29T23:59:59+08:00")) == .paidOnTime)
    #expect(try state(payment(at: "2026-05-29T15:59:59Z")) == .paidOnTime)
    #expect(try state(payment(at: "2026-05-29T16:00:00Z")) == .paidLate, "30 May in China")
  }

  @Test("3: charged in time, in the treasury late: in time unless the pack says otherwise")
  func case3WhichInstantCounts() throws {
    func child(_ place: String) throws -> Child {
      try payment(
        at: "2026-05-29T20:00:00+08:00", treasury: "2026-05-30T08:00:00+08:00", place: place)
    }
    #expect(try state(child("610104")) == .paidOnTime)
    let book = try Packs.book(
      adding: Packs.pack("99", #""paymentInstant": {"value": "intoTreasury", "rule": "X"}"#))
    #expect(try state(child("990101"), book: book) == .paidLate)
    let unsaid = try payment(at: "2026-05-29T20:00:00+08:00", place: "990101")
    #expect(try state(unsaid, book: book) == .paidOnTime, "no treasury day was told")
  }

  @Test("4: a last day that is a holiday stays the last day unless the pack moves it on")
  func case4Holidays() throws {
    // 29 and 30 May as holidays; the next working day is 31 May.
    let days = #""holidays": {"value": ["2026-05-29", "2026-05-30"], "rule": "X"}"#
    func windowEnd(_ roll: String) throws -> CivilDate? {
      let book = try Packs.book(
        adding: Packs.pack("99", days + #", "holidayRoll": {"value": \#(roll), "rule": "X"}"#))
      return try Child(born: "2026-02-28", place: "990101").ruling(asOf: "2026-03-01", book: book)
        .window?.to
    }
    #expect(try windowEnd("false") == (try date("2026-05-29")))
    #expect(try windowEnd("true") == (try date("2026-05-31")))
    #expect(
      try Packs.policy("610104").isOn(.holidayRoll) == false, "nor do any documents move it")
  }

  @Test("5: born on 29 February, day 90 is 29 May: 31 + 30 + 29")
  func case5LeapDay() throws {
    #expect(
      try paid("2028-05-29", born: "2028-02-29").ruling(asOf: "2028-06-01").payment == .paidOnTime)
    #expect(
      try paid("2028-05-30", born: "2028-02-29").ruling(asOf: "2028-06-01").payment == .paidLate)
  }

  @Test("6: born at 23:58 and at 00:02 in China are two days, however the device writes it")
  func case6DayInChina() throws {
    for (moment, expected) in [
      ("2026-02-28T15:58:00Z", "2026-02-28"), ("2026-02-28T16:02:00Z", "2026-03-01"),
      ("2026-02-28T23:58:00+08:00", "2026-02-28"),
    ] {
      var birth = CertificateFact(
        action: .issue, number: Child.certificate, issuedOn: try date("2026-03-01"))
      birth.bornAt = Instant(rfc3339: moment)
      let message = Message(
        sender: "S", id: "1", sentAt: try date("2026-03-02").start, digest: "d",
        fact: .certificate(birth))
      let ruling = Law.rule([message], asOf: try date("2026-03-02"), book: Packs.book).first?.ruling
      #expect(ruling?.child.bornOn == (try date(expected)))
    }
  }

  /// A region that wants the enrolment in the window too.
  private func strict() throws -> PolicyBook {
    try Packs.book(adding: Packs.pack("99", #""windowTest": {"value": "both", "rule": "A01"}"#))
  }

  @Test("7: enrolled in the window and paid after it is late, whatever is tested")
  func case7EnrolledButPaidLate() throws {
    for place in ["610104", "990101"] {
      var child = try paid("2026-05-30", place: place)
      try child.isEnrolled("E1", from: "2026-03-01")
      #expect(try state(child, book: strict()) == .paidLate)
    }
  }

  @Test("8: paid in the window and enrolled after it is in time, but where both are tested")
  func case8PaidButEnrolledLate() throws {
    for (enrolled, strictly) in [
      ("2026-05-29", Ruling.PaymentState.paidOnTime), ("2026-05-30", .paidLate),
    ] {
      var lenient = try paid("2026-05-29")
      try lenient.isEnrolled("E1", from: enrolled)
      #expect(try state(lenient) == .paidOnTime, "rule A07 measures the payment")
      var child = try paid("2026-05-29", place: "990101")
      try child.isEnrolled("E1", from: enrolled)
      #expect(try state(child, book: strict()) == strictly)
    }
  }

  @Test("12: born on 2 October day 90 is 31 December; born on the 3rd it is New Year's Day")
  func case12TheWindowCrossesFromThirdOctober() throws {
    // 29 days of October, 30 of November and 31 of December are 90.
    #expect(
      try paid("2027-01-01", born: "2026-10-02").ruling(asOf: "2027-01-02").payment == .missed)
    #expect(
      try paid("2027-01-01", born: "2026-10-03").cover(asOf: "2027-01-02") == [
        "2026-10-03/2026-12-31 onTime"
      ])
    #expect(
      try paid("2027-01-02", born: "2026-10-03").ruling(asOf: "2027-01-03").payment == .missed)
  }

  @Test("13: born on 31 December, either premium covers its own year: one day, and all of the next")
  func case13TwoPremiums() throws {
    var child = try Child(born: "2026-12-31")
    try child.pays(2027, on: "2027-01-10")
    #expect(try child.cover(asOf: "2027-01-11") == ["2027-01-01/2027-12-31 annual"])
    try child.pays(2026, on: "2027-01-10")
    #expect(
      try child.cover(asOf: "2027-01-11") == [
        "2026-12-31/2026-12-31 onTime", "2027-01-01/2027-12-31 annual",
      ])
    // 31 December + 90 is 31 March: 31 + 28 + 31.
    #expect(try child.ruling(asOf: "2027-01-11").window?.to == (try date("2027-03-31")))
  }

  @Test("14: two lines of one ticket are two premiums, two periods and one child")
  func case14TwoLines() throws {
    var child = try Child(born: "2026-12-31")
    for (line, year) in [(1, 2026), (2, 2027)] {
      var fact = PaymentFact(
        action: .pay, ticketNumber: "T1", paidAt: try date("2027-01-10").start)
      fact.line = line
      fact.premiumYear = year
      fact.insured = Party(idType: "birthCertificate", idNumber: Child.certificate)
      fact.division = "610104"
      child.tell(.payment(fact))
    }
    let cases = try child.cases(asOf: "2027-01-11")
    #expect(cases.count == 1)
    #expect(cases.first?.ruling.coverage.map(\.premiumYear) == [2026, 2027])
    #expect(cases.first?.ruling.tasks.isEmpty == true)
  }

  @Test("15: 180 days in Guangdong, six calendar months in Guangzhou before: the same law")
  func case15OtherWindows() throws {
    let trial = Packs.book(trial: ["44", "4401"])
    func windowEnd(_ place: String, _ born: String) throws -> CivilDate? {
      try Child(born: born, place: place).ruling(asOf: born, book: trial).window?.to
    }
    // 1 March + 180: 30 + 30 + 31 + 30 + 31 = 152 to the end of July, 28 of August.
    #expect(try windowEnd("440703", "2026-03-01") == (try date("2026-08-28")))
    #expect(try windowEnd("440103", "2022-03-01") == (try date("2022-09-01")))
    // Six months from 31 August end with February, which has no 31st.
    #expect(try windowEnd("440103", "2022-08-31") == (try date("2023-02-28")))
  }

  @Test("16: the window goes by the rules of the birth day, a late start by those of the payment")
  func case16EachByItsDay() throws {
    // Shaanxi's rules begin on 1 January 2022, a day after this birth; its window, 90 days of the
    // nation, ends on 31 March. Paid on 10 May for 2022: from the first of June, as Shaanxi says.
    var child = try Child(born: "2021-12-31")
    try child.pays(2022, on: "2022-05-10")
    let ruling = try child.ruling(asOf: "2022-05-11")
    #expect(ruling.window?.to == (try date("2022-03-31")))
    #expect(ruling.coverage.map(\.from) == [try date("2022-06-01")])
    #expect(ruling.coverage.first?.rules.contains("A11") == true)
  }

  @Test("17: a window that a person extended, with another's approval, is in time to its new day")
  func case17Extension() throws {
    func child(paid text: String) throws -> Child {
      var child = try paid(text)
      try child.isOrdered(.extend, on: "2026-05-20") { order in
        order.deadline = .pay
        order.until = CivilDate.startOfYear(2026).adding(days: 180)
      }
      return child
    }
    // 1 January + 180 is 30 June: 31 + 28 + 31 + 30 + 31 + 30 = 181 days of half a year.
    #expect(try state(child(paid: "2026-06-30")) == .paidOnTime)
    #expect(try child(paid: "2026-07-01").ruling(asOf: "2026-07-02").payment == .paidLate)
    let ruling = try child(paid: "2026-06-30").ruling(asOf: "2026-07-01")
    #expect(ruling.coverage.map(\.from) == [try date("2026-02-28")])
    #expect(ruling.deadlines.first { $0.kind == .pay }?.date == (try date("2026-06-30")))
    #expect(ruling.further.orders.first?.approvedBy == "乙")
  }
}
