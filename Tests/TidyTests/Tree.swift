import Foundation

/// The source tree this test was compiled from, so that the tests can read what they judge.
enum Tree {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// What the top level may hold besides dotfiles. A new entry is a decision, not an accident.
  static let topLevel: Set = [
    "Adapters", "Package.swift", "README.md", "README.zh-CN.md", "Samples", "Sources", "Tests",
    "deploy",
  ]

  /// Made by running things here, and ignored by git.
  static let leftovers: Set = ["Package.resolved", "birthgate-data"]

  /// Every file below the named folders (or the named file itself), with its path from the root.
  static func files(under places: [String], suffixes: [String] = []) -> [TextFile] {
    places.flatMap { place in
      paths(place).filter { path in
        suffixes.isEmpty || suffixes.contains { path.hasSuffix($0) }
      }.sorted()
    }.compactMap(TextFile.init(path:))
  }

  static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: root.appending(path: path).path)
  }

  static func isExecutable(_ path: String) -> Bool {
    FileManager.default.isExecutableFile(atPath: root.appending(path: path).path)
  }

  static func entries(_ path: String) -> [String] {
    let folder = root.appending(path: path).path
    return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }

  private static func paths(_ place: String) -> [String] {
    let start = root.appending(path: place)
    guard let values = try? start.resourceValues(forKeys: [.isDirectoryKey]) else { return [] }
    guard values.isDirectory == true else { return [place] }
    let below = (try? FileManager.default.subpathsOfDirectory(atPath: start.path)) ?? []
    return below.filter { path in
      !path.split(separator: "/").contains { $0 == "__pycache__" || $0.hasPrefix(".build") }
    }.map { place + "/" + $0 }
  }
}

/// One file of the tree as text: its path from the root, and what it says.
struct TextFile: Sendable {
  let path: String
  let text: String
  /// Of a Swift file, its code without comments and strings.
  let code: SwiftText?

  init(path: String, text: String) {
    self.path = path
    self.text = text
    code = path.hasSuffix(".swift") ? SwiftText(text) : nil
  }

  /// Nil for a folder and for what is not UTF-8, which is nobody's source.
  init?(path: String) {
    guard let data = try? Data(contentsOf: Tree.root.appending(path: path)),
      let text = String(data: data, encoding: .utf8)
    else { return nil }
    self.init(path: path, text: text)
  }

  var lines: [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
  }
}

/// One thing wrong with the tree, said so that it can be mended: where, what, and what to do.
struct Fault: Hashable, Sendable, CustomStringConvertible {
  var path: String
  var line: Int
  var what: String

  var description: String { "\(path):\(line): \(what)" }
}
