import Foundation
import LibCurl
import Testing
import Wire

@Suite("What did not arrive", .fewAtOnce, .timeLimit(.minutes(15)))
struct DeadLetterTests {
  private func subscribe(_ gateway: RunningGateway, _ receiver: Receiver) async throws -> String {
    let made = try await gateway.post(
      "/v1/subscriptions",
      """
      {"url": "http://127.0.0.1:\(receiver.port)/hook", "types": ["cn.birthgate.code.*"]}
      """)
    return try #require(made.json["id"]?.string)
  }

  private func letters(_ gateway: RunningGateway, _ query: String = "") async throws
    -> [JSONValue]
  {
    try await gateway.get("/v1/dead-letters" + query).json["deadLetters"]?.array ?? []
  }

  @Test("is listed with its reason, and sent again under the same id and with the same body")
  func listedAndResent() async throws {
    // 410: the receiver wants it no more, ever.
    let receiver = try Receiver(answers: [410, 204])
    let gateway = try RunningGateway("--sandbox")
    let lane = try await subscribe(gateway, receiver)
    let receipt = try await gateway.post("/v1/messages", Letters.birth())
    let caseID = try #require(receipt.json["caseId"]?.string)
    let first = try #require(try receiver.requests(1).first)
    try await until { try await letters(gateway).count == 1 }
    let letter = try #require(try await letters(gateway).first)
    let id = try #require(letter["id"]?.string)
    #expect(letter["caseId"]?.string == caseID)
    #expect(letter["lane"]?.string == lane)
    #expect(letter["kind"] == "code-issued")
    #expect(letter["note"] == "HTTP 410")
    #expect(letter["attempts"] == 1)
    let entries = try await gateway.get("/v1/cases/\(caseID)/timeline").json["entries"]?.array
    let issued = entries?.filter { $0["kind"] == "code-issued" } ?? []
    #expect(!issued.isEmpty && issued.allSatisfy { $0["note"] == "HTTP 410" })
    #expect(issued.allSatisfy { $0["state"] == "failed" })

    #expect(try await letters(gateway, "?lane=nobody").isEmpty)
    #expect(try await letters(gateway, "?kind=pay-reminder").isEmpty)
    #expect(try await letters(gateway, "?lane=\(lane)&kind=code-issued").count == 1)
    #expect(try await gateway.get("/v1/dead-letters?from=soon").status == 422)

    let path = "/v1/dead-letters/\(id.replacing("/", with: "%2F"))/resend"
    #expect(try await gateway.send("POST", path).status == 200)
    let again = try #require(try receiver.requests(1).first)
    #expect(again["id"] == first["id"] && again["body"] == first["body"])
    try await until {
      let entries = try await gateway.get("/v1/cases/\(caseID)/timeline").json["entries"]?.array
      return entries?.contains { $0["kind"] == "code-issued" && $0["state"] == "delivered" }
        ?? false
    }
    #expect(try await letters(gateway).isEmpty)
    #expect(try await gateway.send("POST", path).status == 404)
  }

  @Test("is sent again in bulk, by a filter, by route and verb, beside a gateway and without one")
  func inBulk() async throws {
    let receiver = try Receiver(answers: [410, 410, 410])
    let gateway = try RunningGateway("--sandbox")
    let lane = try await subscribe(gateway, receiver)
    _ = try await gateway.post("/v1/messages", Letters.birth())
    _ = try receiver.requests(1)
    try await until { try await letters(gateway).count == 1 }
    func resend(_ body: String) async throws -> RunningGateway.Answer {
      try await gateway.post("/v1/dead-letters/resend", body)
    }
    #expect(try await resend(#"{"lane": "nobody"}"#).json["count"] == 0)
    #expect(try await resend(#"{"to": "2020-01-01"}"#).json["count"] == 0)
    // A slip must not send everything again.
    #expect(try await resend(#"{"lanes": "nobody"}"#).status == 422)
    #expect(try await resend(#"{"lane": "\#(lane)"}"#).json["count"] == 1)
    _ = try receiver.requests(1)
    try await until { try await letters(gateway).count == 1 }

    let place = ["--data", gateway.data]
    let listed = try Program.run(arguments: ["deliveries", "list", "--json"] + place)
    #expect(listed.status == 0 && listed.output.contains("HTTP 410"))
    let none = try Program.run(arguments: ["deliveries", "resend"] + place)
    #expect(none.status == 2)
    let beside = try Program.run(arguments: ["deliveries", "resend", "--all", "--json"] + place)
    #expect(try JSONValue(parsing: Array(beside.output.utf8))["count"] == 1)
    _ = try receiver.requests(1)
    try await until { try await letters(gateway).count == 1 }
    #expect(gateway.stop() == 0)
    let without = try Program.run(
      arguments: ["deliveries", "resend", "--kind", "code-issued", "--json"] + place)
    #expect(try JSONValue(parsing: Array(without.output.utf8))["count"] == 1)
    #expect(try Program.run(arguments: ["deliveries", "list"] + place).output.isEmpty)
  }

  @Test("lanes show what waits, whether a receiver answers, and why not")
  func lanes() async throws {
    let receiver = try Receiver(answers: [503])
    let gateway = try RunningGateway("--sandbox")
    let lane = try await subscribe(gateway, receiver)
    _ = try await gateway.post("/v1/messages", Letters.birth())
    _ = try receiver.requests(1)
    try await until {
      let lanes = try await gateway.get("/v1/deliveries/lanes").json["lanes"]?.array ?? []
      // It came back after its pause, or waits with its reason: the scheduler says which is seen.
      return lanes.isEmpty
        || lanes.contains {
          $0["lane"]?.string == lane && $0["kind"] == "sub" && $0["lastNote"] == "HTTP 503"
        }
    }
    let metrics = try await gateway.get("/metrics").text
    for name in ["birthgate_deliveries_waiting", "birthgate_dead_letters", "birthgate_lanes_open"] {
      #expect(metrics.contains("# HELP \(name) "))
    }
    // Lanes are as many as there are receivers, and no series names one.
    #expect(!metrics.contains(lane))
  }

  @Test("receivers on private networks are taken where the settings name the network")
  func privateNetworks() async throws {
    let folder = try Folder()
    let settings = try folder.file(
      "settings.json", #"{"receivers": {"allow": ["127.0.0.0/8", "10.1.0.0/16"]}}"#)
    let receiver = try Receiver(answers: [204])
    let gateway = try RunningGateway("--settings", settings, in: folder)
    func status(_ url: String) async throws -> Int {
      // Of events that there are not, so that nobody is really told.
      try await gateway.post(
        "/v1/subscriptions", #"{"url": "\#(url)", "types": ["cn.birthgate.none"]}"#
      ).status
    }
    #expect(try await status("http://10.1.2.3/hook") == 201)
    #expect(try await status("http://office.internal/hook") == 201)
    for url in [
      "http://10.2.0.1/hook", "http://192.168.1.1/", "http://[::ffff:10.1.2.3]/",
      "http://[64:ff9b::a01:203]/", "http://167838211/", "http://0x0a010203/",
    ] {
      #expect(try await status(url) == 422, "\(url)")
    }
    _ = try await subscribe(gateway, receiver)
    _ = try await gateway.post("/v1/messages", Letters.birth())
    #expect(try receiver.requests(1).count == 1)
  }
}
