import Casework
import Foundation
import LibCrypto
import Testing
import Wire

/// Lists that must agree, as a sender and an operator meet them.
@Suite("Lists that must agree", .fewAtOnce)
struct ListRouteTests {
  private let hospital = Letters.hospital

  private func manifest(_ ids: [String], sender: String = Letters.hospital) -> String {
    let body: JSONValue = [
      "sender": .string(sender), "from": "2026-03-01", "to": "2026-03-01",
      "ids": .array(ids.map { .string($0) }),
    ]
    return body.canonicalText
  }

  @Test("What is missing and what is unlisted, and how it stands afterwards")
  func manifests() async throws {
    let gateway = try RunningGateway()
    for number in 1...3 {
      let letter = Letters.birth(id: "M-\(number)", number: "Z61000000\(number)")
      #expect(try await gateway.post("/v1/messages", letter).status == 201)
    }
    let broken = Letters.birth(id: "M-4").replacing("2026-02-28T", with: "2026-02-30T")
    #expect(try await gateway.post("/v1/messages", broken).status == 422)
    let answer = try await gateway.post("/v1/manifests", manifest(["M-1", "M-4", "M-5"]))
    #expect(answer.status == 200)
    #expect(answer.json["missing"] == ["M-4", "M-5"])
    #expect(Set(answer.json["unlisted"]?.array?.compactMap(\.string) ?? []) == ["M-2", "M-3"])
    let refused = answer.json["refused"]?.array
    #expect(refused?.map { $0["id"] } == ["M-4"] && refused?.first?["codes"] == ["notADate"])

    let open = try await gateway.get("/v1/manifests?state=open&sender=\(hospital)").json
    #expect(open["manifests"]?.array?.first?["missing"] == ["M-4", "M-5"])
    #expect(try await gateway.get("/v1/manifests?state=closed").json["manifests"] == [])
    let metric = "birthgate_manifest_gaps_open{sender=\"other\"} 2"
    #expect(try await gateway.get("/metrics").text.contains(metric))

    // The refused one is corrected, the lost one is sent.
    let corrected = Letters.birth(id: "M-4", number: "Z610000004")
    #expect(try await gateway.post("/v1/messages", corrected).status == 201)
    let lost = Letters.birth(id: "M-5", number: "Z610000005")
    #expect(try await gateway.post("/v1/messages", lost).status == 201)
    let closed = try await gateway.get("/v1/manifests?state=closed").json["manifests"]?.array
    #expect(closed?.first?["missing"] == [] && closed?.first?["state"] == "closed")
    #expect(try await gateway.get("/v1/manifests?state=open").json["manifests"] == [])
    let id = try #require(closed?.first?["id"]?.string)
    #expect(try await gateway.get("/v1/manifests/\(id)").json["missingAtFirst"] == 2)
  }

