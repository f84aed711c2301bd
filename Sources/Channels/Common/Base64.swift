/// Base64 with padding (RFC 4648, section 4), as the signature header is written.
func base64(_ bytes: [UInt8]) -> String {
  let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  var text: [UInt8] = []
  for start in stride(from: 0, to: bytes.count, by: 3) {
    let three = bytes[start..<min(start + 3, bytes.count)]
    let bits = three.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - three.count))
    for place in 0..<4 {
      let sixBits = bits >> (18 - 6 * place) & 63
      text.append(place <= three.count ? alphabet[sixBits] : UInt8(ascii: "="))
    }
  }
  return String(decoding: text, as: UTF8.self)
}

/// The bytes behind padded base64; nil where it is none.
func unbase64(_ text: String) -> [UInt8]? {
  let digits = Array(text.utf8)
  guard digits.count % 4 == 0 else { return nil }
  var bytes: [UInt8] = []
  for start in stride(from: 0, to: digits.count, by: 4) {
    let isLast = start + 4 == digits.count
    let padding = isLast ? digits[start..<start + 4].reversed().prefix { $0 == 61 }.count : 0
    guard padding < 3 else { return nil }
    var bits = 0
    for place in 0..<4 - padding {
      guard let value = sixBits(digits[start + place]) else { return nil }
      bits |= value << (18 - 6 * place)
    }
    for place in 0..<3 - padding { bytes.append(UInt8(bits >> (16 - 8 * place) & 255)) }
  }
  return bytes
}

private func sixBits(_ digit: UInt8) -> Int? {
  switch digit {
  case 65...90: Int(digit) - 65
  case 97...122: Int(digit) - 71
  case 48...57: Int(digit) + 4
  case 43: 62
  case 47: 63
  default: nil
  }
}
