import Casework
import Foundation
import Testing
import Wire

/// Named and missing certificates are asked for at the query service, by the real program against a
/// double that was written from the service's description alone.
@Suite("Missing certificates are asked for", .fewAtOnce)
struct CertificateQueryTests {
  /// A child of these tests: its certificate number and its mother's ID, with a check digit that is
  /// right by GB 11643.
  private static func child(_ serial: Int) throws -> (number: String, mother: String) {
    let body = "61010419950101" + String(200 + serial)
    let check = try #require("10X98765432".first { Checksums.isCitizenID(body + String($0)) })
    return ("Z6100001\(serial)", body + String(check))
  }

  private static func girl(_ serial: Int) throws -> String {
    let body = "61010420260228" + String(100 + serial * 2)
    let check = try #require("10X98765432".first { Checksums.isCitizenID(body + String($0)) })
    return body + String(check)
  }

  private static func registration(_ serial: Int, withMother: Bool = true) throws -> String {
    let child = try child(serial)
    let mother =
      withMother
      ? #", "mother": {"name": "王芳", "idType": "citizenId", "idNumber": "\#(child.mother)"}"# : ""
    return """
      {"header": {"id": "H-\(serial)", "sender": "P61010400",
        "sentAt": "2026-03-10T09:00:00+08:00"},
       "householdRegistration": {"action": "register", "citizenId": "\(try girl(serial))",
        "name": "李一诺", "sex": "2", "bornOn": "2026-02-28", "division": "610104",
        "occurredOn": "2026-03-10", "birthCertificateNumber": "\(child.number)"\(mother)}}
      """
  }

  private func advance(_ gateway: RunningGateway, hours: Int64, from start: Instant) async throws {
    let target = start.adding(seconds: hours * 3600)
    let answer = try await gateway.post(
      "/v1/sandbox/clock", #"{"advanceTo": "\#(target.rfc3339)"}"#)
    try #require(answer.status == 200, "\(answer.text)")
  }

  private func enquiries(_ gateway: RunningGateway) throws -> [String: JSONValue] {
    let ending = try Program.run("enquiries", "--data", gateway.data, "--json")
    try #require(ending.status == 0, "\(ending.errors)")
    let all = ending.json?["enquiries"]?.array ?? []
    return Dictionary(
      all.map { ($0["birthCertificateNumber"]?.string ?? "", $0) }, uniquingKeysWith: { $1 })
  }

  /// When the last of these was received, by the gateway's clock.
  private func send(_ gateway: RunningGateway, _ messages: [String]) async throws -> Instant {
    var last: Instant?
    for message in messages {
      let answer = try await gateway.post("/v1/messages", message)
      try #require(answer.status == 201, "\(answer.text)")
      last = answer.json["receivedAt"]?.string.flatMap { Instant(rfc3339: $0) }
    }
    return try #require(last)
  }

  @Test("Every way the service may answer, and what comes of it", .timeLimit(.minutes(15)))
  func everyAnswer() async throws {
    let double = try QueryDouble()
    let folder = try Folder()
    let settings = try folder.file("settings.json", try double.settings())
    let gateway = try RunningGateway("--sandbox", "--settings", settings, in: folder)
    let moods = [
      "found", "none", "refused", "fault", "500", "cut", "otherNumber", "otherMother", "twins",
      "gbk", "plain", "nonsense",
    ]
    let outcomes = [
      "found", "none", "refused", "refused", "unanswered", "unanswered", "otherChild",
      "otherChild", "found", "found", "found", "broken",
    ]
    let children = try moods.indices.map { try Self.child($0 + 10) }
    try await double.knows(children)
    for (mood, child) in zip(moods, children) {
      try await double.feel(mood, about: child.number)
    }
    let start = try await send(
      gateway, try moods.indices.map { try Self.registration($0 + 10) })
    try await advance(gateway, hours: 71, from: start)
    #expect(try await double.log().isEmpty, "72 hours are not over")
    // The last one is due at its 72nd hour, to the millisecond; nothing is due again before then.
    try await advance(gateway, hours: 72, from: start)
    let log = try await double.log()
    #expect(log.allSatisfy { $0.wrong.isEmpty }, "\(log.flatMap(\.wrong))")
    #expect(Set(log.map(\.number)) == Set(children.map(\.number)))
    let known = try enquiries(gateway)
    for ((mood, child), outcome) in zip(zip(moods, children), outcomes) {
      let enquiry = known[child.number]
      #expect(enquiry?["outcome"]?.string == outcome, "\(mood): \(enquiry?.canonicalText ?? "")")
      #expect(enquiry?["state"] == (outcome == "found" ? "found" : "asking"), "\(mood)")
      let view = try await gateway.get("/v1/cases?birthCertificate=\(child.number)").json
      let ruling = view["cases"]?.array?.first?["ruling"]
      let certificates = ruling?["certificates"]?.array ?? []
      #expect(certificates.isEmpty == (outcome != "found"), "\(mood)")
    }
    // Of those not found a task says how it stands.
    let tasks = try await gateway.get("/v1/tasks?kind=unmatchedRegistration").json["tasks"]?.array
    let open = outcomes.filter { $0 != "found" }
    #expect(tasks?.compactMap { $0["enquiry"]?["outcome"]?.string }.sorted() == open.sorted())
    try await check(takenLike: known[children[0].number], gateway)
    // Nobody who was not asked about is known.
    for number in ["Z619999999", "Z619999998"] {
      let cases = try await gateway.get("/v1/cases?birthCertificate=\(number)").json["cases"]
      #expect(cases?.array?.isEmpty == true)
    }
    try await recovers(gateway, double, children, start)
    for secret in ["p<&>ass", "keep-this-to-yourself", "王芳", children[0].mother, "Z6100001"] {
      #expect(!gateway.logged.contains(secret))
    }
    #expect(gateway.logged.contains("asked for a missing certificate"))
  }

  /// The answer has a receipt like any message, from the sender of the settings.
  private func check(takenLike enquiry: JSONValue?, _ gateway: RunningGateway) async throws {
    let id = try #require(enquiry?["messageId"]?.string)
    let fate = try await gateway.get("/v1/messages/WJW61/\(id)").json
    #expect(fate["verdict"] == "accepted")
    #expect(fate["receipt"]?["proof"]?["root"]?.string != nil)
    #expect(
      enquiry?["assumed"]?.array?.compactMap(\.string) == ["issuedOn", "birthPlace.division"])
  }