  @Test(
    "A list that says nothing sure is refused with every place",
    arguments: [
      (#"{"from": "2026-03-01", "to": "2026-03-01", "ids": []}"#, ["/sender"]),
      (#"{"sender": "H", "from": "2026-03-02", "to": "2026-03-01", "ids": []}"#, ["/to"]),
      (#"{"sender": "H", "from": "1 March", "to": "2026-03-01", "ids": []}"#, ["/from"]),
      (
        #"{"sender": "H", "from": "2026-03-01", "to": "2026-03-01", "ids": ["a b", 7]}"#,
        ["/ids/0", "/ids/1"]
      ),
      (#"{"sender": "H", "from": "2026-03-01", "to": "2026-03-01"}"#, ["/ids"]),
    ])
  func wrongLists(_ body: String, _ paths: [String]) async throws {
    let gateway = try RunningGateway()
    let answer = try await gateway.post("/v1/manifests", body)
    Problems.expectProblem(answer, 422)
    #expect(answer.json["errors"]?.array?.compactMap { $0["path"]?.string } == paths)
  }

  @Test(
    "A registered sender asks for itself alone, and is asked for what is missing",
    .timeLimit(.minutes(15)))
  func requests() async throws {
    let receiver = try Receiver(answers: [])
    let secret = SecureRandom.bytes(32)
    let folder = try Folder()
    let settings: JSONValue = [
      "allowPrivateWebhooks": true,
      "senders": [
        [
          "code": .string(hospital), "requests": "http://127.0.0.1:\(receiver.port)/lost",
          "keys": [
            [
              "id": "k1", "type": "hmac-sm3",
              "secret": .string(Data(secret).base64EncodedString()),
            ]
          ],
        ]
      ],
    ]
    let path = try folder.file("settings.json", settings.canonicalText)
    let gateway = try RunningGateway("--settings", path, in: folder)
    #expect(try await gateway.post("/v1/manifests", manifest([])).status == 401)

    // The verb signs with the key that the settings share, and prints what does not agree.
    func send(_ sender: String) throws -> Program.Ending {
      let file = try folder.file("list.json", manifest(["M-1"], sender: sender))
      return try Program.run(
        "manifest", "send", file, "--to", gateway.url, "--settings", path, "--json")
    }
    let ending = try send(hospital)
    #expect(ending.status == 0 && ending.json?["missing"] == ["M-1"])
    #expect(try send("H2").status == 2)

    let told = try #require(try receiver.requests(1).first)
    let body = try #require(told["body"]?.string)
    let id = try #require(told["id"]?.string)
    let signed = Array("\(id).\(told["timestamp"]?.string ?? "").\(body)".utf8)
    let mark = Data(HMAC.sha256(secret, signed)).base64EncodedString()
    #expect(told["signature"]?.string == "v1,\(mark)")
    let event = try JSONValue(parsing: Array(body.utf8))
    #expect(event["type"] == "cn.birthgate.message.missing" && event["id"]?.string == id)
    let data = event["data"]
    #expect(data?["sender"]?.string == hospital && data?["missing"] == ["M-1"])
    #expect(data?["from"] == "2026-03-01" && data?["to"] == "2026-03-01")
    let metric = "birthgate_manifest_gaps_open{sender=\"\(hospital)\"} 1"
    #expect(try await gateway.get("/metrics").text.contains(metric))
  }

  @Test("Who signs sees its own and nothing else")
  func ownOnly() async throws {
    let setting = try Setting()
    let gateway = try RunningGateway("--settings", setting.path, in: setting.folder)
    func status(_ method: String, _ path: String, _ body: String = "") async throws -> Int {
      let header = setting.header(method, path, body)
      let type = body.isEmpty ? nil : "application/json"
      return try await gateway.send(method, path, body, type: type, headers: [header]).status
    }
    for path in ["manifests", "refusals", "reconciliations"] {
      #expect(try await status("GET", "/v1/\(path)?sender=H2") == 403)
      #expect(try await status("GET", "/v1/\(path)?sender=\(hospital)") == 200)
      #expect(try await status("GET", "/v1/\(path)") == 200)
    }
    #expect(try await status("POST", "/v1/manifests", manifest([], sender: "H2")) == 403)
    #expect(try await status("POST", "/v1/manifests", manifest([])) == 200)
    let day = #"{"sender": "H2", "day": "2026-03-01", "tickets": []}"#
    #expect(try await status("POST", "/v1/reconciliations", day) == 403)
    let own = day.replacing("H2", with: hospital)
    #expect(try await status("POST", "/v1/reconciliations", own) == 200)
    // The tickets are given to their sender alone: unsigned, nobody is told.
    let kept = try await gateway.get("/v1/reconciliations").json["reconciliations"]?.array
    let id = try #require(kept?.first?["id"]?.string)
    #expect(try await status("GET", "/v1/reconciliations/\(id)") == 200)
    #expect(try await gateway.get("/v1/reconciliations/\(id)").status == 401)
  }

  @Test("A daily manifest that does not come is listed and asked for, by the sandbox clock too")
  func overdue() async throws {
    let receiver = try Receiver(answers: [])
    let folder = try Folder()
    let settings: JSONValue = [
      "manifestHour": 9,
      "senders": [
        [
          "code": .string(hospital), "manifests": "daily",
          "requests": "http://127.0.0.1:\(receiver.port)/lost",
          "requestsSecret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
          "keys": [["id": "k1", "type": "hmac-sm3", "secret": "AAAAAAAAAAAAAAAAAAAAAA=="]],
        ]
      ],
    ]
    let path = try folder.file("settings.json", settings.canonicalText)
    let gateway = try RunningGateway("--sandbox", "--settings", path, in: folder)
    // The duty begins on the day on which the gateway first knows of it, which is this one or, at
    // midnight, the next; the manifest of the next is due at nine on the day after it.
    let today = Instant(milliseconds: Int64(Date.now.timeIntervalSince1970 * 1000)).day
    let day = today.adding(days: 1).description
    let moved = try await gateway.post(
      "/v1/sandbox/clock", "{\"advanceTo\": \"\(today.adding(days: 2))T09:00:00+08:00\"}")
    #expect(moved.status == 200)
    let listed = try await gateway.get("/v1/manifests").json["overdue"]?.array ?? []
    #expect(listed.contains { $0["day"]?.string == day && $0["asked"] == 1 })
    let ending = try Program.run("manifest", "list", "--data", gateway.data, "--settings", path)
    #expect(ending.status == 0 && ending.output.contains(day))
  }

  @Test("What was refused is listed without what it said, and traced from its correction")
  func refusals() async throws {
    let gateway = try RunningGateway()
    let broken = Letters.birth().replacing("2026-02-28T", with: "2026-02-30T")
    for _ in 0..<2 { #expect(try await gateway.post("/v1/messages", broken).status == 422) }
    #expect(try await gateway.post("/v1/messages", "{").status == 400)
    let list = try await gateway.get("/v1/refusals?sender=\(hospital)")
    let refusals = try #require(list.json["refusals"]?.array)
    #expect(refusals.map { $0["id"] } == ["M-1", "M-1"])
    #expect(refusals.allSatisfy { $0["state"] == "open" && $0["family"] == "birthCertificate" })
    #expect(refusals.first?["errors"]?.array?.first?["path"] == "/birthCertificate/child/bornAt")
    for secret in ["李一诺", "Z610000001", "E12345678", "王芳"] { #expect(!list.text.contains(secret)) }
    #expect(try await gateway.get("/v1/refusals").json["refusals"]?.array?.count == 3)

    #expect(try await gateway.post("/v1/messages", Letters.birth()).status == 201)
    let fate = try await gateway.get("/v1/messages/\(hospital)/M-1").json
    #expect(fate["verdict"] == "accepted" && fate["refusedBefore"]?.array?.count == 2)
    let corrected = try await gateway.get("/v1/refusals?state=corrected").json["refusals"]?.array
    #expect(corrected?.count == 2)
    #expect(corrected?.first?["receipt"]?["digest"] == fate["receipt"]?["digest"])

    // Beside the running gateway, and without it; the bytes only on the machine.
    let id = try #require(refusals.first?["refusal"]?.string)
    let shown = try Program.run("refused", "show", id, "--data", gateway.data, "--raw")
    #expect(shown.status == 0 && shown.output == broken)
    #expect(gateway.stop() == 0)
    let ending = try Program.run("refused", "list", "--data", gateway.data, "--json")
    #expect(ending.status == 0 && ending.json?.array?.count == 3)
  }

  @Test("A bureau's day is compared; its tickets are shown to it alone")
  func reconciliation() async throws {
    let gateway = try RunningGateway()
    let at = "2026-04-01T09:00:00+08:00"
    for number in 1...3 {
      let letter = Letters.payment(
        id: "P-\(number)", ticket: "T610000000\(number)", paidAt: at,
        number: "Z61000000\(number)")
      #expect(try await gateway.post("/v1/messages", letter).status == 201)
    }
    // Theirs: the first, the second with 10 yuan less, and a fourth; each of ours has 400.00.
    let csv = """
      ticketNumber,amount,premiumYear,office
      T6100000001,400.00,2026,T61010400
      T6100000002,390.00,2026,T61010400
      T6100000004,400.00,2026,T61010400

      """
    let path = "/v1/reconciliations?sender=T61010400&day=2026-04-01"
    let answer = try await gateway.post(path, csv, type: "text/csv")
    #expect(answer.status == 200 && answer.json["agrees"] == false)
    let total = answer.json["totals"]?.array?.first
    #expect(total?["theirs"] == ["count": 3, "sum": "1190.00"])
    #expect(total?["ours"] == ["count": 3, "sum": "1200.00"])
    let found = answer.json["differences"]?.array ?? []
    #expect(
      found.map { $0["ticketNumber"]?.string?.suffix(1) } == ["2", "3", "4"]
        && found.map { $0["what"] } == [["amount"], ["unlisted"], ["missing"]])
    #expect(found.map { $0["message"]?.string } == ["P-2", "P-3", nil])
    let list = try await gateway.get("/v1/reconciliations?sender=T61010400")
    #expect(list.json["reconciliations"]?.array?.first?["differing"] == 3)
    #expect(!list.text.contains("T6100000") && !gateway.logged.contains("T6100000"))
    let id = try #require(answer.json["id"]?.string)
    #expect(try await gateway.get("/v1/reconciliations/\(id)").json == answer.json)

    // The same as lines of JSON, by the verb; now all agree.
    let lines = (1...3).map {
      """
      {"ticketNumber":"T610000000\($0)","amount":"400.00","premiumYear":2026,"office":"T61010400"}
      """
    }.joined(separator: "\n")
    let file = try gateway.folder.file("day.ndjson", lines)
    let ending = try Program.run(
      "reconcile", file, "--sender", "T61010400", "--day", "2026-04-01", "--to", gateway.url,
      "--json")
    #expect(ending.status == 0 && ending.json?["agrees"] == true)
    #expect(ending.json?["differences"] == [])

    // What is wrong names places, never a ticket.
    let wrong = try await gateway.post(
      path, csv.replacing("390.00", with: "390"), type: "text/csv")
    Problems.expectProblem(wrong, 422)
    #expect(wrong.json["errors"]?.array?.first?["path"] == "/tickets/1/amount")
    #expect(!wrong.text.contains("T6100000002"))
  }
}
