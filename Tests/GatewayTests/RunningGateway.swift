import Foundation
import LibCurl
import Testing
import Wire

/// A gateway in a process of its own, on a free port.
final class RunningGateway {
  /// What it answered.
  struct Answer: Sendable {
    var status: Int
    var headers: [String: String]
    var bytes: [UInt8]

    var text: String { String(decoding: bytes, as: UTF8.self) }
    var json: JSONValue { (try? JSONValue(parsing: bytes)) ?? .null }
    var lines: [JSONValue] {
      text.split(separator: "\n").map { (try? JSONValue(parsing: Array($0.utf8))) ?? .null }
    }
  }

  let url: String
  let folder: Folder
  private let process = Process()
  private let log: String
  private let transfers = Transfers()

  let data: String
  var port: Int { URLComponents(string: url)?.port ?? 0 }
  var pid: Int32 { process.processIdentifier }

  /// - Parameters:
  ///   - data: the data folder, where it does not lie in the folder itself.
  ///   - launcher: a command that becomes the program which its arguments name.
  init(
    _ arguments: String..., in folder: Folder? = nil, data: String? = nil, launcher: [String] = []
  ) throws {
    self.folder = try folder ?? Folder()
    self.data = data ?? self.folder.path + "/data"
    let command =
      launcher + [Program.url.path, "serve", "--data", self.data, "--listen", "127.0.0.1:0"]
    process.executableURL = URL(fileURLWithPath: command[0])
    process.arguments = command.dropFirst() + arguments
    let output = Pipe()
    process.standardOutput = output
    log = try self.folder.file("log-\(UUID().uuidString)", "")
    process.standardError = FileHandle(forWritingAtPath: log)
    try process.run()
    var line = ""
    while !line.hasSuffix("\n"), let byte = try output.fileHandleForReading.read(upToCount: 1),
      !byte.isEmpty
    {
      line += String(decoding: byte, as: UTF8.self)
    }
    // The first line on standard output, to the letter of the contract.
    let match = try #require(line.wholeMatch(of: /listening on (http:\/\/127\.0\.0\.1:[0-9]+)\n/))
    url = String(match.1)
  }

  deinit { if process.isRunning { process.terminate() } }

  /// Ends it by SIGTERM and returns its status.
  func stop() -> Int32 {
    process.terminate()
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// What it has logged so far.
  var logged: String {
    (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
  }

  func hangUp() { kill(process.processIdentifier, SIGHUP) }

  func send(
    _ method: String, _ path: String, _ body: String = "", type: String? = nil,
    headers: [(name: String, value: String)] = []
  ) async throws -> Answer {
    try await send(method, path, bytes: Array(body.utf8), type: type, headers: headers)
  }

  func send(
    _ method: String, _ path: String, bytes: [UInt8], type: String? = nil,
    headers: [(name: String, value: String)] = []
  ) async throws -> Answer {
    var all = headers
    if let type { all.append((name: "Content-Type", value: type)) }
    let request = Request(
      method, url + path, headers: all, body: bytes, timeoutSeconds: 120)
    let reply = try await transfers.perform(request).get()
    return Answer(
      status: reply.status,
      headers: Dictionary(reply.headers.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 }),
      bytes: reply.body)
  }

  func get(_ path: String, language: String = "en") async throws -> Answer {
    try await send("GET", path, headers: [(name: "Accept-Language", value: language)])
  }

  func post(_ path: String, _ body: String, type: String = "application/json") async throws
    -> Answer
  {
    try await send("POST", path, body, type: type)
  }

  /// Sends bytes as they are and returns all that comes back.
  func raw(_ bytes: String) throws -> String {
    let script = """
      import socket,sys
      s=socket.create_connection(('127.0.0.1',\(port))); s.settimeout(120)
      s.sendall(sys.stdin.buffer.read()); out=b''
      while True:
          part=s.recv(4096)
          if not part: break
          out+=part
      sys.stdout.buffer.write(out)
      """
    return try Python.run(script, input: bytes)
  }
}

/// Waits until something has come about; a minute or two only end a wait for what never comes.
func until(_ isSo: () async throws -> Bool) async throws {
  for _ in 0..<1_200 {
    if try await isSo() { return }
    try await Task.sleep(for: .milliseconds(100))
  }
  Issue.record("it has not come about")
}

/// Python, where a test needs somebody other than us.
enum Python {
  static func run(_ script: String, input: String = "") throws -> String {
    let folder = try Folder()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script]
    let output = try folder.file("output", "")
    process.standardInput = FileHandle(forReadingAtPath: try folder.file("input", input))
    process.standardOutput = FileHandle(forWritingAtPath: output)
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return try String(contentsOfFile: output, encoding: .utf8)
  }
}
