import Casework
import Testing

/// Collecting premiums, who may pay, and when assistance begins (rules D01–D28). The child is born
/// on 28 February 2026 and paid for in time.
@Suite("Rules D: collecting") struct RulesDTests {
  private func child(_ place: String = "610104") throws -> Child {
    var child = try Child(born: "2026-02-28", place: place)
    try child.pays(2026, on: "2026-03-01")
    return child
  }

  @Test("D01: next year's premium is collected from 1 September to 31 December")
  func d01SeptemberToDecember() throws {
    let next = try child().year(2027, asOf: "2026-08-01")
    #expect(next.collection?.from == (try date("2026-09-01")))
    #expect(next.collection?.to == (try date("2026-12-31")))
    for born in ["2022-03-01", "2026-03-01"] {
      let policy = try Packs.policy("610104", bornOn: born)
      let (from, to) = (policy.value(.collectionFrom), policy.value(.collectionTo))
      #expect(from?.value == .monthDay(month: 9, day: 1) && from?.rule == "D01")
      #expect(to?.value == .monthDay(month: 12, day: 31) && to?.rule == "D01")
    }
    var payer = try child()
    try payer.pays(2027, on: "2026-12-31")
    #expect(
      try payer.cover(asOf: "2027-01-01") == [
        "2026-02-28/2026-12-31 onTime", "2027-01-01/2027-12-31 annual",
      ])
    // On New Year's Day it is late: in Shaanxi from the first of the next month (A11).
    var late = try child()
    try late.pays(2027, on: "2027-01-01")
    #expect(try late.cover(asOf: "2027-01-02").last == "2027-02-01/2027-12-31 late")
  }

  @Test("D02: a pool's own start outranks the province's, and leaves its end alone")
  func d02APoolSetsItsOwnStart() throws {
    let book = try Packs.book(
      adding: Packs.pack("6102", #""collectionFrom": {"value": "10-15", "rule": "D02"}"#))
    let own = try child("610202").year(2027, asOf: "2026-08-01", book: book)
    #expect(own.collection?.from == (try date("2026-10-15")))
    #expect(own.collection?.to == (try date("2026-12-31")))
    let other = try child("610104").year(2027, asOf: "2026-08-01", book: book)
    #expect(other.collection?.from == (try date("2026-09-01")))
  }

  @Test("D03: in an extended collection a premium covers its whole year, for that year only")
  func d03AnExtensionCounts() throws {
    let term = #""collectionExtended": {"value": {"2027": "2027-02-28"}, "rule": "D03"}"#
    let book = try Packs.book(adding: Packs.pack("6102", term))
    for (paid, cover) in [
      ("2027-02-28", "2027-01-01/2027-12-31 annual"), ("2027-03-01", "2027-04-01/2027-12-31 late"),
    ] {
      var child = try child("610202")
      try child.pays(2027, on: paid)
      #expect(try child.cover(asOf: "2027-03-02", book: book).last == cover)
    }
    var later = try child("610202")
    try later.pays(2028, on: "2028-02-28")
    #expect(try later.cover(asOf: "2028-03-01", book: book).last == "2028-03-01/2028-12-31 late")
    #expect(
      try child("610202").year(2027, asOf: "2026-08-01", book: book).collection?.to
        == (try date("2027-02-28")))
  }

  @Test("D07: a city of Liaoning may still collect at other times than its province")
  func d07ACityMayStillDiffer() throws {
    let book = try Packs.book(
      adding: Packs.pack("2102", #""collectionTo": {"value": "11-30", "rule": "D07"}"#))
    let city = try child("210202").year(2027, asOf: "2026-08-01", book: book)
    #expect(city.collection?.to == (try date("2026-11-30")))
    let province = try child("210102").year(2027, asOf: "2026-08-01", book: book)
    #expect(province.collection?.to == (try date("2026-12-31")))
  }

  @Test("D10: beside one's own money and assistance a parent's insurance account pays in Shaanxi")
  func d10ParentsAccount() throws {
    let sources = try #require(Packs.policy("610104").words(.paymentSources))
    #expect(Set(sources.value) == ["self", "parentEmployeeAccount", "assistance"])
    #expect(sources.rule == "D10")
  }

  @Test("D11: Sichuan's draft lets a near relative's account pay, and the wallet (K07)")
  func d11RelativesAccount() throws {
    let sources = try #require(
      Packs.policy("510104", trial: ["51"]).words(.paymentSources))
    #expect(
      Set(sources.value) == [
        "self", "parentEmployeeAccount", "relativeAccount", "wallet", "assistance",
      ])
    #expect(sources.rule == "D11")
  }

  @Test("D12: spouse, parents, children, siblings, grandparents; grandchildren have no word")
  func d12NearRelatives() throws {
    for born in ["2024-10-01", "2026-03-01"] {
      let policy = try Packs.policy("210102", bornOn: born)
      let relations = try #require(policy.words(.payerRelations))
      #expect(
        Set(relations.value) == ["spouse", "mother", "father", "child", "sibling", "grandparent"])
      #expect(relations.rule == "D12")
      // Their accounts may pay; the wallet does not yet (K10).
      #expect(
        Set(policy.words(.paymentSources)?.value ?? []) == [
          "self", "parentEmployeeAccount", "relativeAccount", "assistance",
        ])
    }
  }

  @Test("D16: an assisted child enrols and pays in the collection; its cover waits for no money")
  func d16EnrolledBeforeTheMoney() throws {
    var child = try child()
    try child.isRecognised(.orphan, on: "2026-05-01")
    try child.pays(2027, on: "2026-09-01")
    #expect(try child.cover(asOf: "2026-09-02").last == "2027-01-01/2027-12-31 annual")
    #expect(try child.year(2027, asOf: "2026-09-02").subsidyPercent == 100)
  }

  @Test("D17: recognised within a premium year, assisted from the next")
  func d17FromTheNextYear() throws {
    var child = try child()
    try child.isRecognised(.orphan, on: "2026-05-01")
    #expect(try child.year(2026, asOf: "2026-06-01").subsidyPercent == nil)
    #expect(try child.year(2027, asOf: "2026-06-01").subsidyPercent == 100)
    let starts = try Packs.policy("610104").word(.subsidyStarts, on: date("2026-05-01"))
    #expect(starts?.value == "nextYear" && starts?.rule == "D17")
  }

  @Test("D18: what cannot be right goes back to who told it, with both sides, and is not mended")
  func d18BackToItsSource() throws {
    var child = try child()
    var fact = HouseholdFact(
      action: .register, citizenID: child.citizenID, occurredOn: try date("2026-03-20"))
    fact.name = "李一诺"
    fact.sex = "2"
    fact.bornOn = try date("2026-03-01")
    fact.birthCertificateNumber = Child.certificate
    child.tell(.household(fact))
    let ruling = try child.ruling(asOf: "2026-03-21")
    #expect(ruling.identity == .conflict)
    let task = try child.task(.identityConflict, asOf: "2026-03-21")
    #expect(task.audience == "registrationOffice")
    #expect(
      ruling.child.bornOn == (try date("2026-02-28")), "the certificate's, until a person says")
  }

  @Test("D19: assistance alone covers nobody: first the tax bureau collects")
  func d19AssistanceIsNoPayment() throws {
    var child = try Child(born: "2026-02-28")
    try child.isRecognised(.orphan, on: "2026-03-01")
    let ruling = try child.ruling(asOf: "2027-02-01")
    #expect(ruling.payment == .missed && ruling.coverage.isEmpty)
  }

  /// A student of three years pays them at once, at the price of the first.
  private func prepaid(_ place: String) throws -> [String] {
    var child = try child(place)
    for year in 2027...2029 { try child.pays(year, on: "2026-09-01") }
    return try Array(child.cover(asOf: "2026-09-02", book: Packs.book(trial: ["51"])).dropFirst())
  }

  private let threeYears = (2027...2029).map { "\($0)-01-01/\($0)-12-31 annual" }

  @Test("D25: years paid at once in Sichuan's draft each cover whole, whatever premiums come")
  func d25YearsPaidAtOnce() throws { #expect(try prepaid("510104") == threeYears) }

  @Test("D26: years paid at once in Liaoning each cover whole, whatever premiums come")
  func d26YearsPaidAtOnce() throws { #expect(try prepaid("210102") == threeYears) }
}
