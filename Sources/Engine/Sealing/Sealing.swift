package import Casework

/// Seals what is kept and opens it again: bodies under the case's own data key, everything else
/// under the gateway's record key.
///
/// A sealed body is `format ‖ packing ‖ length of the key's id ‖ key's id ‖ sealed`. Format is 1;
/// packing is 0 (as it is) or 1 (compressed before it was sealed, kept only where that was
/// shorter). A wrapped data key is `format ‖ length of the id of the key-encryption key ‖ that id ‖
/// the data key's own id (4 bytes) ‖ sealed`. So every body says which key opens it, and a new
/// key-encryption key means wrapping data keys anew and leaving bodies alone. Forgetting a case's
/// data key forgets what the case held.
package struct Sealing: Sendable {
  private static let format: UInt8 = 1
  private static let dataKeyIDLength = 4
  /// Below so many bytes nothing gets shorter.
  private static let packedFrom = 64

  private let crypto: Crypto
  private let current: RingSeals
  private let seals: [String: RingSeals]

  package init(crypto: Crypto, keys: KeyRing) {
    self.crypto = crypto
    current = RingSeals(keys.current, crypto)
    var seals = [keys.current.id: current]
    for key in keys.older { seals[key.id] = RingSeals(key, crypto) }
    self.seals = seals
  }

  /// What one key of the ring does.
  private struct RingSeals: Sendable {
    let id: [UInt8]
    let wrapping: Seal
    let records: Seal

    init(_ key: KeyRing.Key, _ crypto: Crypto) {
      id = Array(key.id.utf8)
      wrapping = crypto.seal(key.bytes)
      records = crypto.seal(crypto.hmac(key.bytes, Array("record key".utf8)))
    }
  }

  // MARK: Data keys

  /// A new case's key.
  package func makeDataKey() -> DataKey {
    wrap(crypto.random(32), id: crypto.random(Self.dataKeyIDLength))
  }

  /// The same data key under the newest key-encryption key.
  package func rewrapped(_ key: DataKey) -> DataKey { wrap(key.bytes, id: key.id) }

  private func wrap(_ bytes: [UInt8], id: [UInt8]) -> DataKey {
    let head = [Self.format, UInt8(current.id.count)] + current.id + id
    let wrapped = head + current.wrapping.seal(bytes, Self.wrapContext(id))
    return DataKey(id: id, bytes: bytes, wrapped: wrapped, seal: crypto.seal(bytes))
  }

  /// The data key as the store keeps it, opened.
  package func dataKey(_ wrapped: [UInt8]) throws(StoreError) -> DataKey {
    guard wrapped.count > 2, wrapped[0] == Self.format else {
      throw .corrupt("a data key's format")
    }
    let idEnd = 2 + Int(wrapped[1])
    let sealedStart = idEnd + Self.dataKeyIDLength
    guard wrapped.count > sealedStart else { throw .corrupt("a data key's length") }
    let keyID = String(decoding: wrapped[2..<idEnd], as: UTF8.self)
    guard let ring = seals[keyID] else { throw .corrupt("no key \(keyID) to open a data key") }
    let id = Array(wrapped[idEnd..<sealedStart])
    let opened = ring.wrapping.open(Array(wrapped[sealedStart...]), Self.wrapContext(id))
    guard let bytes = opened, bytes.count == 32 else { throw .corrupt("a data key's seal") }
    return DataKey(id: id, bytes: bytes, wrapped: wrapped, seal: crypto.seal(bytes))
  }

  private static func wrapContext(_ id: [UInt8]) -> [UInt8] { Array("data key ".utf8) + id }

  // MARK: Bodies

  /// - Parameter context: the row that the body belongs to, so that it opens in no other.
  package func seal(_ body: [UInt8], under key: DataKey, context: SealContext) -> [UInt8] {
    seal(body, id: key.id, with: key.seal, context: context)
  }

  package func open(_ sealed: [UInt8], under key: DataKey, context: SealContext)
    throws(StoreError) -> [UInt8]
  {
    try open(sealed, context: context) { $0.elementsEqual(key.id) ? key.seal : nil }
  }

  /// Seals what belongs to no case: records, refused messages.
  package func sealRecord(_ body: [UInt8], context: SealContext) -> [UInt8] {
    seal(body, id: current.id, with: current.records, context: context)
  }

  package func openRecord(_ sealed: [UInt8], context: SealContext) throws(StoreError) -> [UInt8] {
    try open(sealed, context: context) { seals[String(decoding: $0, as: UTF8.self)]?.records }
  }

  private func seal(_ body: [UInt8], id: [UInt8], with seal: Seal, context: SealContext)
    -> [UInt8]
  {
    let compressed = body.count < Self.packedFrom ? body : crypto.compress(body)
    let isShorter = compressed.count < body.count
    let head = [Self.format, isShorter ? 1 : 0, UInt8(id.count)] + id
    // The head is part of the context, so a body whose packing is changed does not open.
    return head + seal.seal(isShorter ? compressed : body, head + context.bytes)
  }

  private func open(
    _ sealed: [UInt8], context: SealContext, find: (ArraySlice<UInt8>) -> Seal?
  ) throws(StoreError) -> [UInt8] {
    guard sealed.count > 3, sealed[0] == Self.format, sealed[1] <= 1 else {
      throw .corrupt("a sealed body's format")
    }
    let end = 3 + Int(sealed[2])
    guard sealed.count > end else { throw .corrupt("a sealed body's length") }
    guard let seal = find(sealed[3..<end]) else { throw .corrupt("no key to open a sealed body") }
    let head = Array(sealed[..<end])
    guard let body = seal.open(Array(sealed[end...]), head + context.bytes) else {
      throw .corrupt("a sealed body's seal")
    }
    guard sealed[1] == 1 else { return body }
    guard let whole = crypto.decompress(body) else { throw .corrupt("a sealed body's packing") }
    return whole
  }
}

/// The row that a sealed body belongs to.
package struct SealContext: Hashable, Sendable {
  let bytes: [UInt8]

  private init(_ parts: String...) { bytes = Array(parts.joined(separator: "\n").utf8) }

  package static func event(_ id: CaseID, version: Int) -> SealContext {
    SealContext("event", id.rawValue, String(version))
  }

  /// Of a message under its look-up digest.
  package static func message(_ id: CaseID, key: KeyDigest) -> SealContext {
    SealContext("message", id.rawValue, key.map { String($0) }.joined(separator: "."))
  }

  package static func delivery(_ id: String) -> SealContext { SealContext("delivery", id) }

  package static func record(_ kind: String, _ id: String) -> SealContext {
    SealContext("record", kind, id)
  }
}
