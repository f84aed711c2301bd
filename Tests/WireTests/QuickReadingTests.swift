import Casework
import Testing
import Wire

/// What is looked at eight bytes at a time must be found at every place of the eight.
struct QuickReadingTests {
  /// RFC 8259, section 7: quote, backslash and U+0000 to U+001F are escaped; all else stands.
  @Test func textsEndAndAreRefusedAtEveryPlace() throws {
    for before in 0..<20 {
      for after in 0..<10 {
        let (left, right) = (
          String(repeating: "王a", count: before), String(repeating: "b", count: after)
        )
        let escaped = try JSONValue(parsing: Array("\"\(left)\\\"\(right)\"".utf8))
        #expect(escaped == .string(left + "\"" + right))
        let plain = try JSONValue(parsing: Array("[\"\(left)\u{7F}\(right)\",1]".utf8))
        #expect(plain == [.string(left + "\u{7F}" + right), 1])
        // A control character after the quote at 0 stands where the text before it ends.
        let broken = Array("\"\(left)\n\(right)\"".utf8)
        #expect(throws: Rejection.self) { try JSONValue(parsing: broken) }
      }
    }
  }

  /// RFC 3629, section 4, as the standard library has it: the reader refuses for its encoding just
  /// what that does not read.
  @Test(arguments: 0..<20)
  func bytesAreUTF8WhereTheStandardLibrarySaysSo(seed: Int) {
    var dice = Dice(UInt64(seed))
    let pieces: [[UInt8]] = [
      Array("abcdefghijk".utf8), Array("王".utf8), Array("é".utf8), Array("𠮷".utf8), [0x61],
      [0xE0, 0x9F, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF0, 0x8F, 0x80, 0x80],
      [0xC0, 0x80], [0xE7, 0x8E], [0x80], [0xFF], [0xE0, 0xA0, 0x80], [0xED, 0x9F, 0xBF],
    ]
    for _ in 0..<500 {
      var text: [UInt8] = []
      for _ in 0..<Int.random(in: 0..<12, using: &dice) {
        // Four of five pieces are sound, so that many a text is.
        let isSound = Int.random(in: 0..<25, using: &dice) > 0
        text += pieces[Int.random(in: isSound ? 0..<5 : 5..<pieces.count, using: &dice)]
      }
      let isText = String(validating: text, as: UTF8.self) != nil
      let found = errors([0x22] + text + [0x22], .json).map(\.code)
      #expect(found.contains(.encoding) == !isText)
    }
  }

  /// A value that is right as it stands and one that has to be folded first are one message; and
  /// what is not right is refused, however quickly the right ones are taken.
  @Test func numbersAreTakenWholeOrNotAtAll() throws {
    func certificate(_ number: String, _ division: String) -> String {
      """
      {"header":{"id":"A","sender":"S","sentAt":"2026-03-02T10:15:00+08:00"},\
      "birthCertificate":{"action":"void","number":"\(number)","reason":"x",\
      "birthPlace":{"division":"\(division)"},"issuedOn":"2026-03-02"}}
      """
    }
    let plain = try read(certificate("Z610000001", "610104"))
    let folded = try read(certificate(" ｚ610000001\u{3000}", "\u{A0}６10104"))
    #expect(plain.canonical == folded.canonical)
    // A letter and nine digits, the first two a province of GB/T 2260; six digits.
    for (number, division, path) in [
      ("Z6100000011", "610104", "number"), ("Z990000001", "610104", "number"),
      ("Z61000000", "610104", "number"), ("Z610000001", "6101040", "birthPlace/division"),
      ("Z610000001", "61010", "birthPlace/division"),
    ] {
      let found = errors(certificate(number, division)).map(\.path)
      #expect(found == ["/birthCertificate/" + path])
    }
  }
}
