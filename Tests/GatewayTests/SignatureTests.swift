import Foundation
import LibCrypto
import Testing
import Wire

@testable import birthgate

@Suite("Signed requests", .fewAtOnce)
struct SignatureTests {
  /// The worked example of the documentation, with all bytes. The digest and the code were computed
  /// by Python's hashlib and hmac over OpenSSL, not by us.
  @Test("The worked example")
  func workedExample() throws {
    let secret = (0..<32).map { UInt8($0) }
    let body = Array("{\"header\":{}}".utf8)
    let digest = "0dd905af690df6198cc67a0104164cf19fd0ada38fe7502f4cab201f5fed06ea"
    let signature = "f1cec874581ec6b4b3b710de477e4f47daff04908748eb3709989e00f9e74c18"
    let header = try #require(
      AuthorizationHeader(
        "Birthgate-HMAC-SM3 sender=H61010400001, ts=1772331300, nonce=abcdefghijklmnop, "
          + "sig=\(signature), key=k1"))
    let signed = header.signedBytes(
      method: "POST", path: "/v1/messages?x=1", bodyDigest: SM3.digest(body))
    let expected = "POST\n/v1/messages?x=1\n1772331300\nabcdefghijklmnop\n\(digest)"
    #expect(String(decoding: signed, as: UTF8.self) == expected)
    #expect(HMAC.sm3(secret, signed) == header.signature)
    #expect(header.key == "k1")
  }

  @Test(
    "What is no such header is none",
    arguments: [
      "", "Birthgate-HMAC-SM3", "Bearer x",
      "Birthgate-SM4 sender=a, ts=1, nonce=abcdefghijklmnop, sig=00",
      "Birthgate-SM2 sender=a, ts=1, nonce=short, sig=00",
      "Birthgate-SM2 sender=a, ts=-1, nonce=abcdefghijklmnop, sig=00",
      "Birthgate-SM2 sender=a, ts=1, nonce=abcdefghijklmnop, sig=0g",
      "Birthgate-SM2 sender=a, sender=b, ts=1, nonce=abcdefghijklmnop, sig=00",
      "Birthgate-SM2 sender=a, ts=1, nonce=abcdefghijklmnop, sig=00, more=1",
    ])
  func noHeader(_ text: String) {
    #expect(AuthorizationHeader(text) == nil)
  }

  @Test("With senders in the settings what they send must be signed by them")
  func signing() async throws {
    let setting = try Setting()
    let gateway = try RunningGateway("--settings", setting.path, in: setting.folder)
    let body = Letters.birth()
    let unsigned = try await gateway.post("/v1/messages", body)
    #expect(unsigned.status == 401)
    Problems.expectProblem(unsigned, 401)
    #expect(unsigned.headers["www-authenticate"]?.contains("Birthgate-SM2") == true)
    let header = setting.header("POST", "/v1/messages", body)
    #expect(try await send(gateway, body, header).status == 201)
    // The same nonce again, whoever sends it.
    #expect(try await send(gateway, body, header).status == 401)
    #expect(
      try await send(gateway, body, setting.header("POST", "/v1/messages", body)).status == 200)
    let late = setting.header("POST", "/v1/messages", body, after: -301)
    #expect(try await send(gateway, body, late).status == 401)
    let early = setting.header("POST", "/v1/messages", body, after: 305)
    #expect(try await send(gateway, body, early).status == 401)
    let nearly = setting.header("POST", "/v1/messages", body, after: -290)
    #expect(try await send(gateway, body, nearly).status == 200)
    let otherPath = setting.header("POST", "/v1/messages/check", body)
    #expect(try await send(gateway, body, otherPath).status == 401)
    let otherBody = setting.header("POST", "/v1/messages", body + " ")
    #expect(try await send(gateway, body, otherBody).status == 401)
    let sm2 = setting.sm2Header("POST", "/v1/messages", body)
    #expect(try await send(gateway, body, sm2).status == 200)
  }

  @Test("A nonce is remembered over a restart")
  func noncesLast() async throws {
    let setting = try Setting()
    let body = Letters.birth()
    let header = setting.header("POST", "/v1/messages", body)
    let first = try RunningGateway("--settings", setting.path, in: setting.folder)
    #expect(try await send(first, body, header).status == 201)
    #expect(first.stop() == 0)
    let second = try RunningGateway("--settings", setting.path, in: setting.folder)
    #expect(try await send(second, body, header).status == 401)
  }

  @Test("Many nonces that all still count are not written anew with every request")
  func manyNonces() throws {
    let folder = try Folder()
    let path = folder.path + "/nonces"
    let log = NonceLog(path: path, linesMax: 8)
    func number() throws -> Int? {
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      return attributes[.systemFileNumber] as? Int
    }
    for nonce in 0..<12 { #expect(log.take(sender: "H", nonce: "\(nonce)", until: 9, now: 0)) }
    let before = try number()
    for nonce in 12..<15 { #expect(log.take(sender: "H", nonce: "\(nonce)", until: 9, now: 0)) }
    #expect(try number() == before)
    #expect(!log.take(sender: "H", nonce: "0", until: 9, now: 0))
    #expect(!NonceLog(path: path).take(sender: "H", nonce: "14", until: 9, now: 0))
  }

  @Test("The first refusal of the contract's order is the one that is told")
  func precedence() async throws {
    let setting = try Setting()
    let gateway = try RunningGateway("--settings", setting.path, in: setting.folder)
    func status(_ body: String, type: String = "application/json", signed: Bool = true)
      async throws -> Int
    {
      let headers = signed ? [setting.header("POST", "/v1/messages", body)] : []
      return try await gateway.send("POST", "/v1/messages", body, type: type, headers: headers)
        .status
    }
    let large = String(repeating: "x", count: 2 << 20)
    let foreign = Letters.birth(sender: "H99999999999")
    #expect(try await status(large, type: "text/plain", signed: false) == 413)
    #expect(try await status("x", type: "text/plain", signed: false) == 415)
    #expect(try await status("[1,]", signed: false) == 401)
    #expect(try await status("[1,]") == 400)
    #expect(try await status(foreign) == 403)
    #expect(try await status(foreign.replacing("2026-02-28T", with: "2026-02-30T")) == 403)
    // Its sender may send births only.
    #expect(
      try await status(
        Letters.payment().replacing("T61010400\", \"sentAt", with: "H61010400001\", \"sentAt"))
        == 403)
    // And of division 61 only.
    let elsewhere = Letters.birth().replacing("610104", with: "110101")
    #expect(try await status(elsewhere) == 403)
    // Also where fields are wrong besides.
    #expect(try await status(elsewhere.replacing("2026-02-28T", with: "2026-02-30T")) == 403)
    let wrongPayment = Letters.payment().replacing("400.00", with: "400")
      .replacing("T61010400\", \"sentAt", with: "H61010400001\", \"sentAt")
    #expect(try await status(wrongPayment) == 403)
    #expect(try await status(Letters.birth().replacing("2026-02-28T", with: "2026-02-30T")) == 422)
    #expect(try await status(Letters.birth()) == 201)
    #expect(try await status(Letters.birth(name: "李二")) == 409)
  }

  @Test("Settings are read again on change and on SIGHUP; a bad file leaves the old in force")
  func rereading() async throws {
    let setting = try Setting()
    let gateway = try RunningGateway("--settings", setting.path, in: setting.folder)
    let body = Letters.birth()
    try setting.folder.file("settings.json", "{\"senders\": [}")
    gateway.hangUp()
    try await until { gateway.logged.contains("settings not taken") }
    #expect(try await gateway.post("/v1/messages", body).status == 401)
    let header = setting.header("POST", "/v1/messages", body)
    #expect(try await send(gateway, body, header).status == 201)
    try setting.folder.file("settings.json", "{}")
    try await until { try await gateway.post("/v1/messages", body).status == 200 }
  }

  @Test(
    "Settings that are wrong at the start are wrong usage",
    arguments: [
      "", "[]", "{\"sender\": []}", "{\"senders\": [{\"name\": \"x\"}]}",
      "{\"senders\": [{\"code\": \"A\", \"keys\": [{\"id\": \"k\", \"type\": \"rsa\"}]}]}",
      """
      {"senders": [{"code": "A", "keys": [{"id": "k", "type": "hmac-sm3", "secret": "eA=="}]}]}
      """,
    ])
  func wrongSettings(_ text: String) throws {
    let folder = try Folder()
    let ending = try Program.run(
      "serve", "--data", folder.path + "/data", "--listen", "127.0.0.1:0", "--settings",
      try folder.file("settings.json", text))
    #expect(ending.status == 2)
    #expect(ending.errors.contains("settings"))
  }

  private func send(
    _ gateway: RunningGateway, _ body: String, _ header: (name: String, value: String)
  ) async throws -> RunningGateway.Answer {
    try await gateway.send(
      "POST", "/v1/messages", body, type: "application/json", headers: [header])
  }
}

