import Testing
import Wire

@Suite("Identity over the program", .fewAtOnce)
struct IdentityRouteTests {
  private let citizens = ["610104202602280020", "610104202602280047"]

  private func registration(_ citizen: String, name: String, certificate: String) -> String {
    """
    {"header": {"id": "R-\(citizen)", "sender": "G610104", "sentAt": "2026-04-02T10:00:00+08:00"},
     "householdRegistration": {"action": "register", "citizenId": "\(citizen)", "name": "\(name)",
      "sex": "2", "bornOn": "2026-02-28", "division": "610104", "occurredOn": "2026-04-02",
      "birthCertificateNumber": "\(certificate)",
      "mother": {"name": "王芳", "idType": "passport", "idNumber": "E12345678"}}}
    """
  }

  private func send(_ gateway: RunningGateway, _ text: String) async throws -> String {
    try #require(try await gateway.post("/v1/messages", text).json["caseId"]?.string)
  }

  private func link(_ gateway: RunningGateway, _ birth: String, _ household: String, _ word: String)
    async throws
  {
    let answer = try await gateway.post(
      "/v1/links",
      """
      {"birth": "\(birth)", "household": "\(household)", "verdict": "\(word)", "reason": "错发",
       "by": "甲", "approver": "乙"}
      """)
    #expect(answer.status == 201, "\(answer.text)")
  }

  /// Edge case 33: each registration names the certificate of the other twin. Nobody is moved until
  /// a person parts and links; then every birth keeps its code.
  @Test("Twins whose certificates were swapped are sorted out by hand")
  func swappedTwins() async throws {
    let gateway = try RunningGateway()
    let numbers = ["Z610000001", "Z610000002"]
    let names = ["李甲", "李乙"]
    var births: [String] = []
    for (number, name) in zip(numbers, names) {
      let birth = Letters.birth(id: "M-\(number)", number: number, name: name)
      births.append(try await send(gateway, birth))
    }
    var codes: [JSONValue?] = []
    for birth in births {
      codes.append(try await gateway.get("/v1/cases/\(birth)").json["ruling"]?["code"]?["value"])
    }
    // The first ID is that of the girl whose name stands on the second certificate.
    _ = try await send(gateway, registration(citizens[0], name: names[1], certificate: numbers[0]))
    _ = try await send(gateway, registration(citizens[1], name: names[0], certificate: numbers[1]))
    let tasks = try await gateway.get("/v1/tasks?kind=checkTwins").json["tasks"]?.array
    #expect(Set((tasks ?? []).compactMap { $0["caseId"]?.string }) == Set(births))
    for birth in births { try await link(gateway, birth, birth, "different") }
    for (birth, citizen) in zip(births, citizens.reversed()) {
      let found = try await gateway.get("/v1/cases?citizenId=\(citizen)").json["cases"]?.array
      try await link(gateway, birth, try #require(found?.first?["caseId"]?.string), "same")
    }
    for (index, birth) in births.enumerated() {
      let ruling = try await gateway.get("/v1/cases/\(birth)").json["ruling"]
      #expect(ruling?["caseId"]?.string == birth && ruling?["code"]?["value"] == codes[index])
      #expect(ruling?["citizenId"]?.string == citizens[1 - index])
    }
    #expect(try await gateway.get("/v1/tasks?kind=checkTwins").json["tasks"] == [])
  }
}
