import Foundation
import Testing

@Suite("Style")
struct StyleTests {
  private static let sources = Tree.files(
    under: ["Sources", "Adapters", "Tests", "Package.swift"], suffixes: [".swift"])

  @Test("lines, functions and files are short enough to read")
  func lengths() {
    #expect(Self.sources.flatMap { Lengths().faults(in: $0) } == [])
  }

  @Test("no banned word stands where it is banned")
  func bans() {
    let files = Ban.everywhere.flatMap { place in
      place == "README"
        ? Tree.files(under: ["README.md", "README.zh-CN.md"])
        : Tree.files(under: [String(place.hasSuffix("/") ? place.dropLast() : place[...])])
    }
    #expect(files.contains { $0.path.hasPrefix("deploy/") })
    #expect(files.flatMap { file in Ban.all.flatMap { $0.faults(in: file) } } == [])
  }

  @Test("every type at the top of a file says what it is for")
  func documented() {
    let files = Tree.files(under: ["Sources", "Adapters"], suffixes: [".swift"])
    #expect(files.flatMap { Undocumented.faults(in: $0) } == [])
  }

  @Test("tests that run whole programs wait for their turn")
  func turns() {
    let suites = Tree.files(under: ["Tests/GatewayTests"], suffixes: ["Tests.swift"])
    #expect(suites.count > 50)
    for suite in suites {
      let declared = suite.text.components(separatedBy: "@Suite(").count - 1
      let bounded = suite.text.components(separatedBy: ".fewAtOnce").count - 1
      #expect(declared == bounded, "\(suite.path): @Suite without .fewAtOnce")
    }
  }

  @Test("the top level holds what it is meant to hold")
  func topLevel() {
    let found = Set(Tree.entries(".").filter { !$0.hasPrefix(".") })
    #expect(found.subtracting(Tree.topLevel).subtracting(Tree.leftovers) == [])
  }
}

@Suite("Style, tried on bad examples")
struct StyleTrials {
  @Test(
    "each ban finds its word in a place it covers",
    arguments: Ban.all.indices)
  func banned(index: Int) throws {
    let ban = Ban.all[index]
    let path = try #require(ban.places.first) + "Casework/A.swift"
    let file = TextFile(path: path, text: "let a = 1\nlet b = (\(ban.word))\n")
    #expect(ban.faults(in: file).map(\.line) == [2])
    for place in ban.exceptIn {
      let path = place.hasSuffix(".swift") ? place : place + "A.swift"
      #expect(ban.faults(in: TextFile(path: path, text: ban.word)) == [])
    }
  }

  @Test(
    "a word inside another word, a comment or a string is not the banned one",
    arguments: [
      "let a = CivilDate()", "fingerprint(a)", "// never fatalError( here",
      "let a = \"print(\"", "/* try! /* try! */ try! */", "withUnsafeBytes(a)",
      "let a = #\"\\(UUID()) \"#", "let a = \"\"\"\n  Date()\n  \"\"\"",
      "let a = \"https://example.org/ho\" + \"me/\"", "page.print(a)",
    ])
  func innocent(text: String) {
    let file = TextFile(path: "Sources/Casework/A.swift", text: text)
    #expect(Ban.all.flatMap { $0.faults(in: file) } == [])
  }

  @Test(
    "code inside an interpolation is code",
    arguments: ["\"a \\(Date()) b\"", "#\"a \\#(f(Date())) b\"#", "\"\"\"\n\\(Date())\n\"\"\""])
  func interpolated(text: String) {
    let file = TextFile(path: "Sources/Casework/A.swift", text: "let a = " + text)
    #expect(Ban.all.flatMap { $0.faults(in: file) }.count == 1)
  }

  @Test("a line, a function and a file one over the limit are found, at the limit they pass")
  func limits() {
    let limits = Lengths(lineCharacters: 10, fileLines: 6, functionLines: 3)
    func count(_ text: String) -> Int {
      limits.faults(in: TextFile(path: "A.swift", text: text)).count
    }
    #expect(count("// 4567890") == 0)
    #expect(count("// 45678901") == 1)
    #expect(count("// 一二三四五六七") == 0)
    #expect(count("// 一二三四五六七八") == 1)
    #expect(count("func a() {\n\n}") == 0)
    #expect(count("func a() {\n\n\n}") == 1)
    #expect(count("init() {\n\n\n}") == 1)
    #expect(count("\n\n\n\n\n\n") == 0)
    #expect(count("\n\n\n\n\n\n\n") == 1)
  }

  @Test("a function's length is that of its own body")
  func functions() {
    let text = """
      protocol P {
        func required(_ a: () -> Void) async throws -> Int
        init(b: Int)
        var c: Int { get }
      }
      struct S<T> {
        init?(a: [Int] = [1].map { $0 }, b: () -> Void = {}) where T: Equatable {
          self.init(b: "}")  // }
        }
        func generic<U: Sequence>(
          _ u: U
        ) throws -> (Int) -> Void
        {
          { _ in }
        }
      }
      """
    #expect(
      Function.all(of: SwiftText(text)) == [
        Function(name: "init", line: 7, lines: 3), Function(name: "generic", line: 10, lines: 6),
      ])
  }

  @Test("a type without a sentence is found, one with a sentence is not")
  func undocumented() {
    func lines(_ text: String) -> [Int] {
      Undocumented.faults(in: TextFile(path: "A.swift", text: text)).map(\.line)
    }
    #expect(lines("package struct A {}") == [1])
    #expect(lines("// A thing.\n@safe\nfinal class A {}") == [3])
    #expect(lines("let a = 1\n\npackage enum A { case b }") == [3])
    #expect(lines("/// A thing.\n@safe\npackage struct A: ~Copyable {}") == [])
    #expect(lines("/// A thing.\n@main struct A {}") == [])
    #expect(lines("extension A {\n  struct B {}\n}") == [])
  }
}
