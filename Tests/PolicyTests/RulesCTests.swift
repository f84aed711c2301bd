import Casework
import Testing

/// Where a child may enrol (rules C01–C09). The child is registered in Xi'an (6101) and paid for in
/// Baoji (6103), another pool.
@Suite("Rules C: places") struct RulesCTests {
  /// Paid for in one place, registered in another; somebody has said how it is enrolled.
  private func child(at place: String, registeredIn household: String) throws -> Child {
    var child = try Child(born: "2026-02-28", place: household)
    try child.isRegistered(on: "2026-03-10")
    child.place = place
    try child.pays(2026, on: "2026-04-01")
    try child.isEnrolled("E1", from: "2026-04-01")
    return child
  }

  private func isQuestioned(_ child: Child, book: PolicyBook = Packs.book) throws -> Bool {
    try child.tasks("2026-04-02", book: book).contains(.placeReview)
  }

  @Test("C01: in Shaanxi at the household, the residence or the school")
  func c01ThreePlaces() throws {
    let places = try #require(
      Packs.policy("610304").words(.enrolmentPlaces, on: date("2026-04-01")))
    #expect(Set(places.value) == ["household", "residence", "school"] && places.rule == "C01")
    #expect(try !isQuestioned(child(at: "610104", registeredIn: "610104")))
    var resident = try child(at: "610304", registeredIn: "610104")
    #expect(try isQuestioned(resident), "registered elsewhere, nothing shown")
    #expect(try resident.task(.placeReview, asOf: "2026-04-02").rules == ["C01"])
    try resident.lives(in: "610302", from: "2026-03-15")
    #expect(try !isQuestioned(resident), "a residence permit of the same pool")
    var pupil = try child(at: "610304", registeredIn: "610104")
    try pupil.lives(in: "610302", from: "2026-03-15", kind: .school)
    #expect(try !isQuestioned(pupil))
  }

  @Test("C02: the nation names residence and school beside the household")
  func c02NationWide() throws {
    let places = try #require(Packs.policy("350203").words(.enrolmentPlaces))
    #expect(Set(places.value) == ["household", "residence", "school"])
    #expect(places.rule == "C02" && places.pack == "CN")
  }

  @Test("C03: since 2022 a residence permit is the basis, as long as it holds")
  func c03PermitIsABasis() throws {
    let needed = try Packs.policy("610304", bornOn: "2022-03-01")
      .value(.permitNeeded, on: date("2023-01-01"))
    #expect(needed?.value == .flag(true) && needed?.rule == "C03")
    var expired = try child(at: "610304", registeredIn: "610104")
    try expired.lives(in: "610302", from: "2026-03-15", to: "2026-03-31")
    #expect(try isQuestioned(expired), "on the day of payment, 1 April, it had run out")
    var elsewhere = try child(at: "610304", registeredIn: "610104")
    try elsewhere.lives(in: "610402", from: "2026-03-15")
    #expect(try isQuestioned(elsewhere), "a permit of another pool")
  }

  @Test("C04: Sichuan's draft asks for no permit where a child lives")
  func c04NoPermitInTheDraft() throws {
    let trial = Packs.book(trial: ["51"])
    let given = trial.policy(region: "510104", bornOn: try date("2026-03-01"))?
      .value(.permitNeeded, on: try date("2026-04-01"))
    #expect(given?.value == .flag(false) && given?.rule == "C04")
    #expect(try !isQuestioned(child(at: "510104", registeredIn: "610104"), book: trial))
  }

  @Test("C05: Sichuan's draft takes children before school age at school or residence")
  func c05SchoolOrResidence() throws {
    let places = try #require(
      Packs.policy("510104", trial: ["51"]).words(.enrolmentPlaces, on: date("2026-04-01")))
    // The work place by C04; the household as everywhere.
    #expect(Set(places.value) == ["household", "residence", "school", "work"])
    #expect(places.rule == "C05")
  }

  @Test("C06: Liaoning takes children from elsewhere at the residence, not at the school")
  func c06ResidenceOnly() throws {
    for text in ["2024-10-01", "2026-04-01"] {
      let places = try #require(
        Packs.policy("210102", bornOn: "2024-10-01").words(.enrolmentPlaces, on: date(text)))
      // The work place by C07; the household as everywhere.
      #expect(Set(places.value) == ["household", "residence", "work"] && places.rule == "C06")
    }
    var pupil = try child(at: "210102", registeredIn: "610104")
    try pupil.lives(in: "210103", from: "2026-03-15", kind: .school)
    #expect(try isQuestioned(pupil))
  }

  @Test("C07: in Liaoning the household does not bind, but a permit must be shown")
  func c07PermitStillNeeded() throws {
    let given = try Packs.policy("210102").value(.permitNeeded, on: date("2026-04-01"))
    #expect(given?.value == .flag(true) && given?.rule == "C07")
    var resident = try child(at: "210102", registeredIn: "610104")
    #expect(try isQuestioned(resident))
    try resident.lives(in: "210103", from: "2026-03-15")
    #expect(try !isQuestioned(resident))
  }

  @Test("C09: a record from another place is seen beside the one here")
  func c09InsuredElsewhere() throws {
    var child = try child(at: "610304", registeredIn: "610104")
    try child.isEnrolled("E2", from: "2026-04-02") { $0.region = "440103" }
    #expect(try child.tasks("2026-04-03").contains(.duplicateEnrolment))
  }
}
