import Foundation
import Testing
import Wire

@Suite("What a parent takes away, and who looked", .fewAtOnce)
struct ParentTakingTests {
  private func opened(_ gateway: RunningGateway) async throws -> (ParentVisitor, String) {
    let receipt = try await gateway.post("/v1/messages", Letters.birth())
    let id = try #require(receipt.json["caseId"]?.string)
    let parent = try await ParentVisitor(gateway, case: id)
    #expect(try await parent.enter("5678").status == 303)
    return (parent, id)
  }

  /// A birth on the day of the test, so that its days lie ahead whenever the test runs.
  private func freshBirth() -> (letter: String, day: Date) {
    let china = TimeZone(secondsFromGMT: 8 * 3600)
    let format = DateFormatter()
    format.locale = Locale(identifier: "en_US_POSIX")
    format.timeZone = china
    format.dateFormat = "yyyy-MM-dd"
    let day = Date.now.addingTimeInterval(-86_400)
    let text = format.string(from: day)
    let letter = Letters.birth()
      .replacing("2026-03-01T10:15:00", with: "\(text)T23:15:00")
      .replacing("2026-02-28T08:00:00", with: "\(text)T08:00:00")
      .replacing("2026-03-01", with: text)
    return (letter, day)
  }

  @Test("The calendar is RFC 5545, keeps its names, and tells nothing of a person")
  func calendar() async throws {
    let gateway = try RunningGateway()
    let birth = freshBirth()
    let receipt = try await gateway.post("/v1/messages", birth.letter)
    let id = try #require(receipt.json["caseId"]?.string)
    let parent = try await ParentVisitor(gateway, case: id)
    _ = try await parent.enter("5678")
    let file = try await parent.get("/deadlines.ics", language: "zh-CN")
    #expect(file.headers["content-type"] == "text/calendar; charset=utf-8")
    let lines = file.text.components(separatedBy: "\r\n")
    #expect(lines.last == "" && !file.text.replacing("\r\n", with: "").contains("\n"))
    #expect(lines.allSatisfy { $0.utf8.count <= 75 })
    let whole = file.text.replacing("\r\n ", with: "").components(separatedBy: "\r\n")
    // Birth + 90 and birth + 180, as whole days.
    let format = DateFormatter()
    format.locale = Locale(identifier: "en_US_POSIX")
    format.timeZone = TimeZone(secondsFromGMT: 8 * 3600)
    format.dateFormat = "yyyyMMdd"
    for days in [90, 180] {
      let day = format.string(from: birth.day.addingTimeInterval(Double(days) * 86_400))
      #expect(whole.contains("DTSTART;VALUE=DATE:\(day)"))
    }
    let names = whole.filter { $0.hasPrefix("UID:") }
    #expect(names.count >= 2 && Set(names).count == names.count)
    #expect(whole.count { $0 == "BEGIN:VALARM" } == names.count * 3)
    _ = try await gateway.post(
      "/v1/messages",
      birth.letter.replacing("\"M-1\"", with: "\"M-2\"").replacing(
        "\"action\": \"issue\"", with: "\"action\": \"issue\", \"revision\": 2"))
    let again = try await parent.get("/deadlines.ics", language: "zh-CN").text
    for name in names { #expect(again.replacing("\r\n ", with: "").contains(name)) }
    for secret in ["李", "王芳", "Z610000001", "/p/", id] { #expect(!file.text.contains(secret)) }
  }

  @Test("A sheet of paper has the days and the code in letters, and no symbol")
  func paper() async throws {
    let gateway = try RunningGateway()
    let (parent, _) = try await opened(gateway)
    let page = try await parent.get("/print")
    #expect(page.text.contains("/p/print.css") && !page.text.contains("<script"))
    #expect(!page.text.contains("shape-rendering") && page.text.contains("class=\"v\""))
    #expect(page.text.contains("the page itself holds"))
    #expect(try await gateway.get("/p/print.css").status == 200)
  }

  @Test("A copy of what is held, in words and as a file, with numbers of others shortened")
  func copy() async throws {
    let gateway = try RunningGateway()
    let (parent, id) = try await opened(gateway)
    let page = try await parent.get("/copy")
    for word in ["李一诺", "Z610000001", "王芳", "＊5678"] { #expect(page.text.contains(word)) }
    #expect(!page.text.contains("E12345678"))
    // Days are written as each language writes them, and the code in fours.
    #expect(page.text.contains("28\u{A0}February 2026"))
    #expect(page.text.contains(/<dd>[0-9A-Z]{4}( [0-9A-Z]{4}){4}<\/dd>/))
    let file = try await parent.get("/copy?form=json")
    #expect(file.headers["content-disposition"]?.contains("attachment") == true)
    #expect(file.json["case"]?["caseId"]?.string == id)
    #expect(file.json["timeline"]?.array?.isEmpty == false)
    #expect(file.json["parents"]?.array?.first?["idNumberEnds"] == "＊5678")
    #expect(!file.text.contains("E12345678"))
  }

  @Test("Every reading of a case is written down, durably, and shown to the family")
  func looks() async throws {
    let folder = try Folder()
    let gateway = try RunningGateway(in: folder)
    let (parent, id) = try await opened(gateway)
    _ = try await gateway.get("/v1/cases/\(id)")
    _ = try await gateway.get("/v1/cases/\(id)/timeline")
    _ = try await gateway.get("/v1/cases?birthCertificate=Z610000001")
    _ = try await gateway.post("/v1/cases/search", "{\"birthCertificate\": \"Z610000001\"}")
    _ = try await gateway.post(
      "/v1/eligibility",
      "{\"birthCertificate\": \"Z610000001\", \"serviceDate\": \"2026-03-05\", \"institution\": \"H1\"}"
    )
    _ = try await parent.get()
    let shown = try await parent.get()
    #expect(shown.text.contains("Who looked lately"))
    #expect(shown.text.contains("asked whether care settles"))
    #expect(gateway.stop() == 0)
    let verb = try Program.run(
      "case", "show", id, "--data", gateway.data, "--json")
    let looks = verb.json?["looks"]?.array ?? []
    let routes = Set(looks.compactMap { $0["route"]?.string })
    for route in [
      "getCase", "getTimeline", "listCases", "searchCases", "judgeEligibility", "getParentPage",
    ] {
      #expect(routes.contains(route), "\(route)")
    }
    #expect(looks.contains { $0["who"] == "parent" && $0["route"] == "getParentPage" })
  }

  @Test(
    "A name that nothing proves is shown as such, whosever it is",
    arguments: ["parent", "desk", "asker", Letters.hospital, "”，已证实\u{202E}x"])
  func unproven(_ name: String) async throws {
    let setting = try Setting()
    let gateway = try RunningGateway("--settings", setting.path, in: setting.folder)
    let letter = Letters.birth()
    let sent = try await gateway.send(
      "POST", "/v1/messages", letter, type: "application/json",
      headers: [setting.header("POST", "/v1/messages", letter)])
    let id = try #require(sent.json["caseId"]?.string, "\(sent.text)")
    let parent = try await ParentVisitor(gateway, case: id)
    #expect(try await parent.enter("5678").status == 303)
    let question = """
      {"birthCertificate": "Z610000001", "serviceDate": "2026-03-05", "institution": "\(name)"}
      """
    #expect(try await gateway.post("/v1/eligibility", question).status == 200)
    let path = "/v1/eligibility"
    func looks() async throws -> [JSONValue] {
      (try await parent.get("/copy?form=json").json["looks"]?.array ?? [])
        .filter { $0["route"] == "judgeEligibility" }
    }
    let asked = try await looks()
    #expect(asked.map { $0["who"]?.string } == [name] && asked.map { $0["proof"] } == ["none"])
    // Once it stands on disk it says the same.
    try await until { try await gateway.get("/metrics").text.contains("result=\"written\"") }
    #expect(try await looks().map { $0["proof"] } == ["none"])
    let known = ["家长（凭链接）", "网关的工作人员", "填对证明编号", "Hospital"]
    for page in ["", "/copy"] {
      let chinese = try await parent.get(page, language: "zh-CN").text
      let line = try #require(chinese.firstMatch(of: /<p>([^<]*)：查询能否结算/))
      #expect(line.1.hasPrefix("未经证实，自称“"), "\(line.1)")
      for office in known { #expect(!line.1.contains(office)) }
      #expect(!chinese.contains("\u{202E}"))
      let english = try await parent.get(page).text
      let words = try #require(english.firstMatch(of: /<p>([^<]*): asked whether care settles/))
      #expect(words.1.hasPrefix("Not proven, gave the name “"))
    }
    // Whoever signs is called by the name that the settings have, whatever the question says.
    let signed = try await gateway.send(
      "POST", path, question, type: "application/json",
      headers: [setting.header("POST", path, question)])
    #expect(signed.status == 200)
    let proved = try await looks().filter { $0["proof"] == "signature" }
    #expect(proved.map { $0["who"]?.string } == [Letters.hospital])
    #expect(try await parent.get().text.contains("<p>Hospital: asked whether care settles"))
  }

  @Test("What was read, and that no letters are wanted, stays a child's when its cases are joined")
  func joined() async throws {
    let gateway = try RunningGateway()
    let (parent, birth) = try await opened(gateway)
    // Another mother's document, so that nothing joins the two by itself.
    let registration = """
      {"header": {"id": "R-1", "sender": "G610104", "sentAt": "2026-04-02T10:00:00+08:00"},
       "householdRegistration": {"action": "register", "citizenId": "610104202602280020",
        "name": "李一诺", "sex": "2", "bornOn": "2026-02-28", "division": "610104",
        "occurredOn": "2026-04-02",
        "mother": {"name": "王芳", "idType": "passport", "idNumber": "E00009999"}}}
      """
    let answer = try await gateway.post("/v1/messages", registration)
    let household = try #require(answer.json["caseId"]?.string)
    try #require(household != birth)
    let other = try await ParentVisitor(gateway, case: household)
    _ = try await other.enter("9999")
    let token = try await other.token("/stop")
    #expect(try await other.post("/stop", ["form": token]).status == 303)
    _ = try await gateway.get("/v1/cases/\(household)/timeline")
    let link = try await gateway.post(
      "/v1/links",
      """
      {"birth": "\(birth)", "household": "\(household)", "verdict": "same", "reason": "户口簿"}
      """)
    #expect(link.status == 201, "\(link.text)")
    _ = try await gateway.get("/v1/cases/\(household)/timeline")
    let copy = try await parent.get("/copy?form=json")
    let looks = (copy.json["looks"]?.array ?? []).filter { $0["route"] == "getTimeline" }
    #expect(looks.reduce(0) { $0 + ($1["count"]?.int ?? 0) } == 2, "one before, one after")
    #expect(try await parent.get("/stop").text.contains("Get messages again?"))
    let again = try await parent.token("/stop")
    #expect(try await parent.post("/stop", ["form": again, "again": "yes"]).status == 303)
    #expect(try await parent.get("/stop").text.contains("No more messages?"))
  }

  @Test("A page that waits is told of a change, not of what changed, and of the session's end")
  func events() async throws {
    let gateway = try RunningGateway("--sandbox")
    let (parent, _) = try await opened(gateway)
    #expect(try await gateway.get(parent.path + "/events").status == 204)
    let cookie = try #require(parent.cookies["birthgate"])
    let payment = Letters.payment().replacing("\n", with: " ")
    let script = """
      import http.client, socket
      line = http.client.HTTPConnection("127.0.0.1", \(gateway.port), timeout=120)
      line.request("GET", "\(parent.path)/events", headers={"Cookie": "birthgate=\(cookie)"})
      answer = line.getresponse()
      print(answer.status, answer.headers["content-type"])
      print(answer.fp.readline() and answer.readline().decode().strip())
      other = http.client.HTTPConnection("127.0.0.1", \(gateway.port), timeout=120)
      other.request("POST", "/v1/messages", '''\(payment)'''.encode(),
                    {"Content-Type": "application/json"})
      print(other.getresponse().status)
      text = b""
      while b"event" not in text: text = answer.readline()
      print(text.decode().strip())
      """
      .replacing("answer.fp.readline() and ", with: "")
    let told = try Python.run(script).split(separator: "\n").map(String.init)
    #expect(told.first == "200 text/event-stream; charset=utf-8")
    #expect(told.contains("201") && told.last == "event: changed")
    // A line that stands does not keep the gateway from stopping.
    #expect(gateway.stop() == 0)
  }
}
