import Foundation

/// The pages of the documentation and the two READMEs, and what can be wrong between them.
struct Docs: Sendable {
  var pages: [TextFile]
  /// The page where a reader begins; every other page is reached from it.
  var first: String
  /// Whether a path from the root leads to something.
  var exists: @Sendable (String) -> Bool

  static let house = Docs(
    pages: Tree.files(under: ["Sources", "Adapters"], suffixes: [".md"])
      .filter { $0.path.contains(".docc/") },
    first: "Casework", exists: { Tree.exists($0) })

  /// Links to pages that are not there, and pages that no way of links leads to.
  func brokenPages() -> [Fault] {
    let byName = Dictionary(pages.map { (Self.name($0.path), $0) }) { first, _ in first }
    var faults: [Fault] = []
    var targets: [String: [String]] = [:]
    for page in pages {
      for (target, line) in Self.matches(of: #/<doc:([^>#]+)/#, in: page) {
        targets[Self.name(page.path), default: []].append(target)
        if byName[target] == nil {
          faults.append(Fault(path: page.path, line: line, what: "no page is named \(target)"))
        }
      }
    }
    var reached: Set<String> = []
    var next = [first]
    while let name = next.popLast() {
      if reached.insert(name).inserted { next += targets[name] ?? [] }
    }
    return faults
      + pages.filter { !reached.contains(Self.name($0.path)) }.map {
        Fault(path: $0.path, line: 1, what: "no links lead here from \(first)")
      }
  }

  /// Relative links of a file that lead nowhere, and paths named as code that are not there.
  func brokenPaths(in file: TextFile) -> [Fault] {
    let folder = file.path.split(separator: "/").dropLast().joined(separator: "/")
    let links = Self.matches(of: #/\]\(([^)\s]+)[^)]*\)/#, in: file)
      .filter { !$0.text.contains(":") && !$0.text.hasPrefix("#") }
      .map { (path: Self.resolve($0.text, from: folder), line: $0.line) }
    let named = Self.matches(
      of: #/`((?:Sources|Adapters|Tests|Samples|deploy)/[^`\s<>*…]+)`/#, in: file
    )
    .map { (path: $0.text, line: $0.line) }
    return (links + named).filter { !exists($0.path) }.map {
      Fault(path: file.path, line: $0.line, what: "\($0.path) is not there")
    }
  }

  /// What the first group of a pattern matches, with its line.
  private static func matches(
    of pattern: Regex<(Substring, Substring)>, in file: TextFile
  ) -> [(text: String, line: Int)] {
    file.lines.enumerated().flatMap { index, line in
      line.matches(of: pattern).map { (String($0.output.1), index + 1) }
    }
  }

  private static func name(_ path: String) -> String {
    let file = path.split(separator: "/").last ?? ""
    return String(file.hasSuffix(".md") ? file.dropLast(3) : file)
  }

  private static func resolve(_ link: String, from folder: String) -> String {
    let path = link.prefix { $0 != "#" && $0 != "?" }
    var parts = folder.split(separator: "/").map(String.init)
    for part in path.split(separator: "/") {
      if part == ".." {
        parts = Array(parts.dropLast())
      } else if part != "." {
        parts.append(String(part))
      }
    }
    return parts.joined(separator: "/")
  }
}

/// The outline of a README: what has to be the same in every language it is written in.
struct Outline: Equatable {
  var headings: [Int] = []
  /// The lines inside fenced blocks that are commands.
  var commands: [String] = []

  init(_ text: String) {
    var fence: Substring?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        fence = fence == nil ? line.dropFirst(3) : nil
      } else if fence == "sh" {
        commands.append(String(line.split(separator: "#").first ?? "").trimmed)
      } else if fence == nil, line.hasPrefix("#") {
        headings.append(line.prefix { $0 == "#" }.count)
      }
    }
  }
}

extension String {
  fileprivate var trimmed: String { trimmingCharacters(in: .whitespaces) }
}
