import Foundation
import LibCurl
import Testing
import Wire

@Suite("Orders reach the insurance platform from the outbox")
struct OrderTests {
  /// The double of the platform (`Tests/Doubles/insurance_platform.py`) in a process of its own.
  private final class Platform: Sendable {
    private let input = Pipe()
    private let process = Process()
    private let transfers = Transfers()
    let url: String

    init() throws {
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = [
        "python3", Program.package.path + "/Tests/Doubles/insurance_platform.py",
      ]
      process.environment = ProcessInfo.processInfo.environment.merging([
        "PYTHONDONTWRITEBYTECODE": "1"
      ]) { $1 }
      let output = Pipe()
      process.standardInput = input
      process.standardOutput = output
      process.standardError = FileHandle.nullDevice
      try process.run()
      let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
      url = "http://127.0.0.1:\(line.trimmingCharacters(in: .whitespacesAndNewlines))"
    }

    deinit {
      try? input.fileHandleForWriting.close()
      process.waitUntilExit()
    }

    func log() async throws -> [JSONValue] {
      let reply = try await transfers.perform(Request("GET", url + "/log")).get()
      return try JSONValue(parsing: reply.body).array ?? []
    }

    func feel(_ moods: String, towards whom: String) async throws {
      _ = try await transfers.perform(
        Request("PUT", url + "/mood/" + whom, body: Array(moods.utf8))
      ).get()
    }
  }

  private func gateway(_ platform: Platform) throws -> RunningGateway {
    let folder = try Folder()
    let settings = try folder.file(
      "settings.json",
      """
      {"insurance": {"url": "\(platform.url)/fsi", "allowPrivate": true,
        "institution": "H61010400001", "institutionName": "雁塔区妇幼保健院",
        "division": "610113", "operator": "gateway", "operatorName": "网关",
        "operations": {"enrol": {"infno": "P101"}, "updateIdentity": {"infno": "P102"},
          "requestCode": {"infno": "P103"}, "suspend": {"infno": "P104"},
          "terminate": {"infno": "P105"}}}}
      """)
    return try RunningGateway("--sandbox", "--settings", settings, in: folder)
  }

  private func registration(_ citizen: String, on day: String) -> String {
    """
    {"header": {"id": "R-1", "sender": "G610104", "sentAt": "\(day)T10:15:00+08:00"},
     "householdRegistration": {"action": "register", "citizenId": "\(citizen)", "name": "李一诺",
      "sex": "2", "bornOn": "2026-02-28", "division": "610104", "occurredOn": "\(day)",
      "birthCertificateNumber": "Z610000001"}}
    """
  }

  @Test(
    "Born, registered: enrolled, the code requested, the identity moved; each once",
    .timeLimit(.minutes(15)))
  func story() async throws {
    let platform = try Platform()
    // The first answer is lost on its way.
    try await platform.feel("cut,ok", towards: "Z610000001")
    let gateway = try gateway(platform)
    _ = try await gateway.post("/v1/messages", Letters.birth())
    try await until { try await platform.log().count == 2 }
    // The same news once more orders nothing.
    _ = try await gateway.post("/v1/messages", Letters.birth())
    // Nothing is paid: with cover, and so long after the birth, the code would rest meanwhile.
    // GB 11643: 610104 20260228 002 has the check digit 0.
    let answer = try await gateway.post(
      "/v1/messages", registration("610104202602280020", on: "2026-04-02"))
    #expect(answer.status == 201, "\(answer.text)")
    try await until { try await platform.log().count == 3 }
    let log = try await platform.log()
    #expect(log.map { $0["wrong"] } == [[], [], []])
    #expect(log.map { $0["infno"]?.string } == ["P101", "P103", "P102"])
    #expect(log[0]["data"]?["certno"]?.string == "Z610000001")
    #expect(log[0]["data"]?["psn_name"]?.string == "李一诺")
    #expect(log[2]["data"]?["certno"]?.string == "610104202602280020")
    #expect(log[2]["data"]?["old_certno"]?.string == "Z610000001")
    #expect(Set(log.compactMap { $0["msgid"]?.string }).count == 3)
    let logged = gateway.logged
    #expect(!logged.contains("李一诺") && !logged.contains("Z610000001"))
  }
}
