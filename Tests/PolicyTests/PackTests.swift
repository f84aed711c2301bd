import Casework
import Foundation
import Policies
import Testing
import Wire

/// A pack that contradicts itself, or says what nobody knows, does not start.
@Suite struct PackTests {
  /// A pack with one example: born on 1 March 2026, + 90 = 30 May (30 days of March, 30 of April,
  /// 30 of May), paid that day.
  private static func pack(
    days: String = "90", late: String = "paymentDate", extra: String = "",
    covered: String = #"["2026-03-01", "2026-12-31"]"#
  ) -> [UInt8] {
    Array(
      """
      {"region": "99", "name": {"zh-CN": "试验", "en": "Trial"}, "versions": [
        {"from": "2020-01-01", "document": "试〔2020〕1号", "status": "inForce",
         "payWindowDays": {"value": \(days), "rule": "X1"},
         "lateCover": {"value": "\(late)", "rule": "X2"}\(extra),
         "examples": [{"born": "2026-03-01", "paid": [{"year": 2026, "on": "2026-05-30"}],
           "asOf": "2026-06-15", "state": "paidOnTime", "windowEnd": "2026-05-30",
           "covered": [\(covered)], "why": "the last day"}]}]}
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

  @Test func aSoundPackLoadsOverTheNation() throws {
    let book = try PolicyBook.load([Self.pack()])
    let born = try #require(CivilDate("2026-03-01"))
    let policy = try #require(book.policy(region: "990101", bornOn: born))
    #expect(policy.layers.map(\.pack) == ["99", "CN"])
    #expect(policy.payWindowDays.pack == "99")
    #expect(policy.codeSettlesDays[0].value.pack == "CN")
  }

  @Test func aFailingExampleKeepsThePackOut() {
    // With 89 days 30 May is late, so cover from birth is wrong.
    #expect(problem(Self.pack(days: "89"))?.contains("the window ends 2026-05-29") == true)
    #expect(problem(Self.pack(covered: ""))?.contains("not as the example says") == true)
  }

  @Test(arguments: [
    ("unknown formula", pack(late: "someday")),
    ("number that is none", pack(days: #""90""#)),
    ("misspelt value", pack(extra: #", "payWindowDay": {"value": 90, "rule": "X1"}"#)),
    ("value without a rule", pack(extra: #", "codeSettlesDays": {"value": 180}"#)),
    ("no JSON", Array("{".utf8)),
  ])
  func whatNobodyKnowsIsRefused(_ what: String, _ pack: [UInt8]) {
    #expect(problem(pack) != nil, "\(what)")
  }

  @Test func twoPacksOfOneRegionAreRefused() {
    #expect(throws: PackError.self) { try PolicyBook.load([Self.pack(), Self.pack()]) }
  }

  /// The window goes by the birth day's version, the late effect by the payment day's.
  @Test func versionsGoByTheirAxis() throws {
    let book = try PolicyBook.builtIn()
    let before = try #require(CivilDate("2021-12-31"))
    let old = try #require(book.policy(region: "610104", bornOn: before))
    #expect(old.layers.map(\.pack) == ["CN"], "Shaanxi's document holds from 2022 on (A07)")
    #expect(old.lateCover(on: before).value == .paymentDate)
    #expect(old.lateCover(on: before.adding(days: 1)).value == .nextMonth)
    let first = try #require(CivilDate("2024-04-16"))
    let new = try #require(book.policy(region: "610104", bornOn: first))
    #expect(new.codeSettlesDays(on: CivilDate.startOfYear(2026)).rule == "A02")
    let last = try #require(book.policy(region: "610104", bornOn: first.adding(days: -1)))
    #expect(last.payWindowDays.rule == "A07")
    #expect(last.codeSettlesDays(on: first.adding(days: -1)).pack == "CN")
    #expect(last.codeSettlesDays(on: first).rule == "A02", "settlement goes by the service day")
  }

  /// Quotes are exact: each is the sentence of the rule table.
  @Test func quotesAreThoseOfTheRuleTable() throws {
    var folder = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { folder.deleteLastPathComponent() }
    let file = folder.appendingPathComponent("../shared/policy/rules.json").standardizedFileURL
    guard let data = try? Data(contentsOf: file) else {
      print("skipped: the rule table is not beside this checkout")
      return
    }
    let rows = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
    var quotes: [String: String] = [:]
    for row in rows {
      if let id = row["id"] as? String { quotes[id] = row["quote"] as? String }
    }
    var compared = 0
    for pack in try PolicyBook.builtIn().packs {
      for version in pack.versions {
        for (rule, citation) in version.citations where rule != "1.1" {
          #expect(citation.quote == quotes[rule], "\(pack.region) \(rule)")
          compared += 1
        }
      }
    }
    #expect(compared > 15)
  }

  /// The rules of the first mile are all quoted: A01–A12, A18, B01, D01–D04.
  @Test func theFirstMileIsQuoted() throws {
    let rules =
      (1...12).map { "A" + ($0 < 10 ? "0\($0)" : "\($0)") } + ["A18", "B01"]
      + (1...4).map { "D0\($0)" }
    let born = try #require(CivilDate("2026-03-01"))
    let policy = try #require(
      try PolicyBook.builtIn().policy(region: "610104", bornOn: born))
    for rule in rules { #expect(policy.citations[rule] != nil, "\(rule)") }
  }
}
