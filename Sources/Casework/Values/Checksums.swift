/// Check characters of the two numberings the gateway meets.
package enum Checksums {
  /// Whether an 18-character citizen ID (公民身份号码) ends in the right check character
  /// (GB 11643-1999, ISO 7064 MOD 11-2) and carries a real birth day in characters 7–14.
  package static func isCitizenID(_ text: String) -> Bool {
    isCitizenID(text.utf8.span)
  }

  /// The same of bytes at hand.
  package static func isCitizenID(_ bytes: Span<UInt8>) -> Bool {
    guard bytes.count == 18 else { return false }
    // The weight of a place is 2 to the power of its distance from the last one, modulo 11.
    var sum = 0
    for index in 0..<17 {
      let byte = bytes[index]
      guard byte >= 48, byte <= 57 else { return false }
      sum = (sum + Int(byte - 48)) * 2 % 11
    }
    let check = (12 - sum) % 11
    guard bytes[17] == (check == 10 ? UInt8(ascii: "X") : UInt8(48 + check)) else {
      return false
    }
    func number(_ places: Range<Int>) -> Int {
      places.reduce(0) { $0 * 10 + Int(bytes[$1] - 48) }
    }
    return CivilDate(year: number(6..<10), month: number(10..<12), day: number(12..<14)) != nil
  }

  /// The day in characters 7–14 of a citizen ID.
  package static func birthDay(ofCitizenID text: String) -> CivilDate? {
    let bytes = Array(text.utf8)
    guard bytes.count == 18, let year = decimal(bytes[6..<10]),
      let month = decimal(bytes[10..<12]), let day = decimal(bytes[12..<14])
    else { return nil }
    return CivilDate(year: year, month: month, day: day)
  }

  /// The sex in character 17 of a citizen ID: odd is male, `1`; even is female, `2`.
  package static func sex(ofCitizenID text: String) -> String? {
    let bytes = Array(text.utf8)
    guard bytes.count == 18, let digit = decimal(bytes[16..<17]) else { return nil }
    return digit % 2 == 1 ? "1" : "2"
  }

  /// The ISO 7064 MOD 37,36 check character of a text of `0–9` and `A–Z`, or nil where it holds
  /// anything else.
  package static func mod37_36(_ text: String) -> Character? {
    let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
    var product = 36
    for byte in text.utf8 {
      guard let value = alphabet.firstIndex(of: byte) else { return nil }
      let sum = (product + value) % 36
      product = (sum == 0 ? 36 : sum) * 2 % 37
    }
    return Character(UnicodeScalar(alphabet[(37 - product) % 36]))
  }
}
