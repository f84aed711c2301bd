import Foundation
import LibCurl
import Testing
import Wire

/// A server of another house (`Tests/Doubles`) in a process of its own.
final class Counterpart: Sendable {
  private let input = Pipe()
  private let process = Process()
  private let transfers = Transfers()
  let url: String

  init(_ script: String, _ arguments: [String] = []) throws {
    process.executableURL = URL(filePath: Self.python)
    process.arguments = [Program.package.path + "/Tests/Doubles/" + script] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(Self.environment) { $1 }
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

  func get(_ path: String) async throws -> [UInt8] {
    try await transfers.perform(Request("GET", url + path, timeoutSeconds: 120)).get().body
  }

  func put(_ path: String, _ body: String) async throws {
    let reply = try await transfers.perform(
      Request("PUT", url + path, body: Array(body.utf8), timeoutSeconds: 120)
    ).get()
    try #require(reply.status == 200)
  }

  func log() async throws -> [JSONValue] {
    try JSONValue(parsing: try await get("/log")).array ?? []
  }

  func feel(_ moods: String, towards whom: String) async throws {
    try await put("/mood/" + whom, moods)
  }

  /// The system's own, which has the modules that the lists of packages name.
  private static let python =
    FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")
    ? "/usr/bin/python3" : "/usr/local/bin/python3"

  private static let environment = [
    "PYTHONPATH": Program.package.path + "/.build/wheels", "PYTHONDONTWRITEBYTECODE": "1",
  ]

  /// Whether a double can import this.
  static func has(_ module: String) -> Bool {
    let process = Process()
    process.executableURL = URL(filePath: python)
    process.arguments = ["-c", "import \(module)"]
    process.environment = environment
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}

extension Counterpart {
  /// Settings under which orders go to the double of the insurance platform.
  func platformSettings() -> String {
    """
    {"insurance": {"url": "\(url)/fsi", "allowPrivate": true,
      "institution": "H61010400001", "institutionName": "雁塔区妇幼保健院",
      "division": "610113", "operator": "gateway", "operatorName": "网关",
      "operations": {"enrol": {"infno": "P101"}, "updateIdentity": {"infno": "P102"},
        "requestCode": {"infno": "P103"}, "suspend": {"infno": "P104"},
        "terminate": {"infno": "P105"}}}}
    """
  }
}
