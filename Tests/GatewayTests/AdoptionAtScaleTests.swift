import Foundation
import Testing
import Wire

@testable import birthgate

/// Some hundred made-up cases at every point of the way.
@Suite("What-if and adoption over many cases", .fewAtOnce)
struct AdoptionAtScaleTests {
  private static let cases = 400

  private struct Filled {
    let folder: Folder
    let packs: String
    var data: String { folder.path + "/data" }
    /// One day for all that is compared, whatever midnight does.
    let day: String

    init() throws {
      folder = try Folder()
      packs = try TrialPacks.folder(payWindowDays: 120, in: folder, "longer")
      let ending = try Program.run(
        "bench", "fill", "--data", folder.path + "/data", "--cases",
        "\(AdoptionAtScaleTests.cases)")
      try #require(ending.status == 0)
      let now = Date.now.addingTimeInterval(8 * 3600)
      day = String(now.ISO8601Format().prefix(10))
    }

    /// Every case's ruling on the day, by case: province by province, since all at once are more
    /// than a message may be and our reader of JSON is made for messages.
    func rulings(_ data: String) throws -> [String: JSONValue] {
      var all: [String: JSONValue] = [:]
      for division in ["6101", "6103", "51", "21"] {
        let list = try #require(
          try Program.run(
            "case", "list", "--data", data, "--as-of", day, "--division", division, "--json"
          ).json?.array)
        for entry in list { all[entry["caseId"]?.string ?? ""] = entry["ruling"] }
      }
      return all
    }

    /// What each case's timeline tells, but for the instants of this run and the adoption's digest,
    /// of which they are a part.
    func told(_ data: String, _ ids: [String]) throws -> [[String]] {
      try ids.map { id in
        let shown = try Program.run("case", "show", id, "--data", data, "--json").json
        return (shown?["timeline"]?.array ?? []).map { line in
          let occasion = line["occasion"]?.string ?? ""
          return [line["kind"]?.string ?? "", line["audience"]?.string ?? ""]
            .joined(separator: " ") + (occasion.hasPrefix("B+") ? " " + occasion : "")
        }
      }
    }

    func adopt(_ data: String) throws -> Program.Ending {
      try Program.run(
        "policy", "adopt", "--policies", packs, "--data", data, "--by", "A", "--approver", "B",
        "--reason", "C", "--json")
    }
  }

  /// The contract's members of a ruling without the wording of its reasons.
  private static func bare(_ ruling: JSONValue) -> JSONValue {
    let reasons = (ruling["reasons"]?.array ?? []).map { reason in
      ["rule", "document", "status", "assumed"].reduce(JSONValue.object(JSONObject([]))) {
        $0.with($1, reason[$1] ?? .null)
      }
    }
    return ruling.with("reasons", .array(reasons))
  }

  private static func isOpen(_ ruling: JSONValue?) -> Bool {
    guard let ruling else { return false }
    return ruling["nextReview"] != .null || ruling["tasks"]?.array?.isEmpty == false
      || ruling["deadlines"]?.array?.contains { $0["state"] == "open" } == true
  }

  @Test("What-if names every open case that an adoption changes, member by member, and no other")
  func exact() throws {
    let filled = try Filled()
    let before = try filled.rulings(filled.data)
    #expect(before.count > Self.cases * 9 / 10)
    let whatIf = try #require(
      try Program.run(
        "policy", "what-if", "--policies", filled.packs, "--data", filled.data, "--as-of",
        filled.day, "--json"
      ).json)
    let copy = try TrialPacks.copy(filled.data, to: filled.folder.path + "/copy")
    #expect(try filled.adopt(copy).status == 0)
    let after = try filled.rulings(copy)
    #expect(Set(after.keys) == Set(before.keys))
    let changed = before.keys.filter { id in
      before[id].map(Self.bare) != after[id].map(Self.bare)
    }
    let open = changed.filter { Self.isOpen(before[$0]) || Self.isOpen(after[$0]) }.sorted()
    let listed = whatIf["cases"]?.array ?? []
    #expect(listed.compactMap { $0["caseId"]?.string } == open)
    #expect(!open.isEmpty && open.count < before.count)
    let summary = try #require(whatIf["summary"])
    #expect(summary["children"]?.int == before.count)
    #expect(summary["changed"]?.int == open.count)
    #expect(summary["closedChanged"]?.int == changed.count - open.count)
    for entry in listed {
      let id = entry["caseId"]?.string ?? ""
      for change in entry["changes"]?.array ?? [] {
        let pointer = change["pointer"]?.string ?? ""
        if let value = change["after"] { #expect(after[id]?.at(pointer: pointer) == value) }
        if change["after"] == nil {
          #expect(before[id]?.at(pointer: pointer) == change["before"])
        }
      }
    }
  }

  @Test("Killed in the middle, the same command ends it as if nothing had been")
  func killedAndRepeated() async throws {
    let filled = try Filled()
    let whole = try TrialPacks.copy(filled.data, to: filled.folder.path + "/whole")
    let started = try TrialPacks.copy(filled.data, to: filled.folder.path + "/started")
    #expect(try filled.adopt(whole).status == 0)
    let expected = try filled.rulings(whole)
    let ids = expected.keys.sorted()
    let told = try filled.told(whole, Array(ids.prefix(40)))
    for data in [filled.data, started] {
      try await kill(filled, data)
    }
    // One by the same command, the other by the gateway that starts.
    let again = try filled.adopt(filled.data)
    #expect(again.status == 0)
    #expect(try filled.rulings(filled.data) == expected)
    #expect(try filled.told(filled.data, Array(ids.prefix(40))) == told)
    let gateway = try Serving(started)
    try await until {
      try Program.run("policy", "list", "--data", started, "--json").json?
        .at(pointer: "/adoptions/1/review/done") == true
    }
    gateway.stop()
    #expect(try filled.rulings(started) == expected)
    #expect(try filled.told(started, Array(ids.prefix(40))) == told)
    let history = try Program.run("policy", "list", "--data", filled.data, "--json").json
    #expect(history?["adoptions"]?.array?.count == 2)
  }

  /// Adopts, and kills the adopting process as soon as the adoption stands in the store.
  private func kill(_ filled: Filled, _ data: String) async throws {
    let process = Process()
    process.executableURL = Program.url
    process.arguments = [
      "policy", "adopt", "--policies", filled.packs, "--data", data, "--by", "A", "--approver", "B",
      "--reason", "C",
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    try await until {
      try Program.run("policy", "list", "--data", data, "--json").json?["adoptions"]?.array?
        .count == 2
    }
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// A gateway on a data folder of any name.
  private struct Serving {
    private let process = Process()

    init(_ data: String) throws {
      process.executableURL = Program.url
      process.arguments = ["serve", "--data", data, "--listen", "127.0.0.1:0"]
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
    }

    func stop() {
      process.terminate()
      process.waitUntilExit()
    }
  }
}
