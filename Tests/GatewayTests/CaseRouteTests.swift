import Foundation
import Testing
import Wire

@Suite("Cases, links, subscriptions, clock", .fewAtOnce)
struct CaseRouteTests {
  @Test("Every read after a receipt shows the message")
  func readYourWrites() async throws {
    let gateway = try RunningGateway()
    let receipt = try await gateway.post("/v1/messages", Letters.birth())
    let id = try #require(receipt.json["caseId"]?.string)
    let one = try await gateway.get("/v1/cases/\(id)?asOf=2026-04-10").json
    #expect(one["caseId"]?.string == id)
    let ruling = try #require(one["ruling"])
    #expect(ruling["caseId"]?.string == id)
    #expect(ruling["asOf"] == "2026-04-10")
    // Birth + 90 days: 28 February + 90 = 29 May. Birth + 180 = 27 August.
    #expect(ruling["payment"]?["window"] == ["from": "2026-02-28", "to": "2026-05-29"])
    #expect(ruling["payment"]?["state"] == "unpaid")
    #expect(ruling["code"]?["directSettlementUntil"] == "2026-08-27")
    #expect(ruling["code"]?["value"]?.string?.wholeMatch(of: /[0-9A-Z]{20}/) != nil)
    let members = [
      "region", "policy", "child", "certificates", "citizenId", "identity", "payment", "coverage",
      "code", "deadlines", "tasks", "reasons", "nextReview",
    ]
    for member in members { #expect(ruling[member] != nil) }
    for query in ["birthCertificate=Z610000001", "birthCertificate=%EF%BC%BA610000001"] {
      let list = try await gateway.get("/v1/cases?asOf=2026-04-10&\(query)").json
      #expect(list == ["cases": .array([one]), "next": .null])
    }
    let search = try await gateway.post(
      "/v1/cases/search", "{\"birthCertificate\": \"z610000001\", \"asOf\": \"2026-04-10\"}")
    #expect(search.json["cases"] == .array([one]))
    let byDivision = try await gateway.get(
      "/v1/cases?division=6101&state=unregistered&asOf=2026-04-10")
    #expect(byDivision.json["cases"] == .array([one]))
    #expect(try await gateway.get("/v1/cases?division=62").json["cases"] == [])
    #expect(try await gateway.get("/v1/cases?asOf=2026-02-01").json["cases"] == [])
    #expect(try await gateway.get("/v1/cases/nobody").status == 404)
    let timeline = try await gateway.get("/v1/cases/\(id)/timeline").json["entries"]?.array ?? []
    #expect(timeline.contains { $0["kind"] == "message" && $0["id"] == "M-1" })
    #expect(timeline.contains { $0["kind"] == "code-issued" })
    #expect(
      timeline.compactMap { $0["at"]?.string } == timeline.compactMap { $0["at"]?.string }.sorted())
  }

  @Test(
    "Wrong questions are refused",
    arguments: [
      ("/v1/cases/search", "{}"), ("/v1/cases/search", "{\"citizenId\": 610104}"),
      ("/v1/cases/search", "{\"code\": \"A\", \"citizenId\": \"B\"}"),
      ("/v1/eligibility", "{\"code\": \"A\"}"),
      ("/v1/eligibility", "{\"code\": \"A\", \"serviceDate\": \"2026-02-30\"}"),
      ("/v1/subscriptions", "{}"), ("/v1/subscriptions", "{\"url\": \"ftp://example.org/\"}"),
      ("/v1/subscriptions", "{\"url\": \"https://u:p@example.org/\"}"),
      ("/v1/subscriptions", "{\"url\": \"http://127.0.0.1/\"}"),
      ("/v1/subscriptions", "{\"url\": \"http://2130706433/\"}"),
      ("/v1/subscriptions", "{\"url\": \"http://127.0.0.1;example.org/\"}"),
      ("/v1/subscriptions", "{\"url\": \"http://127.0.0.1%00.example.org/\"}"),
      ("/v1/subscriptions", "{\"url\": \"http://example.org%2f/\"}"),
      ("/v1/subscriptions", "{\"url\": \"http://0x7f.1/\"}"),
      ("/v1/subscriptions", "{\"url\": \"http://0177.0.0.1/\"}"),
      ("/v1/subscriptions", "{\"url\": \"http://example.org:65536/\"}"),
      ("/v1/subscriptions", "{\"url\": \"http://[::1]/\"}"),
      ("/v1/subscriptions", "{\"url\": \"http://[::ffff:10.0.0.1]/\"}"),
      ("/v1/subscriptions", "{\"url\": \"http://10.1.2.3/\"}"),
      ("/v1/subscriptions", "{\"url\": \"http://localhost/\"}"),
      ("/v1/subscriptions", "{\"url\": \"https://example.org/\", \"types\": [\"*x\"]}"),
    ])
  func wrongQuestions(_ path: String, _ body: String) async throws {
    let gateway = try RunningGateway()
    let answer = try await gateway.post(path, body)
    Problems.expectProblem(answer, 422)
    #expect(answer.status == 422)
    #expect(answer.json["errors"]?.array?.isEmpty == false)
    #expect(try await gateway.post(path, "{").status == 400)
    #expect(try await gateway.post(path, body, type: "text/plain").status == 415)
  }

