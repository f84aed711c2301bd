/// A telephone number in the one form in which numbers are compared and written to, however
/// somebody wrote it down.
///
/// A mobile number of the mainland is its eleven digits, of which the first is 1 and the second
/// 3 to 9 (电信网编号计划（2017年版）): whoever writes it with the country's code, 86, means the
/// same telephone. A number abroad keeps its country's code, with a plus before it (ITU-T E.164).
/// Of any other number nobody can say more than its digits.
package struct TelephoneNumber: Hashable, Sendable {
  /// `13800138000`, `+85291234567`, `02987654321`.
  package let text: String

  /// Nil where it is no number that could be dialled.
  package init?(_ written: String) {
    guard var (digits, isAbroad) = Self.digits(of: written) else { return nil }
    // From the mainland 00 is dialled for what is written as a plus.
    if !isAbroad, digits.starts(with: [48, 48]) {
      isAbroad = true
      digits.removeFirst(2)
    }
    if let own = Self.mobile(digits, isAbroad: isAbroad) {
      text = String(decoding: own, as: UTF8.self)
      return
    }
    // E.164: at most 15 digits, and no country's code begins with 0.
    let lengths = isAbroad ? 7...15 : 3...15
    guard lengths.contains(digits.count), !isAbroad || digits.first != 48 else { return nil }
    text = (isAbroad ? "+" : "") + String(decoding: digits, as: UTF8.self)
  }

  /// The eleven digits of a mobile number of the mainland, if it is one.
  private static func mobile(_ digits: [UInt8], isAbroad: Bool) -> ArraySlice<UInt8>? {
    let isWithCode = digits.starts(with: [56, 54])
    guard isWithCode || !isAbroad else { return nil }
    let withoutCode = isWithCode ? digits.dropFirst(2) : digits[...]
    // The 0 that is dialled before a number of another province.
    let own = withoutCode.first == 48 ? withoutCode.dropFirst() : withoutCode
    guard own.count == 11, own.first == 49, let second = own.dropFirst().first,
      (51...57).contains(second)
    else { return nil }
    return own
  }

  /// The digits, and whether a plus stands before them; nil where anything else is among them.
  private static func digits(of written: String) -> (digits: [UInt8], hasPlus: Bool)? {
    var digits: [UInt8] = []
    var hasPlus = false
    for scalar in written.unicodeScalars {
      switch scalar.value {
      case 0x30...0x39: digits.append(UInt8(scalar.value))
      case 0xFF10...0xFF19: digits.append(UInt8(scalar.value - 0xFF10 + 0x30))
      case 0x2B, 0xFF0B:
        guard digits.isEmpty, !hasPlus else { return nil }
        hasPlus = true
      default:
        guard isBetween(scalar) else { return nil }
      }
    }
    return (digits, hasPlus)
  }

  /// What people and telephones put between digits: blanks, dashes, dots, brackets, and the
  /// invisible marks of direction that copied numbers bring with them.
  private static func isBetween(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x28, 0x29, 0x2D, 0x2E, 0x2F, 0xB7, 0xFF08, 0xFF09, 0xFF0D, 0xFF0E: true
    case 0xAD, 0x200B...0x200F, 0x2010...0x2015, 0x202A...0x202E, 0x2060...0x2069, 0x2212, 0xFEFF:
      true
    default: scalar.properties.isWhitespace
    }
  }
}
