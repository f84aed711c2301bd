import Casework
import Testing

/// Newborns: the windows for paying and for the code, late payment, and whose name counts (rules
/// A01–A12, A18; 陕医保发〔2024〕7号, 陕医保发〔2021〕78号).
///
/// The child is born on 28 February 2026, so 90 days later is 29 May (31 days of March, 30 of
/// April, 29 of May) and 180 days later 27 August (31 + 30 + 31 + 30 + 31 = 153 to the end of July,
/// 27 of August).
@Suite("Rules A: newborns") struct RulesATests {
  private let born = "2026-02-28"

  private func paid(on text: String, place: String = "610104", born: String? = nil) throws
    -> Child
  {
    var child = try Child(born: born ?? self.born, place: place)
    try child.pays(child.born.year, on: text)
    return child
  }

  @Test("A01: paid within 90 days, cover runs from birth; a day later it does not")
  func a01NinetyDays() throws {
    let inTime = try paid(on: "2026-05-29")
    #expect(try inTime.ruling(asOf: "2026-06-01").payment == .paidOnTime)
    #expect(try inTime.cover(asOf: "2026-06-01") == ["2026-02-28/2026-12-31 onTime"])
    let late = try paid(on: "2026-05-30")
    #expect(try late.ruling(asOf: "2026-06-01").payment == .paidLate)
    let unpaid = try Child(born: born)
    #expect(try unpaid.ruling(asOf: "2026-05-29").payment == .unpaid, "the last day still runs")
    #expect(try unpaid.ruling(asOf: "2026-05-30").payment == .unpaidLate)
  }

  @Test("A02: the code settles on the certificate for 180 days; cover outlives that")
  func a02HundredEightyDays() throws {
    let child = try paid(on: "2026-03-01")
    #expect(try child.ruling(asOf: "2026-08-27").code.state == .active)
    let after = try child.ruling(asOf: "2026-08-28")
    #expect(after.code.state == .suspended)
    #expect(after.code.directSettlementUntil == (try date("2026-08-27")))
    #expect(after.coverage.map(\.to) == [try date("2026-12-31")])
  }

  @Test("A03: the birth certificate is enough to enrol, in Shaanxi since 16 April 2024")
  func a03CertificateEnrols() throws {
    let policy = try Packs.policy("610104")
    let switched = try #require(policy.value(.certificateEnrols, on: date("2026-03-01")))
    #expect(switched.value == .flag(true))
    #expect(switched.rule == "A03" && switched.pack == "61")
    let ruling = try paid(on: "2026-03-01").ruling(asOf: "2026-03-02")
    #expect(ruling.identity == .certificate && ruling.citizenID == nil)
    #expect(ruling.code.state == .active, "enrolled and paid for on the certificate alone")
  }

  @Test("A04: a code comes by the family account or the agency, and by nothing else")
  func a04CodeChannels() throws {
    let channels = try #require(Packs.policy("610104").words(.codeChannels))
    #expect(Set(channels.value) == ["familyAccount", "agency"])
    #expect(channels.rule == "A04")
  }

  @Test("A05: once registered the insurance record must follow, and the 180 days no longer bind")
  func a05UpdateAfterRegistration() throws {
    var child = try paid(on: "2026-03-01")
    try child.isRegistered(on: "2026-04-02")
    let ruling = try child.ruling(asOf: "2026-08-28")
    let task = try #require(ruling.tasks.first { $0.kind == .updateIdentity })
    #expect(try task.since == date("2026-04-02") && task.rules.contains("A05"))
    #expect(task.audience == "insuranceAgency")
    // No document names a number; thirty days are assumed, here and in the nation: 2 May.
    #expect(task.due == (try date("2026-05-02")))
    for region in ["610104", "350203"] {
      let soon = try #require(Packs.policy(region).number(.updateAfterDays))
      #expect(soon.value == 30 && soon.assumed)
    }
    #expect(ruling.code.state == .active && ruling.code.directSettlementUntil == nil)
    #expect(ruling.certificates.map(\.number) == [Child.certificate], "one child, one record")
  }

  @Test("A06: a placeholder is no name of the child's own; its case waits for one")
  func a06RealName() throws {
    let nameless = try Child(born: born, name: "刘芳之女").ruling(asOf: "2026-03-02")
    #expect(nameless.identity == .placeholder)
    #expect(nameless.tasks.map(\.kind) == [.missingName])
    #expect(nameless.tasks.first?.audience == "hospital")
    let named = try Child(born: born).ruling(asOf: "2026-03-02")
    #expect(named.identity == .certificate && named.tasks.isEmpty)
  }

