import Foundation

/// What the sources of this tree declare, found by reading them: enough to say whether a name in
/// the coverage map is the name of anything.
struct SourceIndex {
  /// `Suite/function` of every Swift test.
  private(set) var tests: Set<String> = []
  /// `Type` and `Type.member` of everything under Sources.
  private(set) var declarations: Set<String> = []
  /// `GET /v1/cases` and the like.
  private(set) var routes: Set<String> = []
  /// `family.field` and `family.field.member` of every message family.
  private(set) var fields: Set<String> = []
  /// Names of the program's verbs.
  private(set) var verbs: Set<String> = []
  /// Every quoted word of the program's own sources, for settings.
  private(set) var quoted: Set<String> = []
  /// Names of the files under Sources/Pages.
  private(set) var pages: Set<String> = []

  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  init() throws {
    for (path, text) in try Self.files(under: "Tests") where path.hasSuffix(".swift") {
      tests.formUnion(Self.tests(in: text))
    }
    for (path, text) in try Self.files(under: "Sources") where path.hasSuffix(".swift") {
      declarations.formUnion(Self.declarations(in: text))
      if path.hasPrefix("Pages/") {
        pages.insert(URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent)
      }
      guard path.hasPrefix("birthgate/") else { continue }
      let plain = text.filter { !$0.isWhitespace }
      for match in plain.matches(of: #/Route\(\.([a-z]+),"([^"]+)"/#) {
        routes.insert("\(match.output.1.uppercased()) \(match.output.2)")
      }
      for match in plain.matches(of: #/commandName:"([a-z-]+)"/#) {
        verbs.insert(String(match.output.1))
      }
      for match in text.matches(of: #/struct ([A-Z][A-Za-z]*): (?:Async)?ParsableCommand/#) {
        verbs.insert(match.output.1.lowercased())
      }
      quoted.formUnion(text.matches(of: #/"([A-Za-z]+)"/#).map { String($0.output.1) })
    }
    fields = try Self.fields()
  }

  /// Paths below a folder, from that folder, with what the files say.
  static func files(under folder: String) throws -> [(path: String, text: String)] {
    let start = root.appendingPathComponent(folder)
    return try FileManager.default.subpathsOfDirectory(atPath: start.path).sorted()
      .compactMap { path in
        let file = start.appendingPathComponent(path)
        return (try? String(contentsOf: file, encoding: .utf8)).map { (path, $0) }
      }
  }

  /// A test is a function after `@Test`, in the type at the margin above it.
  static func tests(in text: String) -> Set<String> {
    var found: Set<String> = []
    var suite: Substring?
    var isTest = false
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      if line.first.map({ !$0.isWhitespace }) == true,
        let at = words.firstIndex(where: { ["struct", "enum", "extension", "class"].contains($0) }),
        at + 1 < words.count
      {
        suite = words[at + 1].prefix { $0.isLetter || $0.isNumber }
      }
      if line.contains("@Test") { isTest = true }
      guard let start = line.range(of: "func "), !line.contains("//") || isTest else { continue }
      if isTest, let suite {
        found.insert("\(suite)/\(line[start.upperBound...].prefix { $0.isLetter || $0.isNumber })")
      }
      isTest = false
    }
    return found
  }

  /// Every type of a file alone, and with every member the file declares: a file is about one type.
  static func declarations(in text: String) -> Set<String> {
    let types = Set(
      text.matches(of: #/(?:struct|enum|class|actor|extension|protocol) ([A-Z][A-Za-z0-9]*)/#)
        .map { String($0.output.1) })
    var members = Set(
      text.matches(of: #/(?:func|var|let) ([a-zA-Z][A-Za-z0-9]*)/#).map { String($0.output.1) })
    for match in text.matches(of: #/case ([a-z][A-Za-z0-9]*(?:, [a-z][A-Za-z0-9]*)*)/#) {
      members.formUnion(match.output.1.split(separator: ", ").map(String.init))
    }
    return types.union(types.flatMap { type in members.map { "\(type).\($0)" } })
  }

  /// The fields of the families, from their tables; members of an object under each of its fields,
  /// as the tables name objects apart from the fields that hold them.
  private static func fields() throws -> Set<String> {
    var found: Set<String> = []
    let folders = Dictionary(grouping: try files(under: "Adapters")) {
      String($0.path.split(separator: "/")[0])
    }
    let shared = [
      "name", "idType", "idNumber", "nationality", "ethnicity", "phone", "relation", "channel",
      "address", "language",
    ]
    for files in folders.values {
      let text = files.map(\.text).joined().filter { !$0.isWhitespace }
      guard let family = text.firstMatch(of: #/FamilyName\(rawValue:"([A-Za-z]+)"\)/#) else {
        continue
      }
      let names = text.matches(of: #/Field\("([A-Za-z]+)"/#).map { String($0.output.1) }
      for name in names {
        found.insert("\(family.output.1).\(name)")
        for member in names + shared { found.insert("\(family.output.1).\(name).\(member)") }
      }
    }
    return found
  }
}
