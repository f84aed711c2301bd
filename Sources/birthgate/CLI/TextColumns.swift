/// A text in two columns for a terminal of 80: a label, and what belongs to it, broken into lines.
///
/// Chinese characters take two columns; lines break at spaces and between Chinese characters, never
/// before a mark that closes.
struct TextColumns {
  static let width = 80
  /// Where the second column begins.
  static let indent = 12

  private(set) var lines: [String] = []

  /// Adds a row; `under` indents the lines after its first further, below a short head, and `inset`
  /// all of them.
  mutating func add(_ label: String, _ text: String, under: Int = 0, inset first: Int = 0) {
    let room = Self.width - Self.indent
    let broken = Self.broken(text, first: room - first, rest: room - max(under, first))
    for (index, line) in broken.enumerated() {
      let head = index == 0 ? label : ""
      let pad = max(Self.indent - Self.columns(head), 1)
      let inset = index == 0 ? first : max(under, first)
      lines.append(head + String(repeating: " ", count: pad + inset) + line)
    }
  }

  /// Adds a line that stands alone.
  mutating func add(line: String) {
    lines += Self.broken(line, first: Self.width, rest: Self.width)
  }

  var text: String { lines.joined(separator: "\n") }

  /// How many columns a terminal gives a text.
  static func columns(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + (isWide($1) ? 2 : 1) }
  }

  /// East Asian Wide and Fullwidth (Unicode annex 11), as far as our texts use them.
  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
      true
    default: false
    }
  }

  private static let closing: Set<Character> = [
    "，", "。", "；", "：", "、", "）", "〕", "》", "”", "！", "？",
  ]

  /// Pieces between which a line may break: words with the space after them, and single Chinese
  /// characters with the marks that close after them.
  private static func pieces(_ text: String) -> [String] {
    var pieces: [String] = []
    var piece = ""
    for character in text {
      let isWide = character.unicodeScalars.first.map(Self.isWide) ?? false
      if isWide, !closing.contains(character), !piece.isEmpty, piece.last != "“", piece.last != "（",
        piece.last != "《", piece.last != "〔"
      {
        pieces.append(piece)
        piece = ""
      } else if !isWide, character != " ", let last = piece.last,
        last.unicodeScalars.first.map(Self.isWide) ?? false, last != "“", last != "（"
      {
        pieces.append(piece)
        piece = ""
      }
      piece.append(character)
      if character == " " {
        pieces.append(piece)
        piece = ""
      }
    }
    return piece.isEmpty ? pieces : pieces + [piece]
  }

  private static func broken(_ text: String, first: Int, rest: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for piece in pieces(text) {
      let room = lines.isEmpty ? first : rest
      if !line.isEmpty, columns(line) + columns(piece.trimmed) > room {
        lines.append(line.trimmed)
        line = ""
      }
      line += line.isEmpty ? String(piece.drop { $0 == " " }) : piece
    }
    return lines + [line.trimmed]
  }
}
