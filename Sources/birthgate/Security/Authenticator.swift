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
    guard let claim = try claim(of: exchange, required: required) else { return nil }
    return try sender(claim, bodyDigest: exchange.file?.digest ?? SM3.digest(exchange.body))
  }

  /// Who says to have signed a request, as far as its head can tell.
  struct Claim: Sendable {
    fileprivate let header: AuthorizationHeader
    fileprivate let sender: Sender
    fileprivate let method: String
    fileprivate let path: String
    /// The clock counts when the head comes: a large body may be longer on its way than the skew.
    fileprivate let at: Instant
  }

  /// Reads the head of a request and refuses what no body can make good: for bodies that are not
  /// to be taken in vain.
  func claim(of exchange: Exchange, required: Bool) throws(Problem) -> Claim? {
    guard let senders = settings().senders else { return nil }
    let value = exchange.request.headers[.authorization] ?? ""
    guard required || value.hasPrefix("Birthgate-") else { return nil }
    guard let header = AuthorizationHeader(value) else { throw .unauthorized(.unsigned) }
    return try claim(
      header, among: senders, method: exchange.request.method.rawValue,
      path: exchange.request.head.path ?? "")
  }

  func claim(
    _ header: AuthorizationHeader, among senders: [String: Sender], method: String, path: String
  ) throws(Problem) -> Claim {
    let now = wallClock()
    guard let seconds = Int64(header.ts), abs(seconds - now.seconds) <= Self.skewSeconds
    else { throw .unauthorized(.clockSkew) }
    guard let sender = senders[header.sender] else { throw .unauthorized(.unknownSender) }
    return Claim(header: header, sender: sender, method: method, path: path, at: now)
  }

  /// The sender of a claim, once the body has come and bears it out.
  func sender(_ claim: Claim, bodyDigest: [UInt8]) throws(Problem) -> Sender {
    let (header, sender) = (claim.header, claim.sender)
    let signed = header.signedBytes(
      method: claim.method, path: claim.path, bodyDigest: bodyDigest)
    let keys = sender.keys.filter { key in
      key.counts(at: claim.at) && (header.key == nil || header.key == key.id)
    }
    guard keys.contains(where: { Self.verifies(header, signed, $0.material) })
    else { throw .unauthorized(.badSignature) }
    let now = wallClock().seconds
    // As long as a copy of the request could be on its way, and a copy may be as slow as this one.
    let until = max(Int64(header.ts) ?? now, now)
    guard nonces.take(sender: sender.code, nonce: header.nonce, until: until, now: now)
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
