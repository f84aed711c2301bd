import Foundation
import Testing
import Wire

@Suite("The copy of all that is held of a child", .fewAtOnce)
struct ParentCopyTests {
  /// A certificate with all sorts of people in it, and a field that no table knows.
  private static let birth = Letters.birth().replacing(
    "\"mother\":",
    with: """
      "note": "舅舅电话13700009999",
      "contacts": [{"relation": "mother", "name": "王芳", "channel": "sms",
        "address": "13800001234", "language": "zh-CN"}],
      "father": {"name": "李强", "idType": "passport", "idNumber": "G87654321",
        "phone": "13600004321"},
      "mother":
      """)

  /// A grandmother who may act, with an address of her own.
  private static let guardian = """
    {"header": {"id": "G-1", "sender": "A61010400", "sentAt": "2026-03-03T10:00:00+08:00"},
     "guardian": {"action": "appoint", "birthCertificateNumber": "Z610000001",
      "guardian": {"name": "赵秀英", "idType": "passport", "idNumber": "P55556666"},
      "relation": "grandparent", "channel": "agency", "occurredOn": "2026-03-03",
      "contacts": [{"channel": "email", "address": "granny@example.cn"}]}}
    """

  /// Numbers and addresses of other people: whole they stand nowhere, their last four do.
  private static let others = [
    "E12345678", "G87654321", "13600004321", "13800001234", "13700009999", "P55556666",
    "granny@example.cn", "13912345678",
  ]

  private func story() async throws -> (ParentVisitor, RunningGateway, Counterpart, String) {
    let platform = try Counterpart("insurance_platform.py")
    let folder = try Folder()
    let settings = try folder.file("settings.json", platform.platformSettings())
    let gateway = try RunningGateway("--settings", settings, in: folder)
    let receipt = try await gateway.post("/v1/messages", Self.birth)
    let id = try #require(receipt.json["caseId"]?.string, "\(receipt.text)")
    #expect(try await gateway.post("/v1/messages", Self.guardian).status == 201)
    #expect(try await gateway.post("/v1/messages", Letters.payment()).status == 201)
    let parent = try await ParentVisitor(gateway, case: id)
    #expect(try await parent.enter("5678").status == 303)
    let form = try await parent.token("/guardians")
    let bound = try await parent.post(
      "/guardians",
      [
        "form": form, "birthCertificate": "Z610000001", "motherName": "王芳",
        "motherIdNumber": "E12345678",
      ])
    #expect(bound.status == 303)
    let wrong = try await parent.post("/wrong", ["form": form, "text": "体重不对，我是13912345678"])
    #expect(wrong.status == 303)
    let phone = try await parent.post("/phone", ["form": form, "number": "13912345678"])
    #expect(phone.status == 303)
    let reports = try await gateway.get("/v1/parent-reports").json["reports"]?.array ?? []
    let first = try #require(reports.first { $0["kind"] == "wrong" }?["id"]?.string)
    let seen = try await gateway.post(
      "/v1/parent-reports/\(first)/resolve", "{\"reason\": \"医院已更正\", \"by\": \"张三\"}")
    #expect(seen.status == 200)
    #expect(try await parent.post("/stop", ["form": form]).status == 303)
    try await until {
      try await gateway.get("/v1/cases/\(id)").json["insurance"]?["issuedCode"]?.string != nil
    }
    return (parent, gateway, platform, id)
  }

  @Test(
    "As a file: who may act, what was bound, said, ordered, issued and received",
    .timeLimit(.minutes(15)))
  func file() async throws {
    let (parent, gateway, platform, id) = try await story()
    let file = try await parent.get("/copy?form=json")
    let copy = file.json
    #expect(copy["format"] == "birthgate-copy/1" && copy["case"]?["caseId"]?.string == id)
    let guardians = copy["guardians"]?.array ?? []
    #expect(guardians.map { $0["relation"] } == ["grandparent", "mother"])
    #expect(guardians.first?["idNumberEnds"] == "＊6666" && guardians.first?["channel"] == "agency")
    #expect(guardians.first?["contacts"]?.array?.first?["addressShown"] == "g＊@example.cn")
    let bindings = copy["bindings"]?.array ?? []
    #expect(bindings.count == 1 && bindings.first?["channel"] == "familyAccount")
    #expect(bindings.first?["idNumberEnds"] == "＊5678" && bindings.first?["name"] == "王芳")
    let reports = copy["reports"]?.array ?? []
    #expect(reports.map { $0["kind"] } == ["wrong", "phone"])
    #expect(reports.map { $0["text"] } == ["体重不对，我是＊5678", "＊5678"])
    #expect(reports.map { $0["state"] } == ["resolved", "open"])
    #expect(reports.first?["reason"] == "医院已更正")
    // Nobody signed: the name is what somebody said.
    #expect(reports.first?["resolvedBy"] == "张三" && reports.first?["resolvedProof"] == "none")
    let orders = copy["orders"]?.array ?? []
    // On the day of the test the code may rest already, and an order say so.
    #expect(orders.prefix(2).map { $0["operation"] } == ["enrol", "requestCode"])
    let issued = try #require(copy["insurance"]?["issuedCode"]?.string)
    #expect(orders[1]["answers"]?.array?.first?["issued"]?.string == issued)
    #expect(copy["noLettersSince"]?.string != nil)
    // What was received, all of it: the hospital's, the agency's, the tax bureau's, the binding.
    let messages = copy["messages"]?.array ?? []
    #expect(
      messages.map { $0["family"] } == ["birthCertificate", "guardian", "taxPayment", "guardian"])
    let content = messages.first?["content"]?["birthCertificate"]
    #expect(content?["number"] == "Z610000001" && content?["child"]?["name"] == "李一诺")
    #expect(content?["father"]?["idNumber"] == "＊4321" && content?["father"]?["phone"] == "＊4321")
    #expect(content?["contacts"]?.array?.first?["address"] == "＊1234")
    #expect(content?["note"] == "舅舅电话＊9999")
    #expect(messages[2]["content"]?["taxPayment"]?["insured"]?["idNumber"] == "Z610000001")
    #expect(messages[2]["content"]?["taxPayment"]?["amount"] == "400.00")
    for number in Self.others { #expect(!file.text.contains(number), "\(number)") }
    #expect(gateway.stop() == 0)
    _ = platform
  }

