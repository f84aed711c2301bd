import COpenSSL

/// Ed25519 signatures (RFC 8032), as webhooks of the kind `v1a` bear them.
package enum Ed25519 {
  package static let keyBytes = 32
  package static let signatureBytes = 64

  /// A key that signs.
  package struct PrivateKey: Sendable {
    private let key: KeyHandle

    /// The key of a seed of 32 bytes (RFC 8032, 5.1.5).
    package init(seed: [UInt8]) {
      precondition(seed.count == Ed25519.keyBytes)
      let made = unsafe EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, seed, seed.count)
      guard let made = unsafe made else { preconditionFailure("libcrypto made no Ed25519 key") }
      key = unsafe KeyHandle(made)
    }

    package var publicKey: [UInt8] {
      var bytes = [UInt8](repeating: 0, count: Ed25519.keyBytes)
      var count = bytes.count
      must(unsafe EVP_PKEY_get_raw_public_key(key.pointer, &bytes, &count))
      return bytes
    }

    package func sign(_ message: [UInt8]) -> [UInt8] {
      let context = unsafe EVP_MD_CTX_new()
      defer { unsafe EVP_MD_CTX_free(context) }
      must(unsafe EVP_DigestSignInit(context, nil, nil, nil, key.pointer))
      var signature = [UInt8](repeating: 0, count: Ed25519.signatureBytes)
      var count = signature.count
      must(unsafe EVP_DigestSign(context, &signature, &count, message, message.count))
      return signature
    }
  }
}
