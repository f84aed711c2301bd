import Foundation
import Testing
import Wire

@Suite("Families are written to when it is decent, and while it holds", .fewAtOnce)
struct LetterRouteTests {
  private static func birth(hook port: Int) -> String {
    """
    {"header": {"id": "M-1", "sender": "H61010400001", "sentAt": "2041-03-01T10:15:00+08:00"},
     "birthCertificate": {"action": "issue", "number": "Z610000001",
      "child": {"name": "李一诺", "sex": "2", "bornAt": "2041-02-28T08:00:00+08:00"},
      "birthPlace": {"division": "610104"},
      "mother": {"name": "王芳", "idType": "passport", "idNumber": "E12345678"},
      "issuedOn": "2041-03-01",
      "contacts": [{"relation": "mother", "channel": "webhook", "language": "zh-CN",
        "address": "http://127.0.0.1:\(port)/family"}]}}
    """
  }

  private static let payment = """
    {"header": {"id": "P-1", "sender": "T61010400", "sentAt": "2041-03-30T08:00:00+08:00"},
     "taxPayment": {"action": "pay", "ticketNumber": "T6100000001", "premiumYear": 2041,
      "amount": "400.00", "paidAt": "2041-03-30T08:00:00+08:00",
      "insured": {"name": "李一诺", "idType": "birthCertificate", "idNumber": "Z610000001"},
      "taxOffice": {"code": "T61010400"}, "division": "610104"}}
    """

