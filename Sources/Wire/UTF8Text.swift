/// Judges bytes as UTF-8 (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF).
enum UTF8Text {
  static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// The offset of the first byte that is not UTF-8, or nil.
  static func firstFault(in bytes: [UInt8]) -> Int? {
    var index = 0
    let count = bytes.count
    while index < count {
      let byte = bytes[index]
      if byte < 0x80 {
        index += 1
        continue
      }
      let length = sequenceLength(byte)
      guard length > 0, index + length <= count else { return index }
      let second = bytes[index + 1]
      guard second & 0xC0 == 0x80 else { return index }
      switch byte {
      case 0xE0 where second < 0xA0, 0xED where second > 0x9F, 0xF0 where second < 0x90,
        0xF4 where second > 0x8F:
        return index
      default: break
      }
      if length > 2, bytes[index + 2] & 0xC0 != 0x80 { return index }
      if length > 3, bytes[index + 3] & 0xC0 != 0x80 { return index }
      index += length
    }
    return nil
  }

  private static func sequenceLength(_ lead: UInt8) -> Int {
    switch lead {
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: 0
    }
  }
}
