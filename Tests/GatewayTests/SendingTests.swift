import Casework
import Foundation
import Testing
import Wire

@testable import birthgate

/// `submit` on files that are long, and on gateways that are not always there.
@Suite("Sending files", .fewAtOnce)
struct SendingTests {
  private func birth(_ index: Int) -> String {
    Letters.line(
      Letters.birth(
        id: "S-\(index)", number: "X\(610_000_000 + index)", mother: "S\(index)"))
  }

  private func ids(_ ending: Program.Ending) -> [String] {
    ending.output.split(separator: "\n").compactMap {
      (try? JSONValue(parsing: Array($0.utf8)))?["id"]?.string
    }
  }

  @Test("Refused messages stop nobody and are listed with their places in the file")
  func refused() throws {
    let gateway = try RunningGateway()
    let folder = try Folder()
    var lines = (0..<30).map(birth)
    lines[7] = "{\"x\":"
    lines[8] = lines[8].replacing("\"sex\": \"2\"", with: "\"sex\": \"7\"")
    let file = try folder.file("births.ndjson", lines.joined(separator: "\n"))
    let ending = try Program.run("submit", file, "--to", gateway.url, "--batch", "4")
    #expect(ending.status == 1)
    #expect(ending.output.split(separator: "\n").count == 28)
    #expect(ending.errors.contains("30 messages, accepted 28, repeated 0, refused 2"))
    #expect(ending.errors.contains(file + ".refused.ndjson"))
    let list = try String(contentsOfFile: file + ".refused.ndjson", encoding: .utf8)
    let refused = list.split(separator: "\n").map { try? JSONValue(parsing: Array($0.utf8)) }
    #expect(refused.map { $0?["index"]?.int } == [7, 8])
    // Lines count from 1, so the message of index 8 is line 9.
    let errors = refused.map { $0?["problem"]?["errors"]?.array?.first }
    #expect(errors.map { $0?["line"]?.int } == [8, 9])
    #expect(refused.map { $0?["problem"]?["status"]?.int } == [400, 422])
    #expect(!FileManager.default.fileExists(atPath: file + ".submit-state"))
    // All of it again: nothing is stored twice.
    let again = try Program.run("submit", file, "--to", gateway.url)
    #expect(again.errors.contains("accepted 0, repeated 28, refused 2"))
  }

  /// Three registrations as the police write them, each over lines; of the second, one value is
  /// as a test wants it.
  private static func people(_ right: String, _ wrong: String) -> String {
    let record = """
        {
          "gmsfhm": "610104202602280020", "xm": "李一诺", "xb": "女", "csrq": "20260228",
          "hjdSssxqdm": "610104", "jlsj": "2026-03-10 09:30:00", "hjdXz": "西大街1号"
        }
      """
    let second = record.replacing(right, with: wrong)
    let third = record.replacing("1号", with: "2号")
    return "{\n \"data\": [\n\(record),\n\(second),\n\(third)\n ]\n}\n"
  }

  @Test("A document of several records in a dialect is sent as the batch it is")
  func severalRecords() throws {
    let gateway = try RunningGateway()
    let folder = try Folder()
    let file = try folder.file("people.json", Self.people("610104202602280020", "6101"))
    let ending = try Program.run(
      "submit", file, "--to", gateway.url, "--dialect", "police-pinyin", "--sender", "P6101")
    #expect(ending.status == 1)
    #expect(ending.output.split(separator: "\n").count == 2)
    // Two lines, four of the first record, and the second line of the second.
    #expect(ending.errors.contains(" 8:15 format /data/1/gmsfhm"))
  }

  @Test("It is one too where the sender's settings alone say what it is written in")
  func severalRecordsBySettings() throws {
    let setting = try Setting(
      families: ["householdRegistration"], written: ["dialect": "police-pinyin"])
    let gateway = try RunningGateway("--settings", setting.path, in: setting.folder)
    let file = try setting.folder.file("people.json", Self.people("610104202602280020", "6101"))
    let key = try setting.folder.file("key", setting.secretText)
    let ending = try Program.run(
      "submit", file, "--to", gateway.url, "--sender", Letters.hospital, "--key", key)
    #expect(ending.status == 1)
    #expect(ending.output.split(separator: "\n").count == 2)
    #expect(ending.errors.contains(" 8:15 format /data/1/gmsfhm"))
    // One record is one message, sent alone or not.
    let one = try Program.run(
      "submit", Program.package.appendingPathComponent("Samples/dialects/police-pinyin.json").path,
      "--to", gateway.url, "--sender", Letters.hospital, "--key", key)
    #expect(one.status == 0 && one.output.hasPrefix("accepted D"), "\(one.errors)")
  }

