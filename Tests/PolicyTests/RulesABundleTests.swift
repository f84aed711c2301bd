import Casework
import Testing

/// Newborns: who does not wait, what the bundle holds, and who takes part (rules A13–A26).
@Suite("Rules A: the bundle") struct RulesABundleTests {
  /// Born on 1 December 2026: day 90 is 1 March 2027 (30 days of December, 31 of January, 28 of
  /// February, and one more). So a premium of 2027 paid on 1 March is the window's and covers from
  /// January; on 2 March it is late, and no longer a newborn's.
  private func bornInDecember(_ place: String, paid: String) throws -> Child {
    var child = try Child(born: "2026-12-01", place: place)
    try child.pays(2026, on: "2026-12-01")
    try child.pays(2027, on: paid)
    return child
  }

  @Test("A13: in Sichuan's draft nobody waits as a newborn, and others do")
  func a13NewbornsDoNotWait() throws {
    let trial = Packs.book(trial: ["51"])
    let newborn = try bornInDecember("510104", paid: "2027-03-01")
    #expect(
      try newborn.cover(asOf: "2027-03-02", book: trial).last == "2027-01-01/2027-12-31 annual")
    // Three months from 2 March: 2 June.
    let older = try bornInDecember("510104", paid: "2027-03-02")
    #expect(
      try older.cover(asOf: "2027-03-03", book: trial).last == "2027-06-02/2027-12-31 late")
    var late = try Child(born: "2026-02-28", place: "510104")
    try late.pays(2026, on: "2026-06-15")
    #expect(
      try late.cover(asOf: "2026-06-16", book: trial) == ["2026-06-15/2026-12-31 late"],
      "the birth year's premium never waits")
  }

  @Test("A14: in Liaoning likewise")
  func a14NewbornsDoNotWait() throws {
    let newborn = try bornInDecember("210102", paid: "2027-03-01")
    #expect(try newborn.cover(asOf: "2027-03-02").last == "2027-01-01/2027-12-31 annual")
    let older = try bornInDecember("210102", paid: "2027-03-02")
    #expect(try older.cover(asOf: "2027-03-03").last == "2027-06-02/2027-12-31 late")
    var late = try Child(born: "2026-02-28", place: "210102")
    try late.pays(2026, on: "2026-06-15")
    #expect(try late.cover(asOf: "2026-06-16") == ["2026-06-15/2026-12-31 late"])
  }

  @Test("A15: Sichuan's draft enrols by certificate, and rules nobody while it is a draft")
  func a15CertificateInTheDraft() throws {
    let trial = try Packs.policy("510104", trial: ["51"])
    let given = try #require(trial.value(.certificateEnrols, on: date("2025-07-15")))
    #expect(given.value == .flag(true) && given.rule == "A15" && given.pack == "51")
    let ruling = try Packs.policy("510104")
    #expect(ruling.value(.certificateEnrols, on: try date("2025-07-15"))?.pack == "CN")
  }

  @Test("A16: Liaoning's bundle: certificate, registration, insurance, social-security card")
  func a16FourItems() throws {
    for born in ["2024-10-01", "2026-03-01"] {
      let items = try #require(Packs.policy("210102", bornOn: born).words(.bundleItems))
      #expect(items.value == ["出生医学证明", "户口登记", "医保参保", "社会保障卡申领"])
      #expect(items.rule == "A16")
    }
  }

  @Test("A17: in Liaoning too an unpaid premium is called to mind within the window")
  func a17RemindersInTheBirthYear() throws {
    let policy = try Packs.policy("210102")
    let days = try #require(policy.numbers(.reminderDays)).value
    #expect(!days.isEmpty)
    #expect(days.allSatisfy { $0 < policy.payWindowDays.value }, "before it is too late")
  }

  @Test("A22: in Shaanxi insurance, health and police take part")
  func a22ThreeDepartments() throws {
    let who = try #require(Packs.policy("610104").words(.participants))
    #expect(Set(who.value) == ["医保", "卫健", "公安"])
    #expect(who.rule == "A22")
  }

  @Test("A23: the nation encourages enrolment by certificate")
  func a23NationWide() throws {
    let given = try #require(Packs.policy("350203").value(.certificateEnrols))
    #expect(given.value == .flag(true) && given.rule == "A23" && given.pack == "CN")
  }

  @Test("A25: in Liaoning police, health, insurance and human resources; the tax bureau is apart")
  func a25FourDepartments() throws {
    for born in ["2024-10-01", "2026-03-01"] {
      let who = try #require(Packs.policy("210102", bornOn: born).words(.participants))
      #expect(Set(who.value) == ["公安", "卫生健康", "医保", "人力资源社会保障"])
      #expect(who.rule == "A25")
    }
  }

  @Test("A26: Sichuan's draft lets hospitals, banks and insurers enrol")
  func a26ServicePoints() throws {
    let points = try #require(Packs.policy("510104", trial: ["51"]).words(.enrolmentChannels))
    #expect(Set(points.value) == ["定点医疗机构", "商业银行", "商业保险机构"])
    #expect(points.rule == "A26")
  }
}
