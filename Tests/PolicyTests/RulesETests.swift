import Casework
import Testing

/// Whose premium is paid for them, and who may say so (rules E01–E11).
@Suite("Rules E: assistance") struct RulesETests {
  private func child(_ place: String = "610104") throws -> Child {
    var child = try Child(born: "2026-02-28", place: place)
    try child.pays(2026, on: "2026-03-01")
    return child
  }

  private func categories(_ region: String, trial: Set<String> = []) throws
    -> Policy.Sourced<[String]>
  {
    try #require(
      Packs.policy(region, trial: trial).words(.assistedCategories, on: date("2026-05-01")))
  }

  @Test(
    "E01: for orphans and children nobody looks after the premium is paid in full",
    arguments: [AssistanceFact.Category.orphan, .deFactoUnattended])
  func e01OrphansInFull(_ category: AssistanceFact.Category) throws {
    var child = try child()
    try child.isRecognised(category, on: "2026-05-01")
    #expect(try child.year(2027, asOf: "2026-06-01").subsidyPercent == 100)
  }

  @Test("E02: how much others get the cities say: recognised and counted, without a share")
  func e02OthersByCategory() throws {
    var child = try child()
    try child.isRecognised(.subsistence, on: "2026-05-01")
    #expect(try child.year(2027, asOf: "2026-06-01").subsidyPercent == nil)
    #expect(try !child.tasks("2026-06-01").contains(.verifyCategory))
  }

  @Test("E03: Shaanxi counts five categories, the margin of subsistence not among them")
  func e03FiveCategories() throws {
    let counted = try categories("610104")
    #expect(
      Set(counted.value) == [
        "extremePoverty", "orphan", "deFactoUnattended", "subsistence", "povertyMonitoring",
      ])
    #expect(counted.rule == "E03")
    var child = try child()
    try child.isRecognised(.subsistenceMargin, on: "2026-05-01")
    #expect(try child.tasks("2026-06-01").contains(.verifyCategory))
  }

  @Test("E05: Sichuan's draft counts four")
  func e05FourCategories() throws {
    let counted = try categories("510104", trial: ["51"])
    #expect(
      Set(counted.value) == ["extremePoverty", "orphan", "subsistence", "povertyMonitoring"])
    #expect(counted.rule == "E05")
  }

  @Test("E06: Liaoning counts the margin of subsistence too")
  func e06WithTheMargin() throws {
    let counted = try categories("210102")
    #expect(
      Set(counted.value) == [
        "extremePoverty", "orphan", "deFactoUnattended", "subsistence", "subsistenceMargin",
        "povertyMonitoring",
      ])
    #expect(counted.rule == "E06")
    var child = try child("210102")
    try child.isRecognised(.subsistenceMargin, on: "2026-05-01")
    #expect(try !child.tasks("2026-06-01").contains(.verifyCategory))
  }

  /// Whether a person is asked to verify a category because of who said it.
  private func isDoubted(
    _ category: AssistanceFact.Category, by department: String, in place: String = "610104",
    trial: Set<String> = []
  ) throws -> Bool {
    var child = try child(place)
    try child.isRecognised(category, on: "2026-05-01", by: department)
    return try child.tasks("2026-06-01", book: Packs.book(trial: trial)).contains(.verifyCategory)
  }

  @Test(
    "E07: civil affairs say who is destitute, an orphan, unattended or on subsistence",
    arguments: [
      AssistanceFact.Category.extremePoverty, .orphan, .deFactoUnattended, .subsistence,
    ])
  func e07CivilAffairs(_ category: AssistanceFact.Category) throws {
    #expect(try !isDoubted(category, by: "civilAffairs"))
    #expect(try isDoubted(category, by: "ruralRevitalisation"))
    #expect(
      try Packs.policy("610104").value(.categorySources, on: date("2026-05-01"))?.rule == "E07")
  }

  @Test("E08: rural revitalisation says who is monitored against poverty")
  func e08RuralRevitalisation() throws {
    #expect(try !isDoubted(.povertyMonitoring, by: "ruralRevitalisation"))
    #expect(try isDoubted(.povertyMonitoring, by: "civilAffairs"))
  }

  @Test("E09: in Sichuan's draft agriculture says so beside civil affairs")
  func e09AgricultureToo() throws {
    let draft: Set = ["51"]
    for category in [
      AssistanceFact.Category.extremePoverty, .orphan, .subsistence, .povertyMonitoring,
    ] {
      for department in ["civilAffairs", "agricultureRural"] {
        #expect(try !isDoubted(category, by: department, in: "510104", trial: draft))
      }
      #expect(try isDoubted(category, by: "ruralRevitalisation", in: "510104", trial: draft))
    }
    let sources = try Packs.policy("510104", trial: ["51"])
      .value(.categorySources, on: date("2026-05-01"))
    #expect(sources?.rule == "E09")
  }

  @Test("E11: who may not say it is not believed unseen: the agency verifies, by rule E11")
  func e11Verified() throws {
    var child = try child()
    try child.isRecognised(.orphan, on: "2026-05-01", by: "other")
    let task = try child.task(.verifyCategory, asOf: "2026-06-01")
    #expect(task.audience == "insuranceAgency" && task.rules == ["E11"])
    #expect(task.since == (try date("2026-05-01")))
  }
}
