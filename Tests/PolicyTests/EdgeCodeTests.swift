import Casework
import Testing

/// Edge cases of the code (21–26). Born on 28 February 2026, day 180 is 27 August.
@Suite("Edge cases: the code") struct EdgeCodeTests {
  private func child(_ place: String = "610104", paid text: String? = "2026-03-01") throws -> Child
  {
    var child = try Child(born: "2026-02-28", place: place)
    if let text { try child.pays(2026, on: text) }
    return child
  }

  @Test("21: registered, the record not updated: suspended only where the pack asks for the record")
  func case21RecordNotUpdated() throws {
    let book = try Packs.book(
      adding: Packs.pack("99", #""bindingTest": {"value": "recordUpdated", "rule": "X"}"#))
    var child = try child("990101")
    try child.isRegistered(on: "2026-04-02")
    let suspended = try child.ruling(asOf: "2026-08-28", book: book)
    #expect(suspended.code.state == .suspended)
    #expect(suspended.coverage.map(\.to) == [try date("2026-12-31")], "entitlement stays")
    let number = child.citizenID
    try child.isEnrolled("E1", from: "2026-09-01") {
      $0.standsUnder = Party(idType: "citizenId", idNumber: number)
    }
    #expect(try child.ruling(asOf: "2026-08-31", book: book).code.state == .suspended)
    let updated = try child.ruling(asOf: "2026-09-01", book: book)
    #expect(updated.code.state == .active)
    #expect(!updated.tasks.contains { $0.kind == .updateIdentity })
    var elsewhere = try self.child()
    try elsewhere.isRegistered(on: "2026-04-02")
    #expect(try elsewhere.ruling(asOf: "2026-08-28").code.state == .active)
    #expect(try elsewhere.tasks("2026-08-28") == [.updateIdentity])
  }

  @Test("21: a record under a parent's citizen ID does not show that of the child")
  func case21RecordInAParentsName() throws {
    var child = try child()
    try child.isRegistered(on: "2026-04-02")
    try child.isEnrolled("E1", from: "2026-04-10") { $0.standsUnder = Child.mother }
    #expect(try child.tasks("2026-04-11").contains(.updateIdentity))
    let number = child.citizenID
    try child.isEnrolled("E2", from: "2026-04-20") {
      $0.standsUnder = Party(idType: "citizenId", idNumber: number)
    }
    #expect(try !child.tasks("2026-04-20").contains(.updateIdentity))
  }

  @Test("22: a code before the premium identifies and does not settle")
  func case22IdentifiesOnly() throws {
    #expect(try child(paid: nil).ruling(asOf: "2026-03-02").code.state == .issued)
  }

  @Test("23: care before payment does not settle, within the window or after it")
  func case23NotBeforePayment() throws {
    let unpaid = try child(paid: nil)
    for text in ["2026-03-02", "2026-05-29", "2026-05-30"] {
      #expect(try unpaid.ruling(asOf: text).code.state == .issued)
    }
    #expect(try Packs.policy("610104").isOn(.treatFirst) == false)
  }

  @Test("24: both parents may bind the child; a third binding is for a person to look at")
  func case24TwoGuardians() throws {
    var child = try child()
    try child.has(guardian: "M", relation: "mother", on: "2026-03-02", channel: "familyAccount")
    try child.has(guardian: "F", relation: "father", on: "2026-03-03", channel: "familyAccount")
    #expect(try child.ruling(asOf: "2026-03-04").further.guardians.count == 2)
    #expect(try child.tasks("2026-03-04").isEmpty)
    try child.has(guardian: "G", relation: "grandparent", on: "2026-03-05")
    #expect(try child.tasks("2026-03-06") == [.guardianReview])
    #expect(try child.ruling(asOf: "2026-03-06").certificates.count == 1, "and one code only")
  }

  @Test("25: a mother without a Chinese document binds at the agency; the code does not wait")
  func case25ForeignMother() throws {
    var child = try child()
    try child.has(guardian: "M", relation: "mother", on: "2026-03-02", channel: "agency")
    let ruling = try child.ruling(asOf: "2026-03-03")
    #expect(ruling.code.state == .active)
    #expect(ruling.further.guardians.map(\.channel) == ["agency"])
    #expect(ruling.further.guardians.first?.guardian?.type == "passport")
  }

  @Test("26: a guardian who was revoked may act no longer; the child and its code stay as they are")
  func case26Revoked() throws {
    var child = try child()
    try child.has(guardian: "F", relation: "father", on: "2026-03-02")
    try child.has(guardian: "M", relation: "mother", on: "2026-03-02")
    try child.has(guardian: "F", relation: "father", on: "2026-05-01", action: .revoke)
    #expect(try child.ruling(asOf: "2026-04-30").further.guardians.count == 2)
    let after = try child.ruling(asOf: "2026-05-01")
    #expect(after.further.guardians.map(\.relation) == ["mother"])
    #expect(after.code.state == .active)
  }
}
