import COpenSSL

/// Owns one libcrypto key; it never changes after it is made, so threads may share it.
@safe
final class KeyHandle: Sendable {
  nonisolated(unsafe) let pointer: OpaquePointer

  /// Takes the key over.
  init(_ pointer: OpaquePointer) { unsafe self.pointer = unsafe pointer }

  deinit { unsafe EVP_PKEY_free(pointer) }

  /// Which half of the key a PEM holds.
  enum Half { case `private`, `public` }

  /// Reads a PEM, and takes it only if it is an SM2 key.
  convenience init(pem: String, _ half: Half) throws(CryptoError) {
    let bytes = Array(pem.utf8)
    guard bytes.count <= 65_536 else { throw .unusableKey }
    let memory = unsafe BIO_new_mem_buf(bytes, Int32(bytes.count))
    defer { unsafe BIO_free(memory) }
    let read =
      switch half {
      case .private: unsafe birthgate_read_private(memory)
      case .public: unsafe birthgate_read_public(memory)
      }
    guard let found = unsafe read else {
      ERR_clear_error()
      throw .unusableKey
    }
    guard unsafe EVP_PKEY_is_a(found, "SM2") == 1 else {
      unsafe EVP_PKEY_free(found)
      throw .unusableKey
    }
    unsafe self.init(found)
  }

  func pem(_ half: Half) -> String {
    let memory = unsafe BIO_new(BIO_s_mem())
    defer { unsafe BIO_free(memory) }
    switch half {
    case .private: must(unsafe birthgate_write_private(memory, pointer))
    case .public: must(unsafe birthgate_write_public(memory, pointer))
    }
    var start: UnsafePointer<UInt8>?
    let count = unsafe birthgate_bio_bytes(memory, &start)
    return unsafe String(
      decoding: UnsafeBufferPointer(start: start, count: Int(count)), as: UTF8.self)
  }
}
