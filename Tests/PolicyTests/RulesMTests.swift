import Casework
import Testing

/// Which document prevails, and who answers for what (rules M01–M07).
@Suite("Rules M: precedence") struct RulesMTests {
  @Test("M01: in Liaoning what comes later prevails, from its own day on")
  func m01LaterPrevails() throws {
    let pack = try #require(Packs.book.pack("21"))
    #expect(pack.version(on: try date("2024-09-24")) == nil, "before the document")
    let first = try #require(pack.version(on: date("2024-12-31")))
    let second = try #require(pack.version(on: date("2025-01-01")))
    #expect(first.terms[.waitingMonths] == nil && second.terms[.waitingMonths]?.rule == "F06")
  }

  @Test("M02: Benxi carries out what Liaoning says: the city's layer lies over the province's")
  func m02Benxi() throws {
    let policy = try Packs.policy("210502")
    #expect(policy.layers.map(\.pack) == ["2105", "21", "CN"])
    #expect(policy.layers.first?.document == "本医保发〔2024〕12号")
    let waiting = try #require(policy.number(.waitingMonths, on: date("2026-02-01")))
    #expect(waiting.value == 3 && waiting.pack == "21")
    #expect(policy.words(.senders)?.rule == "M02")
    // Eleven of the city's offices signed.
    #expect(policy.words(.senders)?.value.count == 11)
  }

  @Test("M03: Baoji forwards Shaanxi's rules from 24 February 2022, and they hold there")
  func m03Baoji() throws {
    let policy = try Packs.policy("610302")
    #expect(policy.layers.map(\.pack) == ["6103", "61", "CN"])
    #expect(policy.layers.first?.from == (try date("2022-02-24")))
    #expect(policy.lateCover(on: try date("2026-06-01")).pack == "61")
    #expect(policy.words(.senders)?.rule == "M03")
    #expect(policy.words(.senders)?.value.count == 10, "ten of the city's offices")
    #expect(try Packs.policy("610302", bornOn: "2022-02-23").layers.map(\.pack) == ["61", "CN"])
  }

  @Test("M04: a county lies in its city, a city in its province, a province in the nation")
  func m04CountyLiesInCity() throws {
    let county = try Packs.book(
      adding: Packs.pack("610302", #""payWindowDays": {"value": 91, "rule": "X"}"#))
    func window(_ region: String) throws -> Int? {
      county.policy(region: region, bornOn: try date("2026-03-01"))?.payWindowDays.value
    }
    #expect(try window("610302") == 91)
    #expect(try window("610303") == 90 && window("610104") == 90)
  }

  @Test("M07: departments act together: every task names the office it waits for, and since when")
  func m07TasksNameWhoActs() throws {
    var child = try Child(born: "2026-02-28", name: "刘芳之女")
    try child.pays(2026, on: "2026-03-01")
    try child.pays(2026, on: "2026-03-02")
    try child.isRecognised(.orphan, on: "2026-03-03", by: "other")
    let tasks = try child.ruling(asOf: "2026-03-04").tasks
    #expect(
      Dictionary(tasks.map { ($0.kind, $0.audience) }) { first, _ in first } == [
        .missingName: "hospital", .duplicatePayment: "taxOffice",
        .verifyCategory: "insuranceAgency",
      ])
    #expect(tasks.allSatisfy { !$0.rules.isEmpty })
  }
}
