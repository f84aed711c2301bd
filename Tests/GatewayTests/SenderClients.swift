import Foundation
import LibCurl
import Testing
import Wire

/// A program that is not ours, run to its end.
enum Tool {
  struct Ending {
    var status: Int32
    var output: String
  }

  /// - Returns: what it wrote, both streams together.
  static func run(
    _ name: String, _ arguments: [String], _ environment: [String: String] = [:]
  ) throws -> Ending {
    let folder = try Folder()
    let output = try folder.file("output", "")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [name] + arguments
    process.environment = ProcessInfo.processInfo.environment
      .merging(environment.merging(["PYTHONDONTWRITEBYTECODE": "1"]) { $1 }) { $1 }
    let handle = FileHandle(forWritingAtPath: output)
    process.standardOutput = handle
    process.standardError = handle
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return Ending(
      status: process.terminationStatus,
      output: try String(contentsOfFile: output, encoding: .utf8))
  }

  static func isHere(_ name: String) -> Bool {
    (try? run("sh", ["-c", "command -v \(name)"]).status) == 0
  }
}

/// A client of the sender's kit in some language.
struct Client {
  var name: String
  private var command: String
  private var arguments: [String]

  /// Those whose language is on this machine; what has to be compiled is.
  static func here(in folder: Folder) throws -> [Client] {
    func path(_ name: String) -> String {
      SenderKitTests.sender.appendingPathComponent(name).path
    }
    var clients: [Client] = []
    if Tool.isHere("python3") {
      clients.append(Client(name: "python", command: "python3", arguments: [path("send.py")]))
    }
    if Tool.isHere("curl"), Tool.isHere("openssl") {
      clients.append(Client(name: "shell", command: "bash", arguments: [path("send.sh")]))
    }
    if Tool.isHere("javac"), Tool.isHere("java") {
      let made = try Tool.run("javac", ["-d", folder.path, path("Send.java")])
      #expect(made.status == 0, "\(made.output)")
      clients.append(
        Client(name: "java", command: "java", arguments: ["-cp", folder.path, "Send"]))
    }
    if Tool.isHere("mcs"), Tool.isHere("mono") {
      let program = folder.path + "/Send.exe"
      let made = try Tool.run(
        "mcs", ["-r:System.Net.Http", "-out:" + program, path("Send.cs")])
      #expect(made.status == 0, "\(made.output)")
      clients.append(Client(name: "csharp", command: "mono", arguments: [program]))
    }
    return clients
  }

  func run(_ file: String, _ environment: [String: String]) throws -> Tool.Ending {
    try Tool.run(command, arguments + [file], environment)
  }
}

/// Stands before a gateway and falters: it cuts the first line, answers 429 and then 503 once, and
/// hands on everything after that as it comes.
final class Faltering {
  struct Seen: Hashable {
    var nonce: String
    var body: String
  }

  let port: Int
  private let process = Process()
  private let log: String

  init(to gateway: Int, in folder: Folder) throws {
    log = try folder.file("seen-\(UUID().uuidString)", "")
    let script = """
      import http.client, http.server, json, re
      count = 0
      class Double(http.server.BaseHTTPRequestHandler):
          def log_message(self, *a): pass
          def do_POST(self):
              global count
              count += 1
              body = self.rfile.read(int(self.headers['Content-Length']))
              nonce = re.search('nonce=([^,]*)', self.headers['Authorization']).group(1)
              with open('\(log)', 'a') as log:
                  log.write(json.dumps({'nonce': nonce, 'body': body.hex()}) + '\\n')
              self.close_connection = True
              if count == 1: return
              if count in (2, 3):
                  self.send_response(429 if count == 2 else 503)
                  self.send_header('Retry-After', '0'); self.send_header('Content-Length', '0')
                  self.send_header('Connection', 'close'); self.end_headers(); return
              line = http.client.HTTPConnection('127.0.0.1', \(gateway))
              names = ('Content-Type', 'Authorization')
              line.request('POST', self.path, body, {n: self.headers[n] for n in names})
              answer = line.getresponse(); content = answer.read()
              self.send_response(answer.status)
              self.send_header('Content-Type', answer.headers['Content-Type'])
              self.send_header('Content-Length', str(len(content)))
              self.send_header('Connection', 'close'); self.end_headers(); self.wfile.write(content)
      server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Double)
      print(server.server_address[1], flush=True)
      server.serve_forever()
      """
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    var line = ""
    while !line.hasSuffix("\n"), let byte = try output.fileHandleForReading.read(upToCount: 1),
      !byte.isEmpty
    {
      line += String(decoding: byte, as: UTF8.self)
    }
    port = try #require(Int(line.dropLast()))
  }

  deinit { stop() }

  // A child of a test inherits blocked signals; this one cannot be blocked.
  func stop() {
    guard process.isRunning else { return }
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// What has come so far, in order.
  func seen() throws -> [Seen] {
    try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n").map { line in
      let one = try JSONValue(parsing: Array(line.utf8))
      return Seen(
        nonce: try #require(one["nonce"]?.string), body: try #require(one["body"]?.string))
    }
  }
}
