import Foundation
import Testing
import Wire

@Suite("Tasks, orders, links", .fewAtOnce)
struct TaskRouteTests {
  private static let citizen = "610104202602280020"

  /// A registration that names the certificate, or nothing but the child.
  private func registration(
    _ id: String = "R-1", citizen: String = citizen, certificate: String? = nil,
    day: String = "2026-04-02"
  ) -> String {
    """
    {"header": {"id": "\(id)", "sender": "G610104", "sentAt": "\(day)T10:00:00+08:00"},
     "householdRegistration": {"action": "register", "citizenId": "\(citizen)", "name": "李一诺",
      "sex": "2", "bornOn": "2026-02-28", "division": "610104", "occurredOn": "\(day)"
      \(certificate.map { ", \"birthCertificateNumber\": \"\($0)\"" } ?? "")}}
    """
  }

  private func send(_ gateway: RunningGateway, _ text: String) async throws -> String {
    let receipt = try await gateway.post("/v1/messages", text)
    #expect(receipt.status == 201, "\(receipt.text)")
    return try #require(receipt.json["caseId"]?.string)
  }

  private func tasks(_ gateway: RunningGateway, _ query: String = "") async throws -> [JSONValue] {
    let answer = try await gateway.get("/v1/tasks" + query)
    #expect(answer.status == 200, "\(answer.text)")
    return answer.json["tasks"]?.array ?? []
  }

  private func code(_ gateway: RunningGateway, _ id: String) async throws -> JSONValue? {
    try await gateway.get("/v1/cases/\(id)").json["ruling"]?["code"]
  }

  private func kinds(_ gateway: RunningGateway, _ id: String) async throws -> [String] {
    let entries = try await gateway.get("/v1/cases/\(id)/timeline").json["entries"]?.array ?? []
    return entries.compactMap { $0["kind"]?.string }
  }

