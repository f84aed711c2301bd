import Casework
import Engine
import Testing

/// 08:00 to 21:00 in China, which is 00:00 to 13:00 UTC; no summer time.
@Suite("People are written to by day")
struct SendWindowTests {
  private func next(_ text: String, _ window: SendWindow = .usual) throws -> String {
    window.next(from: try #require(Instant(rfc3339: text))).rfc3339
  }

  @Test(
    "in its hours at once, else at the next opening",
    arguments: [
      ("2026-05-28T00:00:00+08:00", "2026-05-28T08:00:00+08:00"),
      ("2026-05-28T07:59:59.999+08:00", "2026-05-28T08:00:00+08:00"),
      ("2026-05-28T08:00:00+08:00", "2026-05-28T08:00:00+08:00"),
      ("2026-05-28T20:59:59+08:00", "2026-05-28T20:59:59+08:00"),
      ("2026-05-28T21:00:00+08:00", "2026-05-29T08:00:00+08:00"),
      ("2026-12-31T23:00:00+08:00", "2027-01-01T08:00:00+08:00"),
      ("2026-05-28T14:00:00Z", "2026-05-29T08:00:00+08:00"),
    ])
  func usual(moment: String, opening: String) throws {
    #expect(try next(moment) == opening)
  }

  @Test("a whole day has no night")
  func wholeDay() throws {
    let window = try #require(SendWindow(from: 0, to: 24 * 60))
    #expect(try next("2026-05-28T23:59:59+08:00", window) == "2026-05-28T23:59:59+08:00")
  }

  @Test(
    "it opens before it closes, on one day",
    arguments: [(600, 600), (700, 600), (0, 1441), (-1, 5)])
  func refused(opens: Int, closes: Int) {
    #expect(SendWindow(from: opens, to: closes) == nil)
  }
}
