import Foundation
import Testing
import Wire

/// A disk that fills up while messages come, and has room again later.
@Suite(
  "A full disk", .fewAtOnce,
  .enabled(if: SmallDisk.isPossible, "no process may mount a disk of its own here"))
struct DiskFullTests {
  private let count = 1000

  private func birth(_ index: Int) -> String {
    Letters.line(
      Letters.birth(
        id: "F-\(index)", number: "V\(610_000_000 + index)", mother: "F\(index)"))
  }

  private func batch(_ range: Range<Int>) -> String { range.map(birth).joined(separator: "\n") }

  /// All births, in batches of two hundred.
  private func send(to gateway: RunningGateway) async throws -> [JSONValue] {
    var lines: [JSONValue] = []
    for start in stride(from: 0, to: count, by: 200) {
      let answer = try await gateway.post(
        "/v1/batches", batch(start..<start + 200), type: "application/x-ndjson")
      #expect(answer.status == 200 && answer.lines.count == 200)
      lines += answer.lines
    }
    return lines
  }

  private func births(_ gateway: RunningGateway) async throws -> Int? {
    try await gateway.get("/v1/statistics?division=61&year=2026").json["births"]?.int
  }

  @Test("What was acknowledged of a batch stays; the rest is answered 503 and taken later")
  func batchMeetsFullDisk() async throws {
    let folder = try Folder()
    let disk = try SmallDisk(in: folder)
    let gateway = try disk.gateway(try folder.file("settings.json", "{}"))
    try disk.fill(leaving: 1 << 20)
    let first = try await send(to: gateway)
    let taken = first.filter { $0["status"] == "accepted" }.compactMap { $0["id"]?.string }
    let refused = first.filter { $0["status"] == "rejected" }
    #expect(taken.count + refused.count == count)
    // Each is kept with its raw bytes, proof, case and keys: a thousand need more than 1 MiB.
    #expect(!taken.isEmpty && !refused.isEmpty, "\(taken.count) taken")
    #expect(refused.allSatisfy { $0["problem"]?["status"] == 503 })
    let single = try await gateway.post("/v1/messages", birth(count))
    Problems.expectProblem(single, 503)
    #expect(single.headers["retry-after"] != nil)
    // Reading goes on.
    #expect(try await births(gateway) == taken.count)
    try disk.free()
    // The sender does as it is told: all of it again.
    try await until {
      let again = try await send(to: gateway)
      guard again.allSatisfy({ $0["status"] != "rejected" }) else { return false }
      let known = Set(
        again.filter { $0["status"] == "repeated" }.compactMap { $0["id"]?.string })
      #expect(known.isSuperset(of: taken), "an acknowledged message was not known any more")
      return true
    }
    #expect(try await births(gateway) == count)
    #expect(try await gateway.post("/v1/messages", birth(count)).status == 201)
  }

  @Test("A file of a watched folder waits while the disk is full, and goes on")
  func inboxMeetsFullDisk() async throws {
    let folder = try Folder()
    let disk = try SmallDisk(in: folder)
    let settings = try folder.file(
      "settings.json",
      "{\"inboxes\": [{\"folder\": \"\(disk.path)/inbox\", \"sender\": \"\(Letters.hospital)\"}]}"
    )
    let gateway = try disk.gateway(settings)
    try disk.put("inbox/births.part", batch(0..<count))
    try disk.fill(leaving: 1 << 20)
    try FileManager.default.moveItem(
      atPath: disk.file("inbox/births.part"), toPath: disk.file("inbox/births.ndjson"))
    let failed = "birthgate_commits_total{result=\"failed\"}"
    let heldUp = "its answers cannot be written"
    try await until {
      try await gateway.get("/metrics").text.contains(failed) || gateway.logged.contains(heldUp)
    }
    #expect(disk.has("inbox/births.ndjson") && !disk.has("inbox/done/births.ndjson"))
    #expect(!disk.has("inbox/births.ndjson.answers.ndjson"))
    let before = try #require(try await births(gateway))
    #expect(before < count)
    try disk.free()
    try await until { disk.has("inbox/done/births.ndjson") }
    let answers = try String(
      contentsOfFile: disk.file("inbox/births.ndjson.answers.ndjson"), encoding: .utf8
    ).split(separator: "\n").map { try JSONValue(parsing: Array($0.utf8)) }
    // Each message once, in order, and none refused because the disk was full.
    #expect(answers.map { $0["id"]?.string } == (0..<count).map { "F-\($0)" })
    #expect(answers.allSatisfy { $0["status"] == "accepted" || $0["status"] == "repeated" })
    #expect(try await births(gateway) == count)
  }

  @Test("A signed batch that finds no room to wait in is answered 503, and taken later")
  func signedBatchMeetsFullDisk() async throws {
    let setting = try Setting()
    let disk = try SmallDisk(in: setting.folder)
    let gateway = try disk.gateway(setting.path)
    let batch = batch(0..<200)
    try disk.fill(leaving: 0)
    let full = try await send(batch, setting, gateway)
    Problems.expectProblem(full, 503)
    #expect(full.headers["retry-after"] != nil)
    try disk.free()
    try await until {
      let answer = try await send(batch, setting, gateway)
      return !answer.lines.contains { $0["status"] == "rejected" }
    }
    #expect(try await births(gateway) == 200)
  }

  private func send(
    _ batch: String, _ setting: Setting, _ gateway: RunningGateway
  ) async throws -> RunningGateway.Answer {
    try await gateway.send(
      "POST", "/v1/batches", batch, type: "application/x-ndjson",
      headers: [setting.header("POST", "/v1/batches", batch)])
  }
}
