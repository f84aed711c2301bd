/// The cryptography and compression that the engine is handed, so that it needs no C itself.
///
/// The executable fills it from the C libraries; tests use stand-ins or the same. All functions are
/// pure but `random` and the nonces of sealing.
package struct Crypto: Sendable {
  /// 32 bytes: SM3 in the gateway.
  package var digest: @Sendable (_ bytes: [UInt8]) -> [UInt8]
  /// 32 bytes: HMAC-SM3 in the gateway.
  package var hmac: @Sendable (_ key: [UInt8], _ bytes: [UInt8]) -> [UInt8]
  /// Authenticated encryption under a 32-byte key: made once per key, since deriving what a cipher
  /// needs from it costs as much as sealing a short body.
  package var seal: @Sendable (_ key: [UInt8]) -> Seal
  package var compress: @Sendable (_ bytes: [UInt8]) -> [UInt8]
  /// Nil where the bytes are no compressed ones, or hold more than 16 MiB.
  package var decompress: @Sendable (_ bytes: [UInt8]) -> [UInt8]?
  /// Unpredictable bytes, of the count asked for.
  package var random: @Sendable (_ count: Int) -> [UInt8]

  package init(
    digest: @escaping @Sendable ([UInt8]) -> [UInt8],
    hmac: @escaping @Sendable ([UInt8], [UInt8]) -> [UInt8],
    seal: @escaping @Sendable ([UInt8]) -> Seal,
    compress: @escaping @Sendable ([UInt8]) -> [UInt8],
    decompress: @escaping @Sendable ([UInt8]) -> [UInt8]?,
    random: @escaping @Sendable (Int) -> [UInt8]
  ) {
    self.digest = digest
    self.hmac = hmac
    self.seal = seal
    self.compress = compress
    self.decompress = decompress
    self.random = random
  }
}

/// What seals and opens under one key.
package struct Seal: Sendable {
  /// Each call takes a nonce of its own, which is part of what it returns. `context` is
  /// authenticated and not stored: what was sealed in one place opens nowhere else.
  package var seal: @Sendable (_ bytes: [UInt8], _ context: [UInt8]) -> [UInt8]
  /// Nil where the bytes were not sealed so: another key, another context, a changed byte.
  package var open: @Sendable (_ sealed: [UInt8], _ context: [UInt8]) -> [UInt8]?

  package init(
    seal: @escaping @Sendable ([UInt8], [UInt8]) -> [UInt8],
    open: @escaping @Sendable ([UInt8], [UInt8]) -> [UInt8]?
  ) {
    self.seal = seal
    self.open = open
  }
}
