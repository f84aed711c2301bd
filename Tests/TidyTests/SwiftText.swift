/// The code of a Swift file without its words: comments and the text of strings become spaces, line
/// ends and columns stay. So a rule about code is not set off by a sentence about code.
struct SwiftText: Sendable {
  /// UTF-8, as long as the source.
  private(set) var bytes: [UInt8]
  private let source: [UInt8]
  private var at = 0
  private var modes: [Mode] = [.code(parentheses: nil)]

  private enum Mode: Sendable {
    /// Inside `\(…)` the count of open parentheses; nil outside every string.
    case code(parentheses: Int?)
    case string(pounds: Int, quotes: Int)
  }

  init(_ text: String) {
    source = Array(text.utf8)
    bytes = source
    while at < source.count {
      switch modes.last {
      case .string(let pounds, let quotes): stepInString(pounds, quotes)
      case .code(let parentheses): stepInCode(parentheses)
      case nil: modes = [.code(parentheses: nil)]
      }
    }
  }

  private mutating func stepInCode(_ parentheses: Int?) {
    if starts("//") { return blank { $0.starts("\n") } }
    if starts("/*") { return blankBlockComment() }
    let pounds = source[at...].prefix { $0 == UInt8(ascii: "#") }.count
    if byte(at + pounds) == UInt8(ascii: "\"") { return openString(pounds) }
    if pounds > 0, byte(at + pounds) == UInt8(ascii: "/") { return blankRegex(pounds) }
    if let open = parentheses {
      let change = starts("(") ? 1 : starts(")") ? -1 : 0
      modes.removeLast()
      if open + change > 0 { modes.append(.code(parentheses: open + change)) }
    }
    at += max(1, pounds)
  }

  private mutating func stepInString(_ pounds: Int, _ quotes: Int) {
    let marks = String(repeating: "#", count: pounds)
    if starts("\\" + marks + "(") {
      blank(count: 2 + pounds)
      modes.append(.code(parentheses: 1))
    } else if starts("\\" + marks) {
      blank(count: 2 + pounds)
    } else if starts(String(repeating: "\"", count: quotes) + marks) {
      blank(count: quotes + pounds)
      modes.removeLast()
    } else if quotes == 1, starts("\n") {
      modes.removeLast()
    } else {
      blank(count: 1)
    }
  }

  private mutating func openString(_ pounds: Int) {
    let quotes = starts("\"\"\"", from: at + pounds) ? 3 : 1
    blank(count: pounds + quotes)
    modes.append(.string(pounds: pounds, quotes: quotes))
  }

  private mutating func blankRegex(_ pounds: Int) {
    let end = "/" + String(repeating: "#", count: pounds)
    blank(count: pounds + 1)
    blank { $0.starts(end) }
    blank(count: end.utf8.count)
  }

  private mutating func blankBlockComment() {
    var depth = 0
    repeat {
      if starts("/*") {
        depth += 1
        blank(count: 2)
      } else if starts("*/") {
        depth -= 1
        blank(count: 2)
      } else {
        blank(count: 1)
      }
    } while depth > 0 && at < source.count
  }

  private mutating func blank(until done: (Self) -> Bool) {
    while at < source.count, !done(self) { blank(count: 1) }
  }

  private mutating func blank(count: Int) {
    for _ in 0..<count where at < source.count {
      if source[at] != UInt8(ascii: "\n") { bytes[at] = UInt8(ascii: " ") }
      at += 1
    }
  }

  private func byte(_ index: Int) -> UInt8? {
    index < source.count ? source[index] : nil
  }

  private func starts(_ text: String, from: Int? = nil) -> Bool {
    let from = from ?? at
    return from <= source.count && source[from...].starts(with: text.utf8)
  }
}
