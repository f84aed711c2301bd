/// How long things may be: long enough for one thought, short enough to be read at a glance.
struct Lengths {
  var lineCharacters = 100
  var fileLines = 400
  var functionLines = 60

  func faults(in file: TextFile) -> [Fault] {
    var faults: [Fault] = []
    var lines = file.lines
    if lines.last?.isEmpty == true { lines.removeLast() }
    if lines.count > fileLines {
      faults.append(
        Fault(
          path: file.path, line: lines.count,
          what: "\(lines.count) lines: split it by topic (the limit is \(fileLines))"))
    }
    // Messages that tests send stand whole on one line, as senders write them.
    let isTest = file.path.hasPrefix("Tests/") || file.path.contains("/Tests/")
    for (index, line) in lines.enumerated()
    where line.count > lineCharacters && !(isTest && line.contains("\"")) {
      faults.append(
        Fault(
          path: file.path, line: index + 1,
          what: "\(line.count) characters: break the line (the limit is \(lineCharacters))"))
    }
    for function in Function.all(of: file.code) where function.lines > functionLines {
      faults.append(
        Fault(
          path: file.path, line: function.line,
          what: "\(function.name) has \(function.lines) lines: "
            + "give its parts names of their own (the limit is \(functionLines))"))
    }
    return faults
  }
}

/// A function or initialiser with a body, and how many lines it takes from its keyword to its last
/// brace.
struct Function: Equatable {
  var name: String
  var line: Int
  var lines: Int

  static func all(of code: SwiftText?) -> [Function] {
    let words = code.map(Word.all) ?? []
    return words.indices.compactMap { function(at: $0, in: words) }
  }

  private static func function(at index: Int, in words: [Word]) -> Function? {
    let keyword = words[index].text
    guard keyword == "func" || keyword == "init" else { return nil }
    let before = index > 0 ? words[index - 1].text : ""
    guard before != ".", before != "`", index + 1 < words.count else { return nil }
    if keyword == "init", !["(", "?", "<", "!"].contains(words[index + 1].text) { return nil }
    guard let open = bodyStart(after: index, in: words),
      let close = matchingBrace(from: open, in: words)
    else { return nil }
    return Function(
      name: keyword == "init" ? "init" : words[index + 1].text, line: words[index].line,
      lines: words[close].line - words[index].line + 1)
  }

  /// The brace that opens the body; nil for a requirement of a protocol, which has none.
  private static func bodyStart(after index: Int, in words: [Word]) -> Int? {
    var depth = 0
    for next in (index + 1)..<words.count {
      let word = words[next]
      switch word.text {
      case "(", "[": depth += 1
      case ")", "]": depth -= 1
      case "{" where depth == 0: return next
      case "}" where depth == 0: return nil
      case let text where depth == 0 && word.opensLine && opensDeclaration.contains(text):
        return nil
      default: break
      }
    }
    return nil
  }

  private static func matchingBrace(from open: Int, in words: [Word]) -> Int? {
    var depth = 0
    for next in open..<words.count {
      if words[next].text == "{" { depth += 1 }
      if words[next].text == "}" {
        depth -= 1
        if depth == 0 { return next }
      }
    }
    return nil
  }

  private static let opensDeclaration: Set = [
    "@", "actor", "associatedtype", "borrowing", "case", "class", "consuming", "enum", "extension",
    "fileprivate", "final", "func", "init", "internal", "isolated", "let", "mutating",
    "nonisolated", "nonmutating", "package", "private", "protocol", "public", "static", "struct",
    "subscript", "typealias", "var", "#",
  ]
}
