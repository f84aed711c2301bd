import Casework
import Testing

/// Who is reminded when (rules L05–L09). The child is born on 28 February 2026 and not paid for:
/// day 30 is 30 March (31 days of March), 60 is 29 April, 75 is 14 May, 85 is 24 May, 89 is 28 May;
/// the window ends on day 90, so on day 91, 30 May, it was missed. The days between are the
/// contract's; no document gives any, and the national pack says so.
@Suite("Rules L: telling people") struct RulesLTests {
  private func unpaid() throws -> NoticeRun {
    try NoticeRun(Child(born: "2026-02-28"), from: "2026-03-02", until: "2026-06-30")
  }

  private func days(_ texts: String...) throws -> [CivilDate] { try texts.map { try date($0) } }

  @Test("L05: on day 75 the village is told too, so that its officer calls on the family")
  func l05TheVillageOnItsDay() throws {
    #expect(try unpaid().days(.payReminder, .grassroots) == days("2026-05-14"))
    let given = try #require(Packs.policy("610104").numbers(.grassrootsDays))
    #expect(given.rule == "L05" && given.assumed)
  }

  @Test("L06: who is not insured is reminded in time, on days 30, 60, 75, 85 and 89")
  func l06OnTheirDays() throws {
    #expect(
      try unpaid().days(.payReminder, .guardian)
        == days("2026-03-30", "2026-04-29", "2026-05-14", "2026-05-24", "2026-05-28"))
    #expect(try Packs.policy("610104").numbers(.reminderDays)?.assumed == true)
  }

  @Test("L09: when the window is missed those on the spot hear of it the day after")
  func l09TheVillageHearsOfAMissedWindow() throws {
    #expect(try unpaid().days(.payWindowMissed, .grassroots) == days("2026-05-30"))
  }

  /// Day 150 is 28 July (31 + 30 + 31 + 30 = 122 to the end of June, and 28), day 170 is 17 August,
  /// day 180 is 27 August.
  @Test("A02: the end of settlement on the certificate is announced on days 150, 170 and 180")
  func a02TheEndIsAnnounced() throws {
    var child = try Child(born: "2026-02-28")
    try child.pays(2026, on: "2026-03-01")
    let run = try NoticeRun(child, from: "2026-03-02", until: "2026-09-30")
    #expect(
      try run.days(.codeExpiring, .guardian) == days("2026-07-28", "2026-08-17", "2026-08-27"))
    #expect(try run.days(.codeSuspended, .guardian) == days("2026-08-28"))
  }
}
