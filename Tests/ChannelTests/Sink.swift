import Foundation
import LibCurl
import Synchronization

/// A receiver in another process (`Tests/Sink/sink.py`), which all tests share.
final class Sink: Sendable {
  static let secret: [UInt8] = Array("a secret of 24 bytes!!!!".utf8)

  /// One request as the sink saw it.
  struct Entry: Decodable, Sendable {
    let id: String?
    let path: String
    /// Whether Python's own HMAC agrees with the signature.
    let valid: Bool
    let type: String?
    let timestamp: String?
    let body: String
    let port: Int
  }

  /// The process; it ends with this object, or with the test whatever becomes of it, since it
  /// reads its input until that closes.
  private final class Server: Sendable {
    let input = Pipe()
    let process = Process()
    let address: String

    init(certificate: String? = nil) throws {
      process.executableURL = URL(filePath: "/usr/bin/env")
      let script = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../Sink/sink.py").standardized.path
      process.arguments = [
        "python3", script, Sink.secret.map { String(format: "%02x", $0) }.joined(),
      ]
      process.arguments?.append(contentsOf: certificate.map { [$0] } ?? [])
      let output = Pipe()
      process.standardInput = input
      process.standardOutput = output
      // Python complains of every client that hangs up on it.
      process.standardError = FileHandle.nullDevice
      try process.run()
      let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
      let scheme = certificate == nil ? "http" : "https"
      address = "\(scheme)://127.0.0.1:\(line.trimmingCharacters(in: .whitespacesAndNewlines))"
    }

    deinit {
      try? input.fileHandleForWriting.close()
      process.waitUntilExit()
    }
  }

  private static let shared = Result { try Server() }
  private static let count = Atomic(0)

  private let server: Server
  let address: String

  /// A sink with a log of its own; with `alone`, also on a port of its own.
  init(alone: Bool = false) throws {
    server = alone ? try Server() : try Self.shared.get()
    address = server.address + "/\(Self.count.add(1, ordering: .relaxed).newValue)"
  }

  /// One that speaks TLS with the certificate and key of a PEM file.
  init(certificate: String) throws {
    server = try Server(certificate: certificate)
    address = server.address + "/0"
  }

  func log() async throws -> [Entry] {
    let reply = try await Transfers().perform(Request("GET", address + "/log")).get()
    return try JSONDecoder().decode([Entry].self, from: Data(reply.body))
  }
}
