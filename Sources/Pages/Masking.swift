/// What of a name and of a text may stand behind a bare link: initials, and no number that leads to
/// a person (issue of the parent page: “initials and dates only”).
package enum Masking {
  /// `李＊＊` for `李一诺`, `A. M. L.` for `Anna Maria Li`, nil where there is no letter to show.
  ///
  /// The number of stars is always two, so that they don't tell the length. A name that begins
  /// with no letter is none to show a part of.
  static func initials(_ name: String?) -> String? {
    guard let name else { return nil }
    let words = name.split { $0.isWhitespace }
    guard let first = words.first?.first, shows(first) else { return nil }
    guard isLatin(first) else { return "\(first)＊＊" }
    let letters = words.prefix(4).compactMap(\.first).filter { shows($0) && isLatin($0) }
    return letters.map { "\($0)." }.joined(separator: " ").uppercased()
  }

  /// Whether a name is written in Chinese characters.
  static func isHan(_ name: String) -> Bool {
    name.unicodeScalars.contains { $0.value >= 0x2E80 }
  }

  private static func shows(_ character: Character) -> Bool {
    character.isLetter && character.unicodeScalars.count <= 4
  }

  private static func isLatin(_ character: Character) -> Bool {
    character.unicodeScalars.first.map { $0.value < 0x0250 } ?? false
  }

  /// A text in which runs of nine digits and more, as citizen IDs, certificates, tickets and
  /// telephone numbers have them, keep their last four.
  package static func withoutNumbers(_ text: String) -> String {
    var result = ""
    var digits = ""
    for character in text {
      if character.isASCII, character.isNumber {
        digits.append(character)
        continue
      }
      result += shortened(digits)
      digits = ""
      result.append(character)
    }
    return result + shortened(digits)
  }

  private static func shortened(_ digits: String) -> String {
    digits.count < 9 ? digits : "＊\(digits.suffix(4))"
  }
}
