import Casework
import HTTPTypes
import Hummingbird
import HummingbirdCore
import LibCrypto

/// Says who signed a request, or refuses it (contract, section 3).
///
/// The wall clock counts here, also in a sandbox: senders sign with their own clock, which no
/// sandbox moves.
struct Authenticator: Sendable {
  static let skewSeconds: Int64 = 300

  let settings: @Sendable () -> Settings
  let nonces: NonceLog
  let wallClock: @Sendable () -> Instant

  /// Whether the settings name senders, so that what they send must be signed.
  var wantsSignatures: Bool { settings().senders != nil }

  /// The sender who signed a request; nil where none is needed and none has signed.
  func sender(of exchange: Exchange, required: Bool) throws(Problem) -> Sender? {
    guard let senders = settings().senders else { return nil }
    let value = exchange.request.headers[.authorization] ?? ""
    guard required || value.hasPrefix("Birthgate-") else { return nil }
    guard let header = AuthorizationHeader(value) else { throw .unauthorized(.unsigned) }
    return try sender(
      header, among: senders, method: exchange.request.method.rawValue,
      path: exchange.request.head.path ?? "", body: exchange.body)
  }

  func sender(
    _ header: AuthorizationHeader, among senders: [String: Sender], method: String, path: String,
    body: [UInt8]
  ) throws(Problem) -> Sender {
    let now = wallClock()
    guard let seconds = Int64(header.ts), abs(seconds - now.seconds) <= Self.skewSeconds
    else { throw .unauthorized(.clockSkew) }
    guard let sender = senders[header.sender] else { throw .unauthorized(.unknownSender) }
    let signed = header.signedBytes(method: method, path: path, bodyDigest: SM3.digest(body))
    let keys = sender.keys.filter { key in
      key.counts(at: now) && (header.key == nil || header.key == key.id)
    }
    guard keys.contains(where: { Self.verifies(header, signed, $0.material) })
    else { throw .unauthorized(.badSignature) }
    guard nonces.take(sender: sender.code, nonce: header.nonce, until: seconds, now: now.seconds)
    else { throw .unauthorized(.nonceUsed) }
    return sender
  }

  private static func verifies(
    _ header: AuthorizationHeader, _ signed: [UInt8], _ material: SenderKey.Material
  ) -> Bool {
    switch (header.scheme, material) {
    case (.hmacSM3, .hmacSM3(let secret)):
      return equalInConstantTime(HMAC.sm3(secret, signed), header.signature)
    case (.sm2, .sm2(let key)):
      return header.signature.count == SM2.signatureBytes
        && key.verifies(header.signature, of: signed)
    case (.hmacSM3, .sm2), (.sm2, .hmacSM3):
      return false
    }
  }
}