  /// Started again, the gateway asks on when it had meant to; who has come to his senses by then is
  /// believed.
  private func recovers(
    _ gateway: RunningGateway, _ double: QueryDouble,
    _ children: [(number: String, mother: String)], _ start: Instant
  ) async throws {
    #expect(gateway.stop() == 0)
    let asked = try await double.log().count
    for child in children { try await double.feel("found", about: child.number) }
    let again = try RunningGateway(
      "--sandbox", "--settings", gateway.folder.path + "/settings.json", in: gateway.folder)
    try await advance(again, hours: 97, from: start)
    let log = try await double.log().dropFirst(asked)
    #expect(log.allSatisfy { $0.wrong.isEmpty })
    #expect(log.count == Set(log.map(\.number)).count, "each once more, and then it is known")
    let known = try enquiries(again)
    #expect(known.values.allSatisfy { $0["state"] == "found" })
    // What was taken is read again in its own dialect, and comes out the same.
    let replay = try Program.run("replay", "--data", again.data, "--json")
    #expect(replay.status == 0, "\(replay.output)")
    #expect(replay.json?["summary"]?["messages"]?["read"]?.int == children.count * 2)
    #expect(try await again.get("/v1/cases?state=unmatched").json["cases"]?.array?.isEmpty == true)
  }

  @Test("A service that never ends its answer is left after the time set")
  func stall() async throws {
    let double = try QueryDouble()
    let child = try Self.child(30)
    try await double.feel("stall", about: child.number)
    let folder = try Folder()
    let settings = try folder.file("settings.json", try double.settings(["timeoutSeconds": 1]))
    let gateway = try RunningGateway("--sandbox", "--settings", settings, in: folder)
    let start = try await send(gateway, [try Self.registration(30)])
    try await advance(gateway, hours: 72, from: start)
    let enquiry = try enquiries(gateway)[child.number]
    #expect(enquiry?["outcome"] == "unanswered" && enquiry?["detail"] == "timed out")
  }

  @Test("Half a question is not asked, and a private address only where the settings allow it")
  func notAsked() async throws {
    let double = try QueryDouble()
    let folder = try Folder()
    let settings = try folder.file(
      "settings.json", try double.settings(["allowPrivate": false, "afterHours": 1]))
    let gateway = try RunningGateway("--sandbox", "--settings", settings, in: folder)
    let start = try await send(
      gateway, [try Self.registration(40, withMother: false), try Self.registration(41)])
    try await advance(gateway, hours: 1, from: start)
    let known = try enquiries(gateway)
    let half = known[try Self.child(40).number]
    #expect(half?["state"] == "lacking" && half?["attempts"] == 0)
    #expect(half?["lacking"]?.array?.compactMap(\.string) == ["motherIdNumber", "motherName"])
    let near = known[try Self.child(41).number]
    #expect(near?["outcome"] == "unanswered" && near?["detail"] == "private address not allowed")
    #expect(try await double.log().isEmpty)
    let text = try Program.run("enquiries", "--data", gateway.data, "--state", "lacking")
    #expect(text.output.contains("motherIdNumber") && !text.output.contains("asking"))
  }

  @Test("Settings of the service that are wrong are refused with their places")
  func settings() throws {
    let folder = try Folder()
    let file = try folder.file(
      "settings.json",
      #"{"certificateQuery": {"url": "ftp://x", "afterHours": -1, "user": "x", "secret": "s"}}"#)
    let ending = try Program.run("serve", "--data", folder.path + "/data", "--settings", file)
    #expect(ending.status == 2)
    for place in ["/url", "/username", "/sender", "/afterHours", "/user"] {
      #expect(ending.errors.contains("/certificateQuery" + place), "\(place)")
    }
  }
}
