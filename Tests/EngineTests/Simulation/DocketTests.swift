import Casework
import Engine
import Testing

/// What comes of a case as days pass, through docket and store. The child is born on 28 February
/// 2026; the end of March is B + 31, of April B + 61, of May B + 92, of June B + 122, of July
/// B + 153.
@Suite struct DocketTests {
  private let number = "Z610000001"

  /// The contract: `pay-reminder` on B + 30, 60, 75, 85, 89, `pay-window-missed` on B + 91.
  @Test func remindersComeOnTheirDays() async throws {
    let counter = try Counter("2026-03-01")
    let id = try await counter.send(Papers.birth(number)).caseID
    try await counter.wait(until: "2027-03-01")
    #expect(
      try await counter.told(.payReminder, of: id) == [
        "2026-03-30 B+30", "2026-04-29 B+60", "2026-05-14 B+75", "2026-05-24 B+85",
        "2026-05-28 B+89",
      ])
    #expect(try await counter.told(.payWindowMissed, of: id) == ["2026-05-30 B+91"])
    // Without cover there is nothing that could be suspended.
    #expect(try await counter.told(.codeSuspended, of: id) == [])
  }

  /// A case asks to be looked at on each day on which something may be due or its ruling changes,
  /// and keeps asking after each look.
  @Test func aCaseWakesOnEachOfItsDays() async throws {
    let counter = try Counter("2026-03-01")
    try await counter.send(Papers.birth(number))
    let woken = try await counter.wait(until: "2028-01-01")
    #expect(
      woken == [
        "2026-03-30", "2026-04-29", "2026-05-14", "2026-05-24", "2026-05-28", "2026-05-30",
        // The code's warnings, where there should be cover by then, and its last day.
        "2026-07-28", "2026-08-17", "2026-08-27", "2026-08-28",
        // A payment on 30 November would still have covered December.
        "2026-12-01",
      ])
  }

  /// Once per (case, kind, audience, occasion), however often the case is looked at.
  @Test func nothingIsDecidedTwice() async throws {
    let counter = try Counter("2026-03-01")
    let id = try await counter.send(Papers.birth(number)).caseID
    for day in ["2026-03-30", "2026-05-30", "2026-06-01"] {
      try await counter.wait(until: day)
      for _ in 0..<3 { try await counter.office.caseworker.review(id) }
    }
    // What follows from a standing fact follows from it at every look; it is told once.
    try await counter.send(Papers.register(Papers.citizen(1), on: "2026-05-31"))
    try await counter.send(Papers.pay("T000001", number, on: "2026-05-31"))
    for _ in 0..<3 { try await counter.office.caseworker.review(id) }
    let lines = try #require(try await counter.office.inspector.timeline(id))
    let names = lines.compactMap { line in
      line.audience.map { "\(line.kind) \($0) \(line.occasion ?? "")" }
    }
    #expect(names.count > 8)
    #expect(Set(names).count == names.count, "\(names)")
  }

  /// A ruling for a past day uses what had happened by then, whenever it was told.
  @Test func aRulingIsOfItsDay() async throws {
    let counter = try Counter("2026-03-01")
    try await counter.send(Papers.birth(number))
    try await counter.wait(until: "2026-06-10")
    let query = CaseQuery.birthCertificate(number)
    for (day, state) in [
      ("2026-05-29", Ruling.PaymentState.unpaid), ("2026-05-30", .unpaidLate),
      ("2026-12-01", .missed),
    ] {
      #expect(try await counter.view(query, asOf: day).ruling.payment == state, "\(day)")
    }
    #expect(try await counter.view(query).ruling.payment == .unpaidLate)
  }

  /// The service date is judged by all that is known now: a payment on the window's last day covers
  /// care since birth. Without a citizen ID the code settles through B + 180.
  @Test func eligibilityGoesByTheServiceDate() async throws {
    let counter = try Counter("2026-03-01")
    try await counter.send(Papers.birth(number))
    try await counter.wait(until: "2026-05-29")
    try await counter.send(Papers.pay("T000001", number, on: "2026-05-29"))
    try await counter.wait(until: "2026-10-01")
    for (day, settles, covered) in [
      ("2026-02-27", false, false), ("2026-02-28", true, true), ("2026-08-27", true, true),
      ("2026-08-28", false, true), ("2026-12-31", false, true), ("2027-01-01", false, false),
    ] {
      let found = try await counter.office.inspector.eligibility(
        CareQuestion(.birthCertificate(number), on: try #require(CivilDate(day))))
      #expect(found.settles == settles && found.covered == covered, "\(day)")
    }
  }
}
