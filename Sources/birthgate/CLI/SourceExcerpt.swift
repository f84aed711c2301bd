import Casework
import Wire

/// The line of a message that a finding means, with a mark under the place, for a terminal.
enum SourceExcerpt {
  private static let columns = 76
  private static let before = 36

  /// Two lines, or none where the text is not UTF-8 or the place lies outside.
  static func lines(of finding: Finding, in piece: BatchPiece) -> [String] {
    let row = finding.line - piece.place.line
    guard row >= 0, let line = line(row, of: piece.bytes) else { return [] }
    let start = row == 0 ? piece.place.column : 1
    let column = finding.column - start
    guard column >= 0, column <= line.count else { return [] }
    let from = max(0, column - before)
    var shown = String(String.UnicodeScalarView(line[from..<column]))
    let mark = TextColumns.columns(shown)
    for scalar in line[column...] {
      guard TextColumns.columns(shown) < columns else { break }
      shown.unicodeScalars.append(scalar)
    }
    let cut = from > 0 ? "…" : ""
    return ["    " + cut + shown, "    " + String(repeating: " ", count: cut.count + mark) + "^"]
  }

  /// A line of a text, with a blank for every character that would move the cursor.
  private static func line(_ row: Int, of bytes: [UInt8]) -> [Unicode.Scalar]? {
    let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    var rest = bytes[(hasMark ? 3 : 0)...]
    for _ in 0..<row {
      guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
      rest = rest[(end + 1)...]
    }
    let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
    guard let text = String(validating: rest[..<end], as: UTF8.self) else { return nil }
    return text.unicodeScalars.map { isPlain($0) ? $0 : " " }
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: false
    default: true
    }
  }
}
