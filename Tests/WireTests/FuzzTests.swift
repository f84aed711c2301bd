import Foundation
import Fuzzing
import Testing
import Wire

/// A short run of what deploy/fuzz does at length: the same damaged samples every time.
struct FuzzTests {
  /// All samples, in order of their names, and the same texts in other encodings.
  static let samples: [[UInt8]] = {
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { root.deleteLastPathComponent() }
    let folder = root.appendingPathComponent("Samples")
    let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }
    let texts = (names ?? []).sorted().filter { name in
      [".json", ".xml", ".ndjson"].contains { name.hasSuffix($0) }
    }.compactMap { try? Data(contentsOf: folder.appendingPathComponent($0)) }
      .filter { $0.count < 16_000 && !$0.isEmpty }.map { [UInt8]($0) }
    let others = [
      EncodingTests.splice(EncodingTests.declared("GBK", "~"), EncodingTests.nameInGB),
      EncodingTests.splice(EncodingTests.text("~", .json), [0xFE, 0x51, 0x95, 0x32, 0x82, 0x36]),
      EncodingTests.sixteen(EncodingTests.declared("UTF-16"), isLittle: true, mark: true),
      EncodingTests.sixteen(EncodingTests.text("\u{20000}", .json), isLittle: false, mark: false),
    ]
    return texts + others
  }()

  @Test(arguments: FuzzReader.allCases, [UInt64(1), 2])
  func damagedSamplesBreakNothing(target: FuzzReader, seed: UInt64) {
    #expect(Self.samples.count > 20)
    var mutator = Mutator(samples: Self.samples, seed: seed)
    for round in 0..<400 {
      let bytes = mutator.next()
      let complaint = target.complaint(about: bytes, by: reader)
      #expect(
        complaint == nil,
        "\(target), seed \(seed), input \(round): \(Data(bytes.prefix(3000)).base64EncodedString())"
      )
    }
  }

  @Test(arguments: FuzzReader.allCases)
  func samplesThemselvesHold(target: FuzzReader) {
    for bytes in Self.samples {
      #expect(target.complaint(about: bytes, by: reader) == nil)
    }
  }
}
