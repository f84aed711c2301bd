import Foundation
import Testing
import Wire

@Suite("The verbs", .fewAtOnce)
struct VerbTests {
  @Test("The order of files and messages never changes a ruling")
  func ruleOrder() throws {
    let folder = try Folder()
    let birth = try folder.file("birth.json", Letters.birth())
    let payment = try folder.file("payment.json", Letters.payment())
    let twin = Letters.birth(id: "M-2", number: "A610000002", mother: "E2")
    let lines = [twin, Letters.payment(), Letters.birth()].map { Letters.line($0) }
    let batch = try folder.file("batch.ndjson", lines.joined(separator: "\n"))
    let turned = try folder.file("turned.ndjson", lines.reversed().joined(separator: "\n"))
    let one = try Program.run("rule", birth, payment, "--as-of", "2026-04-10", "--json")
    #expect(one.status == 0)
    let ruling = try #require(one.json?.array?.first)
    #expect(ruling["payment"]?["state"] == "paidOnTime")
    #expect(ruling["coverage"]?.array?.first?["from"] == "2026-02-28")
    // Nothing is allocated here.
    #expect(ruling["caseId"] == nil)
    #expect(ruling["code"]?["value"] == nil && ruling["code"]?["state"] == "active")
    let many = try Program.run("rule", batch, "--as-of", "2026-04-10", "--json")
    #expect(
      many.output == (try Program.run("rule", turned, "--as-of", "2026-04-10", "--json")).output)
    #expect(
      many.output
        == (try Program.run("rule", birth, turned, "--as-of", "2026-04-10", "--json")).output)
    let numbers = many.json?.array?.compactMap {
      $0["certificates"]?.array?.first?["number"]?.string
    }
    #expect(numbers == ["A610000002", "Z610000001"])
    let broken = try folder.file("broken.ndjson", "[1,]\n" + lines[2])
    let some = try Program.run("rule", broken, "--as-of", "2026-04-10", "--json")
    #expect(some.status == 1)
    #expect(some.json?.array?.count == 1)
    #expect(some.errors.contains("notWellFormed"))
    // Before anything happened there is no case.
    #expect(try Program.run("rule", birth, "--as-of", "2026-02-01", "--json").json == [])
  }

  @Test("check tells every error with its place")
  func check() throws {
    let folder = try Folder()
    let good = try folder.file("good.json", Letters.birth())
    let xml = try folder.file("good.xml", Letters.birthXML)
    #expect(try Program.run("check", good, xml).status == 0)
    let wrong = Letters.birth()
      .replacing("2026-02-28T", with: "2026-02-30T").replacing("\"2\"", with: "\"7\"")
    let bad = try folder.file("bad.json", wrong)
    let ending = try Program.run("check", good, bad, "--json")
    #expect(ending.status == 1)
    let verdicts = try #require(ending.json?.array)
    #expect(verdicts.map { $0["valid"] } == [true, false])
    let errors = verdicts[1]["errors"]?.array ?? []
    #expect(Set(errors.compactMap { $0["code"]?.string }) == ["notADate", "unknownCode"])
    // The child stands on the third line of the message.
    #expect(errors.allSatisfy { $0["line"] == 3 })
    #expect(try Program.run("check", "-", input: wrong).status == 1)
  }

  @Test("submit prints receipts, and says by its status how it went")
  func submit() throws {
    let gateway = try RunningGateway()
    let folder = try Folder()
    let file = try folder.file(
      "batch.ndjson",
      [Letters.birth(), Letters.payment()].map { Letters.line($0) }.joined(separator: "\n"))
    let first = try Program.run("submit", file, "--to", gateway.url, "--json")
    #expect(first.status == 0)
    let lines = first.output.split(separator: "\n").map { try? JSONValue(parsing: Array($0.utf8)) }
    #expect(lines.map { $0?["status"] } == ["accepted", "accepted"])
    #expect(lines[0]?["receipt"]?["caseId"] == lines[1]?["receipt"]?["caseId"])
    #expect(try Program.run("submit", file, "--to", gateway.url).output.hasPrefix("repeated M-1"))
    let wrong = try folder.file("wrong.json", "[1,]")
    #expect(try Program.run("submit", wrong, "--to", gateway.url).status == 1)
    _ = gateway.stop()
    #expect(try Program.run("submit", file, "--to", gateway.url).status == 3)
  }

  @Test("case reads beside a running gateway and without one, and makes links both ways")
  func cases() async throws {
    let gateway = try RunningGateway()
    _ = try await gateway.post("/v1/messages", Letters.birth())
    let shown = try Program.run("case", "show", "Z610000001", "--data", gateway.data, "--json")
    #expect(shown.status == 0)
    #expect(shown.json?["ruling"]?["certificates"]?.array?.first?["number"] == "Z610000001")
    let list = try Program.run("case", "list", "--data", gateway.data, "--json")
    #expect(list.json?.array?.count == 1)
    let slip = gateway.folder.path + "/slip.html"
    let beside = try Program.run(
      "case", "link", "Z610000001", "--data", gateway.data, "--slip", slip, "--json")
    let url = try #require(beside.json?["url"]?.string)
    #expect(try await gateway.get(String(url.dropFirst(gateway.url.count))).status == 200)
    #expect(try String(contentsOfFile: slip, encoding: .utf8).contains("<svg"))
    #expect(gateway.stop() == 0)
    let alone = try Program.run(
      "case", "link", "Z610000001", "--data", gateway.data, "--slip", slip, "--json")
    #expect(alone.status == 0)
    let again = try RunningGateway(in: gateway.folder)
    let path = try #require(alone.json?["url"]?.string).drop { $0 != "/" }.dropFirst(2).drop {
      $0 != "/"
    }
    #expect(try await again.get(String(path)).status == 200)
    #expect(try Program.run("case", "show", "nobody", "--data", again.data).status == 1)
    #expect(try Program.run("case", "list", "--data", "/no/such/folder").status == 3)
  }

  @Test("Every story of Samples plays as it says")
  func samples() throws {
    let folder = Program.package.appendingPathComponent("Samples").path
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".json") }
    #expect(names.count >= 10)
    for name in names {
      let ending = try Program.run("play", folder + "/" + name)
      #expect(ending.status == 0, "\(name): \(ending.output) \(ending.errors)")
    }
  }

  @Test("A story whose expectation does not hold fails and says why")
  func failingStory() throws {
    let folder = try Folder()
    let story: JSONValue = [
      "start": "2026-03-02T09:00:00+08:00",
      "steps": [
        ["send": .string(Letters.birthXML)],
        [
          "expect": ["/ruling/payment/state": "paidOnTime"], "of": "Z610000001", "why": "none paid",
        ],
        ["expect": ["/ruling/payment/state": "unpaid"], "of": "Z610000001", "why": "none paid"],
      ],
    ]
    let ending = try Program.run(
      "play", try folder.file("story.json", story.canonicalText), "--json")
    #expect(ending.status == 1)
    let failures = try #require(ending.json?["failures"]?.array)
    #expect(failures.count == 1)
    #expect(failures[0]["step"] == 1)
    #expect(failures[0]["pointer"] == "/ruling/payment/state")
    #expect(failures[0]["expected"] == "paidOnTime" && failures[0]["actual"] == "unpaid")
    #expect(failures[0]["why"] == "none paid")
  }

  @Test("Packs and schemas are shown")
  func packsAndSchemas() throws {
    let shown = try Program.run("policy", "show", "610104", "--json")
    let values = shown.json?["values"]?.array ?? []
    #expect(
      values.contains { $0["name"] == "payWindowDays" && $0["value"] == 90 && $0["pack"] == "61" })
    #expect(try Program.run("policy", "list", "--json").json?.array?.first?["pack"] == "CN")
    #expect(try Program.run("policy", "diff", "61", "CN", "--json").json?.array?.isEmpty == false)
    #expect(try Program.run("policy", "diff", "CN", "CN", "--json").json == [])
    #expect(try Program.run("policy", "check").status == 0)
    #expect(try Program.run("policy", "show", "Xi'an").status == 2)
    let folder = try Folder()
    try folder.file("61.json", "{\"region\": \"61\"}")
    #expect(try Program.run("policy", "check", "--policies", folder.path).status == 1)
    for family in [
      "birthCertificate", "householdRegistration", "taxPayment", "vitalEvent", "assistance",
      "enrolment", "residence", "guardian", "order",
    ] {
      #expect(try Program.run("schema", family, "--json-schema").json?["$schema"] != nil)
      #expect(try Program.run("schema", family, "--xsd").output.contains("xs:schema"))
      #expect(try Program.run("schema", family).status == 0)
    }
    #expect(try Program.run("schema", "nothing").status == 2)
  }
}
