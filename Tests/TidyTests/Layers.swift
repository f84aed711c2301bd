/// The layering of the house as data: which folder may import which modules. Arrows go down only,
/// modules of one tier do not import each other, and a C library has one door.
struct Layers {
  /// A folder's sources and all they may import.
  struct Row {
    var folder: String
    var imports: Set<String>

    init(_ folder: String, _ imports: Set<String> = []) {
      self.folder = folder
      self.imports = imports
    }
  }

  var rows: [Row]

  /// Part of the toolchain, without a clock, a locale or a file: allowed above tier 0.
  static let harmless: Set = ["Synchronization"]

  static let house = Layers(rows: tierZero + tierOne + tierTwo + tierThree + tests)

  private static let tierZero = [
    Row("Sources/Casework"),
    Row("Sources/Lanes", ["Dispatch"]),
  ]

  /// One library of C each; `Glibc` for the constants and the memory that its calls speak of.
  /// LibBytes has memory itself behind its door.
  private static let tierOne = [
    Row("Sources/LibXML", ["CXML2", "Glibc"]),
    Row("Sources/LibCurl", ["CCurl", "Lanes", "Glibc"]),
    Row("Sources/LibCrypto", ["COpenSSL", "Glibc"]),
    Row("Sources/LibQR", ["CQREncode", "CPNG", "Glibc"]),
    Row("Sources/LibZstd", ["CZstd", "Glibc"]),
    Row("Sources/LibSystem", ["CGlibc", "Glibc"]),
    Row("Sources/LibBytes"),
    Row("Sources/Wire", ["Casework", "LibXML", "LibBytes"]),
  ]

  private static let tierTwo =
    [
      Row("Sources/Policies", ["Casework", "Wire"]),
      Row("Sources/Engine", ["Casework", "Wire", "FoundationEssentials"]),
      Row("Sources/StoreSQLite", ["Casework", "GRDB", "Foundation", "FoundationEssentials"]),
      Row("Sources/Channels", ["Casework", "Wire", "LibCurl", "Lanes", "Mustache", "Glibc"]),
      Row("Sources/Pages", ["Casework"]),
    ] + Tree.entries("Adapters").map { Row("Adapters/\($0)", ["Casework", "Wire"]) }

  /// The program may import every module of ours, no C library, and the frameworks it stands on.
  private static let tierThree = [
    Row(
      "Sources/birthgate",
      ours.union([
        "ArgumentParser", "Dispatch", "Foundation", "FoundationEssentials", "Glibc", "HTTPTypes",
        "Hummingbird", "HummingbirdCore", "Logging", "NIOCore", "NIOHTTPTypes", "ServiceLifecycle",
        "UnixSignals",
      ]))
  ]

  private static let tests = Tree.entries("Tests").map { folder in
    Row(
      "Tests/\(folder)",
      ours.union([
        "Dispatch", "Foundation", "FoundationEssentials", "FoundationXML", "Fuzzing", "GRDB",
        "Glibc", "NIOCore", "Testing", "birthgate",
      ]))
  }

  /// Every module of ours that a program or a test may name.
  private static let ours: Set<String> = {
    let below = (tierZero + tierOne + tierTwo).map(\.folder)
    return Set(
      below.compactMap { folder in
        let name = folder.split(separator: "/").last.map(String.init) ?? ""
        return folder.hasPrefix("Adapters/") ? name + "Messages" : name
      })
  }()

  func faults(in file: TextFile) -> [Fault] {
    let lines = Self.imports(in: file.code)
    guard let row = rows.first(where: { file.path.hasPrefix($0.folder + "/") }) else {
      return [
        Fault(path: file.path, line: 1, what: "its folder has no row in the layering table")
      ]
    }
    let allowed = row.folder == "Sources/Casework" ? [] : row.imports.union(Self.harmless)
    return lines.filter { !allowed.contains($0.module) }.map { line in
      Fault(
        path: file.path, line: line.line,
        what: "\(row.folder) may not import \(line.module); it may import: "
          + (allowed.isEmpty ? "nothing" : allowed.sorted().joined(separator: ", ")))
    }
  }

  /// The modules that a file imports, each with its line; of `import struct A.B` it is A.
  static func imports(in code: SwiftText?) -> [(module: String, line: Int)] {
    let kinds: Set = [
      "actor", "class", "enum", "func", "let", "protocol", "struct", "typealias", "var",
    ]
    let words = code.map(Word.all) ?? []
    return words.indices.compactMap { index in
      guard words[index].text == "import", index == 0 || words[index - 1].text != "." else {
        return nil
      }
      var next = index + 1
      if next + 1 < words.count, kinds.contains(words[next].text) { next += 1 }
      guard next < words.count else { return nil }
      return (words[next].text, words[index].line)
    }
  }
}
