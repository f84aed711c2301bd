/// Seals bytes so that nobody without the key can read or change them: whatever lies on disk.
///
/// A box is `mark ‖ nonce ‖ text ‖ tag`. The mark names the suite, so that boxes of both kinds lie
/// side by side and a later suite needs no migration. The associated bytes are bound but not
/// stored: they say where a box belongs, so that one cannot be moved to another place.
package struct Box: Sendable {
  /// How a box is made. The raw value is its first byte.
  package enum Suite: UInt8, CaseIterable, Sendable {
    /// SM4-CTR, then HMAC-SM3 over everything (encrypt-then-MAC). OpenSSL 3.0 has no SM4-GCM.
    case sm4CtrHmacSm3 = 1
    /// AES-256-GCM. Its random nonces allow about 2³² boxes per key (NIST SP 800-38D, 8.3).
    case aes256Gcm = 2

    var nonceBytes: Int { self == .sm4CtrHmacSm3 ? 16 : 12 }
    var tagBytes: Int { self == .sm4CtrHmacSm3 ? 32 : 16 }
  }

  /// The size of a key, whatever the suite.
  package static let keyBytes = 32

  private let sm4Key: [UInt8]
  private let macKey: [UInt8]
  private let aesKey: [UInt8]

  /// Derives the keys of all suites once, for whoever seals many boxes with one key.
  package init(key: [UInt8]) {
    precondition(key.count == Self.keyBytes)
    let split = HKDF.derive(key: key, info: Array("birthgate box 1".utf8), count: 80)
    sm4Key = Array(split[0..<16])
    macKey = Array(split[16..<48])
    aesKey = Array(split[48..<80])
  }

  package func seal(
    _ plain: [UInt8], suite: Suite = .sm4CtrHmacSm3, associated: [UInt8] = []
  ) -> [UInt8] {
    let nonce = SecureRandom.bytes(suite.nonceBytes)
    let head = [suite.rawValue] + nonce
    switch suite {
    case .sm4CtrHmacSm3:
      let text = Cipher.sm4CTR(plain, key: sm4Key, counter: nonce)
      return head + text + tag(head, text, associated)
    case .aes256Gcm:
      return head
        + Cipher.aesGCMSeal(plain, key: aesKey, nonce: nonce, associated: head + associated)
    }
  }

  package func open(
    _ box: [UInt8], associated: [UInt8] = []
  ) throws(CryptoError) -> [UInt8] {
    guard let mark = box.first, let suite = Suite(rawValue: mark),
      box.count >= 1 + suite.nonceBytes + suite.tagBytes
    else { throw .malformedBox }
    let head = Array(box[...suite.nonceBytes])
    let nonce = Array(head.dropFirst())
    let text = Array(box[head.count..<box.count - suite.tagBytes])
    let tag = Array(box.suffix(suite.tagBytes))
    switch suite {
    case .sm4CtrHmacSm3:
      guard equalInConstantTime(tag, self.tag(head, text, associated)) else {
        throw .notAuthentic
      }
      return Cipher.sm4CTR(text, key: sm4Key, counter: nonce)
    case .aes256Gcm:
      return try Cipher.aesGCMOpen(
        text, tag: tag, key: aesKey, nonce: nonce, associated: head + associated)
    }
  }

  // The length of the associated bytes stands before them, so that no byte can wander between them
  // and the text.
  private func tag(_ head: [UInt8], _ text: [UInt8], _ associated: [UInt8]) -> [UInt8] {
    let length = UInt64(associated.count)
    let lengthBytes = (0..<8).map { UInt8(truncatingIfNeeded: length >> (56 - 8 * $0)) }
    return HMAC.code(.sm3, macKey, head, lengthBytes, associated, text)
  }
}

extension Box {
  /// One box with a key used once.
  package static func seal(
    _ plain: [UInt8], key: [UInt8], suite: Suite = .sm4CtrHmacSm3, associated: [UInt8] = []
  ) -> [UInt8] {
    Box(key: key).seal(plain, suite: suite, associated: associated)
  }

  package static func open(
    _ box: [UInt8], key: [UInt8], associated: [UInt8] = []
  ) throws(CryptoError) -> [UInt8] {
    try Box(key: key).open(box, associated: associated)
  }
}
