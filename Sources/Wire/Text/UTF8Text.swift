import LibBytes

/// Judges bytes as UTF-8 (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF).
enum UTF8Text {
  static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// The offset of the first byte that is not UTF-8, or nil.
  static func firstFault(in bytes: [UInt8]) -> Int? {
    bytes.withBytes { firstFault(in: $0) }
  }

  // Eight bytes of ASCII at a time, and of the rest the three bytes of Chinese characters first.
  static func firstFault(in bytes: Bytes) -> Int? {
    var index = 0
    let count = bytes.count
    while index < count {
      while index + 8 <= count {
        let word = bytes.eight(at: index)
        let high = word & 0x8080_8080_8080_8080
        index += high == 0 ? 8 : high.trailingZeroBitCount / 8
        if high != 0 { break }
      }
      guard index < count else { return nil }
      while index + 4 <= count {
        let word = bytes.four(at: index)
        let lead = UInt8(truncatingIfNeeded: word)
        guard word & 0x00C0_C0F0 == 0x0080_80E0, lead != 0xE0, lead != 0xED else { break }
        index += 3
      }
      guard index < count else { return nil }
      let lead = bytes[index]
      if lead < 0x80 {
        index += 1
        continue
      }
      let length = sequenceLength(lead)
      guard length > 0, index + length <= count else { return index }
      let second = bytes[index + 1]
      guard second & 0xC0 == 0x80 else { return index }
      if length > 2 {
        guard bytes[index + 2] & 0xC0 == 0x80, isSecond(second, after: lead)
        else { return index }
        if length > 3, bytes[index + 3] & 0xC0 != 0x80 { return index }
      }
      index += length
    }
    return nil
  }

  private static func isSecond(_ second: UInt8, after lead: UInt8) -> Bool {
    switch lead {
    case 0xE0: second >= 0xA0
    case 0xED: second <= 0x9F
    case 0xF0: second >= 0x90
    case 0xF4: second <= 0x8F
    default: true
    }
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
