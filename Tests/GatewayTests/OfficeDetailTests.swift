import Foundation
import Testing
import Wire

@Suite(
  "An office's own system is told who the child is now, where its settings ask for it",
  .fewAtOnce,
  .enabled(
    if: Counterpart.has("cryptography"), "cryptography (Debian: python3-cryptography) is not here"))
struct OfficeDetailTests {
  private let citizen = "610104202602280020"

  private var registration: String {
    """
    {"header": {"id": "R-1", "sender": "G610104", "sentAt": "2026-04-02T10:15:00+08:00"},
     "householdRegistration": {"action": "register", "citizenId": "\(citizen)", "name": "李一诺",
      "sex": "2", "bornOn": "2026-02-28", "division": "610104", "occurredOn": "2026-04-02",
      "birthCertificateNumber": "Z610000001"}}
    """
  }

  /// The premium of 2026 is paid in April; the next one is that of 2027.
  @Test(
    "the tax office learns the new identity for the next premium, and subscribers do not",
    .timeLimit(.minutes(15)))
  func tax() async throws {
    let office = try Counterpart("office_system.py", ["A", "S", "none", "none", "token"])
    let receiver = try Receiver(answers: [])
    let folder = try Folder()
    let settings = try folder.file(
      "settings.json",
      """
      {"peers": [{"id": "tax61", "url": "\(office.url)/exchange", "allowPrivate": true,
          "success": {"pointer": "/code", "values": [200]},
          "envelope": {"type": "sharing", "sid": "s_1", "rid": "r_1",
            "refresh": {"url": "\(office.url)/secret", "appKey": "token", "refused": [401]}}}],
       "offices": [{"id": "tax", "audience": "taxOffice", "channel": "push", "address": "tax61",
          "details": true}]}
      """)
    let gateway = try RunningGateway("--sandbox", "--settings", settings, in: folder)
    let subscribed = try await gateway.post(
      "/v1/subscriptions",
      """
      {"url": "http://127.0.0.1:\(receiver.port)/h",
       "types": ["cn.birthgate.case.update-identity"]}
      """)
    #expect(subscribed.status == 201)
    let receipt = try await gateway.post("/v1/messages", Letters.birth())
    _ = try await gateway.post("/v1/messages", Letters.payment())
    #expect(try await gateway.post("/v1/messages", registration).status == 201)
    func told() async throws -> [JSONValue] {
      try await office.log().compactMap { $0["event"]?["data"] }
        .filter { $0["kind"] == "update-identity" }
    }
    try await until { try await told().count == 1 }
    #expect(try await office.log().allSatisfy { $0["proved"]?.bool == true })
    let data = try #require(try await told().first)
    #expect(data["caseId"] == receipt.json["caseId"])
    #expect(
      data["identity"] == [
        "former": [["idType": "birthCertificate", "idNumber": "Z610000001"]],
        "idType": "citizenId", "idNumber": .string(citizen), "name": "李一诺",
        "premiumYear": 2027,
      ])
    let thin = try #require(try receiver.requests(1).first?["body"]?.string)
    #expect(!thin.contains("\"identity\"") && !thin.contains(citizen) && !thin.contains("李一诺"))
    let logged = gateway.logged
    #expect(!logged.contains(citizen) && !logged.contains("李一诺"))
    #expect(!logged.contains("secret number"))
  }
}
