import Foundation
import Testing
import Wire

/// Files that are put into a watched folder.
@Suite("Watched folders", .fewAtOnce)
struct InboxTests {
  /// A folder for data and settings, with an inbox in it.
  private struct Place {
    let folder: Folder
    let settings: String
    var inbox: String { folder.path + "/inbox" }

    init(making: Bool = true) throws {
      folder = try Folder()
      let inbox = folder.path + "/inbox"
      settings = try folder.file(
        "settings.json",
        "{\"inboxes\": [{\"folder\": \"\(inbox)\", \"sender\": \"\(Letters.hospital)\"}]}")
      if making { try make() }
    }

    func make() throws {
      try FileManager.default.createDirectory(
        atPath: inbox, withIntermediateDirectories: true)
    }

    func put(_ name: String, _ text: String) throws {
      try Data(text.utf8).write(to: URL(fileURLWithPath: inbox + "/" + name))
    }

    func has(_ name: String) -> Bool {
      FileManager.default.fileExists(atPath: inbox + "/" + name)
    }

    func answers(_ name: String) throws -> [JSONValue] {
      try String(contentsOfFile: inbox + "/\(name).answers.ndjson", encoding: .utf8)
        .split(separator: "\n").map { (try? JSONValue(parsing: Array($0.utf8))) ?? .null }
    }

    func gateway() throws -> RunningGateway {
      try RunningGateway("--settings", settings, in: folder)
    }
  }

  private func birth(_ index: Int, sender: String = Letters.hospital) -> String {
    Letters.line(
      Letters.birth(
        id: "I-\(index)", number: "W\(610_000_000 + index)", sender: sender, mother: "I\(index)"))
  }

