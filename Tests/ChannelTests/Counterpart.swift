import Channels
import Foundation
import LibCrypto
import LibCurl
import Testing
import Wire

/// A server of another house (`Tests/Doubles`), in a process of its own.
final class Counterpart: Sendable {
  private let input = Pipe()
  private let process = Process()
  private let transfers = Transfers(label: "double")
  /// What it said when it was ready.
  let said: JSONValue
  let url: String

  init(_ script: String, _ arguments: [String] = []) throws {
    process.executableURL = URL(filePath: Self.python)
    process.arguments = [Self.tests + "/Doubles/" + script] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging([
      "PYTHONPATH": Self.wheels, "PYTHONDONTWRITEBYTECODE": "1",
    ]) { $1 }
    let output = Pipe()
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let line = output.fileHandleForReading.availableData
    said = try JSONValue(parsing: [UInt8](line))
    let port = try #require(said.int ?? said["log"]?.int)
    url = "http://127.0.0.1:\(port)"
  }

  deinit {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  func put(_ path: String, _ body: String) async throws {
    let reply = try await transfers.perform(
      Request("PUT", url + path, body: Array(body.utf8), timeoutSeconds: 120)
    ).get()
    try #require(reply.status == 200)
  }

  func feel(_ moods: String, towards whom: String) async throws {
    try await put("/mood/" + percentEncoded(whom), moods)
  }

  func log() async throws -> [JSONValue] {
    let reply = try await transfers.perform(Request("GET", url + "/log", timeoutSeconds: 120)).get()
    return try JSONValue(parsing: reply.body).array ?? []
  }

  private static let tests = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().path
  private static let wheels = URL(filePath: tests).deletingLastPathComponent()
    .appending(path: ".build/wheels").path

  /// The system's own, which has the modules that the lists of packages name.
  private static let python =
    FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")
    ? "/usr/bin/python3" : "/usr/local/bin/python3"

  /// Whether the doubles can import these.
  static func has(_ modules: String...) -> Bool {
    let process = Process()
    process.executableURL = URL(filePath: python)
    process.arguments = ["-c", modules.map { "import \($0)" }.joined(separator: "\n")]
    process.environment = ["PYTHONPATH": wheels]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}

extension ChannelCrypto {
  /// What the program hands in too, but for chance.
  static let test = ChannelCrypto(
    hmacSHA256: { HMAC.sha256($0, $1) }, sha256: { SHA256.digest($0) }, sm3: { SM3.digest($0) },
    ed25519: { Ed25519.PrivateKey(seed: $0).sign($1) },
    sealSM4: { key, data, chaining in cipher(chaining).seal(data, key: key) },
    openSM4: { key, data, chaining in cipher(chaining).open(data, key: key) },
    openAES: { key, data in BlockCipher.ecb.open(data, key: key, by: .aes128) },
    sha1: { SHA1.digest($0) },
    random: { [UInt8](repeating: 7, count: $0) })

  private static func cipher(_ chaining: Chaining) -> BlockCipher {
    switch chaining {
    case .ecb: .ecb
    case .cbc(let iv): .cbc(iv: iv)
    }
  }
}
