import Casework
import Engine
import Foundation
import LibCrypto
import Wire

/// Sends a list in a sender's name, for verbs that do what a sender's system does.
struct ListPosting {
  let place: PlaceOptions
  /// Nil for the gateway of the data folder.
  let to: String?

  /// - Parameter sender: signs where the settings hold a key that its sender shares.
  func post(_ path: String, _ body: [UInt8], type: String, from sender: String) async throws
    -> JSONValue
  {
    let base = try to ?? ReadingRoom(place).gateway() ?? "http://127.0.0.1:8080"
    let answer = try await GatewayClient(base: base).post(
      path, body, type: type,
      authorization: try Self.signature(of: sender, try place.read(), path, body))
    guard answer.status == 200 else {
      Self.complain(answer)
      throw Stop.invalid()
    }
    return answer.body
  }

  private static func complain(_ answer: GatewayClient.Answer) {
    let language = Output.language.rawValue
    Output.complain("\(answer.status) " + (answer.body["message"]?[language]?.string ?? ""))
    for error in answer.body["errors"]?.array ?? [] {
      Output.complain(
        "  \(error["code"]?.string ?? "") \(error["path"]?.string ?? ""): "
          + (error["message"]?[language]?.string ?? ""))
    }
  }

  private static func signature(
    of code: String, _ settings: Settings, _ path: String, _ body: [UInt8]
  ) throws -> String? {
    guard let senders = settings.senders else { return nil }
    let now = Assembly.wallClock()
    for key in senders[code]?.keys ?? [] where key.counts(at: now) {
      guard case .hmacSM3(let secret) = key.material else { continue }
      let nonce = Hex.encode(SecureRandom.bytes(16))
      let digest = Hex.encode(SM3.digest(body))
      let signed = ["POST", path, String(now.seconds), nonce, digest].joined(separator: "\n")
      let mark = Hex.encode(HMAC.sm3(secret, Array(signed.utf8)))
      return "Birthgate-HMAC-SM3 sender=\(code), ts=\(now.seconds), nonce=\(nonce), "
        + "sig=\(mark), key=\(key.id)"
    }
    throw Stop.usage(
      Plain(
        "设置中没有发送方 \(code) 的有效共享密钥，无法代为签名。",
        "The settings hold no shared key of sender \(code) that counts now; nothing can be signed."
      ))
  }
}
