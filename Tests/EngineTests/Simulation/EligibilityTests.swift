import Casework
import Engine
import Testing

/// Whether care settles, by the edge cases of the policy documents that have a number.
///
/// The child is born on 28 February 2026 in Xi'an: the window ends on B+90 = 29 May, settlement on
/// the certificate on B+180 = 27 August, cover of the birth year on 31 December.
@Suite struct EligibilityTests {
  private let number = "Z610000001"

  private func ask(
    _ counter: Counter, _ day: String, admitted: String? = nil, discharged: String? = nil
  ) async throws -> Eligibility {
    var question = CareQuestion(.birthCertificate(number), on: try #require(CivilDate(day)))
    question.admittedOn = admitted.flatMap { CivilDate($0) }
    question.dischargedOn = discharged.flatMap { CivilDate($0) }
    return try await counter.office.inspector.eligibility(question)
  }

  private func paid() async throws -> Counter {
    let counter = try Counter("2026-03-05")
    try await counter.send(Papers.birth(number))
    try await counter.send(Papers.pay("T000001", number, on: "2026-03-05"))
    return counter
  }

  /// 18: B+180 settles, B+181 does not and says what to do; cover stays.
  @Test func edge18TheLastDayOfTheCertificate() async throws {
    let counter = try await paid()
    let last = try await ask(counter, "2026-08-27")
    #expect(last.settles && last.covered)
    let after = try await ask(counter, "2026-08-28")
    #expect(!after.settles && after.covered)
    #expect(after.reasons.contains { $0.rule == "A02" && $0.document != nil })
    #expect(after.reasons.allSatisfy { !$0.text.chinese.isEmpty && !$0.text.english.isEmpty })
  }

  /// 19: a stay from B+175 = 22 August to B+185 = 1 September settles by its admission; one that
  /// begins on B+181 does not.
  @Test func edge19AStayIsDecidedByItsAdmission() async throws {
    let counter = try await paid()
    for asked in ["2026-08-22", "2026-08-30", "2026-09-01"] {
      let stay = try await ask(counter, asked, admitted: "2026-08-22", discharged: "2026-09-01")
      #expect(stay.settles && stay.covered, "asked on \(asked)")
      #expect(stay.decidedBy == CivilDate("2026-08-22"))
    }
    let late = try await ask(
      counter, "2026-08-28", admitted: "2026-08-28", discharged: "2026-09-01")
    #expect(!late.settles && late.covered)
  }

  /// 19, the other way: where the region goes by discharge, the same stay does not settle.
  @Test func edge19WhereTheRegionGoesByDischarge() async throws {
    let counter = try Counter("2026-03-05", terms: [.settleBasis: .word("discharge")])
    try await counter.send(Papers.birth(number))
    try await counter.send(Papers.pay("T000001", number, on: "2026-03-05"))
    let stay = try await ask(
      counter, "2026-08-22", admitted: "2026-08-22", discharged: "2026-09-01")
    #expect(!stay.settles && stay.covered && stay.decidedBy == CivilDate("2026-09-01"))
    let short = try await ask(
      counter, "2026-08-22", admitted: "2026-08-22", discharged: "2026-08-27")
    #expect(short.settles)
  }

  /// Care in a year that nobody has paid for rests on the rule by which that year is collected, not
  /// on that of the birth year.
  @Test func careBeyondThePaidYearsCitesTheCollection() async throws {
    let counter = try await paid()
    let care = try await ask(counter, "2027-02-01")
    #expect(!care.settles && !care.covered)
    #expect(care.reasons.first?.rule == "D01")
  }

  /// A stay over the end of the year is judged by its admission, and says that cover ends.
  @Test func aStayOverTheEndOfCover() async throws {
    let counter = try await paid()
    try await counter.send(
      Papers.register(Papers.citizen(1), on: "2026-03-05", certificate: number))
    let stay = try await ask(
      counter, "2026-12-29", admitted: "2026-12-29", discharged: "2027-01-03")
    #expect(stay.settles && stay.covered)
    #expect(stay.reasons.contains { $0.text.english.contains("31 December 2026") })
    let next = try await ask(
      counter, "2027-01-01", admitted: "2027-01-01", discharged: "2027-01-03")
    #expect(!next.settles && !next.covered)
  }

  /// 20 and 21: bound on B+60, the limit no longer counts; bound after it, care from then settles.
  @Test func edge20AndEdge21TheBoundCodeSettles() async throws {
    let counter = try await paid()
    try await counter.wait(until: "2026-09-10")
    #expect(try await !ask(counter, "2026-09-10").settles)
    try await counter.send(
      Papers.register(Papers.citizen(1), on: "2026-09-10", certificate: number))
    #expect(try await ask(counter, "2026-09-10").settles)
    // What is known now does not make the code have settled before it was bound.
    let before = try await ask(counter, "2026-09-09")
    #expect(!before.settles && before.covered)
  }

  /// 22: a code before any payment identifies and does not settle; the reason says until when
  /// paying brings cover from birth.
  @Test func edge22TheCodeBeforePayment() async throws {
    let counter = try Counter("2026-03-05")
    try await counter.send(Papers.birth(number))
    let found = try await ask(counter, "2026-03-05")
    #expect(!found.settles && !found.covered)
    #expect(found.reasons.first?.text.english.contains("29 May 2026") == true)
  }

  /// 23: denied by default; where the region treats first, it settles within the window though
  /// nothing is paid, and is not covered.
  @Test func edge23TreatedFirst() async throws {
    let counter = try Counter("2026-03-05", terms: [.treatFirst: .flag(true)])
    try await counter.send(Papers.birth(number))
    let found = try await ask(counter, "2026-03-05")
    #expect(found.settles && !found.covered && found.reasons.count == 2)
    #expect(try await ask(counter, "2026-05-29").settles)
    #expect(try await !ask(counter, "2026-05-30").settles)
    #expect(try await !ask(counter, "2026-02-27").settles)
    try await counter.wait(until: "2026-05-30")
    #expect(try await !ask(counter, "2026-03-05").settles)
  }

  /// 58: a payment that is reversed never was: covered before the reversal is known, not after.
  @Test func edge58AReversalTakesCoverBack() async throws {
    let counter = try await paid()
    #expect(try await ask(counter, "2026-03-05").settles)
    try await counter.wait(until: "2026-03-20")
    try await counter.send(Papers.reverse("T000001", on: "2026-03-20"))
    let after = try await ask(counter, "2026-03-05")
    #expect(!after.settles && !after.covered)
  }

  /// 63: care up to the day of death settles, the code is retired from the next.
  @Test func edge63AfterADeathInTime() async throws {
    let counter = try await paid()
    try await counter.wait(until: "2026-03-12")
    try await counter.send(Papers.death(number, on: "2026-03-10"))
    #expect(try await ask(counter, "2026-03-10").settles)
    let after = try await ask(counter, "2026-03-11")
    #expect(!after.settles && after.covered)
    #expect(after.reasons.contains { $0.rule == "retired" })
  }

  /// 64: the child died unpaid within the window: who pays in time may still claim.
  @Test func edge64AfterADeathUnpaid() async throws {
    let counter = try Counter("2026-03-05")
    try await counter.send(Papers.birth(number))
    try await counter.send(Papers.death(number, on: "2026-03-04"))
    let found = try await ask(counter, "2026-03-03")
    #expect(!found.settles && !found.covered)
    #expect(found.reasons.first?.text.english.contains("29 May 2026") == true)
    try await counter.send(Papers.pay("T000001", number, on: "2026-03-05"))
    #expect(try await ask(counter, "2026-03-03").settles)
  }

  /// 30, 46: a held code does not settle while it is held, nor care before it while that lasts;
  /// cover goes on.
  @Test func aHeldCodeDoesNotSettle() async throws {
    let counter = try await paid()
    try await counter.wait(until: "2026-03-10")
    try await counter.send(Papers.order("O1", "freeze", certificate: number, on: "2026-03-10"))
    for day in ["2026-03-09", "2026-03-10"] {
      let held = try await ask(counter, day)
      #expect(!held.settles && held.covered, "\(day)")
    }
    try await counter.wait(until: "2026-03-20")
    try await counter.send(Papers.order("O2", "release", certificate: number, on: "2026-03-20"))
    #expect(try await ask(counter, "2026-03-09").settles)
    #expect(try await !ask(counter, "2026-03-19").settles)
    #expect(try await ask(counter, "2026-03-20").settles)
  }

  /// A placeholder name holds the code only where the region says so (edge case 35).
  @Test func aPlaceholderHoldsTheCodeWhereTheRegionSaysSo() async throws {
    for isHeld in [false, true] {
      let counter = try Counter("2026-03-05", terms: [.placeholderHolds: .flag(isHeld)])
      try await counter.send(Papers.birth(number, name: "刘芳之女"))
      try await counter.send(Papers.pay("T000001", number, on: "2026-03-05"))
      let found = try await ask(counter, "2026-03-05")
      #expect(found.covered && found.settles == !isHeld)
    }
  }

  @Test func beforeTheBirthAndUnknown() async throws {
    let counter = try await paid()
    let before = try await ask(counter, "2026-02-27")
    #expect(!before.settles && !before.covered)
    #expect(before.reasons.first?.text.english.contains("before the birth") == true)
    let nobody = try await counter.office.inspector.eligibility(
      CareQuestion(.code("00000000000000000000"), on: CivilDate.startOfYear(2026)))
    #expect(!nobody.settles && !nobody.covered && nobody.reasons.map(\.rule) == ["unknown"])
  }
}
