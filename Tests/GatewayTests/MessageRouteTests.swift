import Foundation
import Testing
import Wire

@Suite("Messages over HTTP", .fewAtOnce)
struct MessageRouteTests {
  @Test("The same content answers the same receipt, whatever its form; other content 409")
  func idempotency() async throws {
    let gateway = try RunningGateway()
    let first = try await gateway.post("/v1/messages", Letters.birth())
    #expect(first.status == 201)
    let again = try await gateway.post("/v1/messages", Letters.birthXML, type: "application/xml")
    #expect(again.status == 200)
    #expect(again.json["digest"] == first.json["digest"])
    #expect(again.json["receivedAt"] == first.json["receivedAt"])
    #expect(again.json["caseId"] == first.json["caseId"])
    let other = try await gateway.post("/v1/messages", Letters.birth(name: "李二"))
    #expect(other.status == 409)
    #expect(other.headers["content-type"] == "application/problem+json")
    let proof = try #require(first.json["proof"])
    for member in ["leaf", "path", "root", "chain", "height"] { #expect(proof[member] != nil) }
  }

  @Test("A root is signed soon, and the proof grows by it")
  func signature() async throws {
    let gateway = try RunningGateway()
    _ = try await gateway.post("/v1/messages", Letters.birth())
    var proof: JSONValue?
    try await until {
      proof = try await gateway.post("/v1/messages", Letters.birth()).json["proof"]
      return proof?["signature"] != nil
    }
    #expect(proof?["signature"]?.string?.utf8.count == 128)
    #expect(proof?["key"]?.string?.isEmpty == false)
  }

  @Test("A refused message takes no key, is kept, and may come corrected")
  func refused() async throws {
    let gateway = try RunningGateway()
    let wrong = Letters.birth().replacing("2026-02-28T", with: "2026-02-30T")
    let refused = try await gateway.post("/v1/messages", wrong)
    #expect(refused.status == 422)
    let fate = try await gateway.get("/v1/messages/\(Letters.hospital)/M-1")
    #expect(fate.json["verdict"] == "rejected")
    #expect(fate.json["problem"]?["errors"] == refused.json["errors"])
    #expect(try await gateway.post("/v1/messages", Letters.birth()).status == 201)
    let now = try await gateway.get("/v1/messages/\(Letters.hospital)/M-1")
    #expect(now.json["verdict"] == "accepted")
    #expect(now.json["caseId"] == now.json["receipt"]?["caseId"])
    #expect(try await gateway.get("/v1/messages/\(Letters.hospital)/M-2").status == 404)
  }

  @Test("A check says the same and stores nothing")
  func check() async throws {
    let gateway = try RunningGateway()
    let valid = try await gateway.post("/v1/messages/check", Letters.birth())
    #expect(valid.status == 200)
    #expect(valid.json == ["valid": true, "warnings": []])
    let wrong = Letters.birth().replacing("\"2\"", with: "\"7\"")
    let refused = try await gateway.post("/v1/messages/check", wrong)
    #expect(refused.status == 422)
    #expect(try await gateway.post("/v1/messages", wrong).json == refused.json)
    #expect(try await gateway.get("/v1/cases").json == ["cases": [], "next": .null])
  }

  /// Issue "Bad input": what is sent, and the status and code it must get.
  struct Bad: Sendable, CustomTestStringConvertible {
    var name: String
    var bytes: [UInt8]
    var type = "application/json"
    var status: Int
    var code: String?

    init(
      _ name: String, _ text: String, _ status: Int, _ code: String?,
      type: String = "application/json"
    ) {
      (self.name, bytes, self.type) = (name, Array(text.utf8), type)
      (self.status, self.code) = (status, code)
    }

    var testDescription: String { name }

    static let all: [Bad] = {
      let xml = "application/xml"
      var declared = Bad("GBK declared as UTF-8", Letters.birthXML, 400, "encoding", type: xml)
      // 李 in GBK.
      declared.bytes =
        Array(Letters.birthXML.utf8.prefix(400)) + [0xC0, 0xEE]
        + Array(Letters.birthXML.utf8.dropFirst(403))
      return [
        Bad("empty body", "", 400, "notWellFormed"),
        Bad("two mebibytes", String(repeating: " ", count: 2 << 20), 413, nil),
        declared,
        Bad(
          "DOCTYPE", "<!DOCTYPE message><message xmlns=\"urn:birthgate:message:1\"/>", 400,
          "doctype", type: xml),
        Bad("trailing comma", "[1,]", 400, "notWellFormed"),
        Bad(
          "a name twice",
          Letters.birth().replacing("\"header\"", with: "\"header\": 1, \"header\""),
          400, "duplicateName"),
        Bad(
          "a number for an ID",
          Letters.birth().replacing("\"E12345678\"", with: "12345678"), 422,
          "identifierNotString"),
        Bad(
          "wrong namespace",
          Letters.birthXML.replacing("urn:birthgate:message:1", with: "urn:other"), 400,
          "namespace", type: xml),
        Bad(
          "30 February", Letters.birth().replacing("2026-02-28T", with: "2026-02-30T"), 422,
          "notADate"),
        Bad(
          "wrong check digit",
          Letters.birth(mother: "610104199001010021").replacing("passport", with: "citizenId"), 422,
          "checkDigit"),
        Bad(
          "birth after sending", Letters.birth().replacing("2026-02-28T", with: "2026-03-02T"), 422,
          "future"),
      ]
    }()
  }

  @Test("Bad input is refused with a clear problem", arguments: Bad.all)
  func badInput(_ bad: Bad) async throws {
    let gateway = try RunningGateway()
    let answer = try await gateway.send("POST", "/v1/messages", bytes: bad.bytes, type: bad.type)
    #expect(answer.status == bad.status)
    Problems.expectProblem(answer, bad.status)
    if let code = bad.code {
      let errors = answer.json["errors"]?.array ?? []
      #expect(errors.contains { $0["code"]?.string == code })
      for error in errors {
        #expect(error["line"]?.int ?? 0 >= 1)
        #expect(error["column"]?.int ?? 0 >= 1)
        #expect(error["message"]?["zh-CN"]?.string?.isEmpty == false)
        #expect(error["message"]?["en"]?.string?.isEmpty == false)
      }
    }
    #expect(try await gateway.get("/healthz").status == 200)
  }

  @Test(
    "Odd but clear input is taken",
    arguments: [
      ("bom", "\u{FEFF}" + Letters.birth()), ("", Letters.birth(number: "z610000001")),
      ("", Letters.birth(number: "Ｚ６１００００００１")),
      ("provinceMismatch", Letters.birth(number: "Z110000001")),
    ])
  func oddInput(_ warning: String, _ message: String) async throws {
    let gateway = try RunningGateway()
    let answer = try await gateway.post("/v1/messages", message)
    #expect(answer.status == 201)
    let codes = answer.json["warnings"]?.array?.compactMap { $0["code"]?.string } ?? []
    #expect(codes == (warning.isEmpty ? [] : [warning]))
  }
}

/// What every problem document must have (RFC 9457 and the contract).
enum Problems {
  static func expectProblem(_ answer: RunningGateway.Answer, _ status: Int) {
    #expect(answer.headers["content-type"] == "application/problem+json")
    #expect(answer.json["status"]?.int == status)
    for member in ["type", "title", "detail"] {
      #expect(answer.json[member]?.string?.isEmpty == false)
    }
    #expect(answer.json["errors"]?.array != nil)
    for language in ["zh-CN", "en"] {
      #expect(answer.json["message"]?[language]?.string?.isEmpty == false)
    }
  }
}
