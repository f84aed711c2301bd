import COpenSSL

/// SM2 signatures (GB/T 32918.2-2016) with SM3 and the usual signer id, as requests and receipts
/// bear them: r ‖ s, 64 bytes.
package enum SM2 {
  /// The id that GB/T 35276 fixes for signers without one of their own.
  static let signerID: [UInt8] = Array("1234567812345678".utf8)

  /// Bytes in a signature.
  package static let signatureBytes = 64

  /// A key that signs.
  package struct PrivateKey: Sendable {
    private let key: KeyHandle

    /// A new random key.
    package init() {
      let context = unsafe EVP_PKEY_CTX_new_from_name(nil, "SM2", nil)
      defer { unsafe EVP_PKEY_CTX_free(context) }
      must(unsafe EVP_PKEY_keygen_init(context))
      var made: OpaquePointer?
      must(unsafe EVP_PKEY_generate(context, &made))
      guard let made = unsafe made else { preconditionFailure("libcrypto made no SM2 key") }
      key = unsafe KeyHandle(made)
    }

    /// Reads an unencrypted PEM key (PKCS #8 or SEC 1).
    package init(pem: String) throws(CryptoError) {
      key = try KeyHandle(pem: pem, .private)
    }

    /// PKCS #8, unencrypted: for a file that only its owner may read.
    package var pem: String { key.pem(.private) }

    package var publicKey: PublicKey { PublicKey(key: key) }

    package func sign(_ message: [UInt8]) -> [UInt8] {
      let context = unsafe EVP_MD_CTX_new()
      let keyContext = unsafe signing(key, in: context)
      defer { unsafe release(context, keyContext) }
      must(unsafe EVP_DigestSignInit(context, nil, HashAlgorithm.sm3.function, nil, key.pointer))
      var count = 0
      must(unsafe EVP_DigestSign(context, nil, &count, message, message.count))
      var der = [UInt8](repeating: 0, count: count)
      must(unsafe EVP_DigestSign(context, &der, &count, message, message.count))
      return plain(Array(der.prefix(count)))
    }
  }

  /// A key that checks signatures.
  package struct PublicKey: Sendable {
    private let key: KeyHandle

    fileprivate init(key: KeyHandle) { self.key = key }

    /// Reads a PEM public key (SubjectPublicKeyInfo).
    package init(pem: String) throws(CryptoError) {
      key = try KeyHandle(pem: pem, .public)
    }

    package var pem: String { key.pem(.public) }

    package func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
      guard signature.count == SM2.signatureBytes else { return false }
      let der = SM2.der(signature)
      let context = unsafe EVP_MD_CTX_new()
      let keyContext = unsafe signing(key, in: context)
      defer { unsafe release(context, keyContext) }
      must(unsafe EVP_DigestVerifyInit(context, nil, HashAlgorithm.sm3.function, nil, key.pointer))
      let verdict = unsafe EVP_DigestVerify(context, der, der.count, message, message.count)
      ERR_clear_error()
      return verdict == 1
    }
  }

  // The id goes into the key's context before the digest is begun; later would be too late for Z.
  private static func signing(_ key: KeyHandle, in context: OpaquePointer?) -> OpaquePointer? {
    let keyContext = unsafe EVP_PKEY_CTX_new(key.pointer, nil)
    must(unsafe EVP_PKEY_CTX_set1_id(keyContext, signerID, Int32(signerID.count)))
    unsafe EVP_MD_CTX_set_pkey_ctx(context, keyContext)
    return unsafe keyContext
  }

  private static func release(_ context: OpaquePointer?, _ keyContext: OpaquePointer?) {
    unsafe EVP_MD_CTX_free(context)
    unsafe EVP_PKEY_CTX_free(keyContext)
  }

  /// r ‖ s out of libcrypto's DER.
  private static func plain(_ der: [UInt8]) -> [UInt8] {
    unsafe der.withUnsafeBufferPointer { buffer in
      var start = buffer.baseAddress
      let pair = unsafe d2i_ECDSA_SIG(nil, &start, der.count)
      defer { unsafe ECDSA_SIG_free(pair) }
      var signature = [UInt8](repeating: 0, count: signatureBytes)
      unsafe signature.withUnsafeMutableBufferPointer { out in
        let r = unsafe BN_bn2binpad(ECDSA_SIG_get0_r(pair), out.baseAddress, 32)
        let s = unsafe BN_bn2binpad(ECDSA_SIG_get0_s(pair), out.baseAddress?.advanced(by: 32), 32)
        precondition(r == 32 && s == 32, "libcrypto's SM2 signature is out of range")
      }
      return signature
    }
  }

  private static func der(_ signature: [UInt8]) -> [UInt8] {
    let pair = unsafe ECDSA_SIG_new()
    defer { unsafe ECDSA_SIG_free(pair) }
    let r = Array(signature.prefix(32))
    let s = Array(signature.suffix(32))
    must(unsafe ECDSA_SIG_set0(pair, BN_bin2bn(r, 32, nil), BN_bin2bn(s, 32, nil)))
    var start: UnsafeMutablePointer<UInt8>?
    let count = unsafe i2d_ECDSA_SIG(pair, &start)
    precondition(count > 0, "out of memory")
    defer { unsafe CRYPTO_free(start, #fileID, #line) }
    return unsafe Array(UnsafeBufferPointer(start: start, count: Int(count)))
  }
}
