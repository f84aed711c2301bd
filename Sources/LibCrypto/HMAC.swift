/// Keyed digests (RFC 2104): look-up keys, signed requests, webhook signatures.
package enum HMAC {
  package static func sm3(_ key: [UInt8], _ data: [UInt8]) -> [UInt8] {
    code(.sm3, key, data)
  }

  package static func sha256(_ key: [UInt8], _ data: [UInt8]) -> [UInt8] {
    code(.sha256, key, data)
  }

  /// One code over the parts in order, without joining them first.
  package static func code(
    _ algorithm: HashAlgorithm, _ key: [UInt8], _ parts: [UInt8]...
  ) -> [UInt8] {
    var block = key
    if key.count > algorithm.blockBytes {
      var digest = Digest(algorithm)
      digest.update(key)
      block = digest.finish()
    }
    block.append(
      contentsOf: repeatElement(0, count: algorithm.blockBytes - block.count))
    var inner = Digest(algorithm)
    inner.update(block.map { $0 ^ 0x36 })
    for part in parts { inner.update(part) }
    var outer = Digest(algorithm)
    outer.update(block.map { $0 ^ 0x5c })
    outer.update(inner.finish())
    return outer.finish()
  }
}

/// Keys out of a key (RFC 5869), so that no two uses share one.
package enum HKDF {
  package static func derive(
    _ algorithm: HashAlgorithm = .sm3, key: [UInt8], salt: [UInt8] = [], info: [UInt8], count: Int
  ) -> [UInt8] {
    precondition((1...255 * algorithm.digestBytes).contains(count))
    // An absent salt is a digest of zeros; HMAC pads with zeros, so an empty one is the same.
    let master = HMAC.code(algorithm, salt, key)
    var output: [UInt8] = []
    var block: [UInt8] = []
    var number: UInt8 = 1
    while output.count < count {
      block = HMAC.code(algorithm, master, block, info, [number])
      output += block
      if output.count < count { number += 1 }
    }
    return Array(output.prefix(count))
  }
}
