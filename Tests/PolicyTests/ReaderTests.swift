import Casework
import Policies
import Testing
import Wire

/// A pack that says what nobody knows is refused with the place of it, whatever the shape.
@Suite("What the pack reader refuses")
struct ReaderTests {
  private static func pack(_ members: String, head: String = #""region": "99""#) -> [UInt8] {
    Array(
      """
      {\(head), "name": {"zh-CN": "试验", "en": "Trial"}, "versions": [
        {"from": "2020-01-01", "document": "试〔2020〕1号", "status": "inForce"\(members)}]}
      """.utf8)
  }

  private func problem(_ pack: [UInt8]) -> String? {
    do throws(PackError) {
      _ = try PolicyBook.load([pack])
      return nil
    } catch {
      return error.description
    }
  }

  private static func term(_ name: String, _ value: String) -> String {
    #", "\#(name)": {"value": \#(value), "rule": "X1"}"#
  }

  /// One term of each shape: what it takes, and what it does not.
  @Test(
    "Every shape takes its own kind and no other",
    arguments: [
      ("payWindowDays", "90", ["0", "3661", "90.5", #""90""#, "true", "[90]", "null"]),
      ("reminderDays", "[30, 60]", ["30", "[-1]", #"["30"]"#, "[3661]", "{}"]),
      ("holidayRoll", "true", ["1", #""true""#, "[]", "null"]),
      ("lateCover", #""nextMonth""#, [#""someday""#, #""""#, #""NextMonth""#, "1", "true"]),
      ("enrolmentPlaces", #"["household"]"#, [#""household""#, #"["moon"]"#, "[1]"]),
      ("senders", #"["医保"]"#, [#""医保""#, "[1]", "{}"]),
      ("collectionFrom", #""09-01""#, [#""9-1""#, #""13-01""#, #""02-30""#, "901"]),
      ("holidays", #"["2026-01-01"]"#, [#""2026-01-01""#, #"["2026-02-30"]"#, "[20260101]"]),
      (
        "premiumYuan", #"{"2024": 549}"#,
        [#"{"24": 549}"#, #"{"2024": "549"}"#, #"{"2024": -1}"#, "549", "[549]"]
      ),
      (
        "collectionExtended", #"{"2026": "2026-02-28"}"#,
        [#"{"2026": "2026-02-30"}"#, #"{"x": "2026-02-28"}"#, #""2026-02-28""#]
      ),
      (
        "subsidyPercent", #"{"orphan": 100}"#,
        [#"{"orphan": 101}"#, #"{"orphans": 100}"#, #"{"orphan": "100"}"#, "100"]
      ),
      (
        "categorySources", #"{"orphan": ["civilAffairs"]}"#,
        [#"{"orphan": "civilAffairs"}"#, #"{"orphan": ["police"]}"#, #"{"x": ["civilAffairs"]}"#]
      ),
    ])
  func shapes(_ name: String, _ good: String, _ bad: [String]) {
    #expect(problem(Self.pack(Self.term(name, good))) == nil, "\(good)")
    for value in bad {
      let told = problem(Self.pack(Self.term(name, value)))
      #expect(told?.contains("pack 99, versions/0/\(name)") == true, "\(value): \(told ?? "-")")
    }
  }

  @Test(
    "A misspelt or missing name is told with its place",
    arguments: [
      (pack(term("payWindowDay", "90")), "versions/0/payWindowDay"),
      (pack(#", "payWindowDays": {"value": 90}"#), "versions/0/payWindowDays"),
      (pack(#", "payWindowDays": {"rule": "X1"}"#), "versions/0/payWindowDays"),
      (
        pack(#", "payWindowDays": {"value": 90, "rule": "X1", "assume": true}"#),
        "versions/0/payWindowDays/assume"
      ),
      (
        pack(#", "payWindowDays": {"value": 90, "rule": "X1", "note": {"en": "only"}}"#),
        "versions/0/payWindowDays/note"
      ),
      (pack(#", "citations": {"X1": {"quote": "a"}}"#), "versions/0/citations/X1"),
      (pack("", head: #""region": "9""#), "region"),
      (pack("", head: #""region": "99", "remark": "x""#), "/remark"),
    ])
  func names(_ pack: [UInt8], _ place: String) {
    #expect(problem(pack)?.contains(place) == true, "\(problem(pack) ?? "taken")")
  }

  @Test("A status is one of three, and a version needs a document")
  func heads() {
    func pack(_ version: String) -> [UInt8] {
      Array(
        """
        {"region": "99", "name": {"zh-CN": "试验", "en": "Trial"}, "versions": [\(version)]}
        """.utf8)
    }
    #expect(problem(pack(#"{"document": "d", "status": "inForce"}"#)) == nil)
    #expect(problem(pack(#"{"document": "d", "status": "valid"}"#))?.contains("status") == true)
    #expect(problem(pack(#"{"status": "inForce"}"#))?.contains("no document") == true)
    #expect(problem(pack(""))?.contains("versions: none") == true)
    let turned = #"{"from": "2021-01-01", "document": "d", "status": "inForce"}"#
    #expect(problem(pack("\(turned), \(turned)"))?.contains("order of their first days") == true)
  }

  /// Born on 1 March 2026, + 90 = 30 May (30 days left of March, 30 of April, 30 of May); + 180 =
  /// 28 August (92 more in June, July and August up to the 28th make 90).
  private static func example(_ members: String) -> [UInt8] {
    pack(
      #"""
      , "capYuan": {"value": 1000, "rule": "X1"}, "waitingMonths": {"value": 2, "rule": "X1"},
      "subsidyPercent": {"value": {"orphan": 50}, "rule": "X1"},
      "examples": [{"born": "2026-03-01", "paid": [{"year": 2026, "on": "2026-05-30"}],
        "asOf": "2026-06-15", "state": "paidOnTime", "windowEnd": "2026-05-30",
        "why": "a try"\#(members)}]
      """#)
  }

  @Test(
    "An example that does not hold keeps the pack out",
    arguments: [
      (#""codeUntil": "2026-08-28""#, #""codeUntil": "2026-08-29""#),
      (#""cap": 1000"#, #""cap": 1001"#),
      (#""cap": 1000"#, #""cap": null"#),
      (
        #""recognised": [{"category": "orphan", "on": "2026-06-01"}], "subsidy": {"2027": 50}"#,
        #""recognised": [{"category": "orphan", "on": "2026-06-01"}], "subsidy": {"2027": 51}"#
      ),
      (#""subsidy": {"2027": 0}"#, #""subsidy": {"2027": 50}"#),
      (
        #""collection": {"2027": ["2026-09-01", "2026-12-31"]}"#,
        #""collection": {"2027": ["2026-09-02", "2026-12-31"]}"#
      ),
      (#""waits": {"2027": 0}"#, #""waits": {"2027": 2}"#),
      (#""covered": [["2026-03-01", "2026-12-31"]]"#, #""covered": []"#),
    ])
  func examples(_ good: String, _ bad: String) {
    #expect(
      problem(Self.example(", " + good)) == nil, "\(problem(Self.example(", " + good)) ?? "")")
    #expect(problem(Self.example(", " + bad))?.contains("a try") == true)
  }

  @Test(
    "An example of another form is refused",
    arguments: [
      #""caps": 1000"#, #""cap": "1000""#, #""yearly": [2027]"#, #""yearly": [2028, 2027]"#,
      #""recognised": [{"category": "king", "on": "2026-06-01"}]"#, #""zeroClaims": ["2026"]"#,
      #""subsidy": {"next": 50}"#, #""waits": {"2027": "two"}"#,
      #""collection": {"2027": ["2026-09-01"]}"#, #""codeUntil": "August""#,
    ])
  func exampleForms(_ member: String) {
    #expect(problem(Self.example(", " + member))?.contains("versions/0/examples/0") == true)
  }
}
