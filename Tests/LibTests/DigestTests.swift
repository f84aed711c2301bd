import Foundation
import LibCrypto
import Testing

@Suite("Digests and codes are those of their standards")
struct DigestTests {
  /// GB/T 32905-2016, appendix A.
  @Test func sm3OfTheStandardsExamples() {
    #expect(
      SM3.digest(Array("abc".utf8))
        == hex("66c7f0f4 62eeedd9 d1f2d46b dc10e4e2 4167c487 5cf2f7a2 297da02b 8f4ba8e0"))
    #expect(
      SM3.digest(Array(String(repeating: "abcd", count: 16).utf8))
        == hex("debe9ff9 2275b8a1 38604889 c18e5a4d 6fdb70e5 387e5765 293dcba3 9c0c5732"))
  }

  @Test(arguments: [0, 1, 55, 56, 63, 64, 65, 127, 128, 1000])
  func piecesGiveTheDigestOfTheWhole(count: Int) {
    let bytes = noise(count)
    for cut in [0, count / 3, count] {
      var digest = Digest(.sm3)
      digest.update(Array(bytes[..<cut]))
      digest.update(Array(bytes[cut...]))
      #expect(digest.finish() == SM3.digest(bytes))
    }
  }

  /// RFC 4231, test case 2.
  @Test func hmacOfTheRFC() {
    #expect(
      HMAC.sha256(Array("Jefe".utf8), Array("what do ya want for nothing?".utf8))
        == hex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"))
  }

  /// RFC 5869, test cases 1 and 3.
  @Test func hkdfOfTheRFC() {
    let key = [UInt8](repeating: 0x0b, count: 22)
    #expect(
      HKDF.derive(
        .sha256, key: key, salt: Array(0...12), info: Array(0xf0...0xf9), count: 42)
        == hex(
          """
          3cb25f25faacd57a90434f64d0362f2a 2d2d0a90cf1a5a4c5db02d56ecc4c5bf
          34007208d5b887185865
          """))
    #expect(
      HKDF.derive(.sha256, key: key, info: [], count: 42)
        == hex(
          """
          8da4e775a563c18f715f802a063c5a31 b8a11f5c5ee1879ec3454e5f3c738d2d
          9d201395faa4b61a96c8
          """))
  }

  @Test func comparisonSeesEveryDifference() {
    let bytes = noise(32)
    #expect(equalInConstantTime(bytes, bytes))
    #expect(equalInConstantTime([], []))
    #expect(!equalInConstantTime(bytes, Array(bytes.dropLast())))
    for index in bytes.indices {
      var other = bytes
      other[index] ^= 1
      #expect(!equalInConstantTime(bytes, other))
    }
  }

  @Test func randomBytesAreAsManyAsAskedForAndNeverTheSame() {
    #expect(SecureRandom.bytes(0).isEmpty)
    let drawn = (0..<100).map { _ in SecureRandom.bytes(16) }
    #expect(drawn.allSatisfy { $0.count == 16 })
    #expect(Set(drawn).count == 100)
  }
}

/// The files of Project Wycheproof, where they lie beside the checkout.
private let wycheproof = URL(filePath: #filePath)
  .deletingLastPathComponent().appending(path: "../../../shared/conformance/crypto")

private struct CodeFile: Decodable {
  struct Group: Decodable {
    struct Case: Decodable {
      let tcId: Int
      let key: String
      let msg: String
      let tag: String
      let result: String
    }
    let tagSize: Int
    let tests: [Case]
  }
  let testGroups: [Group]
}

@Suite(
  "HMAC agrees with Wycheproof",
  .enabled(if: FileManager.default.fileExists(atPath: wycheproof.path)))
struct WycheproofTests {
  @Test(arguments: [HashAlgorithm.sm3, .sha256])
  func everyCase(algorithm: HashAlgorithm) throws {
    let data = try Data(contentsOf: wycheproof.appending(path: "hmac_\(algorithm)_test.json"))
    let file = try JSONDecoder().decode(CodeFile.self, from: data)
    var judged = 0
    for group in file.testGroups {
      for one in group.tests {
        let code = HMAC.code(algorithm, hex(one.key), hex(one.msg)).prefix(group.tagSize / 8)
        let verdict = equalInConstantTime(Array(code), hex(one.tag)) ? "valid" : "invalid"
        #expect(verdict == one.result, "case \(one.tcId)")
        judged += 1
      }
    }
    #expect(judged > 100)
  }
}
