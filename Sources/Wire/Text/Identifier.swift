/// Brings what people type to what identifiers are made of.
package enum Identifier {
  /// NFKC as far as it makes ASCII, of which identifiers are made: a text is ASCII after it where
  /// it is ASCII after NFKC, and then it is the same. No other character is touched, so that what
  /// is no identifier is refused, or kept, as it was written. Free text is never brought here.
  package static func folded(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    var result: [UInt8] = []
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0..<0x80: result.append(UInt8(scalar.value))
      // What input methods really produce.
      case 0xFF01...0xFF5E: result.append(UInt8(scalar.value - 0xFEE0))
      case 0xA0, 0x3000: result.append(0x20)
      default:
        if let ascii = folding(of: scalar) {
          result.append(contentsOf: ascii.utf8)
        } else {
          result.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// ASCII letters in upper case; others are no part of an identifier and stay to be refused.
  package static func upperCased(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 >= 97 && $0 <= 122 }) else { return text }
    return String(
      decoding: text.utf8.map { $0 >= 97 && $0 <= 122 ? $0 - 32 : $0 }, as: UTF8.self)
  }

  /// Without white space before and after: that of XML, and the spaces of Chinese typing.
  package static func trimmed(_ text: String) -> String {
    guard let first = text.utf8.first, let last = text.utf8.last else { return text }
    if first > 0x20, first < 0x80, last > 0x20, last < 0x80 { return text }
    let scalars = text.unicodeScalars
    guard let start = scalars.firstIndex(where: { !isSpace($0) }),
      let end = scalars.lastIndex(where: { !isSpace($0) })
    else { return "" }
    return String(scalars[start...end])
  }

  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20, 0x09, 0x0A, 0x0D, 0xA0, 0x3000: true
    default: false
    }
  }

  /// Whether a trimmed text means "not given" (contract, "Messages").
  package static func isNullMark(_ text: String) -> Bool {
    text.utf8.count <= 6
      && (text.isEmpty || text == "/" || text == "-" || text == "—" || text == "——")
  }

  /// The first two digits of the divisions of GB/T 2260, without which no number was issued.
  package static let provinces: Set<String> = [
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41",
    "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71",
    "81", "82",
  ]

  private static let provinceNumbers: [Bool] = (0..<100).map { number in
    provinces.contains("\(number / 10)\(number % 10)")
  }

  /// Whether two digits are those of a division.
  static func isProvince(_ tens: UInt8, _ ones: UInt8) -> Bool {
    guard (48...57).contains(tens), (48...57).contains(ones) else { return false }
    return provinceNumbers[Int(tens - 48) * 10 + Int(ones - 48)]
  }
}
