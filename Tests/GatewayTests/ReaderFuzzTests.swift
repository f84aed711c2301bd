import Casework
import Foundation
import Fuzzing
import Testing
import Wire

@testable import birthgate

/// The readers of the program itself, on damaged samples: the same ones every time.
@Suite("Damaged settings and headers", .fewAtOnce)
struct ReaderFuzzTests {
  @Test("A damaged Authorization header is none, or is unambiguous", arguments: [UInt64(1), 2, 3])
  func header(seed: UInt64) {
    let samples = [
      "Birthgate-HMAC-SM3 sender=H61010400001, ts=1772331300, nonce=abcdefghijklmnop, "
        + "sig=\(String(repeating: "0f", count: 32)), key=k1",
      "Birthgate-SM2 sender=T61010400, ts=1, nonce=\"abcdefghijklmnop\", "
        + "sig=\(String(repeating: "ab", count: 64))",
    ]
    var mutator = Mutator(samples: samples.map { Array($0.utf8) }, seed: seed)
    var read = 0
    for _ in 0..<3_000 {
      let text = String(decoding: mutator.next(), as: UTF8.self)
      guard let header = AuthorizationHeader(text) else { continue }
      read += 1
      // What is signed are five lines (contract, section 3), whatever the header says.
      let signed = header.signedBytes(
        method: "POST", path: "/v1/messages", bodyDigest: Array(repeating: 0, count: 32))
      #expect(signed.count { $0 == UInt8(ascii: "\n") } == 4, "\(text)")
      #expect(header.ts.utf8.allSatisfy { (48...57).contains($0) })
    }
    // Damage does not always hit what counts, so some of them were read.
    #expect(read > 0)
  }

  @Test(
    "Damaged settings are read or refused with reasons in both languages",
    arguments: [
      UInt64(1), 2,
    ])
  func settings(seed: UInt64) {
    let sample = """
      {"senders": {"H61010400001": {"divisions": ["610104"], "families": ["birthCertificate"],
       "keys": [{"id": "k1", "scheme": "hmac", "secret": "\(String(repeating: "00", count: 32))"}]}},
       "publicURL": "https://a.example", "parentLinkDays": 30, "trialPacks": ["51"],
       "allowPrivateWebhooks": false, "noticeFolder": "n", "keyFile": "k"}
      """
    var mutator = Mutator(samples: [Array(sample.utf8), Array("{}".utf8)], seed: seed)
    for _ in 0..<2_000 {
      let bytes = mutator.next()
      do throws(SettingsReader.Trouble) {
        _ = try SettingsReader.read(bytes)
      } catch {
        #expect(!error.faults.isEmpty)
        for fault in error.faults {
          #expect(!fault.message.chinese.isEmpty && !fault.message.english.isEmpty)
          #expect((fault.line ?? 1) >= 1 && (fault.column ?? 1) >= 1)
        }
      }
    }
  }
}
