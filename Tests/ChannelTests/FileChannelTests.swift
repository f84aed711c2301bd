import Casework
import Channels
import Foundation
import Testing

@Suite("The file holds a line per delivery, whole or not at all")
struct FileChannelTests {
  private let folder: URL
  private let now = Instant(seconds: 0)

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appending(path: "birthgate-file-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func delivery(_ id: String, body: String? = nil) -> Delivery {
    Delivery(
      id: id, at: 0, attempt: 1, channel: "file", address: "", secret: [],
      body: Array((body ?? "{\"id\":\"\(id)\"}").utf8))
  }

  private func text() throws -> String {
    try String(contentsOf: folder.appending(path: "notices.ndjson"), encoding: .utf8)
  }

  @Test func linesFollowEachOther() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let channel = FileChannel(directory: folder.path)
    #expect(
      await channel.send([delivery("1"), delivery("2")], now: now) == [.delivered, .delivered])
    // The repeat is the same line; another process goes on where this one stopped.
    let next = FileChannel(directory: folder.path)
    #expect(await next.send([delivery("2")], now: now) == [.delivered])
    #expect(try text() == "{\"id\":\"1\"}\n{\"id\":\"2\"}\n{\"id\":\"2\"}\n")
    let file = folder.appending(path: "notices.ndjson").path
    let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }

  @Test func aTornLineIsNotGluedToTheNext() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data("{\"id\":\"to".utf8).write(to: folder.appending(path: "notices.ndjson"))
    #expect(
      await FileChannel(directory: folder.path).send([delivery("1")], now: now) == [.delivered])
    #expect(try text() == "{\"id\":\"to\n{\"id\":\"1\"}\n")
  }

  @Test func whatIsNoLineIsNeverWritten() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let bodies = ["", "{\n}", "text", "{\"a\":1"]
    let results = await FileChannel(directory: folder.path)
      .send([delivery("1")] + bodies.map { delivery("x", body: $0) }, now: now)
    #expect(results.first == .delivered)
    #expect(
      results.dropFirst().allSatisfy { $0 == .never(reason: "body is not one line of JSON") })
    #expect(try text() == "{\"id\":\"1\"}\n")
  }

  @Test func aFolderThatIsNotThereIsTriedAgain() async throws {
    try FileManager.default.removeItem(at: folder)
    let channel = FileChannel(directory: folder.path)
    guard case .later = await channel.send([delivery("1")], now: now).first else {
      Issue.record("nothing was written, and yet it was not put off")
      return
    }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(await channel.send([delivery("1")], now: now) == [.delivered])
  }

  /// `/dev/full` refuses every write as a full disk does.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func aFullDiskIsTriedAgain() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createSymbolicLink(
      atPath: folder.appending(path: "notices.ndjson").path, withDestinationPath: "/dev/full")
    #expect(
      await FileChannel(directory: folder.path).send([delivery("1")], now: now)
        == [.later(reason: "file cannot be written, errno 28", retryAfter: nil)])
  }
}
