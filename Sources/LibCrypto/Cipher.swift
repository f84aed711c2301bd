import COpenSSL

/// The two symmetric ciphers behind ``Box``, each by one call. Counter mode alone hides but does
/// not protect: nothing but ``Box``, and the tests against the standards' examples, calls these.
package enum Cipher {
  private nonisolated(unsafe) static let sm4 = unsafe fetch("SM4-CTR")
  private nonisolated(unsafe) static let aes = unsafe fetch("AES-256-GCM")

  private static func fetch(_ name: String) -> OpaquePointer? {
    let found = unsafe EVP_CIPHER_fetch(nil, name, nil)
    precondition(unsafe found != nil, "libcrypto has no \(name)")
    return unsafe found
  }

  /// SM4 (GB/T 32907-2016) in counter mode; the same call opens what it sealed.
  package static func sm4CTR(_ input: [UInt8], key: [UInt8], counter: [UInt8]) -> [UInt8] {
    precondition(key.count == 16 && counter.count == 16)
    let context = unsafe EVP_CIPHER_CTX_new()
    defer { unsafe EVP_CIPHER_CTX_free(context) }
    must(unsafe EVP_EncryptInit_ex2(context, sm4, key, counter, nil))
    return unsafe run(context, input)
  }

  /// AES-256-GCM (NIST SP 800-38D); the 16-byte tag stands after the text.
  package static func aesGCMSeal(
    _ plain: [UInt8], key: [UInt8], nonce: [UInt8], associated: [UInt8]
  ) -> [UInt8] {
    precondition(key.count == 32 && nonce.count == 12)
    let context = unsafe EVP_CIPHER_CTX_new()
    defer { unsafe EVP_CIPHER_CTX_free(context) }
    must(unsafe EVP_EncryptInit_ex2(context, aes, key, nonce, nil))
    unsafe authenticate(context, associated)
    let sealed = unsafe run(context, plain)
    var rest: Int32 = 0
    must(unsafe EVP_EncryptFinal_ex(context, nil, &rest))
    var tag = [UInt8](repeating: 0, count: 16)
    must(unsafe birthgate_get_tag(context, 16, &tag))
    return sealed + tag
  }

  package static func aesGCMOpen(
    _ sealed: [UInt8], tag: [UInt8], key: [UInt8], nonce: [UInt8], associated: [UInt8]
  ) throws(CryptoError) -> [UInt8] {
    precondition(key.count == 32 && nonce.count == 12 && tag.count == 16)
    let context = unsafe EVP_CIPHER_CTX_new()
    defer { unsafe EVP_CIPHER_CTX_free(context) }
    must(unsafe EVP_DecryptInit_ex2(context, aes, key, nonce, nil))
    unsafe authenticate(context, associated)
    let plain = unsafe run(context, sealed)
    must(unsafe birthgate_set_tag(context, 16, tag))
    var rest: Int32 = 0
    guard unsafe EVP_CipherFinal_ex(context, nil, &rest) == 1 else {
      ERR_clear_error()
      throw .notAuthentic
    }
    return plain
  }

  private static func authenticate(_ context: OpaquePointer?, _ associated: [UInt8]) {
    guard !associated.isEmpty else { return }
    var written: Int32 = 0
    must(unsafe EVP_CipherUpdate(context, nil, &written, associated, length(associated)))
  }

  private static func run(_ context: OpaquePointer?, _ input: [UInt8]) -> [UInt8] {
    guard !input.isEmpty else { return [] }
    var output = [UInt8](repeating: 0, count: input.count)
    var written: Int32 = 0
    must(unsafe EVP_CipherUpdate(context, &output, &written, input, length(input)))
    precondition(Int(written) == input.count)
    return output
  }

  /// libcrypto counts in `int`; what we seal is a message or an event, far below.
  private static func length(_ bytes: [UInt8]) -> Int32 {
    precondition(bytes.count <= Int(Int32.max), "too long to seal at once")
    return Int32(bytes.count)
  }
}
