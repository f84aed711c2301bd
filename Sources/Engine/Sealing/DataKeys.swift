package import Casework

/// The key that one case's bodies are sealed with.
package struct DataKey: Sendable {
  /// What bodies name it by.
  let id: [UInt8]
  let bytes: [UInt8]
  /// For ``CaseRow/dataKey``: sealed under a key-encryption key, which it names.
  package let wrapped: [UInt8]
  let seal: Seal
}

/// The gateway's own keys, which never stand in the store.
///
/// Each has an id. Old keys stay in the ring for what was made with them; new things are made with
/// the first.
package struct KeyRing: Sendable {
  /// A key that wraps data keys and, through a derived one, seals records.
  package struct Key: Sendable {
    /// 1–32 characters of ASCII.
    package var id: String
    /// 32 bytes.
    package var bytes: [UInt8]

    package init(id: String, bytes: [UInt8]) {
      self.id = id
      self.bytes = bytes
    }
  }

  /// A key that look-up digests are made with.
  package struct LookUp: Sendable {
    /// The first byte of every digest made with it.
    package var id: UInt8
    /// 32 bytes.
    package var bytes: [UInt8]

    package init(id: UInt8, bytes: [UInt8]) {
      self.id = id
      self.bytes = bytes
    }
  }

  package let current: Key
  package let older: [Key]
  package let lookUp: LookUp
  package let olderLookUps: [LookUp]
  /// Authenticates the links that parents are given.
  package let linkToken: [UInt8]

  package init(
    current: Key, older: [Key] = [], lookUp: LookUp, olderLookUps: [LookUp] = [],
    linkToken: [UInt8]
  ) {
    self.current = current
    self.older = older
    self.lookUp = lookUp
    self.olderLookUps = olderLookUps
    self.linkToken = linkToken
  }
}

/// Makes the keyed digests under which stores keep what is personal or guessable.
package struct LookUps: Sendable {
  /// HMAC-SM3 has 32 bytes; 20 of them are kept (RFC 2104, section 5, allows no fewer than half).
  /// Even of 10 thousand million keys no two then agree but by a chance of 1 in 10^28.
  private static let length = 20

  private let crypto: Crypto
  private let keys: KeyRing

  package init(crypto: Crypto, keys: KeyRing) {
    self.crypto = crypto
    self.keys = keys
  }

  /// The digest that new rows are written under: the look-up key's id, then
  /// `HMAC(key, kind ‖ 0x00 ‖ value)`.
  package func digest(_ kind: String, _ value: String) -> KeyDigest {
    digest(kind, value, with: keys.lookUp)
  }

  /// All digests that a row may stand under, since keys are changed: the current key's first.
  package func digests(_ kind: String, _ value: String) -> [KeyDigest] {
    ([keys.lookUp] + keys.olderLookUps).map { digest(kind, value, with: $0) }
  }

  /// Secrets of 32 bytes that are drawn from the keys and stored nowhere, the current key's first:
  /// what was made with a former one still counts for a while.
  func seeds(_ purpose: String) -> [[UInt8]] {
    // No kind of digest is called so.
    ([keys.lookUp] + keys.olderLookUps).map { key in
      crypto.hmac(key.bytes, Array("seed".utf8) + [0x00] + Array(purpose.utf8))
    }
  }

  private func digest(_ kind: String, _ value: String, with key: KeyRing.LookUp) -> KeyDigest {
    let digest = crypto.hmac(key.bytes, Array(kind.utf8) + [0x00] + Array(value.utf8))
    return [key.id] + digest.prefix(Self.length)
  }
}
