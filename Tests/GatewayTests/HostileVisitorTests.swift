import Foundation
import Testing
import Wire

/// What a stranger may try who has an address of ours and no business with it.
@Suite("The pages before a hostile stranger", .fewAtOnce)
struct HostileVisitorTests {
  private func opened(_ gateway: RunningGateway, _ letter: String = Letters.birth()) async throws
    -> (parent: ParentVisitor, id: String)
  {
    let receipt = try await gateway.post("/v1/messages", letter)
    let id = try #require(receipt.json["caseId"]?.string)
    let parent = try await ParentVisitor(gateway, case: id)
    #expect(try await parent.enter("5678").status == 303)
    return (parent, id)
  }

  /// What every answer bears, whatever it says.
  private func expectGuarded(_ answer: RunningGateway.Answer, _ place: String) {
    let policy = answer.headers["content-security-policy"] ?? ""
    #expect(policy.hasPrefix("default-src 'none'"), "\(place)")
    #expect(!policy.contains("unsafe"), "\(place)")
    #expect(answer.headers["referrer-policy"] == "no-referrer", "\(place)")
    #expect(answer.headers["cache-control"] == "no-store", "\(place)")
  }

  @Test("However an address is twisted it opens nothing, and says so to people")
  func addresses() async throws {
    let gateway = try RunningGateway()
    let (parent, _) = try await opened(gateway)
    let token = String(parent.path.dropFirst(3))
    let twice = token.utf8.map { String(format: "%%25%02x", $0) }.joined()
    for path in [
      "/p/", "/p//", "/p/find/", "/p/find/enter", "/p/find/code", "/p/find/sent/x", "/p/%66ind",
      "/p/find%2F", "/p/FIND", "/p/\(token)/", "/p/\(token)/x", "/p//\(token)",
      "/p/\(twice)", "/p/\(token)%00", "/p/\(token)%0d%0aSet-Cookie:%20x=1", "/p/\(token)%2Fcode",
      "/p/\(token)%20", "/p/\(token)%E3%80%82", "/p/\(token.dropLast())", "/p/%", "/p/%FF",
      "/p/..%2Fp%2F\(token)", "/p/" + String(repeating: "a", count: 4_000),
    ] {
      let answer = try await gateway.get(path)
      #expect(answer.status == 404, "\(path) is \(answer.status)")
      #expect(answer.headers["content-type"] == "text/html; charset=utf-8", "\(path)")
      #expect(answer.headers["set-cookie"] == nil, "\(path)")
      #expect(!answer.text.contains("last4") && !answer.text.contains(token), "\(path)")
      expectGuarded(answer, path)
    }
    // A token is its digits in small letters, and no other spelling of them but a browser's own.
    if token.contains(where: \.isLetter) {
      #expect(try await gateway.get("/p/\(token.uppercased())").status == 404)
    }
    let same = token.utf8.map { String(format: "%%%02x", $0) }.joined()
    let page = try await gateway.get("/p/\(same)")
    #expect(page.status == 200 && page.text.contains("action=\"/p/\(token)/enter\""))
  }

  @Test("A language or a size is one of those there are, and never part of a header")
  func injection() async throws {
    let gateway = try RunningGateway()
    let (parent, _) = try await opened(gateway)
    for query in [
      "lang=en%0d%0aSet-Cookie:%20evil=1", "lang=%3Cscript%3E", "lang=en;%20Path=/",
      "size=large%0aX:%20y", "lang=en%00", "size=%22%3E%3Cb%3E",
    ] {
      for path in [parent.path, "/p/find", "/p/find/sent"] {
        let answer = try await gateway.get("\(path)?\(query)")
        #expect(answer.status == 200 && !answer.text.contains("<script>alert"))
        let cookie = answer.headers["set-cookie"] ?? ""
        #expect(!cookie.contains("evil") && !cookie.contains("birthgate-view"), "\(query)")
        #expect(!answer.text.contains("\"><b>"))
      }
    }
    let kept = try await gateway.send(
      "GET", "/p/find",
      headers: [(name: "Cookie", value: "birthgate-view=\"><b>.large; birthgate-view=en.large")])
    #expect(kept.status == 200 && !kept.text.contains("\"><b>"))
    let what = try await parent.get("/done?what=%22%3E%3Cb%3E")
    #expect(what.status == 303 && what.headers["location"] == parent.path)
  }

