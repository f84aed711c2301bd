import Engine
import Synchronization

/// Stand-ins that do what the real ones promise, for tests of what is built on them: not safe.
let sampleCrypto = Crypto(
  digest: quickDigest, hmac: { quickDigest($0 + [0xFF] + $1) },
  seal: { key in
    Seal(
      seal: { bytes, context in
        let nonce = sampleRandom(8)
        let text = xored(bytes, key + nonce)
        return nonce + text + tag(key, nonce, text, context)
      },
      open: { sealed, context in
        guard sealed.count >= 40 else { return nil }
        let nonce = Array(sealed[..<8])
        let text = Array(sealed[8..<(sealed.count - 32)])
        guard Array(sealed.suffix(32)) == tag(key, nonce, text, context) else { return nil }
        return xored(text, key + nonce)
      })
  },
  compress: runLengths, decompress: unfolded, random: sampleRandom)

let sampleKeys = KeyRing(
  current: KeyRing.Key(id: "k1", bytes: Array(repeating: 1, count: 32)),
  lookUp: KeyRing.LookUp(id: 1, bytes: Array(repeating: 2, count: 32)),
  linkToken: Array(repeating: 3, count: 32))

private let counter = Mutex<UInt64>(0)

/// Never the same bytes twice.
func sampleRandom(_ count: Int) -> [UInt8] {
  let drawn = counter.withLock { count in
    count += 1
    return count
  }
  var bytes: [UInt8] = []
  while bytes.count < count { bytes += quickDigest(Array("\(drawn) \(bytes.count)".utf8)) }
  return Array(bytes.prefix(count))
}

private func tag(_ key: [UInt8], _ nonce: [UInt8], _ text: [UInt8], _ context: [UInt8]) -> [UInt8] {
  quickDigest(key + nonce + [UInt8(truncatingIfNeeded: context.count)] + context + text)
}

private func xored(_ bytes: [UInt8], _ key: [UInt8]) -> [UInt8] {
  var stream: [UInt8] = []
  while stream.count < bytes.count { stream += quickDigest(key + Array("\(stream.count)".utf8)) }
  return zip(bytes, stream).map { $0 ^ $1 }
}

private func runLengths(_ bytes: [UInt8]) -> [UInt8] {
  var packed: [UInt8] = []
  for byte in bytes {
    if packed.last == byte, packed[packed.count - 2] < 255 {
      packed[packed.count - 2] += 1
    } else {
      packed += [1, byte]
    }
  }
  return packed
}

private func unfolded(_ packed: [UInt8]) -> [UInt8]? {
  guard packed.count.isMultiple(of: 2) else { return nil }
  return stride(from: 0, to: packed.count, by: 2).flatMap { index in
    Array(repeating: packed[index + 1], count: Int(packed[index]))
  }
}