  @Test("Eligibility goes by what is known now: a payment on time covers since birth")
  func eligibility() async throws {
    let gateway = try RunningGateway()
    func ask(_ day: String) async throws -> JSONValue {
      try await gateway.post(
        "/v1/eligibility",
        """
        {"birthCertificate": "Z610000001", "serviceDate": "\(day)", "institution": "H1"}
        """
      ).json
    }
    let unknown = try await ask("2026-03-05")
    #expect(unknown["settles"] == false && unknown["covered"] == false)
    #expect(unknown["reasons"]?.array?.first?["rule"] == "unknown")
    _ = try await gateway.post("/v1/messages", Letters.birth())
    #expect(try await ask("2026-03-05")["covered"] == false)
    _ = try await gateway.post("/v1/messages", Letters.payment())
    let settled = try await ask("2026-03-05")
    #expect(settled["settles"] == true && settled["covered"] == true)
    // Birth + 180 is 27 August: the day after, cover stays and direct settlement ends.
    #expect(try await ask("2026-08-27")["settles"] == true)
    let after = try await ask("2026-08-28")
    #expect(after["settles"] == false && after["covered"] == true)
    #expect(after["reasons"]?.array?.allSatisfy { $0["text"]?.string?.isEmpty == false } == true)
    #expect(try await ask("2026-02-27")["covered"] == false)
  }