  @Test("A form that is too large, of another kind or to another address is refused in words")
  func forms() async throws {
    let gateway = try RunningGateway()
    let (parent, _) = try await opened(gateway)
    let path = parent.path + "/enter"
    let large = "last4=" + String(repeating: "0", count: 17 << 10)
    for (answer, status) in [
      (try await gateway.send("POST", path, large, type: Finder.form), 413),
      (try await gateway.send("POST", "/p/find", large, type: Finder.form), 413),
      (try await gateway.send("POST", path, "{}", type: "application/json"), 415),
      (try await gateway.send("POST", path, "--x", type: "multipart/form-data; boundary=x"), 415),
      (try await gateway.send("PUT", path, "last4=5678", type: Finder.form), 405),
      (try await gateway.send("DELETE", "/p/find"), 405),
      (try await gateway.send("POST", "/p/find/sent", "", type: Finder.form), 405),
    ] {
      #expect(answer.status == status)
      #expect(answer.headers["content-type"] == "text/html; charset=utf-8")
      #expect(answer.text.contains("<h1"))
      expectGuarded(answer, "\(status)")
    }
    // The first of many values is the one that counts, and there is no other.
    let many = String(repeating: "last4=0000&", count: 1_400) + "last4=5678"
    #expect(try await gateway.send("POST", path, many, type: Finder.form).status == 403)
    // Nothing of all that has cost the family a try but this one: four are left to get wrong.
    for _ in 0..<3 { #expect(try await parent.enter("0000").status == 403) }
    #expect(try await parent.enter("5678").status == 303)
  }

  @Test("No cookie but the one that was given for this link opens it")
  func cookies() async throws {
    let gateway = try RunningGateway("--sandbox")
    let (parent, id) = try await opened(gateway)
    let good = try #require(parent.cookies["birthgate"])
    let parts = good.split(separator: ".").map(String.init)
    let later = String((Int(parts[0]) ?? 0) + 86_400)
    let other = try await ParentVisitor(gateway, case: id)
    func page(_ cookie: String, at path: String) async throws -> String {
      try await gateway.send("GET", path, headers: [(name: "Cookie", value: cookie)]).text
    }
    for forged in [
      "\(later).\(parts[1]).\(parts[2])", "\(parts[0]).\(String(parts[1].reversed())).\(parts[2])",
      "\(parts[0]).\(parts[1]).", "\(parts[0]).\(parts[1])", "", "..", good + ".x",
      good.uppercased(), "\(parts[0]).\(parts[1]).\(String(repeating: "0", count: 64))",
    ] {
      #expect(try await page("birthgate=\(forged)", at: parent.path).contains("name=\"last4\""))
    }
    #expect(try await page("birthgate=\(good)", at: other.path).contains("name=\"last4\""))
    #expect(try await page("x=1; birthgate=\(good)", at: parent.path).contains("李一诺"))
    // A session that somebody brings along is not taken over: the right answer makes another.
    let answer = try await gateway.send(
      "POST", parent.path + "/enter", "last4=5678", type: Finder.form,
      headers: [(name: "Cookie", value: "birthgate=\(good)")])
    let made = answer.headers["set-cookie"]?.prefix { $0 != ";" }
    #expect(made.map(String.init) != "birthgate=\(good)" && made?.contains(parts[1]) == false)
  }

  @Test("What messages say stays text on every page")
  func script() async throws {
    let gateway = try RunningGateway()
    let evil = "\\\"><img src=x onerror=alert(1)><script>alert(1)</script>"
    let letter = Letters.birth(name: "李" + evil)
      .replacing("王芳", with: "王" + evil)
      .replacing(
        "\"birthPlace\": {\"division\": \"610104\"}",
        with: """
          "birthPlace": {"division": "610104", "facilityName": "院\(evil)"},
          "issuer": {"code": "H1", "name": "院\(evil)"}
          """)
    let (parent, _) = try await opened(gateway, letter)
    for rest in ["", "/code", "/print", "/copy", "/guardians", "/wrong", "/phone"] {
      let page = try await parent.get(rest)
      #expect(page.status == 200, "\(rest)")
      for mark in ["<img", "<script>", "onerror=alert(1)>"] {
        #expect(!page.text.contains(mark), "\(mark) on \(rest)")
      }
    }
    let token = try await parent.token("/wrong")
    let again = try await parent.post(
      "/phone", ["form": token, "number": "\"><script>alert(1)</script>"])
    #expect(again.status == 422 && !again.text.contains("<script>"))
    let calendar = try await parent.get("/deadlines.ics")
    #expect(!calendar.text.contains("alert"))
  }

  @Test("Lines that listen are few for a child, and one that is refused costs the others nothing")
  func listeners() async throws {
    let gateway = try RunningGateway()
    let (parent, _) = try await opened(gateway)
    let cookie = try #require(parent.cookies["birthgate"])
    let script = """
      import http.client
      def listen(number):
          line = http.client.HTTPConnection("127.0.0.1", \(gateway.port), timeout=120)
          line.request("GET", "\(parent.path)/events", headers={"Cookie": "birthgate=\(cookie)"})
          answer = line.getresponse()
          return line, answer, answer.readline().decode().strip()
      held = [listen(n) for n in range(9)]
      print(*["%d/%s" % (a.status, t.replace(" ", "")) for _, a, t in held])
      for line, answer, _ in held[:6]: answer.close(); line.close()
      """
    let told = try Python.run(script).split { $0.isWhitespace }.map(String.init)
    #expect(told.count { $0 == "200/retry:10000" } == 6)
    // The others are told to stop asking, not that their session is over.
    #expect(told.dropFirst(6).allSatisfy { $0 == "200/event:full" })
    #expect(try await parent.get().text.contains("李一诺"))
  }

  @Test("A link that somebody has locked can be replaced by the family, and the new one is open")
  func lockout() async throws {
    let folder = try Folder()
    let provider = try TextMessages(in: folder)
    let gateway = try RunningGateway("--settings", provider.settings, in: folder)
    let letter = Letters.birth().replacing(
      "\"issuedOn\"",
      with: """
        "contacts": [{"relation": "mother", "channel": "sms", "address": "13800001234"}],
        "issuedOn"
        """)
    let (parent, _) = try await opened(gateway, letter)
    for _ in 0..<5 {
      _ = try await gateway.send("POST", parent.path + "/enter", "last4=0", type: Finder.form)
    }
    let locked = try await gateway.get(parent.path)
    #expect(locked.status == 429 && locked.text.contains("href=\"/p/find\""))
    // Who had answered before is still inside.
    #expect(try await parent.get().text.contains("李一诺"))
    let finder = try await Finder(gateway)
    _ = try await finder.ask("Z610000001", "E12345678")
    let url = try #require(try await provider.links(gateway).first?["link"]?.string)
    let path = String(url.suffix(from: try #require(url.range(of: "/p/")).lowerBound))
    let entered = try await gateway.send(
      "POST", path + "/enter", "last4=5678", type: Finder.form)
    #expect(entered.status == 303)
  }
}