  @Test("Errors name a record by its place in the document, whatever part it was sent in")
  func pathsInParts() throws {
    let gateway = try RunningGateway()
    let folder = try Folder()
    let sample = Program.package.appendingPathComponent("Samples/dialects/mdeml.xml")
    let one = try String(contentsOf: sample, encoding: .utf8)
    let start = try #require(one.firstRange(of: "<data>")).lowerBound
    let end = try #require(one.firstRange(of: "</data>")).upperBound
    let wrong = String(one[start..<end]).replacing("<babySexCode>2", with: "<babySexCode>5")
    let right = String(one[start..<end])
    let all = [right, wrong, right, wrong].joined(separator: "\n")
    let file = try folder.file("all.xml", one.replacingCharacters(in: start..<end, with: all))
    // The fourth record is the first of the second part.
    let ending = try Program.run(
      "submit", file, "--to", gateway.url, "--dialect", "mdeml", "--sender", "S1", "--batch", "3")
    #expect(ending.status == 1)
    for place in [2, 4] {
      #expect(
        ending.errors.contains(" /MDEML/body/data[\(place)]/babySexCode:"), "\(ending.errors)")
    }
  }

  @Test("--charset says what a file is encoded in that does not say so itself")
  func charset() throws {
    let gateway = try RunningGateway()
    let folder = try Folder()
    let file = folder.path + "/people.json"
    _ = try Python.run(
      "import sys; open('\(file)', 'wb').write(sys.stdin.buffer.read().decode().encode('gb18030'))",
      input: Self.people("\"20260228\"", "\"0\""))
    let options = [
      "submit", file, "--to", gateway.url, "--dialect", "police-pinyin", "--sender", "P6101",
    ]
    let silent = try Program.run(arguments: options)
    #expect(silent.status == 1 && silent.output.isEmpty)
    #expect(silent.errors.contains("encoding"))
    let ending = try Program.run(arguments: options + ["--charset", "GBK"])
    #expect(ending.status == 1)
    #expect(ending.output.split(separator: "\n").count == 2)
    // In characters: 4 blanks, 10 and 22 for the number, 6 and 7 for 李一诺 in quotes, 6 and 5 for
    // 女, and 8 for the name of the day, so the day begins in column 69.
    #expect(ending.errors.contains(" 8:69 "), "\(ending.errors)")
    #expect(ending.errors.contains("/data/1/csrq"))
    #expect(try Program.run(arguments: options + ["--charset", "BIG5"]).status == 2)
  }

  @Test("Sending is signed where a key is given", arguments: ["k1", "k2"])
  func signed(key: String) throws {
    let setting = try Setting()
    let gateway = try RunningGateway("--settings", setting.path, in: setting.folder)
    let xml =
      "<messages xmlns=\"urn:birthgate:message:1\">\n"
      + Letters.birthXML.replacing("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", with: "")
      + "<message/></messages>"
    let file = try setting.folder.file("births.xml", xml)
    let path = try setting.folder.file(key, key == "k1" ? setting.secretText : setting.pem)
    let unsigned = try Program.run("submit", file, "--to", gateway.url)
    #expect(unsigned.status == 1)
    #expect(unsigned.errors.contains("401"))
    let ending = try Program.run(
      "submit", file, "--to", gateway.url, "--sender", Letters.hospital, "--key", path,
      "--key-id", key)
    #expect(ending.status == 1)
    #expect(ending.output.hasPrefix("accepted M-1"))
    #expect(ending.errors.contains("accepted 1, repeated 0, refused 1"))
    #expect(
      try Program.run("submit", file, "--to", gateway.url, "--sender", Letters.hospital).status
        == 2)
  }

  /// A gateway that takes three parts and is then gone, so that nothing depends on who is faster.
  private static let briefGateway = """
    import http.server, json, sys
    class Brief(http.server.BaseHTTPRequestHandler):
        parts = 0
        def do_POST(self):
            lines = self.rfile.read(int(self.headers["Content-Length"])).split(b"\\n")
            answer = b""
            for index, line in enumerate(x for x in lines if x):
                header = json.loads(line)["header"]
                answer += json.dumps({"index": index, "id": header["id"], "status": "accepted",
                    "receipt": {"id": header["id"], "caseId": "C"}}).encode() + b"\\n"
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)
            Brief.parts += 1
        def log_message(self, *rest): pass
    server = http.server.HTTPServer(("127.0.0.1", 0), Brief)
    print(server.server_port, flush=True)
    while Brief.parts < 3: server.handle_request()
    """

  /// Sends a file to it, part by part of ten, until it is gone.
  private func sendBriefly(_ file: String) throws -> Program.Ending {
    let brief = Process()
    brief.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    brief.arguments = ["python3", "-c", Self.briefGateway]
    let output = Pipe()
    brief.standardOutput = output
    try brief.run()
    var line = ""
    while !line.hasSuffix("\n"), let byte = try output.fileHandleForReading.read(upToCount: 1),
      !byte.isEmpty
    {
      line += String(decoding: byte, as: UTF8.self)
    }
    defer { brief.waitUntilExit() }
    return try Program.run(
      "submit", file, "--to", "http://127.0.0.1:\(line.dropLast())", "--batch", "10",
      "--patience", "0", "--json")
  }

  @Test("--resume goes on where a gateway that went away left off")
  func resume() throws {
    let folder = try Folder()
    let file = try folder.file("births.ndjson", (0..<50).map(birth).joined(separator: "\n"))
    let first = try sendBriefly(file)
    #expect(first.status == 3)
    #expect(first.errors.contains("--resume"))
    // Three parts of ten.
    #expect(ids(first) == (0..<30).map { "S-\($0)" })
    let gateway = try RunningGateway()
    let second = try Program.run("submit", file, "--to", gateway.url, "--resume", "--json")
    #expect(second.status == 0)
    #expect(ids(second) == (30..<50).map { "S-\($0)" })
    #expect(second.errors.contains("50 messages, accepted 50, repeated 0, refused 0"))
    #expect(!FileManager.default.fileExists(atPath: file + ".submit-state"))
  }

  @Test("--resume sends everything where what had been sent is no longer in the file")
  func resumeOfAnother() throws {
    let folder = try Folder()
    var lines = (0..<50).map(birth)
    // The tenth is long, so that what follows stands beyond the beginning of the file.
    lines[10] = lines[10].dropLast() + ", \"note\": \"\(String(repeating: "x", count: 1 << 17))\"}"
    let file = try folder.file("births.ndjson", lines.joined(separator: "\n"))
    #expect(try sendBriefly(file).status == 3)
    let gateway = try RunningGateway()
    func resume(_ lines: [String]) throws -> Program.Ending {
      try folder.file("births.ndjson", lines.joined(separator: "\n"))
      let kept = try Data(contentsOf: URL(fileURLWithPath: file + ".submit-state"))
      let ending = try Program.run("submit", file, "--to", gateway.url, "--resume", "--json")
      try kept.write(to: URL(fileURLWithPath: file + ".submit-state"))
      return ending
    }
    // Of the same length, with another name in what had been sent, and in what had not.
    var other = lines
    other[29] = lines[29].replacing("李一诺", with: "李一心")
    let fromStart = try resume(other)
    #expect(ids(fromStart) == (0..<50).map { "S-\($0)" })
    #expect(fromStart.errors.contains("is no longer what was sent of it"))
    other = lines
    other[30] = lines[30].replacing("李一诺", with: "李一心")
    #expect(ids(try resume(other)).first == "S-30")
    // What was added at the end is the rest of the file, and a shorter file is another one.
    #expect(ids(try resume(lines + [birth(50)])).last == "S-50")
    #expect(ids(try resume(Array(lines[..<20]))).count == 20)
    // Nor is a state believed that says nothing of what was sent.
    try folder.file("births.ndjson.submit-state", "{\"done\":40}")
    let third = try Program.run("submit", file, "--to", gateway.url, "--resume", "--json")
    #expect(ids(third).count == 20)
  }

  @Test("Progress says how much, how fast, how it went and how long it will take")
  func progress() {
    var state = SendingState(path: nil)
    (state.done, state.accepted, state.repeated, state.refused) = (3000, 2000, 400, 100)
    // 500 of the 3000 came in an earlier run: 2500 in 10 s; a quarter of the bytes, so 30 s are
    // left.
    let plain = ProgressView.text(
      state, bytesDone: 1 << 20, of: 4 << 20, seconds: 10, first: 500, cells: 8)
    #expect(
      plain.english
        == "[##......] 1.0/4.0 MiB 25% 250 messages/s, accepted 2000, repeated 400, refused 100,"
        + " time left 0:30")
    let blind = ProgressView.text(
      state, bytesDone: 3 << 19, of: nil, seconds: 10, first: 0, cells: 8)
    #expect(blind.english.hasPrefix("1.5 MiB 300 messages/s"))
    #expect(blind.chinese.hasPrefix("1.5 MiB 300 条/秒"))
  }
}