  @Test("A parent's link opens a page that nothing keeps, until it is revoked")
  func parentLink() async throws {
    let gateway = try RunningGateway()
    let receipt = try await gateway.post("/v1/messages", Letters.birth())
    let id = try #require(receipt.json["caseId"]?.string)
    let made = try await gateway.send("POST", "/v1/cases/\(id)/parent-links")
    #expect(made.status == 201)
    let url = try #require(made.json["url"]?.string)
    let link = try #require(made.json["id"]?.string)
    #expect(url.hasPrefix(gateway.url + "/p/"))
    let path = String(url.dropFirst(gateway.url.count))
    let page = try await gateway.get(path)
    #expect(page.status == 200)
    #expect(page.headers["cache-control"] == "no-store")
    #expect(page.headers["referrer-policy"] == "no-referrer")
    #expect(page.headers["x-robots-tag"]?.contains("noindex") == true)
    let policy = page.headers["content-security-policy"] ?? ""
    for part in ["default-src 'none'", "style-src 'self'", "img-src 'self' data:"] {
      #expect(policy.contains(part))
    }
    #expect(!policy.contains("unsafe"))
    for secret in ["李一诺", "Z610000001", "E12345678", "王芳"] { #expect(!page.text.contains(secret)) }
    let chinese = try await gateway.get(path + "?lang=zh-CN")
    #expect(chinese.text.contains("lang=\"zh-CN\""))
    #expect(page.text.contains("lang=\"en\""))
    #expect(try await gateway.get("/p/style.css").status == 200)
    let unknown = try await gateway.get("/p/" + String(repeating: "0", count: 32))
    #expect(unknown.status == 404)
    #expect(try await gateway.send("DELETE", "/v1/cases/other/parent-links/\(link)").status == 404)
    #expect(try await gateway.send("DELETE", "/v1/cases/\(id)/parent-links/\(link)").status == 204)
    let revoked = try await gateway.get(path)
    #expect(revoked.status == 404)
    #expect(revoked.bytes == unknown.bytes)
    #expect(try await gateway.send("POST", "/v1/cases/nobody/parent-links").status == 404)
  }

  @Test("A secret is shown once; a sandbox lets receivers on loopback in")
  func subscriptions() async throws {
    let gateway = try RunningGateway("--sandbox")
    let made = try await gateway.post(
      "/v1/subscriptions",
      """
      {"url": "http://127.0.0.1:9/", "types": ["cn.birthgate.code.*"], "division": "61"}
      """
    )
    #expect(made.status == 201)
    let secret = try #require(made.json["secret"]?.string)
    #expect(secret.hasPrefix("whsec_"))
    let bytes = try #require(Data(base64Encoded: String(secret.dropFirst(6))))
    #expect((24...64).contains(bytes.count))
    let id = try #require(made.json["id"]?.string)
    let list = try await gateway.get("/v1/subscriptions")
    #expect(list.json["subscriptions"]?.array?.map { $0["id"]?.string } == [id])
    #expect(!list.text.contains("whsec_") && !list.text.contains("secret"))
    #expect(try await gateway.send("DELETE", "/v1/subscriptions/\(id)").status == 204)
    #expect(try await gateway.send("DELETE", "/v1/subscriptions/\(id)").status == 404)
    #expect(try await gateway.get("/v1/subscriptions").json == ["subscriptions": []])
  }

  @Test("The sandbox clock moves forward only, does what is due, and goes on after a restart")
  func sandboxClock() async throws {
    let folder = try Folder()
    let gateway = try RunningGateway("--sandbox", in: folder)
    func advance(_ instant: String) async throws -> RunningGateway.Answer {
      try await gateway.post("/v1/sandbox/clock", "{\"advanceTo\": \"\(instant)\"}")
    }
    #expect(try await advance("2001-01-01T00:00:00Z").status == 422)
    #expect(try await advance("tomorrow").status == 422)
    #expect(try await advance("2031-01-02T09:00:00+08:00").status == 200)
    // Born 1 January 2031: reminders on birth + 30, 60, 75, 85, 89.
    let birth = Letters.birth()
      .replacing("2026-02-28T", with: "2031-01-01T").replacing("2026-03-01", with: "2031-01-02")
    let receipt = try await gateway.post("/v1/messages", birth)
    let id = try #require(receipt.json["caseId"]?.string)
    #expect(try await advance("2031-04-02T00:00:00+08:00").status == 200)
    let entries = try await gateway.get("/v1/cases/\(id)/timeline").json["entries"]?.array ?? []
    let reminders = entries.filter { $0["kind"] == "pay-reminder" && $0["audience"] == "guardian" }
    let days = reminders.compactMap { $0["at"]?.string }
    // 1 January + 30 = 31 January, + 60 = 2 March, + 75 = 17 March, + 85 = 27 March,
    // + 89 = 31 March.
    let expected = ["01-31", "03-02", "03-17", "03-27", "03-31"]
    #expect(days == expected.map { "2031-\($0)T00:00:00+08:00" })
    // A clock that visits every instant supersedes none of them.
    #expect(reminders.allSatisfy { $0["state"] == "noAddress" })
    // The window's last day is 1 April, so it is missed on the 2nd.
    #expect(
      entries.contains {
        $0["kind"] == "pay-window-missed" && $0["at"] == "2031-04-02T00:00:00+08:00"
      })
    #expect(gateway.stop() == 0)
    let later = try RunningGateway("--sandbox", in: folder)
    let ruling = try await later.get("/v1/cases/\(id)").json["ruling"]
    #expect(ruling?["asOf"] == "2031-04-02")
    let plain = try RunningGateway()
    #expect(try await plain.post("/v1/sandbox/clock", "{}").status == 404)
  }
}