  @Test("What waits is listed, seen to once, and then stands among what was seen to")
  func taskIsResolved() async throws {
    let gateway = try RunningGateway()
    let id = try await send(gateway, Letters.birth())
    _ = try await send(gateway, Letters.payment())
    #expect(try await tasks(gateway).isEmpty)
    _ = try await send(gateway, registration(certificate: "Z610000001"))
    let open = try await tasks(gateway)
    #expect(open.count == 1)
    let task = try #require(open.first)
    for member in [
      "id", "caseId", "kind", "for", "since", "due", "rules", "about", "sides", "division", "state",
    ] {
      #expect(task[member] != nil, "\(member)")
    }
    #expect(task["caseId"]?.string == id && task["kind"] == "updateIdentity")
    #expect(task["for"] == "insuranceAgency" && task["state"] == "open")
    #expect(task["since"] == "2026-04-02" && task["division"] == "610104")
    for query in ["?kind=updateIdentity", "?division=6101", "?state=open&division=61"] {
      #expect(try await tasks(gateway, query) == open, "\(query)")
    }
    for query in ["?kind=refundReview", "?division=62", "?state=resolved"] {
      #expect(try await tasks(gateway, query).isEmpty, "\(query)")
    }
    #expect(try await gateway.get("/v1/tasks?kind=nothing").status == 422)
    #expect(try await gateway.get("/v1/tasks?state=closed").status == 422)

    let path = "/v1/tasks/\(task["id"]?.string ?? "")/resolve"
    // An action that does not fit the kind, and a body without a reason.
    let wrong = try await gateway.post(path, #"{"action": "release", "reason": "x"}"#)
    Problems.expectProblem(wrong, 422)
    #expect(wrong.json["errors"]?.array?.first?["path"] == "/action")
    let bare = try await gateway.post(path, #"{"action": "recordUpdated"}"#)
    #expect(bare.status == 422 && bare.json["errors"]?.array?.first?["path"] == "/reason")
    let body = #"{"action": "recordUpdated", "reason": "已更新", "by": "张三", "approver": "李四"}"#
    let first = try await gateway.post(path, body)
    #expect(first.status == 200, "\(first.text)")
    #expect(first.json["state"] == "resolved" && first.json["orderedBy"] == "张三")
    let again = try await gateway.post(path, body)
    #expect(again.status == 200 && again.json["number"] == first.json["number"])
    #expect(
      again.json["receipt"]?["receivedAt"] == first.json["receipt"]?["receivedAt"])
    let other = try await gateway.post(path, #"{"action": "dismiss", "reason": "z"}"#)
    Problems.expectProblem(other, 409)
    #expect(try await tasks(gateway).isEmpty)
    let done = try await tasks(gateway, "?state=resolved")
    #expect(done.map { $0["id"] } == [task["id"]])
    #expect(done.first?["resolution"]?["orderedBy"] == "张三")
    #expect(try await gateway.post("/v1/tasks/none.x.y/resolve", body).status == 404)
    let orders = try await gateway.get("/v1/cases/\(id)").json["ruling"]?["orders"]?.array
    #expect(orders?.count == 1)
  }

  /// A payment without its birth is told about, waits, and is dismissed by the task's own route.
  @Test("A payment that a person has seen to waits no more")
  func dismissUnmatchedPayment() async throws {
    let gateway = try RunningGateway()
    #expect(try await gateway.post("/v1/messages", Letters.payment()).status == 201)
    let open = try await tasks(gateway, "?kind=unmatchedPayment")
    let task = try #require(open.first)
    #expect(task["about"]?.array == [.string("T6100000001")])
    let done = try await gateway.post(
      "/v1/tasks/\(task["id"]?.string ?? "")/resolve",
      #"{"action": "dismiss", "reason": "已退费", "by": "张三"}"#)
    #expect(done.status == 200 && done.json["state"] == "resolved", "\(done.text)")
    #expect(try await tasks(gateway, "?kind=unmatchedPayment").isEmpty)
  }

  @Test("Lists of tasks are paged, each task once")
  func pages() async throws {
    let gateway = try RunningGateway()
    for number in 0..<7 {
      // Paid twice: a duplicate each; registered: the record must follow.
      let certificate = "Z61000001\(number)"
      _ = try await send(
        gateway, Letters.birth(id: "M-\(number)", number: certificate, mother: "E\(number)"))
      for line in 0..<2 {
        _ = try await send(
          gateway,
          Letters.payment(
            id: "P-\(number)-\(line)", ticket: "T61000000\(number)\(line)", number: certificate))
      }
    }
    var seen: [String] = []
    var after = ""
    var pages = 0
    repeat {
      let page = try await gateway.get("/v1/tasks?limit=3" + after).json
      let ids = page["tasks"]?.array?.compactMap { $0["id"]?.string } ?? []
      #expect(ids.count <= 3)
      seen += ids
      after = page["next"]?.string.map { "&after=" + $0 } ?? ""
      pages += 1
    } while !after.isEmpty && pages < 9
    #expect(seen.count == 7 && Set(seen).count == 7 && pages == 3)
  }

  @Test("Two persons hold a code and let it go; the same request makes one order")
  func freezeAndRelease() async throws {
    let gateway = try RunningGateway("--sandbox")
    let id = try await send(gateway, Letters.birth())
    _ = try await send(gateway, Letters.payment())
    // Registered, so that the code is active whatever the day.
    _ = try await send(gateway, registration(certificate: "Z610000001"))
    let path = "/v1/cases/\(id)/orders"
    func order(_ action: String, _ more: String = #""by": "甲", "approver": "乙""#) async throws
      -> RunningGateway.Answer
    {
      try await gateway.post(path, "{\"action\": \"\(action)\", \"reason\": \"核查\", \(more)}")
    }
    let alone = try await order("freeze", #""by": "甲""#)
    Problems.expectProblem(alone, 422)
    #expect(alone.json["errors"]?.array?.first?["path"] == "/approver")
    let same = try await order("freeze", #""by": "wang", "approver": " WANG""#)
    #expect(same.status == 422 && same.json["errors"]?.array?.first?["path"] == "/approver")
    #expect(try await order("release").status == 409)
    #expect(try await order("different").status == 422)
    let frozen = try await order("freeze")
    #expect(frozen.status == 201, "\(frozen.text)")
    #expect(try await order("freeze").json["number"] == frozen.json["number"])
    #expect(try await order("freeze", #""by": "甲", "approver": "丙""#).status == 409)
    #expect(try await tasks(gateway, "?kind=investigation").count == 1)
    #expect(try await kinds(gateway, id).filter { $0 == "code-suspended" }.count == 3)
    #expect(try await order("release").status == 201)
    #expect(try await tasks(gateway, "?kind=investigation").isEmpty)
    #expect(try await tasks(gateway, "?kind=investigation&state=resolved").count == 1)
    // After a release the same words are another order.
    let second = try await order("freeze")
    #expect(second.status == 201 && second.json["number"] != frozen.json["number"])
    #expect(try await gateway.post("/v1/cases/none/orders", "{}").status == 422)
  }

  @Test("A window is extended, later and not earlier, and taken back")
  func extending() async throws {
    let gateway = try RunningGateway()
    let id = try await send(gateway, Letters.birth())
    func extend(_ until: String, _ deadline: String = "pay") async throws
      -> RunningGateway.Answer
    {
      try await gateway.post(
        "/v1/cases/\(id)/orders",
        """
        {"action": "extend", "deadline": "\(deadline)", "until": "\(until)", "reason": "停电",
         "by": "甲", "approver": "乙"}
        """)
    }
    // Birth + 90 days is 29 May 2026.
    #expect(try await extend("2026-05-29").status == 422)
    #expect(try await extend("2026-02-30").status == 422)
    #expect(try await extend("2026-06-30", "eat").status == 422)
    let given = try await extend("2026-06-30")
    #expect(given.status == 201, "\(given.text)")
    let ruling = try await gateway.get("/v1/cases/\(id)").json["ruling"]
    #expect(ruling?["payment"]?["window"]?["to"] == "2026-06-30")
    let number = given.json["number"]?.string ?? ""
    let undone = try await gateway.post(
      "/v1/cases/\(id)/orders",
      """
      {"action": "undo", "undoes": "\(number)", "reason": "误延", "by": "甲", "approver": "乙"}
      """)
    #expect(undone.status == 201, "\(undone.text)")
    let after = try await gateway.get("/v1/cases/\(id)").json["ruling"]
    #expect(after?["payment"]?["window"]?["to"] == "2026-05-29")
  }

  @Test("A birth and a household record are linked and parted by hand, each with its first code")
  func links() async throws {
    let gateway = try RunningGateway()
    let birth = try await send(gateway, Letters.birth())
    let household = try await send(gateway, registration())
    #expect(birth != household)
    let codes = [try await code(gateway, birth), try await code(gateway, household)]
    let body = """
      {"birth": "\(birth)", "household": "\(household)", "verdict": "same", "reason": "户口簿"}
      """
    let made = try await gateway.post("/v1/links", body)
    #expect(made.status == 201, "\(made.text)")
    #expect(made.json["verdict"] == "same" && made.json["receipt"]?["proof"] != nil)
    #expect(try await gateway.post("/v1/links", body).json["id"] == made.json["id"])
    #expect(try await gateway.get("/v1/cases/\(household)").json["caseId"]?.string == birth)
    #expect(try await code(gateway, household) == code(gateway, birth))
    let id = try #require(made.json["id"]?.string)
    let taken = try await gateway.send(
      "DELETE", "/v1/links/\(id)?approver=%E4%B9%99&by=%E7%94%B2&reason=x")
    #expect(taken.status == 204, "\(taken.text)")
    #expect([try await code(gateway, birth), try await code(gateway, household)] == codes)
    for each in [birth, household] {
      #expect(try await gateway.get("/v1/cases/\(each)").json["caseId"]?.string == each)
      #expect(try await kinds(gateway, each).contains("correction"))
    }
    #expect(try await gateway.send("DELETE", "/v1/links/\(birth).none").status == 404)
    // After it was taken back, the same words are another order.
    let anew = try await gateway.post("/v1/links", body)
    #expect(anew.status == 201 && anew.json["id"] != made.json["id"])
  }

  @Test("What a certificate number joined can be ruled different, and the other way round")
  func different() async throws {
    let gateway = try RunningGateway()
    let birth = try await send(gateway, Letters.birth())
    let first = try await code(gateway, birth)
    #expect(try await send(gateway, registration(certificate: "Z610000001")) == birth)
    let body = """
      {"birth": "\(birth)", "household": "\(birth)", "verdict": "different", "reason": "登记有误",
       "by": "甲", "approver": "乙"}
      """
    let made = try await gateway.post("/v1/links", body)
    #expect(made.status == 201, "\(made.text)")
    let parted = try await gateway.get("/v1/cases?citizenId=\(Self.citizen)").json["cases"]?.array
    let other = try #require(parted?.first?["caseId"]?.string)
    #expect(other != birth)
    #expect(try await code(gateway, birth)?["value"] == first?["value"])
    for each in [birth, other] {
      #expect(try await kinds(gateway, each).contains("correction"), "\(each)")
    }
    let id = try #require(made.json["id"]?.string)
    #expect(try await gateway.send("DELETE", "/v1/links/\(id)").status == 204)
    #expect(try await gateway.get("/v1/cases/\(other)").json["caseId"]?.string == birth)
    #expect(try await code(gateway, other)?["value"] == first?["value"])
    let unknown = #"{"birth": "x", "household": "y", "verdict": "same", "reason": "z"}"#
    #expect(try await gateway.post("/v1/links", unknown).status == 404)
    let maybe = #"{"birth": "x", "household": "y", "verdict": "maybe", "reason": "z"}"#
    #expect(try await gateway.post("/v1/links", maybe).status == 422)
  }

  /// Twins of one mother, day and sex, and a registration under a third name: it could be either's.
  private func undecided(_ gateway: RunningGateway) async throws -> (
    births: [String], other: String
  ) {
    var births: [String] = []
    for (number, name) in [("Z610000001", "李甲"), ("Z610000002", "李乙")] {
      births.append(
        try await send(gateway, Letters.birth(id: "M-\(number)", number: number, name: name)))
    }
    let text = registration().replacing(
      "\"division\": \"610104\",",
      with: """
        "division": "610104",
        "mother": {"name": "王芳", "idType": "passport", "idNumber": "E12345678"},
        """)
    return (births, try await send(gateway, text))
  }

  @Test("A registration that could be two children's is given to one by a task")
  func match() async throws {
    let gateway = try RunningGateway()
    let (births, other) = try await undecided(gateway)
    let open = try await tasks(gateway, "?kind=matchRegistration")
    #expect(Set(open.compactMap { $0["caseId"]?.string }) == Set(births + [other]))
    let task = try #require(open.first { $0["caseId"]?.string == other })
    #expect(task["about"] == ["Z610000001", "Z610000002"])
    let path = "/v1/tasks/\(task["id"]?.string ?? "")/resolve"
    let blind = try await gateway.post(path, #"{"action": "link", "reason": "腕带"}"#)
    #expect(blind.status == 422 && blind.json["errors"]?.array?.first?["path"] == "/with")
    let wrong = #"{"action": "link", "reason": "腕带", "with": "@"}"#
    #expect(try await gateway.post(path, wrong).status == 422)
    let body = #"{"action": "link", "reason": "腕带", "with": "z610000002"}"#
    let given = try await gateway.post(path, body)
    #expect(given.status == 200 && given.json["state"] == "resolved", "\(given.text)")
    let again = try await gateway.post(path, body)
    #expect(again.json["number"] == given.json["number"], "\(again.text)")
    #expect(try await gateway.get("/v1/cases/\(other)").json["caseId"]?.string == births[1])
    #expect(try await tasks(gateway, "?kind=matchRegistration").isEmpty)
    #expect(try await tasks(gateway, "?kind=matchRegistration&state=resolved").count == 3)
    // Now that it is that child's, a link with the other birth would make one of two.
    let both = try await gateway.post(
      "/v1/links",
      """
      {"birth": "\(births[0])", "household": "\(other)", "verdict": "same", "reason": "误"}
      """)
    Problems.expectProblem(both, 409)
  }

  @Test("A conflict between sources is settled by a person, side by side")
  func decide() async throws {
    let gateway = try RunningGateway()
    _ = try await send(gateway, Letters.birth())
    let text = registration(certificate: "Z610000001")
      .replacing("\"bornOn\": \"2026-02-28\"", with: "\"bornOn\": \"2026-02-27\"")
    _ = try await send(gateway, text)
    let task = try #require(try await tasks(gateway, "?kind=identityConflict").first)
    #expect(task["sides"]?.array?.isEmpty == false)
    let path = "/v1/tasks/\(task["id"]?.string ?? "")/resolve"
    func decide(_ more: String) async throws -> RunningGateway.Answer {
      try await gateway.post(path, "{\"action\": \"decide\", \"reason\": \"病案\", \(more)}")
    }
    #expect(try await decide(#""member": "bornOn""#).status == 422)
    #expect(try await decide(#""member": "weight", "value": "1""#).status == 422)
    #expect(try await decide(#""member": "bornOn", "value": "2026-02-30""#).status == 422)
    let given = try await decide(#""member": "bornOn", "value": "2026-02-28""#)
    #expect(given.status == 200 && given.json["state"] == "resolved", "\(given.text)")
    #expect(try await tasks(gateway, "?kind=identityConflict").isEmpty)
  }

  @Test("Who signs is who orders, if its settings let it order")
  func signed() async throws {
    for families in [["birthCertificate"], ["birthCertificate", "order"]] {
      let setting = try Setting(families: families)
      let gateway = try RunningGateway("--settings", setting.path, in: setting.folder)
      func post(_ path: String, _ body: String) async throws -> RunningGateway.Answer {
        try await gateway.send(
          "POST", path, body, type: "application/json",
          headers: [setting.header("POST", path, body)])
      }
      let birth = try await post("/v1/messages", Letters.birth())
      let path = "/v1/cases/\(birth.json["caseId"]?.string ?? "")/orders"
      let body = #"{"action": "freeze", "reason": "核查", "by": "甲", "approver": "乙"}"#
      #expect(try await gateway.post(path, body).status == 401)
      let given = try await post(path, body)
      guard families.contains("order") else {
        Problems.expectProblem(given, 403)
        continue
      }
      #expect(given.status == 201 && given.json["orderedBy"]?.string == Letters.hospital)
      #expect(given.json["receipt"]?["sender"]?.string == Letters.hospital)
      let own = #"{"action": "release", "reason": "核查", "approver": "\#(Letters.hospital)"}"#
      #expect(try await post(path, own).status == 422)
    }
  }

  @Test("An Idempotency-Key makes one order, and takes no other content")
  func idempotencyKey() async throws {
    let gateway = try RunningGateway()
    let id = try await send(gateway, Letters.birth())
    func freeze(_ reason: String, key: String) async throws -> RunningGateway.Answer {
      try await gateway.send(
        "POST", "/v1/cases/\(id)/orders",
        """
        {"action": "freeze", "reason": "\(reason)", "by": "甲", "approver": "乙"}
        """, type: "application/json", headers: [(name: "Idempotency-Key", value: key)])
    }
    let first = try await freeze("核查", key: "k1")
    #expect(first.status == 201, "\(first.text)")
    let again = try await freeze("核查", key: "k1")
    #expect(again.status == 200 && again.json["number"] == first.json["number"])
    #expect(try await freeze("另一个理由", key: "k1").status == 409)
  }
}
