import Foundation
import Testing
import Wire

/// Batches as they really come: broken, cut off, signed and large, and with gateways that die.
@Suite("Uploads of batches", .fewAtOnce)
struct BatchUploadTests {
  private func birth(_ index: Int) -> String {
    Letters.line(
      Letters.birth(
        id: "U-\(index)", number: "Y\(610_000_000 + index)", mother: "U\(index)"))
  }

  private func xml(_ index: Int) -> String {
    let text = Letters.birthXML.replacing("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", with: "")
    return text.replacing("Z610000001", with: "Y\(610_000_000 + index)")
      .replacing("E12345678", with: "U\(index)").replacing("<id>M-1<", with: "<id>U-\(index)<")
  }

  private func statuses(_ answer: RunningGateway.Answer) -> [String] {
    answer.lines.compactMap { $0["status"]?.string }
  }

  @Test("Bad records fall alone, also two that are neighbours")
  func badRecords() async throws {
    let gateway = try RunningGateway()
    let start = "<messages xmlns=\"urn:birthgate:message:1\">"
    let unclosed = String(xml(2).dropLast("</message>".count))
    let batch = [
      start, xml(0), xml(1).replacing("<sex>2<", with: "<sex>7<"), unclosed,
      xml(3).replacing("<name>王芳</name>", with: "<name>王芳</nam>"), xml(4), "</messages>",
    ].joined(separator: "\n")
    let answer = try await gateway.post("/v1/batches", batch, type: "application/xml")
    #expect(statuses(answer) == ["accepted", "rejected", "rejected", "rejected", "accepted"])
    #expect(answer.lines.map { $0["problem"]?["status"]?.int ?? 0 } == [0, 422, 400, 400, 0])
    // The place is the batch's: the second message begins in line 11 (nine lines each, after one),
    // and its sex stands in its fourth line.
    let lineCount = xml(0).split(separator: "\n", omittingEmptySubsequences: false).count
    let error = answer.lines[1]["problem"]?["errors"]?.array?.first
    #expect(error?["line"]?.int == 1 + lineCount + 4)
  }

  @Test("Many messages about one child in one batch are all taken, whoever comes first")
  func oneChild() async throws {
    let gateway = try RunningGateway()
    // Revisions of one fact, whose mother nobody names: nothing but the citizen ID is common.
    let lines = (1...150).map { revision in
      """
      {"header": {"id": "V-\(revision)", "sender": "610104000000", \
      "sentAt": "2026-03-12T10:15:00+08:00"}, "householdRegistration": {"action": "register", \
      "citizenId": "610104202602280020", "name": "李一诺", "sex": "2", "bornOn": "2026-02-28", \
      "division": "610104", "occurredOn": "2026-03-10", "revision": \(revision)}}
      """
    }
    let answer = try await gateway.post(
      "/v1/batches", lines.joined(separator: "\n"), type: "application/x-ndjson")
    #expect(statuses(answer) == Array(repeating: "accepted", count: 150))
    #expect(Set(answer.lines.map { $0["receipt"]?["caseId"]?.string }).count == 1)
  }

