import COpenSSL

/// SM4, or AES where a peer has that, by whole blocks with PKCS #7 padding: as envelopes of other
/// houses want it.
///
/// Equal blocks look equal in ECB and neither mode notices a change: for a peer's envelope within
/// TLS only, never for what lies on disk (``Box`` is for that).
package enum BlockCipher: Hashable, Sendable {
  case ecb
  case cbc(iv: [UInt8])

  /// What enciphers a block; all of them take keys and blocks of 16 bytes.
  package enum Algorithm: Sendable { case sm4, aes128 }

  package static let keyBytes = 16
  private static let blockBytes = 16

  private nonisolated(unsafe) static let sm4ECB = unsafe fetch("SM4-ECB")
  private nonisolated(unsafe) static let sm4CBC = unsafe fetch("SM4-CBC")
  private nonisolated(unsafe) static let aesECB = unsafe fetch("AES-128-ECB")
  private nonisolated(unsafe) static let aesCBC = unsafe fetch("AES-128-CBC")

  private static func fetch(_ name: String) -> OpaquePointer? {
    let found = unsafe EVP_CIPHER_fetch(nil, name, nil)
    precondition(unsafe found != nil, "libcrypto has no \(name)")
    return unsafe found
  }

  package func seal(_ plain: [UInt8], key: [UInt8], by algorithm: Algorithm = .sm4) -> [UInt8] {
    run(plain, key: key, algorithm, sealing: true) ?? []
  }

  /// Nil where the bytes were not sealed with this key.
  package func open(
    _ sealed: [UInt8], key: [UInt8], by algorithm: Algorithm = .sm4
  ) -> [UInt8]? {
    guard !sealed.isEmpty, sealed.count % Self.blockBytes == 0 else { return nil }
    return run(sealed, key: key, algorithm, sealing: false)
  }

  private func run(
    _ input: [UInt8], key: [UInt8], _ algorithm: Algorithm, sealing: Bool
  ) -> [UInt8]? {
    precondition(key.count == Self.keyBytes && input.count < 1 << 30)
    let context = unsafe EVP_CIPHER_CTX_new()
    defer { unsafe EVP_CIPHER_CTX_free(context) }
    let direction: Int32 = sealing ? 1 : 0
    switch self {
    case .ecb:
      let cipher = unsafe algorithm == .sm4 ? Self.sm4ECB : Self.aesECB
      must(unsafe EVP_CipherInit_ex2(context, cipher, key, nil, direction, nil))
    case .cbc(let iv):
      precondition(iv.count == Self.blockBytes)
      let cipher = unsafe algorithm == .sm4 ? Self.sm4CBC : Self.aesCBC
      must(unsafe EVP_CipherInit_ex2(context, cipher, key, iv, direction, nil))
    }
    var output = [UInt8](repeating: 0, count: input.count + Self.blockBytes)
    var written: Int32 = 0
    must(unsafe EVP_CipherUpdate(context, &output, &written, input, Int32(input.count)))
    var last = [UInt8](repeating: 0, count: 2 * Self.blockBytes)
    var rest: Int32 = 0
    guard unsafe EVP_CipherFinal_ex(context, &last, &rest) == 1 else {
      ERR_clear_error()
      return nil
    }
    return Array(output.prefix(Int(written))) + last.prefix(Int(rest))
  }
}

/// SHA-256 of bytes at hand, where a standard from outside asks for it.
package enum SHA256 {
  package static func digest(_ bytes: [UInt8]) -> [UInt8] {
    var digest = Digest(.sha256)
    digest.update(bytes)
    return digest.finish()
  }
}

/// SHA-1, for keys that other houses' systems derive by it. It proves nothing here.
package enum SHA1 {
  package static func digest(_ bytes: [UInt8]) -> [UInt8] {
    var digest = Digest(.sha1)
    digest.update(bytes)
    return digest.finish()
  }
}
