import LibCrypto
import Testing

@Suite("Ciphers of other houses' envelopes")
struct EnvelopeCipherTests {
  @Test("SM4 is the standard's (GB/T 32907-2016, A.1), a whole block of padding after it")
  func sm4() {
    let key = hex("0123456789abcdeffedcba9876543210")
    let sealed = BlockCipher.ecb.seal(key, key: key)
    #expect(sealed.count == 32)
    #expect(Array(sealed.prefix(16)) == hex("681edf34d206965e86b3e94f536e4246"))
    #expect(BlockCipher.ecb.open(sealed, key: key) == key)
  }

  @Test("AES is the standard's (FIPS 197, C.1), and SHA-1 that of FIPS 180 for \"abc\"")
  func aes() {
    let key = (0..<16).map { UInt8($0) }
    let plain = (0..<16).map { UInt8($0 * 17) }
    let sealed = BlockCipher.ecb.seal(plain, key: key, by: .aes128)
    #expect(Array(sealed.prefix(16)) == hex("69c4e0d86a7b0430d8cdb78070b4c55a"))
    #expect(BlockCipher.ecb.open(sealed, key: key, by: .aes128) == plain)
    #expect(BlockCipher.ecb.open(sealed, key: key) != plain, "SM4 is another cipher")
    #expect(SHA1.digest(Array("abc".utf8)) == hex("a9993e364706816aba3e25717850c26c9cd0d89d"))
  }

  @Test("any length comes back, and what was sealed otherwise does not", arguments: 0..<34)
  func lengths(count: Int) {
    let key = [UInt8](repeating: 9, count: 16)
    let plain = (0..<count).map { UInt8($0) }
    for cipher in [BlockCipher.ecb, .cbc(iv: [UInt8](repeating: 3, count: 16))] {
      let sealed = cipher.seal(plain, key: key)
      #expect(sealed.count == (count / 16 + 1) * 16)
      #expect(cipher.open(sealed, key: key) == plain)
      #expect(cipher.open(Array(sealed.dropLast()), key: key) == nil)
      #expect(cipher.open(sealed, key: [UInt8](repeating: 8, count: 16)) != plain)
    }
    #expect(BlockCipher.ecb.open([], key: key) == nil)
  }

  /// RFC 8032, 7.1, TEST 2.
  @Test("Ed25519 is that of RFC 8032")
  func ed25519() {
    let key = Ed25519.PrivateKey(
      seed: hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"))
    #expect(
      key.publicKey == hex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"))
    #expect(
      key.sign([0x72])
        == hex(
          """
          92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da\
          085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00
          """))
  }
}
