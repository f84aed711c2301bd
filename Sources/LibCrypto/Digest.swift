import COpenSSL

/// A hash function this house uses: SM3 (GB/T 32905-2016) by default, SHA-256 where a standard from
/// outside asks for it, and SHA-1 only to come to the keys that others derive by it.
package enum HashAlgorithm: Sendable {
  case sm3, sha256, sha1

  /// Bytes in a digest.
  package var digestBytes: Int { self == .sha1 ? 20 : 32 }
  /// Bytes in a block, which HMAC pads its key to; all of them take 64.
  package var blockBytes: Int { 64 }

  // Fetched once: a fetch takes longer than hashing a short message.
  private nonisolated(unsafe) static let fetchedSM3 = unsafe fetch("SM3")
  private nonisolated(unsafe) static let fetchedSHA256 = unsafe fetch("SHA256")
  private nonisolated(unsafe) static let fetchedSHA1 = unsafe fetch("SHA1")

  private static func fetch(_ name: String) -> OpaquePointer? {
    let found = unsafe EVP_MD_fetch(nil, name, nil)
    precondition(unsafe found != nil, "libcrypto has no \(name)")
    return unsafe found
  }

  var function: OpaquePointer? {
    switch self {
    case .sm3: unsafe Self.fetchedSM3
    case .sha256: unsafe Self.fetchedSHA256
    case .sha1: unsafe Self.fetchedSHA1
    }
  }
}

/// A hash being computed piece by piece, for input that is not in one array.
@safe
package struct Digest: ~Copyable {
  private let context: OpaquePointer
  private let algorithm: HashAlgorithm

  package init(_ algorithm: HashAlgorithm = .sm3) {
    guard let context = unsafe EVP_MD_CTX_new() else { preconditionFailure("out of memory") }
    unsafe self.context = unsafe context
    self.algorithm = algorithm
    must(unsafe EVP_DigestInit_ex2(context, algorithm.function, nil))
  }

  deinit { unsafe EVP_MD_CTX_free(context) }

  package mutating func update(_ bytes: [UInt8]) {
    must(unsafe EVP_DigestUpdate(context, bytes, bytes.count))
  }

  package consuming func finish() -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: algorithm.digestBytes)
    must(unsafe EVP_DigestFinal_ex(context, &digest, nil))
    return digest
  }
}

/// SM3 of bytes at hand.
package enum SM3 {
  package static func digest(_ bytes: [UInt8]) -> [UInt8] {
    var digest = Digest(.sm3)
    digest.update(bytes)
    return digest.finish()
  }
}

/// Stops the program where libcrypto refuses what cannot be refused: only an exhausted memory or
/// our own wrong call can make it.
func must(_ result: Int32, _ what: StaticString = #function) {
  precondition(result == 1, "libcrypto refused: \(what)")
}