  /// Born on 28 February 2041, B+30 is 30 March: the reminder is decided at midnight and would
  /// leave at nine, when this operator's hours begin. The payment comes at eight.
  @Test("a payment at eight cancels the reminder of nine", .timeLimit(.minutes(15)))
  func paidAtEight() async throws {
    let receiver = try Receiver(answers: [])
    let folder = try Folder()
    let settings = try folder.file(
      "settings.json",
      #"{"noticeFolder": "\#(folder.path)", "letters": {"from": "09:00", "to": "20:30"}}"#)
    let gateway = try RunningGateway("--sandbox", "--settings", settings, in: folder)
    func advance(_ moment: String) async throws {
      let answer = try await gateway.post(
        "/v1/sandbox/clock", #"{"advanceTo": "\#(moment)+08:00"}"#)
      #expect(answer.status == 200)
    }
    try await advance("2041-03-01T10:20:00")
    let receipt = try await gateway.post("/v1/messages", Self.birth(hook: receiver.port))
    let caseID = try #require(receipt.json["caseId"]?.string)
    func reminder() async throws -> String? {
      let answer = try await gateway.get("/v1/cases/\(caseID)/timeline")
      return answer.json["entries"]?.array?.first {
        $0["kind"] == "pay-reminder" && $0["audience"] == "guardian"
      }?["state"]?.string
    }
    try await advance("2041-03-30T08:00:00")
    #expect(try await reminder() == "queued")
    #expect(try await gateway.post("/v1/messages", Self.payment).status == 201)
    try await advance("2041-03-30T09:30:00")
    #expect(try await reminder() == "cancelled")
    let types = try receiver.requests(3).compactMap { request in
      try request["body"]?.string.map { try JSONValue(parsing: Array($0.utf8)) }?["type"]?.string
    }
    #expect(
      types == [
        "cn.birthgate.deadline.enrol-and-pay", "cn.birthgate.code.code-issued",
        "cn.birthgate.case.covered",
      ])
    let file = try String(contentsOfFile: folder.path + "/notices.ndjson", encoding: .utf8)
    let lines = try file.split(separator: "\n").map { try JSONValue(parsing: Array($0.utf8)) }
    let told = lines.filter { $0["audience"] == "guardian" }.compactMap { $0["kind"]?.string }
    #expect(told == ["enrol-and-pay", "code-issued", "covered"])
    #expect(!file.contains("李") && !file.contains("Z610000001"))
    #expect(gateway.stop() == 0)
    try preview(gateway, settings)
  }

  /// What the case's reader would get today, from the data that the gateway left.
  private func preview(_ gateway: RunningGateway, _ settings: String) throws {
    func shown(_ kind: String) throws -> Program.Ending {
      try Program.run(
        "notice", "preview", kind, "--case", "Z610000001", "--data", gateway.data, "--settings",
        settings, "--lang", "en", "--json")
    }
    let covered = try shown("covered")
    #expect(covered.status == 0)
    let view = covered.json?.array?.first
    #expect(view?["body"]?.string?.contains("28 February 2041") == true)
    #expect(view?["title"]?.string?.hasPrefix("李＊: ") == true)
    #expect(try shown("pay-window-missed").json?.array?.first?["withdrawn"] == "notMissed")
  }
}

@Suite("The words of notices can be seen and are held to rules", .fewAtOnce)
struct NoticeVerbTests {
  @Test("a preview says how many messages a text takes, and what it lacks")
  func preview() throws {
    let whole = try Program.run(
      "notice", "preview", "pay-reminder", "--lang", "zh-CN", "--channel", "sms", "--json")
    #expect(whole.status == 0)
    let view = whole.json?.array?.first
    let text = try #require(view?["sms"]?.string)
    #expect(view?["units"]?.int == text.utf16.count)
    // More than 70 units and no more than 134.
    #expect(view?["segments"] == 2 && (71...134).contains(text.utf16.count))
    #expect(view?["body"] == nil)
    let lacking = try Program.run(
      "notice", "preview", "pay-reminder", "--lang", "en", "--values",
      #"{"payBy": "2026-05-29"}"#, "--json")
    #expect(lacking.status == 1)
    #expect(lacking.json?.array?.first?["missing"] == ["daysLeft"])
    #expect(try Program.run("notice", "preview", "pay-later").status == 2)
    let link = try Program.run("notice", "preview", "page-link", "--lang", "zh-CN", "--json")
    #expect(link.status == 0)
    #expect(link.json?.array?.first?["body"]?.string?.contains("/p/") == true)
    #expect(
      try Program.run("notice", "preview", "covered", "--values", #"{"idNumber": "1"}"#).status == 2
    )
  }

  @Test("a region's texts are read at the start, and bad ones are refused with their line")
  func overlay() throws {
    let folder = try Folder()
    try folder.file(
      "61.zh-CN.mustache",
      "version 2\n== correction / guardian\nsms: 更正：{{child}}\n更正\n请看页面。\n")
    let good = try Program.run("notice", "lint", "--texts", folder.path)
    #expect(good.status == 0)
    let shown = try Program.run(
      "notice", "preview", "correction", "--lang", "zh-CN", "--region", "610104", "--texts",
      folder.path, "--json")
    #expect(shown.json?.array?.first?["version"] == "61 2")
    try folder.file(
      "6101.zh-CN.mustache",
      "version 2\n== correction / guardian\nsms: 更正\n更正\n请买商业保险。\n")
    let bad = try Program.run("notice", "lint", "--texts", folder.path)
    #expect(bad.status == 1)
    #expect(bad.output.contains("6101.zh-CN.mustache:2:"))
    let settings = try folder.file("settings.json", #"{"texts": "\#(folder.path)"}"#)
    let serve = try Program.run(
      "serve", "--settings", settings, "--data", folder.path + "/data", "--listen", "127.0.0.1:0")
    #expect(serve.status == 2 && serve.errors.contains("6101.zh-CN.mustache:2:"))
  }

  @Test("the program's own texts are in order")
  func lint() throws {
    let ending = try Program.run("notice", "lint", "--json")
    #expect(ending.status == 0 && ending.json == [])
  }

  @Test(
    "settings of letters and offices are refused with their place",
    arguments: [
      (#"{"letters": {"from": "8:00"}}"#, "/letters/from"),
      (#"{"letters": {"from": "21:00", "to": "08:00"}}"#, "/letters/to"),
      (#"{"letters": {"hours": 1}}"#, "/letters/hours"),
      (#"{"letters": {"remindersPerWeek": -1}}"#, "/letters/remindersPerWeek"),
      (#"{"offices": [{"id": "a"}]}"#, "/offices/0/channel"),
      (
        #"{"offices": [{"id": "a", "audience": "guardian", "channel": "push", "address": "p"}]}"#,
        "/offices/0/audience"
      ),
      (
        #"{"offices": [{"id": "a", "audience": "hospital", "channel": "fax", "address": "p"}]}"#,
        "/offices/0/channel"
      ),
      (
        #"{"offices": [{"id": "a", "audience": "hospital", "channel": "email", "address": "p"}]}"#,
        "/offices/0/address"
      ),
      (
        #"{"offices": [{"id": "a", "audience": "hospital", "channel": "webhook", "address": "https://a.example/"}]}"#,
        "/offices/0/secret"
      ),
      (
        #"{"offices": [{"id": "a", "audience": "hospital", "channel": "push", "address": "p", "details": true}]}"#,
        "/offices/0/details"
      ),
      (
        #"{"offices": [{"id": "a", "audience": "taxOffice", "channel": "email", "address": "a@b.c", "details": true}]}"#,
        "/offices/0/details"
      ),
      (
        #"{"peers": [{"id": "p", "url": "http://tax.example/"}], "offices": [{"id": "a", "audience": "taxOffice", "channel": "push", "address": "p", "details": true}]}"#,
        "/offices/0/details"
      ),
      (#"{"texts": "nowhere"}"#, "/texts"),
    ])
  func settings(text: String, place: String) throws {
    let folder = try Folder()
    let settings = try folder.file("settings.json", text)
    let ending = try Program.run(
      "serve", "--settings", settings, "--data", folder.path + "/data", "--listen", "127.0.0.1:0")
    #expect(ending.status == 2 && ending.errors.contains(" \(place) "), "\(ending.errors)")
  }
}
