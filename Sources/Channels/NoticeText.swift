package import Casework
import Mustache

/// The words of a notice, for people.
///
/// They stand in one file per language under `Texts/`: for every kind one text for guardians and
/// one for offices. A block begins with `== kind / reader`; its first line is the title.
package struct NoticeText: Hashable, Sendable {
  package enum Language: String, CaseIterable, Sendable {
    case chinese = "zh-CN"
    case english = "en"
  }

  package var title: String
  package var body: String

  /// The text of a notice. Values that a text may do without stand in its sections; without one
  /// that it needs there is no text, rather than one with a hole.
  package static func render(
    _ kind: Notice.Kind, for audience: Notice.Audience, in language: Language,
    _ values: NoticeValues
  ) throws(NoticeTextError) -> NoticeText {
    let reader = audience == .guardian ? "guardian" : "office"
    guard let block = catalogue(of: language)["\(kind.rawValue) / \(reader)"] else {
      throw .noText
    }
    let words = values.words(in: language)
    let missing = block.needed.filter { words[$0] == nil }
    guard missing.isEmpty else { throw .missing(missing) }
    return NoticeText(title: block.title.render(words), body: block.body.render(words))
  }

  private static let chinese = blocks(PackageResources.zh_CN_mustache)
  private static let english = blocks(PackageResources.en_mustache)

  private static func catalogue(of language: Language) -> [String: Block] {
    switch language {
    case .chinese: chinese
    case .english: english
    }
  }
}

/// Why a notice has no words.
package enum NoticeTextError: Error, Hashable, Sendable {
  /// The files lack this kind; a test sees to it that they do not.
  case noText
  /// Values that the text cannot do without.
  case missing([String])
}

extension NoticeText {
  /// One text of the files, ready to be filled.
  private struct Block: Sendable {
    var title: MustacheTemplate
    var body: MustacheTemplate
    /// The names that stand outside every section.
    var needed: [String]
  }

  private static func blocks(_ file: [UInt8]) -> [String: Block] {
    var blocks: [String: Block] = [:]
    var name: Substring?
    var lines: [Substring] = []
    func close() {
      guard let name else { return }
      precondition(blocks[String(name)] == nil, "two texts for \(name)")
      blocks[String(name)] = block(lines)
    }
    for line in String(decoding: file, as: UTF8.self).split(separator: "\n") {
      if line.hasPrefix("== ") {
        close()
        name = line.dropFirst(3)
        lines = []
      } else if !line.hasPrefix("#") {
        lines.append(line)
      }
    }
    close()
    return blocks
  }

  private static func block(_ lines: [Substring]) -> Block? {
    // Plain text: without this, Mustache would write & as HTML does.
    let plain = "{{% CONTENT_TYPE:TEXT}}"
    guard let title = lines.first, lines.count > 1 else { return nil }
    let body = lines.dropFirst().joined(separator: "\n")
    do {
      return Block(
        title: try MustacheTemplate(string: plain + title),
        body: try MustacheTemplate(string: plain + body), needed: needed(title + "\n" + body))
    } catch {
      return nil
    }
  }

  private static func needed(_ text: String) -> [String] {
    var names: [String] = []
    var depth = 0
    var rest = text[...]
    while let start = rest.firstRange(of: "{{") {
      rest = rest[start.upperBound...]
      guard let end = rest.firstRange(of: "}}") else { break }
      let tag = rest[..<end.lowerBound]
      rest = rest[end.upperBound...]
      switch tag.first {
      case "#", "^": depth += 1
      case "/": depth -= 1
      default: if depth == 0, !names.contains(String(tag)) { names.append(String(tag)) }
      }
    }
    return names
  }
}
