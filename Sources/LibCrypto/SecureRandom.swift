import COpenSSL

/// Bytes nobody can foretell: nonces, keys, tokens.
package enum SecureRandom {
  package static func bytes(_ count: Int) -> [UInt8] {
    precondition(count >= 0 && count <= Int(Int32.max))
    var bytes = [UInt8](repeating: 0, count: count)
    must(unsafe RAND_bytes(&bytes, Int32(count)))
    return bytes
  }
}

/// Compares secrets in a time that tells nothing of where they differ; their length is no secret.
package func equalInConstantTime(_ left: [UInt8], _ right: [UInt8]) -> Bool {
  guard left.count == right.count else { return false }
  return unsafe CRYPTO_memcmp(left, right, left.count) == 0
}
