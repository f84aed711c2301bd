import Foundation
import LibCurl
import Testing
import Wire

/// The health commission's query service as others read its description
/// (`Tests/Doubles/certificate_query.py`), in a process of its own.
final class QueryDouble: Sendable {
  /// One question as the double saw it.
  struct Question: Decodable, Sendable {
    let number: String
    /// What is not as the description has it.
    let wrong: [String]
    let mood: String
  }

  static let account = [
    "username": "xayb", "password": "p<&>ass", "sid": "s_birth_01", "rid": "r-610100",
    "secret": "keep-this-to-yourself",
  ]

  private let input = Pipe()
  private let process = Process()
  private let transfers = Transfers()
  let url: String

  init() throws {
    process.executableURL = URL(filePath: "/usr/bin/env")
    let account = try JSONEncoder().encode(Self.account)
    process.arguments = [
      "python3", Program.package.path + "/Tests/Doubles/certificate_query.py",
      String(decoding: account, as: UTF8.self),
    ]
    let output = Pipe()
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    url = "http://127.0.0.1:\(line.trimmingCharacters(in: .whitespacesAndNewlines))"
  }

  deinit {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  /// The setting `certificateQuery` that leads to it.
  func settings(_ more: [String: Any] = [:]) throws -> String {
    var query: [String: Any] = ["url": url + "/service", "sender": "WJW61", "allowPrivate": true]
    query.merge(Self.account) { $1 }
    query.merge(more) { $1 }
    let data = try JSONSerialization.data(
      withJSONObject: ["certificateQuery": query], options: .sortedKeys)
    return String(decoding: data, as: UTF8.self)
  }

  private func put(_ path: String, _ body: String) async throws {
    let reply = try await transfers.perform(
      Request("PUT", url + path, body: Array(body.utf8), timeoutSeconds: 120)
    ).get()
    try #require(reply.status == 200)
  }

  func feel(_ mood: String, about number: String) async throws {
    try await put("/mood/" + number, mood)
  }

  /// Lets it know girls born on 28 February 2026, each of a mother of her own.
  func knows(_ births: [(number: String, mother: String)]) async throws {
    let all = births.map { number, mother in
      [
        "birthCode": number, "babyName": "李一诺", "babySexCode": "2",
        "birthTime": "2026-02-28 08:00", "momName": "王芳", "momIdCode": mother,
      ]
    }
    try await put("/births", String(decoding: try JSONEncoder().encode(all), as: UTF8.self))
  }

  func log() async throws -> [Question] {
    let reply = try await transfers.perform(Request("GET", url + "/log")).get()
    return try JSONDecoder().decode([Question].self, from: Data(reply.body))
  }
}
