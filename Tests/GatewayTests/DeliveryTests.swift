import Foundation
import LibCrypto
import Testing
import Wire

@Suite("What subscribers are told", .fewAtOnce)
struct DeliveryTests {
  @Test(
    "An event is signed, and comes again under the same id and body", .timeLimit(.minutes(15)))
  func firstRetry() async throws {
    let receiver = try Receiver(answers: [500, 204])
    let gateway = try RunningGateway("--sandbox")
    let made = try await gateway.post(
      "/v1/subscriptions",
      """
      {"url": "http://127.0.0.1:\(receiver.port)/hook", "types": ["cn.birthgate.code.*"]}
      """)
    let secret = try #require(made.json["secret"]?.string)
    let key = try #require(Data(base64Encoded: String(secret.dropFirst("whsec_".count))))
    let receipt = try await gateway.post("/v1/messages", Letters.birth())
    let told = try receiver.requests(2)
    try #require(told.count == 2)
    let caseID = try #require(receipt.json["caseId"]?.string)
    for request in told {
      let id = try #require(request["id"]?.string)
      let timestamp = try #require(request["timestamp"]?.string)
      let body = try #require(request["body"]?.string)
      let signed = Array("\(id).\(timestamp).\(body)".utf8)
      let expected = Data(HMAC.sha256([UInt8](key), signed)).base64EncodedString()
      #expect(request["signature"]?.string == "v1,\(expected)")
      let event = try JSONValue(parsing: Array(body.utf8))
      #expect(event["specversion"] == "1.0")
      #expect(event["id"]?.string == id)
      #expect(event["type"] == "cn.birthgate.code.code-issued")
      #expect(event["subject"]?.string == caseID)
      for secret in ["李一诺", "Z610000001", "E12345678"] { #expect(!body.contains(secret)) }
    }
    #expect(told[0]["id"] == told[1]["id"])
    #expect(told[0]["body"] == told[1]["body"])
    try await until {
      let entries = try await gateway.get("/v1/cases/\(caseID)/timeline").json["entries"]?.array
      let issued = entries?.filter { $0["kind"] == "code-issued" } ?? []
      return !issued.isEmpty && issued.allSatisfy { $0["state"] == "delivered" }
    }
  }
}

/// A webhook receiver that is not ours: Python's own server, answering what it was told to.
final class Receiver {
  let port: Int
  private let process = Process()
  private let output = Pipe()

  init(answers: [Int]) throws {
    let script = """
      import json,sys
      from http.server import BaseHTTPRequestHandler,HTTPServer
      answers=[int(a) for a in sys.argv[1:]]
      class Hook(BaseHTTPRequestHandler):
          def do_POST(self):
              body=self.rfile.read(int(self.headers['content-length'])).decode()
              print(json.dumps({'id':self.headers['webhook-id'],
                  'timestamp':self.headers['webhook-timestamp'],'body':body,
                  'signature':self.headers['webhook-signature']}),flush=True)
              self.send_response(answers.pop(0) if answers else 204); self.end_headers()
          def log_message(self,*a): pass
      server=HTTPServer(('127.0.0.1',0),Hook)
      print(server.server_port,flush=True); server.serve_forever()
      """
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script] + answers.map(String.init)
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    port = try #require(Int(try Self.line(output)))
  }

  deinit { process.terminate() }

  /// Waits for so many requests; a test's own time limit ends a vain wait.
  func requests(_ count: Int) throws -> [JSONValue] {
    try (0..<count).map { _ in try JSONValue(parsing: Array(try Self.line(output).utf8)) }
  }

  private static func line(_ pipe: Pipe) throws -> String {
    var line: [UInt8] = []
    while let byte = try pipe.fileHandleForReading.read(upToCount: 1), let first = byte.first,
      first != 10
    {
      line.append(first)
    }
    return String(decoding: line, as: UTF8.self)
  }
}
