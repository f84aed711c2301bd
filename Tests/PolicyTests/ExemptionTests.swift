import Casework
import Testing

/// Who does not wait although the premium comes too late (rules A13, A14; the waiting of F).
@Suite("Who does not wait") struct ExemptionTests {
  /// Born on 1 March 2024 in Liaoning, covered in 2024 and 2025, an orphan since 2 May 2024; the
  /// premium of 2026 is paid on 10 February of that year. Nothing was missed, so the others wait
  /// three months, until 10 May.
  private func orphan(until text: String?) throws -> String? {
    var child = try Child(born: "2024-03-01", place: "210102")
    for year in [2024, 2025] { try child.pays(year, on: "2024-03-01") }
    try child.isRecognised(.orphan, on: "2024-05-02")
    if let text { try child.isNoLonger(.orphan, on: text) }
    try child.pays(2026, on: "2026-02-10")
    return try child.cover(asOf: "2026-03-01").last
  }

  @Test("Whoever is assisted on the day of payment does not wait; whoever was before it does")
  func assistedOnTheDay() throws {
    #expect(try orphan(until: nil) == "2026-02-10/2026-12-31 late")
    #expect(try orphan(until: "2026-02-11") == "2026-02-10/2026-12-31 late")
    #expect(try orphan(until: "2026-02-10") == "2026-05-10/2026-12-31 late")
    #expect(try orphan(until: "2025-01-01") == "2026-05-10/2026-12-31 late")
  }

  /// Born on 1 December 2026 where newborns are those of up to 120 days: day 90, the end of the
  /// window, is 1 March (30 + 31 + 28 + 1), day 120 is 31 March.
  @Test(
    "A newborn beyond the window does not wait, an older child does",
    arguments: [
      ("2027-03-31", "2027-03-31/2027-12-31 late"), ("2027-04-01", "2027-07-01/2027-12-31 late"),
    ])
  func newbornBeyondTheWindow(_ paid: String, _ expected: String) throws {
    let terms =
      #""waitingMonths": {"value": 3, "rule": "F01"}, "newbornAgeDays": {"value": 120, "rule": "A13"}"#
    let book = try Packs.book(adding: Packs.pack("99", terms))
    var child = try Child(born: "2026-12-01", place: "990101")
    try child.pays(2026, on: "2026-12-01")
    try child.pays(2027, on: paid)
    #expect(try child.cover(asOf: "2027-04-02", book: book).last == expected)
  }
}
