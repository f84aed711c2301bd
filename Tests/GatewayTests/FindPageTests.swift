import Foundation
import Testing
import Wire

@Suite("Finding a page by the certificate and a document", .fewAtOnce)
struct FindPageTests {
  private static let birth = Letters.birth().replacing(
    "\"issuedOn\"",
    with: """
      "contacts": [{"relation": "mother", "channel": "sms", "address": "13800001234"}],
      "issuedOn"
      """)

  private func child(_ gateway: RunningGateway) async throws -> String {
    let receipt = try await gateway.post("/v1/messages", Self.birth)
    return try #require(receipt.json["caseId"]?.string)
  }

  /// What somebody sees who asked, and all that could tell one answer from another.
  private func seen(_ answer: RunningGateway.Answer, _ gateway: RunningGateway) async throws
    -> [String]
  {
    let place = try #require(answer.headers["location"])
    let page = try await gateway.get(place)
    let headers = answer.headers.filter { $0.key != "date" }.map { "\($0.key): \($0.value)" }
    return ["\(answer.status)", answer.text, page.text] + headers.sorted()
  }

  @Test("Whether there is such a child, or the two fit, is not to be told by a single byte")
  func notToldApart() async throws {
    let gateway = try RunningGateway()
    _ = try await child(gateway)
    let finder = try await Finder(gateway)
    let fits = try await seen(finder.ask("Z610000001", "E12345678"), gateway)
    for (certificate, number) in [
      ("Z610000001", "E12345679"), ("Z610000002", "E12345678"),
      ("A119999999", "110105199003070011"),
      ("Z610000001", "5678"),
    ] {
      #expect(try await seen(finder.ask(certificate, number), gateway) == fits)
    }
    let whole = fits.joined(separator: "\n")
    for secret in ["李", "王芳", "Z610000001", "E12345678", "5678", "138", "/p/0", "find/sent?"] {
      #expect(!whole.contains(secret), "\(secret)")
    }
    #expect(fits.first == "303" && whole.contains("Look at your phone or mail"))
  }

  @Test("No answer leaves before a quarter of a second, found or not")
  func evenTime() async throws {
    let gateway = try RunningGateway()
    _ = try await child(gateway)
    let finder = try await Finder(gateway)
    for number in ["E12345678", "E00000000"] {
      let start = ContinuousClock.now
      _ = try await finder.ask("Z610000001", number)
      #expect(ContinuousClock.now - start >= .milliseconds(250))
    }
  }