/// Settings with one hospital, and requests signed in its name.
struct Setting {
  let folder: Folder
  let path: String
  private let secret = SecureRandom.bytes(32)
  private let key = SM2.PrivateKey()

  /// - Parameters:
  ///   - written: how the hospital writes: `dialect`, `charset`.
  ///   - tables: dialects of the operator's own.
  init(
    families: [String] = ["birthCertificate"], written: JSONObject = [:],
    tables: [String: String] = [:]
  ) throws {
    folder = try Folder()
    var sender: JSONObject = [
      "code": .string(Letters.hospital), "name": "Hospital",
      "families": .array(families.map { .string($0) }),
      "divisions": ["61"],
      "keys": [
        ["id": "k1", "type": "hmac-sm3", "secret": .string(Data(secret).base64EncodedString())],
        ["id": "k2", "type": "sm2", "publicKey": .string(key.publicKey.pem)],
      ],
    ]
    sender.members += written.members
    var settings: JSONObject = ["senders": [.object(sender)]]
    if !tables.isEmpty {
      let dialects = folder.path + "/dialects"
      try FileManager.default.createDirectory(
        atPath: dialects, withIntermediateDirectories: true)
      for (name, text) in tables { try folder.file("dialects/" + name, text) }
      settings["dialects"] = .string(dialects)
    }
    path = try folder.file("settings.json", JSONValue.object(settings).canonicalText)
  }

