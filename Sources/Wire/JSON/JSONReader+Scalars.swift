import Casework
import LibBytes

/// Strings and numbers of RFC 8259, sections 6 and 7.
extension JSONReader {
  /// Reads a string from its opening quote on and answers where its text lies in the pool.
  mutating func string() throws(Fault) -> Range<UInt32> {
    index += 1
    let start = index
    var isASCII = skipPlain()
    while index < end {
      switch at(index) {
      case UInt8(ascii: "\""):
        if !isASCII { try check(start..<index) }
        index += 1
        return UInt32(start)..<UInt32(index - 1)
      case UInt8(ascii: "\\"):
        let text = try escapedString(from: start)
        try check(start..<index)
        return text
      case 0..<0x20:
        throw fault(
          "字符串里有未转义的控制字符", "a control character stands unescaped in a string")
      case 0x80...:
        isASCII = false
        index += 1
      default: index += 1
      }
    }
    throw fault("", "")
  }

  /// The bytes of a string must be UTF-8, else the caller says so of the whole text.
  private func check(_ places: Range<Int>) throws(Fault) {
    guard UTF8Text.firstFault(in: bytes(places)) == nil else {
      throw Fault(.encoding, at: places.lowerBound, "", "")
    }
  }

  // Eight bytes at a time, as long as none of them is a quote, a backslash or a control character;
  // false where some of what was looked at is beyond ASCII.
  @inline(__always)
  private mutating func skipPlain() -> Bool {
    var all: UInt64 = 0
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    while let word = eight(at: index) {
      all |= word
      let quote = word ^ (ones &* 0x22)
      let slash = word ^ (ones &* 0x5C)
      // A byte is marked where a subtraction borrows from it; the first mark is always a true one.
      let marks =
        ((quote &- ones) & ~quote | (slash &- ones) & ~slash | (word &- ones &* 0x20) & ~word)
        & highs
      if marks != 0 {
        index += marks.trailingZeroBitCount / 8
        break
      }
      index += 8
    }
    return all & highs == 0
  }

  private mutating func escapedString(from start: Int) throws(Fault) -> Range<UInt32> {
    let poolStart = UInt32(pool.count)
    bytes(start..<index).append(to: &pool)
    while index < end {
      let byte = at(index)
      switch byte {
      case UInt8(ascii: "\""):
        index += 1
        return poolStart..<UInt32(pool.count)
      case UInt8(ascii: "\\"): try escape()
      case 0..<0x20:
        throw fault(
          "字符串里有未转义的控制字符", "a control character stands unescaped in a string")
      default:
        pool.append(byte)
        index += 1
      }
    }
    throw fault("", "")
  }

  private mutating func escape() throws(Fault) {
    let place = index
    index += 1
    guard let byte else { throw fault("", "") }
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): pool.append(byte)
    case UInt8(ascii: "b"): pool.append(0x08)
    case UInt8(ascii: "f"): pool.append(0x0C)
    case UInt8(ascii: "n"): pool.append(0x0A)
    case UInt8(ascii: "r"): pool.append(0x0D)
    case UInt8(ascii: "t"): pool.append(0x09)
    case UInt8(ascii: "u"):
      var value = try fourDigits()
      if (0xD800..<0xDC00).contains(value) {
        guard index + 1 < end, at(index) == UInt8(ascii: "\\"),
          at(index + 1) == UInt8(ascii: "u")
        else { throw loneSurrogate(at: place) }
        index += 2
        let low = try fourDigits()
        guard (0xDC00..<0xE000).contains(low) else { throw loneSurrogate(at: place) }
        value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(value) else { throw loneSurrogate(at: place) }
      pool.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
    default:
      index -= 1
      throw fault("未知的转义", "this is no escape of JSON")
    }
  }

  private mutating func fourDigits() throws(Fault) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte, let digit = hexDigit(byte) else {
        throw fault("\\u 之后应为四位十六进制数", "four hexadecimal digits belong after \\u")
      }
      value = value << 4 + digit
      index += 1
    }
    return value
  }

  private func hexDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
  }

  private func loneSurrogate(at place: Int) -> Fault {
    Fault(
      .encoding, at: place, "\\u 转义只写了代理对的一半，不是一个字符",
      "this \\u escape is half of a surrogate pair and no character")
  }

  /// Reads a number; `integer` where it has neither fraction nor exponent.
  mutating func number() throws(Fault) -> Document.Kind {
    if byte == UInt8(ascii: "-") { index += 1 }
    guard let first = byte, isDigit(first) else {
      throw fault("此处应为一个 JSON 值", "a JSON value belongs here")
    }
    index += 1
    if first == UInt8(ascii: "0") {
      if let byte, isDigit(byte) {
        throw fault("数字不得以 0 开头", "a number must not begin with a zero")
      }
    } else {
      skipDigits()
    }
    var kind = Document.Kind.integer
    if byte == UInt8(ascii: ".") {
      kind = .number
      index += 1
      try digits()
    }
    if byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
      kind = .number
      index += 1
      if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { index += 1 }
      try digits()
    }
    return kind
  }

  private mutating func digits() throws(Fault) {
    guard let byte, isDigit(byte) else {
      throw fault("此处应为数字", "a digit belongs here")
    }
    skipDigits()
  }

  private mutating func skipDigits() {
    while let byte, isDigit(byte) { index += 1 }
  }

  private func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }
}
