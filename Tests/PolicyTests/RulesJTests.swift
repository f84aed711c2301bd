import Casework
import Testing

/// Registers and exchange, as far as they are law and not transport (rules J01–J28).
@Suite("Rules J: registers and exchange") struct RulesJTests {
  @Test("J01: ten departments of Shaanxi share what they know")
  func j01TenDepartments() throws {
    let senders = try #require(Packs.policy("610104", bornOn: "2022-03-01").words(.senders))
    #expect(
      Set(senders.value) == ["医保", "教育", "公安", "民政", "财政", "人社", "卫生健康", "税务", "乡村振兴", "残联"])
    #expect(senders.value.count == 10 && senders.rule == "J01")
    #expect(try Packs.policy("610104").words(.senders)?.value == senders.value)
  }

  @Test("J13: in Sichuan's draft health, police and civil affairs share births and deaths")
  func j13WhoShares() throws {
    let senders = try #require(Packs.policy("510104", trial: ["51"]).words(.senders))
    // Agriculture by J14, human resources by J15, the tax bureau by D21.
    #expect(Set(senders.value) == ["卫生健康", "公安", "民政", "农业农村", "人力资源社会保障", "税务"])
    #expect(senders.rule == "J13")
  }

  /// A child born on 28 February, a girl, and what the police register of her.
  private func registered(bornOn: String = "2026-02-28", sex: String = "2") throws -> Child {
    var child = try Child(born: "2026-02-28")
    var fact = HouseholdFact(
      action: .register, citizenID: child.citizenID, occurredOn: try date("2026-03-20"))
    fact.name = "李一诺"
    fact.sex = sex
    fact.bornOn = try date(bornOn)
    fact.birthCertificateNumber = Child.certificate
    child.tell(.household(fact))
    return child
  }

  @Test("J11: the police register is compared with the certificate, and the sides are shown")
  func j11ComparedWithThePolice() throws {
    #expect(try registered().ruling(asOf: "2026-03-21").identity == .citizenId)
    let child = try registered(bornOn: "2026-03-01")
    #expect(try child.ruling(asOf: "2026-03-21").identity == .conflict)
    let sides = try child.task(.identityConflict, asOf: "2026-03-21").sides
    #expect(Set(sides.map(\.value)) == ["2026-02-28", "2026-03-01"])
    #expect(sides.count == 3, "certificate, register and the digits of the citizen ID")
  }

  @Test("J21: a child's file carries its marks: category, and how it is enrolled")
  func j21Marks() throws {
    var child = try Child(born: "2026-02-28")
    try child.isRecognised(.orphan, on: "2026-03-01")
    try child.isEnrolled("E1", from: "2026-03-02") { $0.group = .newborn }
    let marks = try child.ruling(asOf: "2026-03-03").further
    #expect(marks.assistance.map(\.category) == [.orphan])
    #expect(marks.enrolments.map(\.record.group) == [.newborn])
  }

  @Test("J22: in sex as in day a difference with the register goes to a person")
  func j22SexAndDayCompared() throws {
    let child = try registered(sex: "1")
    #expect(try child.ruling(asOf: "2026-03-21").identity == .conflict)
    #expect(try child.task(.identityConflict, asOf: "2026-03-21").about == ["sex"])
    #expect(try child.ruling(asOf: "2026-03-21").child.sex == "2", "the certificate's, until then")
  }

  @Test("J23: a registration that the register cancels no longer binds the citizen ID")
  func j23CancelledIsUnbound() throws {
    var child = try registered()
    var cancelled = HouseholdFact(
      action: .cancel, citizenID: child.citizenID, occurredOn: try date("2026-05-01"))
    cancelled.reason = .duplicate
    child.tell(.household(cancelled))
    #expect(try child.ruling(asOf: "2026-04-30").identity == .citizenId)
    let after = try child.ruling(asOf: "2026-05-01")
    #expect(after.citizenID == nil && after.identity == .certificate)
  }
}