  @Test("An upload that breaks off leaves whole messages, and can be sent again")
  func truncated() async throws {
    let gateway = try RunningGateway()
    let body = (0..<10).map(birth).joined(separator: "\n") + "\n"
    // Four messages and a half of the fifth, then the connection ends.
    let part = Array(body.utf8).prefix(birth(0).utf8.count * 9 / 2)
    let script = """
      import socket, sys
      s = socket.create_connection(("127.0.0.1", \(gateway.port)))
      head = "POST /v1/batches HTTP/1.1\\r\\nHost: x\\r\\nContent-Type: application/x-ndjson\\r\\n"
      s.sendall((head + "Content-Length: \(body.utf8.count)\\r\\n\\r\\n").encode())
      s.sendall(sys.stdin.buffer.read())
      s.close()
      """
    _ = try Python.run(script, input: String(decoding: part, as: UTF8.self))
    let path = "/v1/messages/\(Letters.hospital)/U-3"
    try await until { try await gateway.get(path).status == 200 }
    #expect(try await gateway.get("/v1/messages/\(Letters.hospital)/U-4").status == 404)
    let again = try await gateway.post("/v1/batches", body, type: "application/x-ndjson")
    let expected = (0..<10).map { $0 < 4 ? "repeated" : "accepted" }
    #expect(statuses(again) == expected)
    let rest = try await gateway.post("/v1/batches?from=8", body, type: "application/x-ndjson")
    #expect(rest.lines.map { $0["index"]?.int ?? -1 } == [8, 9])
    #expect(
      try await gateway.post("/v1/batches?from=-1", "", type: "application/xml").status == 422)
  }

  @Test("What a sender was told is there after kill -9 in the middle of a batch")
  func killed() async throws {
    let folder = try Folder()
    let gateway = try RunningGateway(in: folder)
    let lines = (0..<200).map(birth)
    // Sends half, waits for the answers to it, and kills the gateway with the other half open.
    let script = """
      import json, os, signal, socket, sys
      lines = sys.stdin.buffer.read().split(b"\\n")
      s = socket.create_connection(("127.0.0.1", \(gateway.port))); s.settimeout(120)
      size = sum(len(x) + 1 for x in lines)
      head = "POST /v1/batches HTTP/1.1\\r\\nHost: x\\r\\nContent-Type: application/x-ndjson\\r\\n"
      s.sendall((head + f"Content-Length: {size}\\r\\n\\r\\n").encode())
      s.sendall(b"".join(x + b"\\n" for x in lines[:120]))
      got = b""
      while got.count(b'"status":"accepted"') < 100:
          part = s.recv(65536)
          if not part: sys.exit("the gateway closed the connection after %d bytes" % len(got))
          got += part
      s.sendall(b"".join(x + b"\\n" for x in lines[120:]))
      os.kill(\(gateway.pid), signal.SIGKILL)
      try:
          while (part := s.recv(65536)): got += part
      except OSError: pass
      told = []
      for line in got.split(b"\\n"):
          try: value = json.loads(line)
          except ValueError: continue
          if isinstance(value, dict): told.append([value["id"], value["receipt"]["receivedAt"]])
      print(json.dumps(told))
      """
    let output = try Python.run(script, input: lines.joined(separator: "\n"))
    let told = try JSONValue(parsing: Array(output.utf8)).array ?? []
    #expect(told.count >= 100)
    _ = gateway.stop()
    let next = try RunningGateway(in: folder)
    let again = try await next.post(
      "/v1/batches", lines.joined(separator: "\n"), type: "application/x-ndjson")
    #expect(again.lines.count == 200)
    let receipts = Dictionary(
      again.lines.map { ($0["id"]?.string ?? "", $0) }, uniquingKeysWith: { one, _ in one })
    for entry in told {
      let told = entry.array ?? []
      let line = receipts[told.first?.string ?? ""]
      #expect(line?["status"] == "repeated")
      #expect(line?["receipt"]?["receivedAt"] == told.last)
    }
    let births = try await next.get("/v1/statistics?division=61&year=2026").json["births"]
    #expect(births == 200)
  }

  @Test("A signed batch of 20 MiB is taken; one whose signature fails is not, nor one too large")
  func signedBatch() async throws {
    let setting = try Setting()
    let text = try String(contentsOfFile: setting.path, encoding: .utf8)
    try setting.folder.file(
      "settings.json", "{\"batchBytesMax\": 25000000," + text.dropFirst())
    let gateway = try RunningGateway("--settings", setting.path, in: setting.folder)
    // 40 messages with a contact each that makes them half a MiB long.
    let filler = String(repeating: "地", count: 176_000)
    let body = (0..<40).map { index in
      birth(index).replacing(
        "\"issuedOn\"",
        with: "\"contacts\": [{\"channel\": \"sms\"}], \"note\": \"\(filler)\","
          + " \"issuedOn\"")
    }.joined(separator: "\n")
    #expect(body.utf8.count > 20 << 20)
    let type = "application/x-ndjson"
    let other = setting.header("POST", "/v1/batches", body + " ")
    let refused = try await gateway.send("POST", "/v1/batches", body, type: type, headers: [other])
    #expect(refused.status == 401)
    #expect(try await gateway.get("/v1/statistics?year=2026").json["births"] == 0)
    // Signed when it is sent: signatures are good for five minutes, and this machine may be busy.
    let header = setting.header("POST", "/v1/batches", body)
    let taken = try await gateway.send("POST", "/v1/batches", body, type: type, headers: [header])
    #expect(taken.status == 200)
    #expect(statuses(taken) == Array(repeating: "accepted", count: 40))
    let replay = try await gateway.send("POST", "/v1/batches", body, type: type, headers: [header])
    #expect(replay.status == 401)
    // The order of refusals: 413, then 415, then 401.
    let large = body + body
    #expect(try await gateway.post("/v1/batches", large, type: "text/plain").status == 413)
    #expect(try await gateway.post("/v1/batches", body, type: "text/plain").status == 415)
    #expect(try await gateway.post("/v1/batches", body, type: type).status == 401)
    // Nothing is left in the data folder of what waited there.
    let left = try FileManager.default.contentsOfDirectory(atPath: gateway.data)
    #expect(!left.contains { $0.contains("spool") })
  }
}
