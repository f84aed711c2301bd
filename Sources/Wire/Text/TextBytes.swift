import LibBytes

/// What ``Identifier`` says of texts, said of bytes that are UTF-8 already, so that most values are
/// judged before a string is made of them.
enum TextBytes {
  /// Without the spaces of `Identifier.trimmed` before and after.
  static func trimmed(_ text: Bytes) -> Bytes {
    // Most texts begin and end with a letter or a digit.
    if let first = text.first, isPlain(first), isPlain(text[text.count - 1]) { return text }
    var start = 0
    var end = text.count
    while start < end {
      let width = spaceAtStart(text, start, end)
      if width == 0 { break }
      start += width
    }
    while start < end {
      let width = spaceAtEnd(text, start, end)
      if width == 0 { break }
      end -= width
    }
    return text[start..<end]
  }

  private static func isPlain(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x80 }

  // U+00A0 is C2 A0 and U+3000 is E3 80 80; C2 and E3 begin a character wherever they stand.
  private static func spaceAtStart(
    _ text: Bytes, _ start: Int, _ end: Int
  ) -> Int {
    switch text[start] {
    case 0x20, 0x09, 0x0A, 0x0D: return 1
    case 0xC2: return end - start >= 2 && text[start + 1] == 0xA0 ? 2 : 0
    case 0xE3:
      guard end - start >= 3 && text[start + 1] == 0x80 && text[start + 2] == 0x80
      else { return 0 }
      return 3
    default: return 0
    }
  }

  private static func spaceAtEnd(
    _ text: Bytes, _ start: Int, _ end: Int
  ) -> Int {
    switch text[end - 1] {
    case 0x20, 0x09, 0x0A, 0x0D: return 1
    case 0xA0: return end - start >= 2 && text[end - 2] == 0xC2 ? 2 : 0
    case 0x80:
      guard end - start >= 3 && text[end - 2] == 0x80 && text[end - 3] == 0xE3
      else { return 0 }
      return 3
    default: return 0
    }
  }

  /// Whether a text, trimmed or not, means "not given".
  static func isNullMark(_ text: Bytes) -> Bool {
    // Most values begin with a letter or a digit and are given.
    if let first = text.first, first > 0x2F, first < 0x80 { return false }
    let text = trimmed(text)
    switch text.count {
    case 0: return true
    case 1: return text[0] == UInt8(ascii: "/") || text[0] == UInt8(ascii: "-")
    case 3: return isDash(text, at: 0)
    case 6: return isDash(text, at: 0) && isDash(text, at: 3)
    default: return false
    }
  }

  // U+2014 is E2 80 94.
  private static func isDash(_ text: Bytes, at start: Int) -> Bool {
    text[start] == 0xE2 && text[start + 1] == 0x80 && text[start + 2] == 0x94
  }

  static func isASCII(_ text: Bytes) -> Bool {
    var index = 0
    var all: UInt64 = 0
    while index + 8 <= text.count {
      all |= text.eight(at: index)
      index += 8
    }
    while index < text.count {
      all |= UInt64(text[index])
      index += 1
    }
    return all & 0x8080_8080_8080_8080 == 0
  }

  /// Whether a control character other than tab and line ends stands in it.
  static func hasControl(_ text: Bytes) -> Bool {
    var index = 0
    while index + 8 <= text.count, !hasLow(text.eight(at: index)) { index += 8 }
    for index in index..<text.count {
      let byte = text[index]
      if byte < 0x20, byte != 0x09, byte != 0x0A, byte != 0x0D { return true }
    }
    return false
  }

  /// Whether one of eight bytes is below 0x20; one is marked where a subtraction borrows from it.
  private static func hasLow(_ word: UInt64) -> Bool {
    (word &- 0x2020_2020_2020_2020) & ~word & 0x8080_8080_8080_8080 != 0
  }

  /// A number of at most 18 digits and nothing else.
  static func digits(_ text: Bytes) -> Int? {
    guard (1...18).contains(text.count) else { return nil }
    var value = 0
    for index in 0..<text.count {
      let byte = text[index]
      guard byte >= 48, byte <= 57 else { return nil }
      value = value * 10 + Int(byte - 48)
    }
    return value
  }
}