  func header(_ method: String, _ path: String, _ body: String, after seconds: Int = 0)
    -> (name: String, value: String)
  {
    make("Birthgate-HMAC-SM3", method, path, body, seconds) { HMAC.sm3(secret, $0) }
  }

  /// The keys as files have them that `submit` takes.
  var secretText: String { Data(secret).base64EncodedString() + "\n" }
  var pem: String { key.pem }

  func sm2Header(_ method: String, _ path: String, _ body: String) -> (name: String, value: String)
  {
    make("Birthgate-SM2", method, path, body, 0) { key.sign($0) }
  }

  private func make(
    _ scheme: String, _ method: String, _ path: String, _ body: String, _ seconds: Int,
    _ sign: ([UInt8]) -> [UInt8]
  ) -> (name: String, value: String) {
    let ts = Int(Date.now.timeIntervalSince1970) + seconds
    let nonce = hex(SecureRandom.bytes(12))
    let digest = hex(SM3.digest(Array(body.utf8)))
    let signed = Array("\(method)\n\(path)\n\(ts)\n\(nonce)\n\(digest)".utf8)
    let value =
      "\(scheme) sender=\(Letters.hospital), ts=\(ts), nonce=\(nonce), sig=\(hex(sign(signed)))"
    return (name: "Authorization", value: value)
  }

  private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
