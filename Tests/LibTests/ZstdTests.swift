import LibZstd
import Testing

@Suite("What is compressed comes back, and never more than allowed")
struct ZstdTests {
  private let text = Array(
    String(repeating: "<birthCertificate>出生</birthCertificate>", count: 80).utf8)

  @Test(arguments: [1, 3, 19], [0, 1, 100, 100_000])
  func bytesComeBack(level: Int, count: Int) throws {
    let bytes = noise(count)
    let frame = Zstd.compress(bytes, level: level)
    #expect(try Zstd.decompress(frame, maxBytes: count) == bytes)
  }

  @Test func aPackerThatIsUsedAgainPacksTheSame() {
    let packer = Packer()
    for count in [0, 1, 100_000, 100, 0] {
      #expect(packer.compress(noise(count)) == Zstd.compress(noise(count)))
    }
    #expect(packer.compress(text) == Zstd.compress(text))
  }

  @Test func textShrinksAndADictionaryShrinksItFurther() throws {
    let short = Array(text.prefix(200))
    let plain = Zstd.compress(short)
    let helped = Zstd.compress(short, dictionary: text)
    #expect(plain.count < short.count)
    #expect(helped.count < plain.count)
    #expect(try Zstd.decompress(helped, maxBytes: 200, dictionary: text) == short)
    #expect((try? Zstd.decompress(helped, maxBytes: 200)) != short)
  }

  @Test func theBoundHolds() throws {
    let bomb = Zstd.compress([UInt8](repeating: 0, count: 10_000_000))
    #expect(bomb.count < 10_000)
    #expect(throws: ZstdError.tooLarge) { try Zstd.decompress(bomb, maxBytes: 9_999_999) }
    #expect(throws: ZstdError.tooLarge) { try Zstd.decompress(bomb, maxBytes: -1) }
    #expect(try Zstd.decompress(bomb, maxBytes: 10_000_000).count == 10_000_000)
  }

  @Test func brokenFramesAreRefused() {
    let frame = Zstd.compress(text)
    for count in 0..<frame.count {
      #expect(throws: ZstdError.self) {
        try Zstd.decompress(Array(frame.prefix(count)), maxBytes: 1 << 20)
      }
    }
    #expect(throws: ZstdError.corrupt) { try Zstd.decompress(frame + [0], maxBytes: 1 << 20) }
    #expect(throws: ZstdError.corrupt) { try Zstd.decompress(noise(100), maxBytes: 1 << 20) }
  }

  /// A magic skippable frame holds nothing of ours.
  @Test func skippableFramesAreRefused() {
    let frame: [UInt8] = [0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4]
    let plain = try? Zstd.decompress(frame, maxBytes: 100)
    #expect(plain == nil)
  }
}
