import Foundation
import Testing
import Wire

@Suite("The interface as a whole", .fewAtOnce)
struct InterfaceTests {
  @Test("Errors of the transport are problems too")
  func transport() async throws {
    let gateway = try RunningGateway()
    let nowhere = try await gateway.get("/v2/messages")
    #expect(nowhere.status == 404)
    Problems.expectProblem(nowhere, 404)
    let wrong = try await gateway.send("PUT", "/v1/subscriptions")
    #expect(wrong.status == 405)
    #expect(wrong.headers["allow"] == "GET, HEAD, POST")
    Problems.expectProblem(wrong, 405)
    let head = try await gateway.send("DELETE", "/healthz")
    #expect(head.status == 405)
    let packed = try await gateway.send(
      "POST", "/v1/messages", "x", type: "application/json",
      headers: [(name: "Content-Encoding", value: "gzip")])
    #expect(packed.status == 415)
    let chunked =
      "POST /v1/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
      + "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n200000\r\n"
      + String(repeating: " ", count: 0x200000) + "\r\n0\r\n\r\n"
    #expect(try gateway.raw(chunked).hasPrefix("HTTP/1.1 413"))
    for broken in ["GARBAGE\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n"] {
      let answer = try gateway.raw(broken)
      #expect(answer.hasPrefix("HTTP/1.1 400"))
      #expect(answer.contains("application/problem+json"))
      #expect(answer.hasSuffix("}"))
    }
    #expect(try await gateway.get("/healthz").status == 200)
    #expect(try await gateway.get("/readyz").status == 200)
  }

  @Test("A sender may write a whole batch before it reads the first answer")
  func batchWrittenFirst() throws {
    let gateway = try RunningGateway()
    // More than the buffers of a connection hold, on both sides, in few messages.
    let script = """
      import http.client, json
      contacts = [{"channel": "q"}] * 250
      line = json.dumps({"x": "y" * 40000, "birthCertificate": {"contacts": contacts}})
      caller = http.client.HTTPConnection("127.0.0.1", \(gateway.port))
      body = (line + "\\n") * 300
      caller.request("POST", "/v1/batches", body, {"Content-Type": "application/x-ndjson"})
      answer = caller.getresponse()
      print(answer.status, [json.loads(x)["index"] for x in answer] == list(range(300)))
      """
    #expect(try Python.run(script) == "200 True\n")
  }

