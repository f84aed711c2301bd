package import Casework

/// The form of an identifier: runs of characters one after the other.
///
/// Matcher and regular expression come from the same runs, so reader and schemas cannot differ. A
/// run takes as many characters as it may; no run is followed by one that would need them back.
package struct Pattern: Sendable {
  /// The characters a run is made of.
  package enum Letters: Sendable {
    case digits, upper, alphanumerics, header
    case digitsOrX
    case exactly(Character)

    var expression: String {
      switch self {
      case .digits: "[0-9]"
      case .upper: "[A-Z]"
      case .alphanumerics: "[0-9A-Za-z]"
      case .header: "[A-Za-z0-9._:\\-]"
      case .digitsOrX: "[0-9X]"
      case .exactly(let character): character == "." ? "\\." : String(character)
      }
    }

    func contains(_ byte: UInt8) -> Bool {
      switch (self, byte) {
      case (.digits, 48...57), (.upper, 65...90): true
      case (.alphanumerics, 48...57), (.alphanumerics, 65...90), (.alphanumerics, 97...122): true
      case (.header, 48...58), (.header, 65...90), (.header, 97...122): true
      case (.header, UInt8(ascii: ".")), (.header, UInt8(ascii: "_")): true
      case (.header, UInt8(ascii: "-")): true
      case (.digitsOrX, 48...57), (.digitsOrX, UInt8(ascii: "X")): true
      case (.exactly(let character), _): character.asciiValue == byte
      default: false
      }
    }
  }

  /// Some characters of one sort.
  package struct Run: Sendable {
    var letters: Letters
    var count: ClosedRange<Int>

    package init(_ letters: Letters, _ count: ClosedRange<Int>) {
      self.letters = letters
      self.count = count
    }
  }

  package var runs: [Run]
  /// Whether lower case is brought to upper case before matching.
  package var isUpperCase: Bool
  package var hint: Plain

  package init(_ runs: [Run], isUpperCase: Bool = false, _ chinese: String, _ english: String) {
    self.runs = runs
    self.isUpperCase = isUpperCase
    hint = Plain(chinese, english)
  }

  /// Without anchors: XSD patterns have none, JSON Schema's get theirs where they are written.
  package var expression: String {
    runs.map { run in
      let count = run.count
      if count == 1...1 { return run.letters.expression }
      let bounds =
        count.lowerBound == count.upperBound
        ? "\(count.lowerBound)" : "\(count.lowerBound),\(count.upperBound)"
      return run.letters.expression + "{\(bounds)}"
    }.joined()
  }

  package func matches(_ text: String) -> Bool {
    var rest = Array(text.utf8)[...]
    for run in runs {
      let taken = rest.prefix(run.count.upperBound).prefix { run.letters.contains($0) }
      guard taken.count >= run.count.lowerBound else { return false }
      rest = rest.dropFirst(taken.count)
    }
    return rest.isEmpty
  }
}

extension Pattern {
  package static let messageID = Pattern(
    [Run(.header, 1...64)], "1 至 64 个字符，只用 A–Z a–z 0–9 . _ : -",
    "1 to 64 of A–Z a–z 0–9 . _ : -")
  package static let division = Pattern(
    [Run(.digits, 6...6)], "六位数字的行政区划代码（GB/T 2260）", "six digits of GB/T 2260")
  package static let twoDigits = Pattern(
    [Run(.digits, 2...2)], "两位数字，不足两位补 0", "two digits, with a leading zero")
  package static let nationality = Pattern(
    [Run(.upper, 3...3)], isUpperCase: true, "三个字母的国家代码（ISO 3166-1），如 CHN",
    "three letters of ISO 3166-1, such as CHN")
  package static let ticket = Pattern(
    [Run(.alphanumerics, 6...30)], "6 至 30 位字母或数字", "6 to 30 letters and digits")
  package static let money = Pattern(
    [Run(.digits, 1...9), Run(.exactly("."), 1...1), Run(.digits, 2...2)],
    "以元为单位、两位小数的字符串，如 \"400.00\"", "a string in yuan with two decimals, such as \"400.00\"")
  package static let citizenID = Pattern(
    [Run(.digits, 17...17), Run(.digitsOrX, 1...1)], isUpperCase: true,
    "18 位公民身份号码（GB 11643）", "a citizen ID of 18 characters (GB 11643)")
  package static let certificate = Pattern(
    [Run(.upper, 1...1), Run(.digits, 9...9)], isUpperCase: true,
    "一个字母加九位数字的出生医学证明编号，如 Z610000001", "a letter and nine digits, such as Z610000001")
}
