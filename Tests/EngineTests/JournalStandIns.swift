import Casework
import Engine

/// SHA-256 (FIPS 180-4), so that trees can be held against published ones; the gateway uses SM3.
func sha256(_ bytes: [UInt8]) -> [UInt8] {
  var hash: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab,
    0x5be0_cd19,
  ]
  var padded = bytes + [0x80]
  while padded.count % 64 != 56 { padded.append(0) }
  let bits = UInt64(bytes.count) * 8
  padded += (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * $0)) }
  for start in stride(from: 0, to: padded.count, by: 64) {
    var words = (0..<16).map { word in
      (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(padded[start + word * 4 + $1]) }
    }
    for index in 16..<64 {
      let early = words[index - 15]
      let late = words[index - 2]
      let first = rotated(early, 7) ^ rotated(early, 18) ^ early >> 3
      let second = rotated(late, 17) ^ rotated(late, 19) ^ late >> 10
      words.append(words[index - 16] &+ first &+ words[index - 7] &+ second)
    }
    var state = hash
    for index in 0..<64 {
      let e = state[4]
      let a = state[0]
      let sumE = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
      let choice = (e & state[5]) ^ (~e & state[6])
      let one = state[7] &+ sumE &+ choice &+ sha256Constants[index] &+ words[index]
      let sumA = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
      let two = sumA &+ ((a & state[1]) ^ (a & state[2]) ^ (state[1] & state[2]))
      state = [one &+ two] + state[0..<7]
      state[4] &+= one
    }
    hash = zip(hash, state).map { $0 &+ $1 }
  }
  return hash.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * $0)) } }
}

private func rotated(_ word: UInt32, _ by: UInt32) -> UInt32 { word >> by | word << (32 - by) }

/// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
private let sha256Constants: [UInt32] = {
  let primes = (2...311).filter { number in
    !(2..<number).contains { $0 * $0 <= number && number % $0 == 0 }
  }
  return primes.map { prime in
    // The greatest x with x³ ≤ prime · 2^96, whose low 32 bits are the fraction's.
    let target = (high: UInt64(prime) << 32, low: UInt64(0))
    var root: UInt64 = 0
    for bit in (0..<36).reversed() {
      let candidate = root | 1 << UInt64(bit)
      let square = candidate.multipliedFullWidth(by: candidate)
      let low = square.low.multipliedFullWidth(by: candidate)
      let high = square.high * candidate + low.high
      if (high, low.low) <= (target.high, target.low) { root = candidate }
    }
    return UInt32(truncatingIfNeeded: root)
  }
}()

func hex(_ bytes: [UInt8]) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

func bytes(ofHex text: String) -> [UInt8] {
  let digits = text.compactMap { $0.hexDigitValue }
  return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
}

/// A quick digest for what does not depend on which digest it is (SplitMix64's mixing, four lanes).
func quickDigest(_ bytes: [UInt8]) -> [UInt8] {
  var lanes: [UInt64] = [1, 2, 3, 4]
  for lane in lanes.indices {
    var mixed = lanes[lane] &* 0x9E37_79B9_7F4A_7C15
    for byte in bytes {
      mixed = (mixed ^ UInt64(byte)) &* 0xBF58_476D_1CE4_E5B9
      mixed ^= mixed >> 29
    }
    lanes[lane] = mixed ^ UInt64(bytes.count)
  }
  return lanes.flatMap { lane in (0..<8).map { UInt8(truncatingIfNeeded: lane >> ($0 * 8)) } }
}

let sampleJournal = Journal(digest: quickDigest)

/// Leaves that name themselves.
func leaves(_ count: Int, salt: Int = 0) -> [[UInt8]] {
  (0..<count).map { quickDigest(Array("leaf \(salt) \($0)".utf8)) }
}

/// Entries that follow each other, of 1, 2, … leaves.
func sampleChain(_ count: Int, chain: String = "x", after: [UInt8] = Journal.nothing)
  -> [JournalRow]
{
  (1...count).reduce(into: []) { rows, height in
    rows.append(
      sampleJournal.entry(
        chain: chain, height: height, at: Int64(height) * 10, previous: rows.last?.root ?? after,
        leaves: leaves(height, salt: height)
      ).row)
  }
}

extension CaseStore {
  /// Writes an entry as it is.
  func keep(_ row: JournalRow) async throws(StoreError) {
    var group = ChangeGroup()
    group.leaves = row.splitLeaves ?? []
    _ = try await commit([group]) { _ in row }
  }
}
