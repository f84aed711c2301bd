import Foundation
import Testing
import Wire

/// The pages in a real browser: `Tests/Browser/pages.py` says what must hold of them.
///
/// It needs Chromium, and Playwright and axe for Python (`deploy/test` puts them into
/// `.build/browser`); where one is missing the test says so and is left out.
@Suite("The parents' pages in a browser", .fewAtOnce)
struct BrowserTests {
  /// The Python that has Playwright: one of the tree's own before that of the machine.
  private static let python: String = {
    let own = Program.package.path + "/.build/browser/bin/python3"
    return FileManager.default.isExecutableFile(atPath: own) ? own : "python3"
  }()

  /// What is missing here; empty where nothing is.
  private static let missing: String = {
    let script = """
      import importlib.util as u, shutil
      names = [n for n in ("playwright", "axe_playwright_python") if u.find_spec(n) is None]
      if not any(shutil.which(n) for n in ("chromium", "chromium-browser", "google-chrome")):
          names.append("chromium")
      print(", ".join(names))
      """
    let words = try? run(["-c", script]).output
    return (words ?? "python3").trimmingCharacters(in: .whitespacesAndNewlines)
  }()

  private static func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
    let folder = try Folder()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [python] + arguments
    let output = try folder.file("output", "")
    process.standardOutput = FileHandle(forWritingAtPath: output)
    process.standardError = FileHandle(forWritingAtPath: output)
    try process.run()
    process.waitUntilExit()
    return (process.terminationStatus, try String(contentsOfFile: output, encoding: .utf8))
  }

  @Test(
    "Every page holds in every manner: no script needed, nothing from elsewhere, no fault of axe",
    .enabled(
      if: missing.isEmpty, "left out: the browser, Playwright or axe-core is missing here"))
  func pages() async throws {
    let gateway = try RunningGateway("--sandbox")
    let today = Self.day(0)
    func child(_ letter: String) async throws -> String {
      try #require(try await gateway.post("/v1/messages", letter).json["caseId"]?.string)
    }
    func link(_ id: String) async throws -> String {
      let made = try await gateway.send("POST", "/v1/cases/\(id)/parent-links")
      let url = try #require(made.json["url"]?.string)
      return String(url.suffix(from: try #require(url.range(of: "/p/")).lowerBound))
    }
    var links = JSONObject()
    var ids: [String] = []
    // Born so many days ago, in each of the main states.
    let children = [("unpaid", 71), ("paid", 40), ("late", 120), ("death", 50)]
    for (index, (name, days)) in children.enumerated() {
      let id = try await child(Self.birth(index + 1, born: Self.day(days)))
      ids.append(id)
      links[name] = .string(try await link(id))
    }
    _ = try await child(Self.payment("P-2", "T6100000002", "Z610000002", Self.day(20)))
    _ = try await child(
      """
      {"header": {"id": "V-4", "sender": "H61010400001", "sentAt": "\(today)T00:00:00+08:00"},
       "vitalEvent": {"action": "death", "birthCertificateNumber": "Z610000004",
        "diedOn": "\(Self.day(10))"}}
      """)
    let locked = try await link(ids[0])
    for _ in 0..<5 {
      _ = try await gateway.send(
        "POST", locked + "/enter", "last4=0000", type: "application/x-www-form-urlencoded")
    }
    let shots = ProcessInfo.processInfo.environment["BIRTHGATE_SHOTS"]
    let work = JSONValue.object([
      "url": .string(gateway.url), "last4": "5678", "links": .object(links),
      "locked": .string(locked), "certificate": "Z610000001", "document": "E12345678",
      "shots": shots.map { .string($0) } ?? .null, "program": .string(Program.url.path),
      "news": .string(Self.payment("P-9", "T6100000009", "Z610000001", today)),
    ])
    let folder = try Folder()
    let file = try folder.file("work.json", String(decoding: work.canonical, as: UTF8.self))
    let script = Program.package.path + "/Tests/Browser/pages.py"
    let ending = try Self.run([script, file])
    #expect(ending.status == 0, "\(ending.output)")
    #expect(!ending.output.contains("absent"))
  }

  /// The day so many days ago, in China.
  private static func day(_ ago: Int) -> String {
    let format = DateFormatter()
    format.locale = Locale(identifier: "en_US_POSIX")
    format.timeZone = TimeZone(secondsFromGMT: 8 * 3600)
    format.dateFormat = "yyyy-MM-dd"
    return format.string(from: Date.now.addingTimeInterval(Double(-ago) * 86_400))
  }

  private static func birth(_ number: Int, born day: String) -> String {
    """
    {"header": {"id": "M-\(number)", "sender": "H61010400001", "sentAt": "\(day)T23:15:00+08:00"},
     "birthCertificate": {"action": "issue", "number": "Z61000000\(number)",
      "child": {"name": "李一诺", "sex": "2", "bornAt": "\(day)T08:00:00+08:00"},
      "birthPlace": {"division": "610104"}, "issuedOn": "\(day)",
      "mother": {"name": "王芳", "idType": "passport", "idNumber": "E\(number)2345678"},
      "contacts": [{"relation": "mother", "channel": "sms", "address": "13800001234"}]}}
    """
  }

  private static func payment(_ id: String, _ ticket: String, _ child: String, _ day: String)
    -> String
  {
    """
    {"header": {"id": "\(id)", "sender": "T61010400", "sentAt": "\(day)T00:00:00+08:00"},
     "taxPayment": {"action": "pay", "ticketNumber": "\(ticket)",
      "premiumYear": \(day.prefix(4)), "amount": "400.00", "paidAt": "\(day)T00:00:00+08:00",
      "insured": {"name": "李一诺", "idType": "birthCertificate", "idNumber": "\(child)"},
      "taxOffice": {"code": "T61010400"}, "division": "610104"}}
    """
  }
}
