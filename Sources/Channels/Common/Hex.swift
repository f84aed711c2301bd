/// Bytes as hexadecimal digits, upper case where a peer wants it so.
func hex(_ bytes: [UInt8], upperCase: Bool = false) -> String {
  let digits = Array((upperCase ? "0123456789ABCDEF" : "0123456789abcdef").utf8)
  var text: [UInt8] = []
  for byte in bytes { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
  return String(decoding: text, as: UTF8.self)
}

/// The bytes behind hexadecimal digits of either case; nil where they are none.
func unhex(_ text: some StringProtocol) -> [UInt8]? {
  let digits = text.utf8.map { byte -> UInt8? in
    switch byte {
    case 48...57: byte - 48
    case 65...70: byte - 55
    case 97...102: byte - 87
    default: nil
    }
  }
  guard digits.count % 2 == 0 else { return nil }
  return stride(from: 0, to: digits.count, by: 2).reduce(into: [UInt8]?.some([])) { bytes, place in
    guard let high = digits[place], let low = digits[place + 1] else { return bytes = nil }
    bytes?.append(high << 4 | low)
  }
}