  @Test("A07: since 2022 the 90 days hold in all of Shaanxi, and by another rule before 2024")
  func a07SinceTwentyTwentyTwo() throws {
    let old = try Packs.policy("610104", bornOn: "2023-03-01").payWindowDays
    #expect(old.value == 90 && old.rule == "A07")
    #expect(try Packs.policy("610104", bornOn: "2021-12-31").payWindowDays.pack == "CN")
    #expect(try Packs.policy("610104", bornOn: "2022-01-01").payWindowDays.pack == "61")
    // 1 March 2023 + 90 = 30 May: 30 days of March are left, 30 of April, 30 of May.
    #expect(
      try paid(on: "2023-05-30", born: "2023-03-01").cover(asOf: "2023-06-01")
        == ["2023-03-01/2023-12-31 onTime"])
    #expect(
      try paid(on: "2023-05-31", born: "2023-03-01").ruling(asOf: "2023-06-01").payment
        == .paidLate)
  }

  @Test("A08: the payment counts in the child's own name and for the year of birth")
  func a08OwnNameBirthYear() throws {
    var otherYear = try Child(born: born)
    try otherYear.pays(2027, on: "2026-03-01")
    #expect(try otherYear.ruling(asOf: "2026-03-02").payment == .unpaid)
    var otherChild = try Child(born: born)
    try otherChild.pays(
      2026, on: "2026-03-01", insured: Party(idType: "birthCertificate", idNumber: "Z610000002"))
    #expect(try otherChild.ruling(asOf: "2026-03-02").payment == .unpaid)
    #expect(try otherChild.cases(asOf: "2026-03-02").count == 2, "a case of its own, not lost")
    #expect(try paid(on: "2026-03-01").ruling(asOf: "2026-03-02").payment == .paidOnTime)
  }

  @Test("A09: cover in time runs from birth to 31 December of the birth year")
  func a09UntilYearsEnd() throws {
    #expect(
      try paid(on: "2026-03-01").cover(asOf: "2027-01-01") == ["2026-02-28/2026-12-31 onTime"])
    // Born 3 October: + 90 is 1 January (28 + 30 + 31 days are left of the year, and one more).
    #expect(
      try paid(on: "2027-01-01", born: "2026-10-03").cover(asOf: "2027-01-02") == [
        "2026-10-03/2026-12-31 onTime"
      ])
  }

  @Test("A10: after the window the year's premium can be paid within the year, not after it")
  func a10LateWithinTheYear() throws {
    #expect(try paid(on: "2026-12-31").ruling(asOf: "2027-01-02").payment == .paidLate)
    let nextYear = try paid(on: "2027-01-01").ruling(asOf: "2027-01-02")
    #expect(nextYear.payment == .missed && nextYear.coverage.isEmpty)
    #expect(nextYear.tasks.map(\.kind) == [.refundReview], "the money bought nothing")
  }

  @Test(
    "A11: a late payment covers from the first of the month after it, so in December nothing",
    arguments: [
      ("2026-05-30", ["2026-06-01/2026-12-31 late"]),
      ("2026-06-01", ["2026-07-01/2026-12-31 late"]),
      ("2026-11-30", ["2026-12-01/2026-12-31 late"]),
      ("2026-12-01", []), ("2026-12-31", []),
    ])
  func a11NextMonth(_ payment: String, _ cover: [String]) throws {
    let child = try paid(on: payment)
    #expect(try child.cover(asOf: "2027-01-01") == cover)
    #expect(try child.ruling(asOf: "2027-01-01").payment == .paidLate)
    let late = try Packs.policy("610104").lateCover(on: date(payment))
    #expect(late.value == .nextMonth && late.rule == "A11" && !late.assumed)
  }

  @Test("A11: whoever has not paid hears until when a payment still helps: 30 November")
  func a11UntilWhen() throws {
    let child = try Child(born: born)
    #expect(try child.ruling(asOf: "2026-11-30").payment == .unpaidLate)
    #expect(try child.ruling(asOf: "2026-12-01").payment == .missed)
  }

  @Test("A12: a premium in a parent's name covers nobody here; a person has to move it")
  func a12ParentName() throws {
    var child = try Child(born: born)
    try child.pays(2026, on: "2026-03-01", insured: Child.mother)
    let cases = try child.cases(asOf: "2026-03-02")
    #expect(cases.count == 2, "never merged in silence")
    for formed in cases {
      let task = formed.ruling.tasks.first { $0.kind == .parentNameEnrolment }
      #expect(task?.rules == ["A12"] && task?.audience == "insuranceAgency")
      #expect(formed.ruling.coverage.isEmpty)
    }
  }

  @Test("A18: one record a child: certificate, registration and payment meet in one case")
  func a18OneRecord() throws {
    var child = try paid(on: "2026-03-01")
    try child.isRegistered(on: "2026-04-02")
    try child.pays(
      2027, on: "2026-10-01", insured: Party(idType: "citizenId", idNumber: child.citizenID))
    let cases = try child.cases(asOf: "2026-10-02")
    #expect(cases.count == 1)
    #expect(cases.first?.ruling.coverage.map(\.premiumYear) == [2026, 2027])
  }
}
