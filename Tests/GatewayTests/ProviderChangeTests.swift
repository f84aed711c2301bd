import Foundation
import Testing
import Wire

@Suite("A text of unknown end outlives a change of the provider", .fewAtOnce)
struct ProviderChangeTests {
  private static let mobile = "13800138000"
  private static let birth = """
    {"header": {"id": "M-1", "sender": "H61010400001", "sentAt": "2041-03-01T10:15:00+08:00"},
     "birthCertificate": {"action": "issue", "number": "Z610000001",
      "child": {"name": "李一诺", "sex": "2", "bornAt": "2041-02-28T08:00:00+08:00"},
      "birthPlace": {"division": "610104"},
      "mother": {"name": "王芳", "idType": "passport", "idNumber": "E12345678"},
      "issuedOn": "2041-03-01",
      "contacts": [{"relation": "mother", "channel": "sms", "address": "\(mobile)"}]}}
    """

  /// A provider as the double's manual has it, which would send again what it does not know.
  private static func settings(_ id: String, _ double: Counterpart) -> String {
    """
    {"letters": {"from": "00:00", "to": "24:00"},
     "sms": [{"id": "\(id)", "url": "\(double.url)/send", "allowPrivate": true,
      "body": {"mobile": "{{phone}}", "content": "{{text}}", "outId": "{{id}}"},
      "signature": {"type": "hmac-sha256", "secret": "0123456789abcdef", "header": "X-Sign"},
      "success": {"pointer": "/code", "values": [0], "receipt": "/data/sid"},
      "query": {"method": "GET", "url": "\(double.url)/report?outId={{id}}",
        "allowPrivate": true, "pointer": "/data/state", "arrived": ["DELIVRD"],
        "lost": ["UNDELIV"], "pending": ["WAIT"], "absent": ["NONE"],
        "absentMeansUnsent": true},
      "receipts": {"header": "X-Secret", "secret": "0123456789abcdef", "ours": "/id",
        "pointer": "/state", "arrived": ["D"]}}]}
    """
  }

  /// The first provider takes it and says nothing, and the gateway is killed while it waits.
  @Test("killed meanwhile, it is never sent by the new one, nor ended by the new one's receipts")
  func anotherProvider() async throws {
    let first = try Counterpart("sms_provider.py", ["0123456789abcdef"])
    let second = try Counterpart("sms_provider.py", ["0123456789abcdef"])
    let folder = try Folder()
    let before = try folder.file("before.json", Self.settings("first", first))
    let after = try folder.file("after.json", Self.settings("second", second))
    try await first.feel("stall", towards: Self.mobile)
    let killed = try RunningGateway("--sandbox", "--settings", before, in: folder)
    _ = try await killed.post(
      "/v1/sandbox/clock", #"{"advanceTo": "2041-03-01T10:20:00+08:00"}"#)
    let receipt = try await killed.post("/v1/messages", Self.birth)
    let caseID = try #require(receipt.json["caseId"]?.string)
    try await until { try await first.log().count == 1 }
    kill(killed.pid, SIGKILL)
    let id = try #require(try await first.log().first?["outId"]?.string)

    let changed = try RunningGateway("--sandbox", "--settings", after, in: folder)
    try await advance(changed, "2041-03-02T12:00:00")
    #expect(try await second.log().isEmpty)
    let note = try #require(try await doubt(changed, caseID))
    #expect(
      note == "not known whether it arrived: first: "
        + "the provider is no longer in the settings and cannot be asked")
    let told = try await changed.send(
      "POST", "/v1/receipts/second", #"{"id": "\#(id)", "state": "D"}"#,
      type: "application/json", headers: [(name: "X-Secret", value: "0123456789abcdef")])
    #expect(told.status == 200)
    let metrics = try await changed.get("/metrics").text
    #expect(metrics.contains(#"birthgate_receipts_total{provider="second",result="unknown"} 1"#))
    #expect(try await doubt(changed, caseID) == note)
    #expect(changed.stop() == 0)

    // The first is named again, is asked, and says what became of it.
    try await first.put("/state/" + id.replacing("/", with: "%2F"), "DELIVRD")
    try await first.feel("ok", towards: Self.mobile)
    let again = try RunningGateway("--sandbox", "--settings", before, in: folder)
    try await advance(again, "2041-03-03T12:00:00")
    #expect(try await doubt(again, caseID) == nil)
    let sent = try await first.log().compactMap { $0["outId"]?.string }
    #expect(sent.count { $0 == id } == 1, "once, whoever was in the settings")
    #expect(sent.count == 2, "what came after it waited for its turn")
    #expect(again.stop() == 0)
  }

  private func advance(_ gateway: RunningGateway, _ moment: String) async throws {
    let answer = try await gateway.post(
      "/v1/sandbox/clock", #"{"advanceTo": "\#(moment)+08:00"}"#)
    #expect(answer.status == 200)
  }

  /// What the timeline says of a letter that is in doubt.
  private func doubt(_ gateway: RunningGateway, _ caseID: String) async throws -> String? {
    let answer = try await gateway.get("/v1/cases/\(caseID)/timeline")
    return answer.json["entries"]?.array?.compactMap { $0["note"]?.string }
      .first { $0.hasPrefix("not known") }
  }
}