  @Test(
    "In words, in both languages, it says the same", .timeLimit(.minutes(15)),
    arguments: ["zh-CN", "en"])
  func words(_ language: String) async throws {
    let (parent, gateway, platform, _) = try await story()
    let page = try await parent.get("/copy", language: language)
    #expect(page.status == 200)
    let isChinese = language == "zh-CN"
    let titles =
      isChinese
      ? [
        "监护人", "祖辈", "可以代办", "医保码绑定", "家庭账户", "医保平台所发的码", "请医保平台发码", "您反映的情况",
        "已处理", "还没有处理", "未经证实，自称“张三”", "收到的材料", "父亲 · 姓名", "金额", "不再收消息", "到目前为止", "平台已办理", "谁看过",
        "发给医保经办机构",
      ]
      : [
        "Guardians", "Grandparent", "may act", "Bound to the code", "Family account",
        "Code of the insurance platform", "Asked the insurance platform to issue a code",
        "Not proven, gave the name “张三”", "What you told us", "seen to", "not seen to yet",
        "What was received", "No messages wanted",
        "So far", "done", "Who looked", "to the insurance agency",
      ]
    for title in titles { #expect(page.text.contains(title), "\(title)") }
    for fact in ["赵秀英", "李强", "李一诺", "Z610000001", "400.00", "医院已更正", "＊6666", "＊4321"] {
      #expect(page.text.contains(fact), "\(fact)")
    }
    for number in Self.others { #expect(!page.text.contains(number), "\(number)") }
    // As small as every page is to be.
    #expect(page.bytes.count < 100_000)
    #expect(gateway.stop() == 0)
    _ = platform
  }

  @Test("Another child's number in an officer's order is shown by its end alone")
  func another() async throws {
    let gateway = try RunningGateway()
    let receipt = try await gateway.post("/v1/messages", Letters.birth())
    let birth = try #require(receipt.json["caseId"]?.string)
    // Of the same mother, day and sex, but as the registration office rules another child.
    let registration = """
      {"header": {"id": "R-1", "sender": "G610104", "sentAt": "2026-04-02T10:00:00+08:00"},
       "householdRegistration": {"action": "register", "citizenId": "610104202602280020",
        "name": "李二诺", "sex": "2", "bornOn": "2026-02-28", "division": "610104",
        "occurredOn": "2026-04-02",
        "mother": {"name": "王芳", "idType": "passport", "idNumber": "E99998888"}}}
      """
    let answer = try await gateway.post("/v1/messages", registration)
    let household = try #require(answer.json["caseId"]?.string)
    try #require(birth != household)
    let order = try await gateway.post(
      "/v1/links",
      """
      {"birth": "\(birth)", "household": "\(household)", "verdict": "different", "reason": "双胞胎"}
      """)
    #expect(order.status == 201, "\(order.text)")
    let parent = try await ParentVisitor(gateway, case: birth)
    #expect(try await parent.enter("5678").status == 303)
    let file = try await parent.get("/copy?form=json")
    let ruled = file.json["messages"]?.array?.last?["content"]?["order"]
    #expect(ruled?["action"] == "different" && ruled?["birthCertificateNumber"] == "Z610000001")
    #expect(ruled?["citizenId"] == "＊0020")
    #expect(!file.text.contains("610104202602280020"))
    #expect(try await !parent.get("/copy").text.contains("610104202602280020"))
  }

  private func orders(_ gateway: RunningGateway, _ id: String) async throws -> [JSONValue] {
    (try await gateway.get("/v1/cases/\(id)/timeline").json["entries"]?.array ?? [])
      .filter { $0["kind"] == "insurance-order" }
  }

  @Test("The timeline has the orders to the platform, with why one failed in both languages")
  func timeline() async throws {
    let platform = try Counterpart("insurance_platform.py")
    try await platform.feel("refuse,ok", towards: "Z610000001")
    let folder = try Folder()
    let settings = try folder.file("settings.json", platform.platformSettings())
    let gateway = try RunningGateway("--settings", settings, in: folder)
    let receipt = try await gateway.post("/v1/messages", Letters.birth())
    let id = try #require(receipt.json["caseId"]?.string)
    try await until {
      try await orders(gateway, id).allSatisfy { $0["state"] != "queued" }
    }
    let lines = try await orders(gateway, id)
    #expect(lines.map { $0["action"] } == ["enrol", "requestCode"])
    #expect(lines.map { $0["state"] } == ["failed", "delivered"])
    let note = try #require(lines.first?["note"]?.string)
    #expect(lines.first?["noteText"]?["en"]?.string == note)
    let chinese = try #require(lines.first?["noteText"]?["zh-CN"]?.string)
    #expect(chinese != note && chinese.hasPrefix("平台答复码"))
    #expect(lines.last?["note"] == nil && lines.last?["noteText"] == nil)
    let parent = try await ParentVisitor(gateway, case: id)
    #expect(try await parent.enter("5678").status == 303)
    let page = try await parent.get()
    #expect(page.text.contains("Asked the insurance platform to enrol the child"))
    #expect(page.text.contains("not done yet; the insurance agency sees to it"))
  }
}
