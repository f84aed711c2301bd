import Casework
import Foundation
import LibCrypto
import Testing
import Wire

@testable import birthgate

@Suite("Codes: checked offline, and bound by three fields", .fewAtOnce)
struct CodeRouteTests {
  private static let now = Assembly.wallClock()

  @Test("A code is good for its time, for its key and as it was signed, and for nothing else")
  func token() throws {
    let (key, other) = (SM2.PrivateKey(), SM2.PrivateKey())
    let code = "0123456789ABCDEFGHI" + String(try #require(Checksum.mod3736("0123456789ABCDEFGHI")))
    let end = Self.now.adding(seconds: 300)
    let text = CodeToken(code: code, expiresAt: end, signedBy: key).text
    let token = try CodeToken(text)
    #expect(token.code == code && token.expiresAt.seconds == end.seconds && token.text == text)
    try token.check(key.publicKey, at: Self.now)
    try token.check(key.publicKey, at: end.adding(seconds: -1))
    #expect(throws: CodeToken.Trouble.expired) { try token.check(key.publicKey, at: end) }
    #expect(throws: CodeToken.Trouble.otherKey) { try token.check(other.publicKey, at: Self.now) }
    // A later end is not what was signed.
    let parts = text.split(separator: ".").map(String.init)
    let longer = "\(parts[0]).\(parts[1]).\(end.seconds + 60).\(parts[3]).\(parts[4])"
    let stretched = try CodeToken(longer)
    #expect(throws: CodeToken.Trouble.wrongSignature) {
      try stretched.check(key.publicKey, at: Self.now)
    }
    let broken = [
      "", "BG1", text + ".x", text.replacing("BG1", with: "BG2"), String(text.dropLast()),
      text.replacing(parts[1], with: String(parts[1].reversed())),
      text.replacing(".\(parts[2]).", with: ".0\(parts[2])."),
    ]
    for text in broken {
      #expect(throws: CodeToken.Trouble.unreadable) { try CodeToken(text) }
    }
  }

