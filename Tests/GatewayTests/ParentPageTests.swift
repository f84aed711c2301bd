import Foundation
import Testing
import Wire

@Suite("The parent's page behind its second factor", .fewAtOnce)
struct ParentPageTests {
  private func child(_ gateway: RunningGateway, _ letter: String = Letters.birth()) async throws
    -> String
  {
    let receipt = try await gateway.post("/v1/messages", letter)
    return try #require(receipt.json["caseId"]?.string)
  }

  @Test("A link asks for the last four of the mother's document, and names nobody before")
  func asks() async throws {
    let gateway = try RunningGateway()
    let parent = try await ParentVisitor(gateway, case: try await child(gateway))
    for rest in ["", "/enter", "/code", "/print", "/copy", "/stop", "/guardians", "/done"] {
      let page = try await parent.get(rest)
      #expect(page.text.contains("name=\"last4\""), "\(rest)")
      for secret in ["李", "王芳", "Z610000001", "E12345678"] {
        #expect(!page.text.contains(secret), "\(secret) on \(rest)")
      }
    }
    let calendar = try await parent.get("/deadlines.ics")
    #expect(!calendar.text.contains("BEGIN:VCALENDAR"))
    let opened = try await parent.enter("5678")
    #expect(opened.status == 303 && opened.headers["location"] == parent.path)
    let cookie = try #require(parent.setCookies["birthgate"])
    for word in ["HttpOnly", "SameSite=Lax", "Max-Age=1800", "Path=\(parent.path);"] {
      #expect(cookie.contains(word))
    }
    #expect(!cookie.contains("Secure"))
    let page = try await parent.get("", language: "zh-CN")
    #expect(page.text.contains("<h1>李一诺</h1>"))
    for secret in ["王芳", "Z610000001", "E12345678"] { #expect(!page.text.contains(secret)) }
  }

  @Test("Behind https the cookie never travels without it")
  func secureCookie() async throws {
    let folder = try Folder()
    let settings = try folder.file("settings.json", "{\"publicURL\": \"https://birth.example.cn\"}")
    let gateway = try RunningGateway("--settings", settings)
    let parent = try await ParentVisitor(gateway, case: try await child(gateway))
    _ = try await parent.enter("5678")
    #expect(parent.setCookies["birthgate"]?.hasSuffix("; Secure") == true)
  }

  @Test(
    "The four are taken as people type them, and an ID card's X in either case",
    arguments: [
      ("11010519900307005x", "citizenId", "005x"), ("11010519900307005X", "citizenId", "005X"),
      ("E1234567A", "passport", " 567a "),
      ("E12345678", "passport", "５６７８"),
    ])
  func typed(_ number: String, _ type: String, _ answer: String) async throws {
    let gateway = try RunningGateway()
    let letter = Letters.birth(mother: number).replacing("\"passport\"", with: "\"\(type)\"")
    let id = try await child(gateway, letter)
    let parent = try await ParentVisitor(gateway, case: id)
    #expect(try await parent.enter(answer).status == 303)
  }

  @Test("Five wrong answers lock the link for an hour, through a restart, for the right answer too")
  func lock() async throws {
    let folder = try Folder()
    var gateway = try RunningGateway("--sandbox", in: folder)
    let id = try await child(gateway)
    let parent = try await ParentVisitor(gateway, case: id)
    let other = try await ParentVisitor(gateway, case: id)
    for left in [4, 3, 2, 1] {
      let page = try await parent.enter("0000")
      #expect(page.status == 403)
      #expect(page.text.contains(left == 1 ? "One try left" : "\(left) tries left"))
    }
    let fifth = try await parent.enter("0000")
    #expect(fifth.status == 429 && fifth.headers["retry-after"] == "3600")
    #expect(try await parent.enter("5678").status == 429)
    #expect(try await other.enter("5678").status == 303)
    #expect(gateway.stop() == 0)
    gateway = try RunningGateway("--sandbox", in: folder)
    let again = try await gateway.send(
      "POST", parent.path + "/enter", "last4=5678", type: "application/x-www-form-urlencoded")
    #expect(again.status == 429)
    let seconds = try #require(again.headers["retry-after"].flatMap { Int($0) })
    #expect((1...3600).contains(seconds))
    let now = Date.now.addingTimeInterval(3_700)
    let later = ISO8601DateFormatter().string(from: now)
    #expect(
      try await gateway.post("/v1/sandbox/clock", "{\"advanceTo\": \"\(later)\"}").status == 200)
    let open = try await gateway.send(
      "POST", parent.path + "/enter", "last4=5678", type: "application/x-www-form-urlencoded")
    #expect(open.status == 303)
  }

  @Test("Of answers that come all at once no more than five are compared")
  func race() async throws {
    let gateway = try RunningGateway()
    let path = try await ParentVisitor(gateway, case: try await child(gateway)).path
    let script = """
      import concurrent.futures, http.client
      def one(number):
          line = http.client.HTTPConnection("127.0.0.1", \(gateway.port), timeout=120)
          line.request("POST", "\(path)/enter", f"last4=000{number % 10}",
                       {"Content-Type": "application/x-www-form-urlencoded"})
          return line.getresponse().status
      with concurrent.futures.ThreadPoolExecutor(24) as pool:
          print(*pool.map(one, range(24)))
      """
    let statuses = try Python.run(script).split { $0.isWhitespace }.compactMap { Int($0) }
    #expect(statuses.count == 24)
    // Four were told that they are wrong; the fifth that it was the last; the others nothing.
    #expect(statuses.count { $0 == 403 } <= 4)
    #expect(statuses.allSatisfy { [403, 429, 503].contains($0) })
  }