  @Test("A file that is whole is taken, answered beside it, and put away")
  func taken() async throws {
    let place = try Place()
    let gateway = try place.gateway()
    let lines = [
      birth(0), "{\"x\":", birth(1, sender: "H99999999999"), birth(0), birth(2),
    ]
    try place.put("unfinished.ndjson.part", birth(7))
    try place.put(".hidden", birth(8))
    try place.put("births.ndjson", lines.joined(separator: "\n"))
    try place.put("nonsense.txt", "no message at all")
    try place.put("births.xml", Letters.birthXML)
    try await until {
      place.has("done/births.ndjson") && place.has("done/births.xml")
        && place.has("refused/nonsense.txt")
    }
    let answers = try place.answers("births.ndjson")
    #expect(answers.map { $0["index"]?.int } == [0, 1, 2, 3, 4])
    #expect(
      answers.map { $0["status"]?.string }
        == ["accepted", "rejected", "rejected", "repeated", "accepted"])
    // The sender of the folder speaks in no other's name.
    #expect(answers[2]["problem"]?["status"] == 403)
    #expect(try place.answers("births.xml").map { $0["status"] } == ["accepted"])
    #expect(try place.answers("nonsense.txt").map { $0["problem"]?["status"] } == [400])
    #expect(place.has("unfinished.ndjson.part") && place.has(".hidden"))
    #expect(!place.has("births.ndjson") && !place.has(".births.ndjson.progress"))
    #expect(try await gateway.get("/v1/messages/\(Letters.hospital)/I-7").status == 404)
    let metrics = try await gateway.get("/metrics").text
    #expect(metrics.contains("birthgate_inbox_files_total{result=\"done\"} 2"))
    #expect(metrics.contains("birthgate_inbox_files_total{result=\"refused\"} 1"))
    #expect(gateway.logged.contains("file of a watched folder taken"))
    // Whoever brings a file under the same name again finds both.
    try FileManager.default.moveItem(
      atPath: place.inbox + "/unfinished.ndjson.part", toPath: place.inbox + "/births.ndjson")
    try await until { place.has("done/births.ndjson.2") }
    #expect(try place.answers("births.ndjson.2").map { $0["id"] } == ["I-7"])
    #expect(try place.answers("births.ndjson") == answers)
  }

  @Test("kill -9 in the middle of a file costs no message and no answer")
  func killed() async throws {
    let place = try Place()
    let count = 600
    let first = try place.gateway()
    try place.put("births.ndjson", (0..<count).map { birth($0) }.joined(separator: "\n"))
    let inWork = place.inbox + "/.births.ndjson.answers"
    try await until {
      let text = try? String(contentsOfFile: inWork, encoding: .utf8)
      return text?.contains("\"index\":64,") == true || place.has("done/births.ndjson")
    }
    kill(first.pid, SIGKILL)
    _ = first.stop()
    let second = try place.gateway()
    try await until { place.has("done/births.ndjson") }
    // The client's own list: each message is answered once, in order, and none is refused.
    let answers = try place.answers("births.ndjson")
    #expect(answers.map { $0["index"]?.int } == (0..<count).map { $0 })
    #expect(answers.map { $0["id"]?.string } == (0..<count).map { "I-\($0)" })
    #expect(answers.allSatisfy { $0["status"] == "accepted" || $0["status"] == "repeated" })
    // And each was stored once.
    let statistics = try await second.get("/v1/statistics?division=61&year=2026")
    #expect(statistics.json["births"]?.int == count)
    #expect(!place.has(".births.ndjson.progress") && !place.has(".births.ndjson.answers"))
  }

  @Test("Another file under the name of one that is being taken is taken too")
  func replaced() async throws {
    let place = try Place()
    let gateway = try place.gateway()
    let count = 1500
    try place.put("births.ndjson", (0..<count).map { birth($0) }.joined(separator: "\n"))
    try await until { place.has(".births.ndjson.answers") || place.has("done/births.ndjson") }
    try place.put("next.tmp", birth(9000))
    // As `mv` does it: the first file is still read by whoever has it open.
    let moved = unsafe rename(place.inbox + "/next.tmp", place.inbox + "/births.ndjson")
    #expect(moved == 0)
    try await until { !place.has("births.ndjson") }
    let message = "/v1/messages/\(Letters.hospital)/I-"
    #expect(try await gateway.get(message + "9000").status == 200)
    #expect(try await gateway.get(message + "\(count - 1)").status == 200)
    // Each has its answers, under the name that it was put away by or would have been.
    #expect(try place.answers("births.ndjson").count == count)
    #expect(try place.answers("births.ndjson.2").map { $0["id"] } == ["I-9000"])
  }

  @Test("What was answered of a file that another replaced while nobody watched stays answered")
  func replacedMeanwhile() async throws {
    let place = try Place()
    // As a gateway that was ended left it: two answers, half a third, and whose they are.
    try place.put(".births.ndjson.answers", "{\"index\":0}\n{\"index\":1}\n{\"ind")
    try place.put(
      ".births.ndjson.progress",
      "{\"file\":\"1-2-3\",\"pieces\":2,\"lines\":2,\"answersBytes\":12}")
    // The same of a file that is gone.
    try place.put(".gone.ndjson.answers", "{\"index\":0}\n")
    try place.put(
      ".gone.ndjson.progress",
      "{\"file\":\"1-2-3\",\"pieces\":1,\"lines\":1,\"answersBytes\":12}")
    try place.put("births.ndjson", birth(0))
    let gateway = try place.gateway()
    try await until { place.has("done/births.ndjson.2") && !place.has(".gone.ndjson.progress") }
    #expect(try place.answers("births.ndjson").map { $0["index"] } == [0, 1])
    #expect(try place.answers("births.ndjson.2").map { $0["id"] } == ["I-0"])
    #expect(try place.answers("gone.ndjson").map { $0["index"] } == [0])
    #expect(!place.has(".births.ndjson.answers") && !place.has(".gone.ndjson.answers"))
    #expect(gateway.pid > 0)
  }

  @Test("A file that goes on growing while it is taken is taken to its end")
  func growing() async throws {
    let place = try Place()
    let gateway = try place.gateway()
    let count = 1500
    // On a busy machine a file may be done with before this test can add to it: then another one.
    for round in 0..<5 {
      let name = "births\(round).ndjson"
      let first = round * 2000
      try place.put(name, (first..<first + count).map { birth($0) + "\n" }.joined())
      try await until { place.has(".\(name).answers") || place.has("done/\(name)") }
      guard let handle = FileHandle(forWritingAtPath: place.inbox + "/" + name) else { continue }
      try handle.seekToEnd()
      try handle.write(contentsOf: Data((birth(first + 1999) + "\n").utf8))
      let grewInTime = place.has(name)
      try await until { !place.has(name) }
      guard grewInTime else { continue }
      let added = try await gateway.get("/v1/messages/\(Letters.hospital)/I-\(first + 1999)")
      #expect(added.status == 200)
      // What was answered before it grew stays answered.
      #expect(try place.answers(name).count >= count)
      #expect(try place.answers(name + ".2").count == count + 1)
      return
    }
  }

  @Test("A file whose answers cannot be written holds up no other one")
  func heldUp() async throws {
    let place = try Place()
    // Its own name fits into a folder; that of its answers does not.
    let long = String(repeating: "x", count: 250)
    try place.put(long, birth(1))
    try await Task.sleep(for: .milliseconds(20))
    try place.put("births.ndjson", birth(2))
    let gateway = try place.gateway()
    try await until { place.has("done/births.ndjson") }
    try await until { gateway.logged.contains("its answers cannot be written") }
    #expect(place.has(long))
  }

  @Test("A file is put away only once its answers stand under their own name")
  func answersFirst() async throws {
    let place = try Place()
    // In work its answers have a name that fits (1 + 241 + 8), and then they have none (241 + 15).
    let long = String(repeating: "x", count: 241)
    let gateway = try place.gateway()
    try place.put(long, birth(1))
    try await until { gateway.logged.contains("its answers cannot be written") }
    #expect(place.has(long) && !place.has("done/" + long))
    let answers = try String(contentsOfFile: place.inbox + "/.\(long).answers", encoding: .utf8)
    #expect(answers.contains("\"id\":\"I-1\"") && answers.contains("\"status\":\"accepted\""))
  }

  @Test("A folder that holds the gateway's own files is never watched")
  func ownFiles() async throws {
    let folder = try Folder()
    // The folder that the data folder lies in has the key file too.
    let settings = try folder.file(
      "settings.json",
      "{\"inboxes\": [{\"folder\": \"\(folder.path)\", \"sender\": \"\(Letters.hospital)\"}]}")
    let gateway = try RunningGateway("--settings", settings, in: folder)
    try await until { gateway.logged.contains("holds the gateway's own files") }
    try await Task.sleep(for: .seconds(3))
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/refused"))
    #expect(FileManager.default.fileExists(atPath: settings))
  }

  @Test("A folder that is not there is told of once, and watched when it comes")
  func missing() async throws {
    let place = try Place(making: false)
    let gateway = try place.gateway()
    try await until { gateway.logged.contains("watched folder cannot be read") }
    try place.make()
    try place.put("births.ndjson", birth(0))
    try await until { place.has("done/births.ndjson") }
    #expect(gateway.logged.split(separator: "watched folder cannot be read").count == 2)
  }

  @Test(
    "Settings of watched folders that are wrong are told of",
    arguments: [
      "{}", "[{}]", "[{\"folder\": \"a\"}]", "[{\"sender\": \"H\"}]",
      "[{\"folder\": \"a\", \"sender\": \"H\", \"charset\": \"BIG5\"}]",
      "[{\"folder\": \"a\", \"sender\": \"H\"}, {\"folder\": \"a\", \"sender\": \"H\"}]",
      "[{\"folder\": \"a\", \"sender\": \"H\"}, {\"folder\": \"./a/\", \"sender\": \"H\"}]",
      "[{\"folder\": \"a\", \"sender\": \"H\"}, {\"folder\": \"a/done\", \"sender\": \"H\"}]",
    ])
  func wrongSettings(_ inboxes: String) throws {
    let folder = try Folder()
    let ending = try Program.run(
      "serve", "--data", folder.path + "/data", "--listen", "127.0.0.1:0", "--settings",
      try folder.file("settings.json", "{\"inboxes\": \(inboxes)}"))
    #expect(ending.status == 2)
    #expect(ending.errors.contains("/inboxes"))
  }
}
