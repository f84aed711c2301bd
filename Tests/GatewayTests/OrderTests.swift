import Foundation
import Testing
import Wire

@Suite("Orders reach the insurance platform from the outbox", .fewAtOnce)
struct OrderTests {
  private func gateway(_ platform: Counterpart) throws -> RunningGateway {
    let folder = try Folder()
    let settings = try folder.file("settings.json", platform.platformSettings())
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
    let platform = try Counterpart("insurance_platform.py")
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

  private func orders(_ gateway: RunningGateway, _ id: String) async throws -> [JSONValue] {
    try await gateway.get("/v1/cases/\(id)/insurance-orders").json["orders"]?.array ?? []
  }

  private func failed(_ gateway: RunningGateway, _ query: String = "") async throws -> [JSONValue] {
    let answer = try await gateway.get("/v1/tasks?kind=insuranceOrderFailed" + query)
    #expect(answer.status == 200, "\(answer.text)")
    return answer.json["tasks"]?.array ?? []
  }

  @Test(
    "A refused order waits for the agency with the platform's words, and ends sent again",
    .timeLimit(.minutes(15)))
  func refused() async throws {
    let platform = try Counterpart("insurance_platform.py")
    // The enrolment is refused, the code issued; the enrolment sent again is taken.
    try await platform.feel("refuse,ok", towards: "Z610000001")
    let gateway = try gateway(platform)
    let receipt = try await gateway.post("/v1/messages", Letters.birth())
    let caseID = try #require(receipt.json["caseId"]?.string)
    try await until { try await failed(gateway).count == 1 }
    let task = try #require(try await failed(gateway).first)
    #expect(task["caseId"]?.string == caseID && task["for"] == "insuranceAgency")
    #expect(task["state"] == "open" && task["actions"] == ["dismiss"])
    let order = try #require(task["order"])
    #expect(order["operation"] == "enrol" && order["state"] == "refused")
    #expect(order["idNumber"] == "Z610000001")
    let answer = try #require(order["answers"]?.array?.first)
    #expect(answer["infcode"] == "-1" && answer["accepted"] == false)
    #expect(answer["message"] == "李一诺已参保")
    let delivery = try #require(order["id"]?.string)
    for language in ["zh-CN", "en"] {
      #expect(task["cure"]?[language]?.string?.contains("deliveries resend \(delivery)") == true)
    }
    #expect(try await gateway.get("/v1/tasks").json["tasks"]?.array == [task])
    #expect(try await failed(gateway, "&division=62").isEmpty)

    let path = "/v1/dead-letters/\(delivery.replacing("/", with: "%2F"))/resend"
    #expect(try await gateway.send("POST", path).status == 200)
    try await until { try await platform.log().count == 3 }
    try await until { try await failed(gateway).isEmpty }
    let log = try await platform.log()
    #expect(log.map { $0["infno"]?.string } == ["P101", "P103", "P101"])
    #expect(Set(log.compactMap { $0["msgid"]?.string }).count == 3, "another transaction")
    #expect(log[0]["data"] == log[2]["data"])
    let logged = gateway.logged
    #expect(!logged.contains("李一诺") && !logged.contains("Z610000001"))
    #expect(!logged.contains("已参保"))
  }

  @Test("A case shows its orders, how they were answered, and the platform's code beside ours")
  func shown() async throws {
    let platform = try Counterpart("insurance_platform.py")
    let gateway = try gateway(platform)
    let receipt = try await gateway.post("/v1/messages", Letters.birth())
    let caseID = try #require(receipt.json["caseId"]?.string)
    try await until {
      try await orders(gateway, caseID).count { $0["state"] == "accepted" } == 2
    }
    let given = try await orders(gateway, caseID)
    #expect(given.map { $0["operation"] } == ["enrol", "requestCode"])
    // The second transaction of this platform.
    #expect(given[1]["answers"]?.array?.first?["issued"] == "EC00000002")
    let view = try await gateway.get("/v1/cases/\(caseID)").json
    #expect(view["insurance"]?["issuedCode"] == "EC00000002")
    #expect(view["insurance"]?["issuedAt"]?.string != nil)
    let own = try #require(view["ruling"]?["code"]?["value"]?.string)
    #expect(own.count == 20 && own != "EC00000002")
    #expect(view["ruling"]?.canonicalText.contains("EC00000002") == false)
    let found = try await gateway.get("/v1/cases?birthCertificate=Z610000001").json["cases"]
    #expect(found?.array?.first?["insurance"]?["issuedCode"] == "EC00000002")
    #expect(try await gateway.get("/v1/cases/nobody/insurance-orders").status == 404)
    let place = ["--data", gateway.data]
    let shown = try Program.run(arguments: ["case", "show", caseID] + place)
    #expect(shown.status == 0 && shown.output.contains("EC00000002"), "\(shown.errors)")
    let listed = try Program.run(arguments: ["case", "show", caseID, "--json"] + place)
    #expect(try JSONValue(parsing: Array(listed.output.utf8))["orders"]?.array == given)
  }

  @Test("A person ends the task of an order by a word that is kept, and the verb shows what waits")
  func dismissed() async throws {
    let platform = try Counterpart("insurance_platform.py")
    try await platform.feel("ok,refuse", towards: "Z610000001")
    let gateway = try gateway(platform)
    _ = try await gateway.post("/v1/messages", Letters.birth())
    try await until { try await failed(gateway).count == 1 }
    let task = try #require(try await failed(gateway).first)
    let id = try #require(task["id"]?.string)
    let place = ["--data", gateway.data]
    let waiting = try Program.run(arguments: ["tasks"] + place)
    #expect(waiting.status == 0 && waiting.output.contains(id), "\(waiting.errors)")
    #expect(waiting.output.contains("infcode -1"))
    #expect(try Program.run(arguments: ["tasks", "--kind", "nothing"] + place).status == 2)
    let done = try await gateway.post(
      "/v1/tasks/\(id)/resolve", #"{"action": "dismiss", "reason": "已有医保码", "by": "张三"}"#)
    #expect(done.status == 200 && done.json["state"] == "resolved", "\(done.text)")
    #expect(try await failed(gateway).isEmpty)
    let ended = try await failed(gateway, "&state=resolved")
    #expect(ended.map { $0["id"] } == [task["id"]])
    #expect(ended.first?["resolution"]?["orderedBy"] == "张三")
    let json = try Program.run(arguments: ["tasks", "--state", "resolved", "--json"] + place)
    #expect(try JSONValue(parsing: Array(json.output.utf8)).array == ended)
  }
}
