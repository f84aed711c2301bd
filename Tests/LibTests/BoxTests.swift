import LibCrypto
import Testing

@Suite("A box opens with its key, in its place, unchanged, and not otherwise")
struct BoxTests {
  private let key = noise(32, seed: 1)
  private let place = Array("event/7/0".utf8)

  /// GB/T 32907-2016, appendix A.1: one block, which counter mode shows by sealing zeros.
  @Test func sm4OfTheStandardsExample() {
    let example = hex("0123456789abcdeffedcba9876543210")
    #expect(
      Cipher.sm4CTR([UInt8](repeating: 0, count: 16), key: example, counter: example)
        == hex("681edf34d206965e86b3e94f536e4246"))
  }

  /// The GCM specification (McGrew and Viega), test case 16.
  @Test func aesGCMOfTheStandardsExample() throws {
    let key = hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308")
    let nonce = hex("cafebabefacedbaddecaf888")
    let associated = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    let plain = hex(
      """
      d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72
      1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39
      """)
    let text = hex(
      """
      522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa
      8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662
      """)
    let tag = hex("76fc6ece0f4e1768cddf8853bb2d551b")
    #expect(
      Cipher.aesGCMSeal(plain, key: key, nonce: nonce, associated: associated) == text + tag)
    #expect(
      try Cipher.aesGCMOpen(text, tag: tag, key: key, nonce: nonce, associated: associated)
        == plain)
  }

  @Test(arguments: Box.Suite.allCases, [0, 1, 15, 16, 17, 1000])
  func whatIsSealedOpens(suite: Box.Suite, count: Int) throws {
    let plain = noise(count)
    let box = Box.seal(plain, key: key, suite: suite, associated: place)
    #expect(box.first == suite.rawValue)
    #expect(try Box.open(box, key: key, associated: place) == plain)
    #expect(box != Box.seal(plain, key: key, suite: suite, associated: place), "nonce repeated")
  }

  @Test(arguments: Box.Suite.allCases, [0, 1, 40])
  func everyChangedBitIsSeen(suite: Box.Suite, count: Int) {
    let box = Box.seal(noise(count), key: key, suite: suite, associated: place)
    for index in box.indices {
      for bit in 0..<8 {
        var changed = box
        changed[index] ^= 1 << bit
        #expect(throws: CryptoError.self, "byte \(index), bit \(bit)") {
          try Box.open(changed, key: key, associated: place)
        }
      }
    }
  }

  @Test(arguments: Box.Suite.allCases)
  func cutsAdditionsOtherKeysAndOtherPlacesAreSeen(suite: Box.Suite) {
    let box = Box.seal(noise(40), key: key, suite: suite, associated: place)
    for count in 0..<box.count {
      #expect(throws: CryptoError.self) {
        try Box.open(Array(box.prefix(count)), key: key, associated: place)
      }
    }
    #expect(throws: CryptoError.notAuthentic) {
      try Box.open(box + [0], key: key, associated: place)
    }
    #expect(throws: CryptoError.notAuthentic) {
      try Box.open(box, key: noise(32, seed: 2), associated: place)
    }
    for other in [[], place + [0], Array(place.dropLast())] {
      #expect(throws: CryptoError.notAuthentic) {
        try Box.open(box, key: key, associated: other)
      }
    }
  }

  @Test(arguments: Box.Suite.allCases)
  func noByteWandersBetweenPlaceAndText(suite: Box.Suite) {
    // The same bytes in the same order, cut elsewhere.
    let box = Box.seal([], key: key, suite: suite, associated: place)
    let head = Array(box.prefix(suite == .sm4CtrHmacSm3 ? 17 : 13))
    let tag = Array(box.dropFirst(head.count))
    #expect(throws: CryptoError.notAuthentic) {
      try Box.open(head + place.suffix(1) + tag, key: key, associated: Array(place.dropLast()))
    }
  }
}