  @Test("Whoever has the public key and openssl checks a code, without us")
  func openssl() async throws {
    let key = SM2.PrivateKey()
    let code = "0123456789ABCDEFGHI" + String(try #require(Checksum.mod3736("0123456789ABCDEFGHI")))
    let token = CodeToken(
      code: code, expiresAt: Self.now.adding(seconds: 300), signedBy: key
    ).text
    let folder = try Folder()
    let pem = try folder.file("key.pem", key.publicKey.pem)
    // From the description of the token alone: r and s become DER, the rest is openssl's.
    let script = """
      import base64, subprocess
      def number(b):
          b = b.lstrip(b"\\0") or b"\\0"
          return b"\\x02" + bytes([len(b) + (b[0] > 127)]) + b"\\0" * (b[0] > 127) + b
      def good(token):
          signed, signature = token.rsplit(".", 1)
          raw = base64.urlsafe_b64decode(signature + "==")
          body = number(raw[:32]) + number(raw[32:])
          open("\(folder.path)/sig", "wb").write(b"\\x30" + bytes([len(body)]) + body)
          open("\(folder.path)/text", "w").write(signed)
          return subprocess.run(["openssl", "dgst", "-sm3", "-verify", "\(pem)", "-sigopt",
              "distid:1234567812345678", "-signature", "\(folder.path)/sig",
              "\(folder.path)/text"], capture_output=True).returncode
      print(good("\(token)"), good("\(token)".replace("BG1.0", "BG1.1")))
      """
    #expect(try Python.run(script) == "0 1\n")
    let good = try Program.run("keys", "verify-code", token, "--key", pem, "--json")
    #expect(good.status == 0 && good.json?["code"]?.string == code)
    let late = Self.now.adding(seconds: 301).rfc3339
    let over = try Program.run("keys", "verify-code", token, "--key", pem, "--at", late, "--json")
    #expect(over.status == 1 && over.json?["reason"] == "expired")
    let wrong = try Program.run("keys", "verify-code", "BG1.x", "--key", pem)
    #expect(wrong.status == 1 && wrong.output.isEmpty && !wrong.errors.isEmpty)
    #expect(try Program.run("keys", "verify-code", token, "--key", "none").status == 2)
  }

  @Test("The key is one for ever: after a restart, and added to a file from before")
  func keys() async throws {
    let folder = try Folder()
    let gateway = try RunningGateway(in: folder)
    let first = try await gateway.get("/v1/codes/keys").json
    #expect(first["keys"]?.array?.count == 1 && first["validSeconds"] == 300)
    let pem = try #require(first["keys"]?.array?.first?["publicKey"]?.string)
    #expect((try? SM2.PublicKey(pem: pem)) != nil)
    #expect(gateway.stop() == 0)
    let path = folder.path + "/data.key"
    let verb = try Program.run("keys", "codes", "--data", gateway.data)
    #expect(verb.output == pem)
    let again = try RunningGateway(in: folder)
    #expect(try await again.get("/v1/codes/keys").json == first)
    #expect(again.stop() == 0)
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let old = text.split(separator: "\n").filter { !$0.hasPrefix("codes ") }
    try Data((old.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    let mended = try RunningGateway(in: folder)
    let second = try await mended.get("/v1/codes/keys").json
    #expect(second != first)
    #expect(mended.stop() == 0)
    let now = try String(contentsOfFile: path, encoding: .utf8)
    #expect(now.hasPrefix(old.joined(separator: "\n") + "\ncodes "))
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }

  private static func fields(
    certificate: String = "Z610000001", name: String = "王芳", number: String = "E12345678"
  ) -> String {
    """
    {"birthCertificate": "\(certificate)", "motherName": "\(name)", "motherIdNumber": "\(number)", \
    "channel": "familyAccount"}
    """
  }

  @Test(
    "All three fields bind, any wrong one is not told, and a binding can be ended and made again")
  func bindings() async throws {
    let gateway = try RunningGateway("--sandbox")
    let id = try #require(
      try await gateway.post("/v1/messages", Letters.birth()).json["caseId"]?.string)
    let view = try await gateway.get("/v1/cases/\(id)").json
    let code = try #require(view["ruling"]?["code"]?["value"]?.string)
    let path = "/v1/codes/\(code)/bindings"
    var answers: Set<String> = []
    for body in [
      Self.fields(certificate: "Z610000009"), Self.fields(name: "王方"),
      Self.fields(number: "E12345679"),
    ] {
      let answer = try await gateway.post(path, body)
      #expect(answer.status == 422)
      answers.insert(answer.text)
    }
    #expect(answers.count == 1)
    let made = try await gateway.post(path, Self.fields(name: " 王 芳", number: "ｅ12345678"))
    #expect(made.status == 201)
    let binding = try #require(made.json["id"]?.string)
    #expect(made.json["caseId"]?.string == id && made.json["channel"] == "familyAccount")
    #expect(!made.text.contains("E12345678"))
    let again = try await gateway.post(path, Self.fields())
    #expect(again.status == 200 && again.json == made.json)
    func guardians() async throws -> Int {
      try await gateway.get("/v1/cases/\(id)").json["ruling"]?["guardians"]?.array?.count ?? 0
    }
    #expect(try await guardians() == 1)
    #expect(try await gateway.send("DELETE", path + "/nobody").status == 404)
    #expect(try await gateway.send("DELETE", path + "/\(binding)").status == 204)
    #expect(try await gateway.send("DELETE", path + "/\(binding)").status == 204)
    #expect(try await guardians() == 0)
    let tomorrow = ISO8601DateFormatter().string(from: Date.now.addingTimeInterval(100_000))
    _ = try await gateway.post("/v1/sandbox/clock", "{\"advanceTo\": \"\(tomorrow)\"}")
    #expect(try await gateway.post(path, Self.fields()).status == 201)
    #expect(try await guardians() == 1)
    let timeline = try await gateway.get("/v1/cases/\(id)/timeline").json["entries"]?.array ?? []
    let acts = timeline.filter { $0["family"] == "guardian" }.compactMap { $0["action"]?.string }
    #expect(acts == ["appoint", "revoke", "appoint"])
    #expect(try await gateway.post("/v1/codes/X/bindings", Self.fields()).status == 404)
  }

  @Test("Whoever has no id of a binding ends it by the three fields, all of which must fit")
  func unboundByFields() async throws {
    let gateway = try RunningGateway()
    let id = try #require(
      try await gateway.post("/v1/messages", Letters.birth()).json["caseId"]?.string)
    let view = try await gateway.get("/v1/cases/\(id)").json
    let code = try #require(view["ruling"]?["code"]?["value"]?.string)
    let path = "/v1/codes/\(code)/bindings"
    func unbind(_ body: String) async throws -> Int {
      try await gateway.send(
        "DELETE", path, body, headers: [(name: "Content-Type", value: "application/json")]
      ).status
    }
    func guardians() async throws -> Int {
      try await gateway.get("/v1/cases/\(id)").json["ruling"]?["guardians"]?.array?.count ?? 0
    }
    #expect(try await unbind(Self.fields()) == 204, "nobody is bound: nothing is left to do")
    #expect(try await gateway.post(path, Self.fields()).status == 201)
    #expect(try await unbind(Self.fields(number: "E12345679")) == 422)
    #expect(try await unbind("{}") == 422)
    #expect(try await guardians() == 1)
    #expect(try await unbind(Self.fields()) == 204)
    #expect(try await guardians() == 0)
    #expect(try await unbind(Self.fields()) == 204)
  }

  @Test("Five wrong sets of fields close a code to binding for an hour")
  func wrongFields() async throws {
    let gateway = try RunningGateway()
    let id = try #require(
      try await gateway.post("/v1/messages", Letters.birth()).json["caseId"]?.string)
    let view = try await gateway.get("/v1/cases/\(id)").json
    let path = "/v1/codes/\(view["ruling"]?["code"]?["value"]?.string ?? "")/bindings"
    for _ in 0..<5 {
      #expect(try await gateway.post(path, Self.fields(name: "王方")).status == 422)
    }
    let closed = try await gateway.post(path, Self.fields())
    #expect(closed.status == 429 && closed.headers["retry-after"] != nil)
  }

