import LibXML

/// Reads GB 18030, and with it GBK and GB 2312, by the table of GB 18030-2022.
///
/// The C library's table is not that of the standard's third edition. Measured with glibc 2.36 over
/// all codes: it reads FE51, FE52, FE53, FE6C, FE76 and FE91 as six ideographs of extension B that
/// have codes of four bytes as well; and 24 characters of private use (U+E78D to U+E796 and 14 from
/// U+E816 to U+E864) have no code in it, so that a text with one of them is none to it.
/// `exception(to:)` says what the standard says of all fifty codes that editions and tables do not
/// agree about, so the library's own edition does not matter:
///
/// - edition of 2005: A8BC is U+1E3F and 8135F437 is U+E7C7; in 2000 it was the other way round;
/// - edition of 2022: A6D9 to A6F3 (ten upright punctuation marks) and FE59 to FEA0 (eight
///   ideographs, U+9FB4 to U+9FBB) left private use, and the codes of four bytes they had before
///   now hold those characters of private use: eighteen exchanges;
/// - FE51 and its five fellows stay characters of private use, and the ideographs of extension B
///   that look like them keep their codes of four bytes (glibc 2.39 says so too, its bug 30243).
///
/// The exchanges are listed in Unicode document L2/23-003. Every character has one code and every
/// code one character; none is lost, and none becomes a question mark.
package enum GB18030 {
  /// As far as bytes could be read.
  package struct Decoded {
    /// UTF-8.
    package var text: [UInt8]
    /// How many bytes were read; fewer than there are where the next are no character.
    package var read: Int
  }

  package static func decode(_ bytes: ArraySlice<UInt8>) -> Decoded {
    var text: [UInt8] = []
    guard let converter = TextConverter(from: "GB18030") else { return Decoded(text: [], read: 0) }
    text.reserveCapacity(bytes.count + bytes.count / 2)
    var start = bytes.startIndex
    var index = start
    /// Hands what lies before `end` to the converter; false where it is no text.
    func convert(to end: Int) -> Bool {
      guard start < end else { return true }
      start += converter.append(bytes[start..<end], to: &text)
      return start == end
    }
    while index < bytes.endIndex {
      if bytes[index] < 0x80 {
        index += 1
        continue
      }
      let length = length(in: bytes, at: index)
      guard length > 0 else { break }
      let code = bytes[index..<index + length].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      if let value = exception(to: code), let scalar = Unicode.Scalar(value) {
        guard convert(to: index) else { break }
        text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        start = index + length
      }
      index += length
    }
    _ = convert(to: index)
    return Decoded(text: text, read: start - bytes.startIndex)
  }

  /// How many bytes the character at an index has by its form, or 0 where that is no character's.
  static func length(in bytes: ArraySlice<UInt8>, at index: Int) -> Int {
    guard (0x81...0xFE).contains(bytes[index]), index + 1 < bytes.endIndex else { return 0 }
    switch bytes[index + 1] {
    case 0x40...0x7E, 0x80...0xFE: return 2
    case 0x30...0x39:
      guard index + 3 < bytes.endIndex, (0x81...0xFE).contains(bytes[index + 2]),
        (0x30...0x39).contains(bytes[index + 3])
      else { return 0 }
      return 4
    default: return 0
    }
  }

  /// What a code means that tables disagree about; nothing for all others.
  static func exception(to code: UInt32) -> UInt32? {
    switch code {
    case 0xA6D9: 0xFE10
    case 0xA6DA: 0xFE12
    case 0xA6DB: 0xFE11
    case 0xA6DC...0xA6DF: 0xFE13 + (code - 0xA6DC)
    case 0xA6EC...0xA6ED: 0xFE17 + (code - 0xA6EC)
    case 0xA6F3: 0xFE19
    case 0xA8BC: 0x1E3F
    case 0xFE51...0xFE53: 0xE816 + (code - 0xFE51)
    case 0xFE59: 0x9FB4
    case 0xFE61: 0x9FB5
    case 0xFE66...0xFE67: 0x9FB6 + (code - 0xFE66)
    case 0xFE6C: 0xE831
    case 0xFE6D: 0x9FB8
    case 0xFE76: 0xE83B
    case 0xFE7E: 0x9FB9
    case 0xFE90: 0x9FBA
    case 0xFE91: 0xE855
    case 0xFEA0: 0x9FBB
    case 0x8100_0000...: longException(to: code)
    default: nil
    }
  }

  private static func longException(to code: UInt32) -> UInt32? {
    switch code {
    case 0x8135_F437: 0xE7C7
    case 0x8235_9037: 0xE81E
    case 0x8235_9038: 0xE826
    case 0x8235_9039: 0xE82B
    case 0x8235_9130: 0xE82C
    case 0x8235_9131: 0xE832
    case 0x8235_9132: 0xE843
    case 0x8235_9133: 0xE854
    case 0x8235_9134: 0xE864
    case 0x8431_8236: 0xE78D
    case 0x8431_8237: 0xE78F
    case 0x8431_8238: 0xE78E
    case 0x8431_8239: 0xE790
    case 0x8431_8330...0x8431_8335: 0xE791 + (code - 0x8431_8330)
    case 0x9532_9031: 0x20087
    case 0x9532_9033: 0x20089
    case 0x9532_9730: 0x200CC
    case 0x9536_B937: 0x215D7
    case 0x9630_BA35: 0x2298F
    case 0x9635_B630: 0x241FE
    default: nil
    }
  }
}
