import Mustache

/// One text of a file, ready to be filled: what it holds, and what it cannot do without.
struct NoticeTemplate: Sendable {
  /// What stands between two pairs of braces.
  enum Tag: Hashable, Sendable {
    case value(String)
    /// Shown where the value is there, or where it is not.
    case section(String, isInverted: Bool)
    case end(String)
  }

  let source: String
  let tags: [Tag]
  /// All that is no tag.
  let plain: String
  private let mustache: MustacheTemplate

  /// Nil where braces or sections do not match, or where more is asked of a template than values
  /// and sections.
  init?(_ source: String) {
    guard let (tags, plain) = Self.split(source), Self.areNested(tags),
      // Plain text: without this, Mustache would write & as HTML does.
      let mustache = try? MustacheTemplate(string: "{{% CONTENT_TYPE:TEXT}}" + source)
    else { return nil }
    self.source = source
    self.tags = tags
    self.plain = plain
    self.mustache = mustache
  }

  /// The names it speaks of.
  var names: Set<String> {
    var names: Set<String> = []
    for tag in tags {
      switch tag {
      case .value(let name), .section(let name, _): names.insert(name)
      case .end: break
      }
    }
    return names
  }

  /// The names that decide what is shown.
  var conditions: Set<String> {
    var names: Set<String> = []
    for case .section(let name, _) in tags { names.insert(name) }
    return names
  }

  /// The text, without lines that stayed empty.
  func filled(_ words: [String: String]) -> String {
    mustache.render(words).split(separator: "\n").joined(separator: "\n")
  }

  /// Values that would leave a hole.
  func missing(_ words: [String: String]) -> [String] {
    var missing: [String] = []
    var isShown = [true]
    for tag in tags {
      switch tag {
      case .value(let name):
        if isShown.last == true, words[name] == nil, !missing.contains(name) {
          missing.append(name)
        }
      case .section(let name, let isInverted):
        isShown.append(isShown.last == true && (words[name] != nil) != isInverted)
      case .end: isShown.removeLast()
      }
    }
    return missing
  }

  private static func split(_ source: String) -> ([Tag], plain: String)? {
    var tags: [Tag] = []
    var plain = ""
    var rest = source[...]
    while let start = rest.firstRange(of: "{{") {
      plain += rest[..<start.lowerBound]
      rest = rest[start.upperBound...]
      guard let end = rest.firstRange(of: "}}"), let tag = tag(rest[..<end.lowerBound]) else {
        return nil
      }
      // The value of the section around it.
      if tag != .value(".") { tags.append(tag) }
      rest = rest[end.upperBound...]
    }
    plain += rest
    return plain.contains("{") || plain.contains("}") ? nil : (tags, plain)
  }

  private static func tag(_ text: Substring) -> Tag? {
    if text == "." { return .value(".") }
    let mark = text.first
    let name = mark == "#" || mark == "^" || mark == "/" ? text.dropFirst() : text
    guard !name.isEmpty, name.utf8.allSatisfy({ (65...90).contains($0) || (97...122).contains($0) })
    else { return nil }
    switch mark {
    case "#": return .section(String(name), isInverted: false)
    case "^": return .section(String(name), isInverted: true)
    case "/": return .end(String(name))
    default: return .value(String(name))
    }
  }

  private static func areNested(_ tags: [Tag]) -> Bool {
    var open: [String] = []
    for tag in tags {
      switch tag {
      case .value: break
      case .section(let name, _): open.append(name)
      case .end(let name): if open.popLast() != name { return false }
      }
    }
    return open.isEmpty
  }
}