  @Test("A batch is answered line by line, in order, each message by itself")
  func batch() async throws {
    let gateway = try RunningGateway()
    var lines = [
      Letters.birth(), Letters.birth(), Letters.birth(name: "李二"), "{\"x\":",
      Letters.birth(id: "M-2", number: "Z610000002", mother: "E2"), "[1,]",
    ].map { Letters.line($0) }
    for index in 0..<150 {
      lines.append(
        Letters.line(
          Letters.birth(
            id: "N-\(index)", number: "Y\(610_000_000 + index)", mother: "F\(index)")))
    }
    let answer = try await gateway.post(
      "/v1/batches", lines.joined(separator: "\n"), type: "application/x-ndjson")
    #expect(answer.status == 200)
    let answers = answer.lines
    #expect(answers.count == lines.count)
    #expect(answers.compactMap { $0["index"]?.int } == Array(0..<lines.count))
    let states = answers.compactMap { $0["status"]?.string }
    #expect(
      states.prefix(6) == ["accepted", "repeated", "rejected", "rejected", "accepted", "rejected"])
    #expect(states.dropFirst(6).allSatisfy { $0 == "accepted" })
    #expect(answers[2]["problem"]?["status"] == 409)
    #expect(answers[3]["problem"]?["status"] == 400)
    #expect(answers[0]["receipt"]?["caseId"] == answers[1]["receipt"]?["caseId"])
    #expect(answers[6]["id"] == "N-0")
    let wrapped =
      "<messages xmlns=\"urn:birthgate:message:1\">"
      + Letters.birthXML.replacing("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", with: "")
      + "<message xmlns=\"urn:birthgate:message:1\"><a></message></messages>"
    let xml = try await gateway.post("/v1/batches", wrapped, type: "application/xml")
    #expect(xml.lines.compactMap { $0["status"]?.string } == ["repeated", "rejected"])
    #expect(try await gateway.post("/v1/batches", "", type: "application/json").status == 415)
  }

  @Test("Of two messages under one id the earlier in the batch is taken, however many there are")
  func batchOrder() async throws {
    let gateway = try RunningGateway()
    let lines = (0..<100).flatMap { index in
      // The first of a pair is the longer one, so a race would often be won by the second.
      [String(repeating: "名", count: 60), "名"].map { name in
        Letters.line(
          Letters.birth(
            id: "R-\(index)", number: "X\(610_000_000 + index)", name: name, mother: "G\(index)"))
      }
    }
    let answer = try await gateway.post(
      "/v1/batches", lines.joined(separator: "\n"), type: "application/x-ndjson")
    let states = answer.lines.compactMap { $0["status"]?.string }
    #expect(states == (0..<100).flatMap { _ in ["accepted", "rejected"] })
  }

  @Test("The description is valid OpenAPI 3.1 and names what is there")
  func openAPI() async throws {
    let gateway = try RunningGateway("--sandbox")
    let document = try await gateway.get("/openapi.json")
    let paths = document.json["paths"]?.object?.members.map(\.name) ?? []
    for path in [
      "/v1/messages", "/v1/batches", "/v1/cases/{caseId}", "/v1/sandbox/clock", "/metrics",
      "/v1/tasks", "/v1/tasks/{id}/resolve", "/v1/cases/{caseId}/orders", "/v1/links",
      "/v1/links/{id}", "/v1/statistics", "/v1/manifests", "/v1/reconciliations", "/v1/refusals",
      "/v1/codes/keys", "/v1/codes/{code}/bindings", "/v1/codes/{code}/bindings/{id}",
      "/v1/parent-reports", "/p/{token}/enter", "/p/{token}/deadlines.ics", "/p/find",
    ] {
      #expect(paths.contains(path))
    }
    // Routes that are not built yet are absent.
    #expect(!paths.contains("/desk"))
    #expect(document.json["components"]?["schemas"]?.object?.members.count ?? 0 > 20)
    let script = """
      import json,sys
      try:
          from openapi_spec_validator import validate
      except ImportError:
          print('absent'); sys.exit(0)
      validate(json.load(sys.stdin)); print('valid')
      """
    let verdict = try Python.run(script, input: document.text)
    #expect(verdict.hasPrefix("valid") || verdict.hasPrefix("absent"))
    let plain = try RunningGateway()
    #expect(try await !plain.get("/openapi.json").text.contains("/v1/sandbox/clock"))
  }

  @Test("Counters tell families and verdicts, and no query")
  func metrics() async throws {
    let gateway = try RunningGateway()
    _ = try await gateway.post("/v1/messages", Letters.birth())
    _ = try await gateway.post("/v1/messages", "[1,]")
    _ = try await gateway.get("/v1/cases?birthCertificate=Z610000001")
    let page = try await gateway.get("/metrics")
    #expect(page.headers["content-type"]?.hasPrefix("text/plain") == true)
    let lines = page.text.split(separator: "\n").map(String.init)
    #expect(
      lines.contains("birthgate_messages_total{family=\"birthCertificate\",verdict=\"accepted\"} 1")
    )
    #expect(lines.contains("birthgate_messages_total{family=\"unknown\",verdict=\"rejected\"} 1"))
    #expect(lines.contains { $0.hasPrefix("birthgate_commits_total{result=\"committed\"}") })
    #expect(lines.contains { $0.hasPrefix("birthgate_uptime_seconds ") })
    #expect(!page.text.contains("Z610000001"))
    // Every line is a comment or a sample of the text format.
    let sample = /[a-zA-Z_:][a-zA-Z0-9_:]*(\{[^}]*\}*[^}]*\})? [-+0-9.e]+/
    for line in lines where !line.hasPrefix("#") {
      #expect(line.wholeMatch(of: sample) != nil, "\(line)")
    }
  }
}