  @Test("One guardian is bound to so many children as the settings say")
  func limits() async throws {
    let folder = try Folder()
    let settings = try folder.file("settings.json", "{\"bindingsPerGuardian\": 2}")
    let gateway = try RunningGateway("--settings", settings)
    var statuses: [Int] = []
    for number in 1...3 {
      let letter = Letters.birth(
        id: "M-\(number)", number: "Z61000000\(number)"
      ).replacing("2026-02-28T08", with: "202\(number)-02-28T08")
        .replacing("2026-03-01", with: "202\(number)-03-01")
      let id = try await gateway.post("/v1/messages", letter).json["caseId"]?.string ?? ""
      let code = try await gateway.get("/v1/cases/\(id)").json["ruling"]?["code"]?["value"]?.string
      let answer = try await gateway.post(
        "/v1/codes/\(code ?? "")/bindings", Self.fields(certificate: "Z61000000\(number)"))
      statuses.append(answer.status)
    }
    #expect(statuses == [201, 201, 409])
  }
}

/// ISO 7064 MOD 37,36, as the standard writes it, beside the gateway's own.
private enum Checksum {
  static func mod3736(_ text: String) -> Character? {
    let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    var product = 36
    for character in text {
      guard let value = alphabet.firstIndex(of: character) else { return nil }
      let sum = (product + value) % 36
      product = (sum == 0 ? 36 : sum) * 2 % 37
    }
    return alphabet[(37 - product) % 36]
  }
}