  @Test(
    "Where both fit a letter brings a link, which leads to the question", .timeLimit(.minutes(15)))
  func letter() async throws {
    let folder = try Folder()
    let provider = try TextMessages(in: folder)
    let gateway = try RunningGateway("--settings", provider.settings, in: folder)
    let id = try await child(gateway)
    let old = try await ParentVisitor(gateway, case: id)
    let finder = try await Finder(gateway)
    for (certificate, number) in [
      ("Z610000001", "E12345679"), ("Z610000002", "E12345678"), ("Z610000001", "5678"),
    ] {
      _ = try await finder.ask(certificate, number)
    }
    // As people type: full-width, in small letters, parted by blanks.
    _ = try await finder.ask(" ｚ610 000 001", "e1234 5678")
    let links = try await provider.links(gateway)
    #expect(links.count == 1)
    let letter = try #require(links.first)
    #expect(letter["to"] == "13800001234")
    let url = try #require(letter["link"]?.string)
    #expect(letter["text"]?.string?.hasSuffix(url) == true)
    for secret in ["李", "王", "Z610000001", "E12345678", "5678"] {
      #expect(letter["text"]?.string?.contains(secret) == false)
    }
    let path = String(url.suffix(from: try #require(url.range(of: "/p/")).lowerBound))
    #expect(path != old.path && path.count == old.path.count)
    #expect(try await gateway.get(path).text.contains("name=\"last4\""))
    let entered = try await gateway.send(
      "POST", path + "/enter", "last4=5678", type: Finder.form)
    #expect(entered.status == 303)
    // The former link opens as before, and its page says that somebody asked; the timeline is
    // that of notices and knows nothing of it.
    #expect(try await old.enter("5678").status == 303)
    try await until {
      try await old.get().text.contains("Somebody who entered both numbers: asked for the link")
    }
    let timeline = try await gateway.get("/v1/cases/\(id)/timeline").text
    #expect(!timeline.contains("page-link"))
  }

  @Test("Five tries an hour for a certificate, right or wrong, with the same answer")
  func tries() async throws {
    let folder = try Folder()
    let provider = try TextMessages(in: folder)
    let gateway = try RunningGateway("--sandbox", "--settings", provider.settings, in: folder)
    _ = try await child(gateway)
    let finder = try await Finder(gateway)
    for _ in 0..<5 { _ = try await finder.ask("Z610000001", "E00000000") }
    let locked = try await seen(finder.ask("Z610000001", "E12345678"), gateway)
    #expect(locked == (try await seen(finder.ask("Z610000009", "E12345678"), gateway)))
    #expect(try await provider.links(gateway).isEmpty)
    let later = ISO8601DateFormatter().string(from: Date.now.addingTimeInterval(3_700))
    _ = try await gateway.post("/v1/sandbox/clock", "{\"advanceTo\": \"\(later)\"}")
    let again = try await Finder(gateway)
    _ = try await again.ask("Z610000001", "E12345678")
    #expect(try await provider.links(gateway).count == 1)
  }

  @Test("Of many who ask at once all are shown the same, and no more than three letters go out")
  func crowd() async throws {
    let folder = try Folder()
    let provider = try TextMessages(in: folder)
    let gateway = try RunningGateway("--settings", provider.settings, in: folder)
    _ = try await child(gateway)
    let finder = try await Finder(gateway)
    let script = """
      import concurrent.futures, http.client
      body = "form=\(finder.token)&birthCertificate=Z610000001&documentNumber=E12345678"
      def one(number):
          line = http.client.HTTPConnection("127.0.0.1", \(gateway.port), timeout=120)
          line.request("POST", "/p/find", body, {
              "Content-Type": "application/x-www-form-urlencoded", "Cookie": "\(finder.cookie)"})
          answer = line.getresponse()
          return "%d%s" % (answer.status, answer.headers["location"])
      with concurrent.futures.ThreadPoolExecutor(24) as pool:
          print(*pool.map(one, range(40)))
      """
    let told = try Python.run(script).split { $0.isWhitespace }.map(String.init)
    #expect(told == Array(repeating: "303/p/find/sent", count: 40))
    let count = try await provider.links(gateway).count
    #expect((1...3).contains(count))
  }

  @Test("A form from elsewhere, without its token or of another session does nothing")
  func forgery() async throws {
    let folder = try Folder()
    let provider = try TextMessages(in: folder)
    let gateway = try RunningGateway("--settings", provider.settings, in: folder)
    let parent = try await ParentVisitor(gateway, case: try await child(gateway))
    _ = try await parent.enter("5678")
    let (one, other) = (try await Finder(gateway), try await Finder(gateway))
    func ask(
      token: String? = nil, cookie: String? = nil, headers: [(name: String, value: String)] = []
    ) async throws -> Int {
      try await one.ask(
        "Z610000001", "E12345678", token: token, cookie: cookie, headers: headers
      ).status
    }
    #expect(try await ask(headers: [(name: "Sec-Fetch-Site", value: "cross-site")]) == 403)
    #expect(try await ask(headers: [(name: "Origin", value: "https://elsewhere.example")]) == 403)
    #expect(try await ask(token: "") == 403)
    #expect(try await ask(token: other.token) == 403)
    #expect(try await ask(cookie: "") == 403)
    let theirs = try #require(parent.cookies["birthgate"])
    #expect(try await ask(cookie: "birthgate=\(theirs)") == 403)
    #expect(try await provider.links(gateway).isEmpty)
    // Nor does the cookie of the form open a page.
    let page = try await gateway.send(
      "GET", parent.path, headers: [(name: "Cookie", value: one.cookie)])
    #expect(page.text.contains("name=\"last4\""))
  }

  @Test("What no certificate can be is said at once, and the document is never shown again")
  func faults() async throws {
    let gateway = try RunningGateway()
    let finder = try await Finder(gateway)
    let bad = try await finder.ask("<b>61\"", "E12345678")
    #expect(bad.status == 422 && bad.text.contains("&lt;B&gt;61&quot;"))
    #expect(bad.text.contains("href=\"#birthCertificate\"") && !bad.text.contains("E12345678"))
    let empty = try await finder.ask("Z610000001", "  ")
    #expect(empty.status == 422 && empty.text.contains("href=\"#documentNumber\""))
    #expect(empty.text.contains("value=\"Z610000001\""))
  }

  @Test("Addresses, logs and figures tell of nobody, and a link that is gone offers the form")
  func discreet() async throws {
    let gateway = try RunningGateway()
    _ = try await child(gateway)
    let finder = try await Finder(gateway)
    let answer = try await finder.ask("Z610000001", "E12345678")
    #expect(answer.headers["location"] == "/p/find/sent")
    let metrics = try await gateway.get("/metrics").text
    for secret in ["Z610000001", "E12345678"] {
      #expect(!gateway.logged.contains(secret) && !metrics.contains(secret))
    }
    let gone = try await gateway.get("/p/" + String(repeating: "0", count: 32))
    #expect(gone.status == 404 && gone.text.contains("href=\"/p/find\""))
  }
}
