/// What channels sign and seal with, handed in so that they know no library of ciphers.
package struct ChannelCrypto: Sendable {
  package typealias Keyed = @Sendable (_ key: [UInt8], _ data: [UInt8]) -> [UInt8]

  /// Of a block cipher, how its blocks are chained.
  package enum Chaining: Hashable, Sendable {
    case ecb
    case cbc(iv: [UInt8])
  }

  package var hmacSHA256: Keyed
  package var sha256: @Sendable ([UInt8]) -> [UInt8]
  package var sm3: @Sendable ([UInt8]) -> [UInt8]
  /// Ed25519 by a seed of 32 bytes.
  package var ed25519: Keyed
  /// SM4 with PKCS #7 padding; opening answers nil where the bytes were not sealed so.
  package var sealSM4: @Sendable (_ key: [UInt8], _ data: [UInt8], Chaining) -> [UInt8]
  package var openSM4: @Sendable (_ key: [UInt8], _ data: [UInt8], Chaining) -> [UInt8]?
  /// AES of 128 bits by whole blocks (ECB) with PKCS #7 padding; nil where it was not sealed so.
  package var openAES: @Sendable (_ key: [UInt8], _ data: [UInt8]) -> [UInt8]?
  /// For keys that others derive by it, and for nothing else.
  package var sha1: @Sendable ([UInt8]) -> [UInt8]
  /// Fresh random bytes of the count asked for.
  package var random: @Sendable (Int) -> [UInt8]

  package init(
    hmacSHA256: @escaping Keyed, sha256: @escaping @Sendable ([UInt8]) -> [UInt8],
    sm3: @escaping @Sendable ([UInt8]) -> [UInt8], ed25519: @escaping Keyed,
    sealSM4: @escaping @Sendable ([UInt8], [UInt8], Chaining) -> [UInt8],
    openSM4: @escaping @Sendable ([UInt8], [UInt8], Chaining) -> [UInt8]?,
    openAES: @escaping @Sendable ([UInt8], [UInt8]) -> [UInt8]?,
    sha1: @escaping @Sendable ([UInt8]) -> [UInt8],
    random: @escaping @Sendable (Int) -> [UInt8]
  ) {
    self.hmacSHA256 = hmacSHA256
    self.sha256 = sha256
    self.sm3 = sm3
    self.ed25519 = ed25519
    self.sealSM4 = sealSM4
    self.openSM4 = openSM4
    self.openAES = openAES
    self.sha1 = sha1
    self.random = random
  }
}
