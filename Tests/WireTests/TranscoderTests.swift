import Casework
import Testing
import Wire

/// Batches in other encodings than UTF-8.
struct TranscoderTests {
  private func transcoded(_ bytes: [UInt8], chunk: Int, _ charset: Charset? = nil) -> [UInt8] {
    var transcoder = Transcoder(charset: charset)
    var result: [UInt8] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      result += transcoder.feed(Array(rest.prefix(chunk)))
      rest = rest.dropFirst(chunk)
    }
    return result + transcoder.finish()
  }

  private func pieces(_ bytes: [UInt8]) -> [BatchReader.Piece] {
    var batch = BatchReader()
    return batch.feed(bytes) + batch.finish()
  }

  /// Four messages with a name each, one of them beyond the basic plane.
  private let names = ["李一诺", "\u{20087}\u{E816}", "王·芳", "é"]

  private func batch(_ declaration: String) -> String {
    declaration + "<messages xmlns=\"urn:birthgate:message:1\">\n"
      + names.map {
        EncodingTests.text($0, .xml).replacing(" xmlns=\"urn:birthgate:message:1\"", with: "")
      }.joined(separator: "\n") + "</messages>"
  }

  private func read(_ pieces: [BatchReader.Piece], _ charset: Charset? = nil) throws -> [[UInt8]] {
    try pieces.map {
      try reader.read($0.bytes, form: $0.form, as: Manner(charset: charset), from: $0.place)
        .canonical
    }
  }

  @Test(arguments: [1, 2, 3, 5, 64, 100_000])
  func sixteenBitsAreCutLikeUTF8(chunk: Int) throws {
    let expected = try read(pieces(Array(batch("").utf8)))
    #expect(expected.count == names.count)
    for isLittle in [true, false] {
      for mark in [true, false] {
        let xml = EncodingTests.sixteen(
          batch("<?xml version=\"1.0\" encoding=\"UTF-16\"?>"), isLittle: isLittle, mark: mark)
        #expect(try read(pieces(transcoded(xml, chunk: chunk))) == expected)
        // The declaration's white space keeps its length, so places are those of the text.
        #expect(
          transcoded(xml, chunk: chunk).count
            == batch("<?xml version=\"1.0\" encoding=\"UTF-16\"?>").utf8.count)
        let undeclared = EncodingTests.sixteen(batch(""), isLittle: isLittle, mark: mark)
        #expect(try read(pieces(transcoded(undeclared, chunk: chunk, .utf16))) == expected)
        let lines = EncodingTests.sixteen(
          names.map { EncodingTests.text($0, .json) }.joined(separator: "\n"), isLittle: isLittle,
          mark: mark)
        #expect(try read(pieces(transcoded(lines, chunk: chunk, .utf16))) == expected)
        // Nobody named it: it passes as it is, to be refused.
        #expect(transcoded(undeclared, chunk: chunk, .gb18030) == undeclared)
        #expect(transcoded(lines, chunk: chunk) == lines)
      }
    }
  }

  @Test(arguments: [1, 7, 100_000])
  func otherStreamsPass(chunk: Int) {
    for bytes in [
      [], [0x3C], [0xFE], Array(batch("").utf8), UTF8.mark + Array("{}\n".utf8),
      EncodingTests.splice(EncodingTests.text("~", .json), EncodingTests.nameInGB),
    ] {
      for charset in [nil, Charset.gb18030, .utf16] where charset != .utf16 || bytes.count > 1 {
        #expect(transcoded(bytes, chunk: chunk, charset) == bytes)
      }
    }
  }

  @Test(arguments: [1, 3, 100_000])
  func halfACharacterSpoilsItsMessageOnly(chunk: Int) throws {
    let text = names.map { EncodingTests.text($0, .json) }.joined(separator: "\n")
    var bytes = EncodingTests.sixteen(text, isLittle: true, mark: true)
    // The first unit of U+20087, the pair D840 DC87, loses its second.
    let unit = try #require(Array(text.utf16).firstIndex(of: 0xD840))
    bytes.replaceSubrange((2 + 2 * unit + 2)..<(2 + 2 * unit + 4), with: [0x41, 0])
    // And half a unit at the end belongs to the last message.
    let found = pieces(transcoded(bytes + [0x0A], chunk: chunk, .utf16))
    #expect(
      found.map { errors($0.bytes, $0.form).map(\.code) }
        == [[], [.encoding], [], [.encoding]])
  }

  @Test func gbBatchesAreCutByBytes() throws {
    // No later byte of a character is one that cutting looks for.
    let later = Set(UInt8(0x30)...0x39).union(0x40...0x7E).union(0x80...0xFE)
    for mark in "<>\"'\n!?-=/ &".utf8 {
      #expect(!later.contains(mark))
    }
    // 丂 is 8140; 8F5C and 8F7B end as `\` and `{` do in ASCII.
    let odd: [UInt8] = [0x81, 0x40, 0x8F, 0x5C, 0x8F, 0x7B, 0x95, 0x32, 0x82, 0x36]
    let one = EncodingTests.splice(EncodingTests.text("~", .json), odd)
    let lines = pieces(one + [0x0A] + one)
    let name = GB18030.decode(odd[...]).text
    #expect(
      try read(lines, .gb18030).map {
        try JSONValue(parsing: $0)["vitalEvent"]?["name"]?.string.map { Array($0.utf8) }
      } == [name, name])
    let xml = EncodingTests.splice(
      "<?xml version=\"1.0\" encoding=\"GBK\"?><messages xmlns=\"urn:birthgate:message:1\">"
        + EncodingTests.text("~", .xml) + "</messages>", odd)
    #expect(
      try read(pieces(xml)).map {
        try JSONValue(parsing: $0)["vitalEvent"]?["name"]?.string.map { Array($0.utf8) }
      } == [name])
  }
}
