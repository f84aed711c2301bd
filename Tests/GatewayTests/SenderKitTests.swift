import Casework
import Foundation
import LibCrypto
import Testing
import Wire

@testable import birthgate

/// What a vendor is given: vectors to compare with, clients to begin from, a rehearsal.
@Suite("The sender's kit", .fewAtOnce)
struct SenderKitTests {
  /// One case of signing.json, whose numbers come from another library.
  struct Vector: Sendable {
    var json: JSONValue

    func text(_ name: String) throws -> String { try #require(json[name]?.string) }
    var key: [UInt8] {
      get throws {
        let base64 = try #require(json["key"]?["base64"]?.string)
        return [UInt8](try #require(Data(base64Encoded: base64)))
      }
    }
    var body: [UInt8] {
      get throws {
        let base64 = try #require(json["body"]?["base64"]?.string)
        return [UInt8](try #require(Data(base64Encoded: base64)))
      }
    }
    var isHMAC: Bool { json["scheme"] == "Birthgate-HMAC-SM3" }
  }

  static let sender = Program.package.appendingPathComponent("Samples/sender")

  private static func vectors() throws -> [Vector] {
    let page = try JSONValue(
      parsing: [UInt8](Data(contentsOf: sender.appendingPathComponent("signing.json"))))
    return try #require(page["vectors"]?.array).map { Vector(json: $0) }
  }

  private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  @Test("Each vector: the SM3 of its body, the five lines that are signed, the signature")
  func vectors() throws {
    let vectors = try Self.vectors()
    #expect(vectors.count { $0.isHMAC } >= 8 && vectors.count { !$0.isHMAC } >= 3)
    for vector in vectors {
      let header = try #require(AuthorizationHeader(try vector.text("authorization")))
      let digest = SM3.digest(try vector.body)
      #expect(hex(digest) == (try vector.text("bodySM3")))
      let signed = header.signedBytes(
        method: try vector.text("method"), path: try vector.text("path"), bodyDigest: digest)
      // method, path, ts, nonce, digest: line feeds between, none at the end.
      let lines = ["method", "path", "ts", "nonce", "bodySM3"]
      #expect(signed == Array(try lines.map(vector.text).joined(separator: "\n").utf8))
      #expect(hex(signed) == (try vector.text("signedHex")))
      #expect(hex(header.signature) == (try vector.text("signature")))
      if vector.isHMAC {
        let key = try vector.key
        #expect(hex(key) == vector.json["key"]?["hex"]?.string)
        #expect(HMAC.sm3(key, signed) == header.signature)
      } else {
        let pem = try #require(vector.json["key"]?["publicPem"]?.string)
        #expect(try SM2.PublicKey(pem: pem).verifies(header.signature, of: signed))
      }
    }
  }

  @Test("The gateway's own judgement takes each vector at its time, and nothing that differs")
  func judgement() throws {
    for vector in try Self.vectors() {
      let header = try #require(AuthorizationHeader(try vector.text("authorization")))
      let seconds = try #require(Int64(header.ts))
      let (method, path) = (try vector.text("method"), try vector.text("path"))
      let body = try vector.body
      let senders = [header.sender: try registered(vector, header.sender)]
      func verdict(
        _ method: String, _ path: String, _ body: [UInt8], at now: Int64
      ) throws -> SignatureFault? {
        let folder = try Folder()
        let judge = Authenticator(
          settings: { Settings.standard }, nonces: NonceLog(path: folder.path + "/nonces"),
          wallClock: { Instant(seconds: now) })
        do throws(Problem) {
          let claim = try judge.claim(header, among: senders, method: method, path: path)
          _ = try judge.sender(claim, bodyDigest: SM3.digest(body))
          return nil
        } catch {
          return error.reason
        }
      }
      #expect(try verdict(method, path, body, at: seconds) == nil)
      // Five minutes of skew, to the second.
      #expect(try verdict(method, path, body, at: seconds + 300) == nil)
      #expect(try verdict(method, path, body, at: seconds + 301) == .clockSkew)
      #expect(try verdict(method, path, body + [0x0A], at: seconds) == .badSignature)
      #expect(try verdict(method, path + "?", body, at: seconds) == .badSignature)
      #expect(try verdict("PUT", path, body, at: seconds) == .badSignature)
    }
  }

  private func registered(_ vector: Vector, _ code: String) throws -> Sender {
    let material: SenderKey.Material =
      vector.isHMAC
      ? .hmacSM3(
        secret: try vector.key)
      : .sm2(
        try SM2.PublicKey(pem: try #require(vector.json["key"]?["publicPem"]?.string)))
    let key = SenderKey(id: "k", material: material, from: nil, to: nil)
    return Sender(code: code, name: code, families: [], divisions: [], dialects: [], keys: [key])
  }

  @Test("The clients sign, print receipt or errors, and try again under the same id")
  func clients() async throws {
    let folder = try Folder()
    let secret = Data((0..<32).map { UInt8($0) }).base64EncodedString()
    let settings = try folder.file("settings.json", Self.settings(secret: secret))
    let gateway = try RunningGateway("--settings", settings, in: folder)
    let clients = try Client.here(in: folder)
    print("sender's clients tried here: \(clients.map(\.name).joined(separator: ", "))")
    #expect(clients.count >= 2, "Python and the shell are always there")
    for (index, client) in clients.enumerated() {
      let double = try Faltering(to: gateway.port, in: folder)
      let environment = [
        "BIRTHGATE_URL": "http://127.0.0.1:\(double.port)", "BIRTHGATE_SECRET": secret,
        "BIRTHGATE_SENDER": Letters.hospital,
      ]
      let message = Letters.birth(
        id: "K-\(index)", number: "K61000000\(index)", mother: "K\(index)")
      let file = try folder.file("birth-\(client.name).json", message)
      // The line is cut, then 429, then 503, then the gateway itself.
      let taken = try client.run(file, environment)
      #expect(taken.status == 0, "\(client.name): \(taken.output)")
      #expect(taken.output.contains("receipt 201") && taken.output.contains("K-\(index)"))
      let seen = try double.seen()
      #expect(seen.count == 4)
      #expect(Set(seen.map(\.body)).count == 1, "\(client.name): the same content each time")
      #expect(Set(seen.map(\.nonce)).count == 4, "\(client.name): a nonce of its own each time")
      let again = try client.run(file, environment)
      #expect(again.output.contains("receipt 200"), "\(client.name): \(again.output)")
      let wrong = try folder.file(
        "wrong-\(client.name).xml", Letters.birthXML.replacing("<sex>2<", with: "<sex>7<"))
      let refused = try client.run(wrong, environment)
      #expect(refused.status == 1, "\(client.name): \(refused.output)")
      #expect(refused.output.contains("refused 422") && refused.output.contains("unknownCode"))
      #expect(refused.output.contains("/message/birthCertificate/child/sex"))
      double.stop()
    }
  }

  private static func settings(secret: String) -> String {
    let sender: JSONValue = [
      "code": .string(Letters.hospital), "name": "Hospital",
      "keys": [["id": "k1", "type": "hmac-sm3", "secret": .string(secret)]],
    ]
    return JSONValue.record(["senders": [sender]]).canonicalText
  }

  @Test("The rehearsal passes against a sandbox of our own, and misses where a sender is refused")
  func rehearsal() async throws {
    let script = Self.sender.appendingPathComponent("rehearsal").path
    let own = try Tool.run("python3", [script, "--birthgate", Program.url.path])
    #expect(own.status == 0, "\(own.output)")
    #expect(own.output.contains("PASS") && !own.output.contains("MISS"))
    // Without registered senders nothing is signed: that is left out and said, the rest passes.
    let open = try RunningGateway("--sandbox")
    let unsigned = try Tool.run("python3", [script, open.url])
    #expect(unsigned.status == 0, "\(unsigned.output)")
    #expect(unsigned.output.contains("SKIP"))
    // No sandbox, no rehearsal.
    let earnest = try RunningGateway()
    #expect(try Tool.run("python3", [script, earnest.url]).status == 3)
    // A gateway that wants signatures and is sent none passes nothing that sends.
    let folder = try Folder()
    let settings = try folder.file(
      "settings.json", Self.settings(secret: Data(count: 32).base64EncodedString()))
    let strict = try RunningGateway("--sandbox", "--settings", settings, in: folder)
    let refused = try Tool.run("python3", [script, strict.url])
    #expect(refused.status == 1)
    #expect(refused.output.contains("MISS"))
  }
}