  @Test("Where no mother is known it is the father's, and of a foundling the child's own number")
  func foundling() async throws {
    let gateway = try RunningGateway()
    let alone = """
      {"header": {"id": "H-2", "sender": "P610104", "sentAt": "2026-03-02T10:15:00+08:00"},
       "householdRegistration": {"action": "register", "citizenId": "610104202602280047",
        "name": "安安", "sex": "2", "bornOn": "2026-02-28", "division": "610104",
        "occurredOn": "2026-03-02"}}
      """
    let foundling = try await ParentVisitor(gateway, case: try await child(gateway, alone))
    #expect(try await foundling.enter("0000").status == 403)
    #expect(try await foundling.enter("0047").status == 303)
    let register = """
      {"header": {"id": "H-1", "sender": "P610104", "sentAt": "2026-03-02T10:15:00+08:00"},
       "householdRegistration": {"action": "register", "citizenId": "610104202602280020",
        "name": "安安", "sex": "2", "bornOn": "2026-02-28", "division": "610104",
        "occurredOn": "2026-03-02", "father": {"name": "李文", "idType": "passport",
        "idNumber": "G87654321"}}}
      """
    let id = try await child(gateway, register)
    let parent = try await ParentVisitor(gateway, case: id)
    #expect(try await parent.enter("5678").status == 403)
    #expect(try await parent.enter("4321").status == 303)
    // The words of the question are the same, whoever is known.
    let mother = try await ParentVisitor(gateway, case: try await child(gateway))
    let (one, two) = (try await mother.get("/enter"), try await gateway.get(parent.path))
    #expect(
      one.text.replacing(mother.path, with: "") == two.text.replacing(parent.path, with: ""))
  }

  @Test("A session holds for its own link alone, and ends with it")
  func bound() async throws {
    let gateway = try RunningGateway()
    let id = try await child(gateway)
    let parent = try await ParentVisitor(gateway, case: id)
    let other = try await ParentVisitor(gateway, case: id)
    _ = try await parent.enter("5678")
    other.take(parent)
    #expect(try await other.get().text.contains("name=\"last4\""))
    let token = try await parent.token("/revoke")
    #expect(try await parent.post("/revoke", ["form": token]).status == 200)
    #expect(try await parent.get().status == 404)
    #expect(try await parent.get("/code").status == 404)
    #expect(try await gateway.get("/v1/cases/\(id)").status == 200)
  }

  @Test("A session ends after half an hour without use")
  func ends() async throws {
    let gateway = try RunningGateway("--sandbox")
    let parent = try await ParentVisitor(gateway, case: try await child(gateway))
    _ = try await parent.enter("5678")
    func advance(_ seconds: Double) async throws {
      let instant = ISO8601DateFormatter().string(from: Date.now.addingTimeInterval(seconds))
      _ = try await gateway.post("/v1/sandbox/clock", "{\"advanceTo\": \"\(instant)\"}")
    }
    try await advance(1_200)
    // Used after twenty minutes it is good for half an hour more.
    #expect(try await parent.get().text.contains("李一诺"))
    try await advance(2_700)
    #expect(try await parent.get().text.contains("李一诺"))
    // A code that is left lying open fetches itself again, and keeps nothing open by that.
    try await advance(4_200)
    #expect(try await parent.get("/code").headers["refresh"] == "240")
    try await advance(6_000)
    #expect(try await parent.get("/code").text.contains("name=\"last4\""))
    #expect(try await parent.get().text.contains("name=\"last4\""))
  }

  @Test("A form from elsewhere, or without its token, does nothing")
  func forgery() async throws {
    let gateway = try RunningGateway()
    let parent = try await ParentVisitor(gateway, case: try await child(gateway))
    _ = try await parent.enter("5678")
    let token = try await parent.token("/revoke")
    let strange = [
      [(name: "Sec-Fetch-Site", value: "cross-site")],
      [(name: "Sec-Fetch-Site", value: "same-site")],
      [(name: "Origin", value: "https://elsewhere.example")],
    ]
    for headers in strange {
      #expect(try await parent.post("/revoke", ["form": token], headers: headers).status == 403)
    }
    #expect(try await parent.post("/revoke", ["form": "0"]).status == 403)
    #expect(try await parent.post("/revoke", [:]).status == 403)
    #expect(try await parent.get().status == 200)
    let ours = [(name: "Sec-Fetch-Site", value: "same-origin"), (name: "Origin", value: "null")]
    #expect(try await parent.post("/revoke", ["form": token], headers: ours).status == 200)
    #expect(try await parent.get().status == 404)
  }

  @Test("Neither addresses nor logs nor figures tell of a person")
  func discreet() async throws {
    let gateway = try RunningGateway()
    let parent = try await ParentVisitor(gateway, case: try await child(gateway))
    _ = try await parent.enter("9999")
    _ = try await parent.enter("5678")
    _ = try await parent.get()
    _ = try await parent.get("/copy")
    let metrics = try await gateway.get("/metrics").text
    let token = String(parent.path.dropFirst(3))
    for secret in ["5678", "9999", "李一诺", "王芳", "Z610000001", token] {
      #expect(!gateway.logged.contains(secret), "\(secret) in the log")
    }
    for secret in ["李一诺", "王芳", "Z610000001", token] {
      #expect(!metrics.contains(secret), "\(secret) in the figures")
    }
  }
}
