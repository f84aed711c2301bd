import Casework
import Engine
import Foundation
import LibCrypto
import Wire

/// Signs requests as a registered sender (contract, section 3).
struct RequestSigner: Sendable {
  private enum Key: Sendable {
    case hmacSM3(secret: [UInt8])
    case sm2(SM2.PrivateKey)
  }

  private let sender: String
  private let keyID: String?
  private let key: Key

  /// - Parameter secret: one that the sender shares with the gateway.
  init(sender: String, secret: [UInt8], keyID: String) {
    self.sender = sender
    self.keyID = keyID
    key = .hmacSM3(secret: secret)
  }

  /// - Parameter path: a file with a private SM2 key in PEM, or with the secret in base64.
  init(sender: String, keyFile path: String, keyID: String?) throws {
    self.sender = sender
    self.keyID = keyID
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Stop.usage(Plain("无法读取密钥文件 \(path)。", "Cannot read the key file \(path)."))
    }
    let text = String(decoding: data, as: UTF8.self)
    if text.contains("-----BEGIN"), let key = try? SM2.PrivateKey(pem: text) {
      self.key = .sm2(key)
    } else if let secret = Data(base64Encoded: String(text.trimmed)), secret.count >= 16 {
      key = .hmacSM3(secret: [UInt8](secret))
    } else {
      throw Stop.usage(
        Plain(
          "密钥文件 \(path) 既不是 PEM 格式的 SM2 私钥，也不是不少于 16 字节的 base64。",
          "The key file \(path) is neither a private SM2 key in PEM nor base64 of 16 bytes or more."
        ))
    }
  }

  /// The value of the `Authorization` header, fresh for each request: a nonce counts once.
  func header(_ method: String, _ path: String, _ body: [UInt8]) -> String {
    let ts = Assembly.wallClock().seconds
    let nonce = Hex.encode(SecureRandom.bytes(16))
    let digest = Hex.encode(SM3.digest(body))
    let signed = Array("\(method)\n\(path)\n\(ts)\n\(nonce)\n\(digest)".utf8)
    let (scheme, signature) =
      switch key {
      case .hmacSM3(let secret): (AuthorizationHeader.Scheme.hmacSM3, HMAC.sm3(secret, signed))
      case .sm2(let key): (AuthorizationHeader.Scheme.sm2, key.sign(signed))
      }
    return "\(scheme.rawValue) sender=\(sender), ts=\(ts), nonce=\(nonce), "
      + "sig=\(Hex.encode(signature))" + (keyID.map { ", key=\($0)" } ?? "")
  }
}
