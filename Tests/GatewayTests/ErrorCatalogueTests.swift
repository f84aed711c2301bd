import Casework
import Foundation
import Testing
import Wire

@testable import birthgate

@Suite("The catalogue of errors", .fewAtOnce)
struct ErrorCatalogueTests {
  @Test("Every code a sender may meet stands in it once")
  func complete() {
    let codes = ErrorCatalogue.entries.map(\.code)
    #expect(Set(codes).count == codes.count)
    let wanted =
      Finding.Code.allCases.map(\.rawValue) + Problem.Kind.allCases.map(\.rawValue)
      + SignatureFault.allCases.map(\.rawValue)
    #expect(Set(codes) == Set(wanted))
  }

  @Test("An error comes with 400 or 422, a warning with none, a reason with 401")
  func statuses() throws {
    for entry in ErrorCatalogue.entries {
      #expect(!entry.places.isEmpty)
      if entry.places == [.warning] { #expect(entry.status == nil) }
      if entry.places == [.reason] { #expect(entry.status == 401) }
      if entry.places.contains(.error) { #expect([400, 422].contains(entry.status)) }
    }
  }

  @Test("Texts are whole sentences in each language, and the cure is another than the meaning")
  func plainTexts() {
    for entry in ErrorCatalogue.entries {
      let (meaning, cure) = (entry.remedy.meaning, entry.remedy.cure)
      #expect(meaning.chinese != cure.chinese && meaning.english != cure.english)
      for text in [meaning, cure] {
        #expect(text.chinese.hasSuffix("。") && text.english.hasSuffix("."), "\(entry.code)")
        #expect(text.chinese.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) })
        #expect(!text.english.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) })
        #expect(text.chinese.count <= 100 && text.english.count <= 220, "\(entry.code)")
        #expect(text.english == text.english.split(separator: " ").joined(separator: " "))
      }
    }
    // Nobody is helped by the same advice everywhere.
    for words in [\Plain.chinese, \Plain.english] {
      let cures = ErrorCatalogue.entries.map { $0.remedy.cure[keyPath: words] }
      #expect(Set(cures).count == cures.count)
    }
  }

  @Test("The type of every problem leads to its entry, whatever went wrong")
  func typesLead() async throws {
    let setting = try Setting()
    let gateway = try RunningGateway("--settings", setting.path, in: setting.folder)
    let birth = Letters.birth()
    var answers = [
      // 413, 415, 401, 400, 404, 405.
      try await gateway.post("/v1/messages", String(repeating: " ", count: 2 << 20)),
      try await gateway.post("/v1/messages", "x", type: "text/plain"),
      try await gateway.post("/v1/messages", birth),
      try await signed("[1,]", setting, gateway),
      try await gateway.get("/nowhere"),
      try await gateway.send("DELETE", "/healthz"),
      // 403, 422, 201 and 409.
      try await signed(Letters.birth(sender: "H99999999999"), setting, gateway),
      try await signed(birth.replacing("\"2\"", with: "\"7\""), setting, gateway),
    ]
    _ = try await signed(birth, setting, gateway)
    answers.append(try await signed(Letters.birth(name: "李二"), setting, gateway))
    let kinds = try answers.map { answer in
      let type = try #require(answer.json["type"]?.string)
      #expect(type.hasPrefix("/v1/errors/"))
      return type
    }
    #expect(Set(kinds).count == answers.count)
    for (kind, answer) in zip(kinds, answers) {
      let entry = try await gateway.get(kind)
      #expect(entry.status == 200)
      #expect(entry.json["status"] == answer.json["status"])
      for error in answer.json["errors"]?.array ?? [] {
        let code = try #require(error["code"]?.string)
        #expect(try await gateway.get("/v1/errors/\(code)").json["places"]?.array?.isEmpty == false)
      }
    }
    #expect(try await gateway.get("/v1/errors/none").status == 404)
    let list = try await gateway.get("/v1/errors")
    #expect(list.json["errors"]?.array?.count == ErrorCatalogue.entries.count)
  }

  private func signed(
    _ body: String, _ setting: Setting, _ gateway: RunningGateway
  ) async throws -> RunningGateway.Answer {
    try await gateway.send(
      "POST", "/v1/messages", body, type: "application/json",
      headers: [setting.header("POST", "/v1/messages", body)])
  }

  @Test("A 401 says which of its reasons it is")
  func reasons() async throws {
    let setting = try Setting()
    let gateway = try RunningGateway("--settings", setting.path, in: setting.folder)
    let body = Letters.birth()
    func reason(_ value: String?) async throws -> SignatureFault? {
      let headers = value.map { [(name: "Authorization", value: $0)] } ?? []
      let answer = try await gateway.send(
        "POST", "/v1/messages", body, type: "application/json", headers: headers)
      return answer.json["reason"]?.string.flatMap { SignatureFault(rawValue: $0) }
    }
    func header(_ seconds: Int = 0) -> String {
      setting.header("POST", "/v1/messages", body, after: seconds).value
    }
    #expect(try await reason(nil) == .unsigned)
    #expect(try await reason("Bearer x") == .unsigned)
    #expect(try await reason(header(-400)) == .clockSkew)
    let stranger = header().replacing(Letters.hospital, with: "H99999999999")
    #expect(try await reason(stranger) == .unknownSender)
    let spoilt = String(header().dropLast(2)) + "zz".replacing("z", with: "0")
    #expect(try await reason(spoilt) == .badSignature)
    let good = header()
    #expect(try await reason(good) == nil)
    #expect(try await reason(good) == .nonceUsed)
  }

  @Test("errors prints one or all, in the language of the terminal")
  func verb() throws {
    let all = try Program.run("errors", "--json")
    #expect(all.status == 0)
    #expect(all.json?.array?.count == ErrorCatalogue.entries.count)
    // As a vendor copies it out of a problem.
    let one = try Program.run("errors", "/v1/errors/otherContent")
    #expect(one.status == 0 && one.output.hasPrefix("otherContent · 409 · problem\n"))
    let chinese = try Program.run("errors", "checkDigit", locale: "zh_CN.UTF-8")
    #expect(chinese.output.contains("处理："))
    #expect(try Program.run("errors", "nothing").status == 2)
  }

  @Test("The page of the documentation is what the program says")
  func page() throws {
    let script = Program.package.appendingPathComponent("deploy/errors").path
    let ending = try Tool.run(
      "python3", [script, "--check", "--birthgate", Program.url.path])
    #expect(ending.status == 0, "\(ending.output)")
  }
}
