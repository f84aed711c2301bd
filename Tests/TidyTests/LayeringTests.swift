import Testing

@Suite("Layering")
struct LayeringTests {
  @Test("every import goes down, and C has one door")
  func everyImport() {
    let files = Tree.files(under: ["Sources", "Adapters", "Tests"], suffixes: [".swift"])
    #expect(files.count > 20)
    #expect(files.flatMap { Layers.house.faults(in: $0) } == [])
  }

  @Test("every folder of sources has its row, and every row its folder")
  func everyFolder() {
    let folders = Tree.entries("Sources").filter { name in
      !Tree.files(under: ["Sources/\(name)"], suffixes: [".swift"]).isEmpty
    }.map { "Sources/\($0)" }
    let rows = Layers.house.rows.map(\.folder).filter { $0.hasPrefix("Sources/") }
    #expect(Set(folders) == Set(rows))
  }

  @Test(
    "a forbidden import is seen, however it is written",
    arguments: [
      ("Sources/Casework/A.swift", "import Foundation"),
      ("Sources/Casework/A.swift", "package import Wire"),
      ("Sources/Casework/A.swift", "import Synchronization"),
      ("Sources/Engine/A.swift", "import struct Foundation.Date"),
      ("Sources/Engine/A.swift", "@preconcurrency import StoreSQLite"),
      ("Sources/Engine/A.swift", "@testable private import Channels"),
      ("Sources/Wire/A.swift", "import CXML2"),
      ("Sources/LibCurl/A.swift", "import COpenSSL"),
      ("Sources/Pages/A.swift", "import Dispatch; import Casework"),
      ("Sources/birthgate/A.swift", "internal import CCurl"),
      ("Sources/Nowhere/A.swift", "import Casework"),
    ])
  func seen(path: String, text: String) {
    #expect(Layers.house.faults(in: TextFile(path: path, text: text)).count == 1)
  }

  @Test(
    "what is allowed, and what only speaks of an import, passes",
    arguments: [
      ("Sources/Casework/A.swift", "// import Foundation\nlet a = \"import Wire\""),
      ("Sources/Engine/A.swift", "package import Casework\nimport FoundationEssentials"),
      ("Sources/LibXML/A.swift", "import CXML2\nimport Synchronization"),
      ("Sources/birthgate/A.swift", "import Engine\nimport Hummingbird"),
    ])
  func passes(path: String, text: String) {
    #expect(Layers.house.faults(in: TextFile(path: path, text: text)) == [])
  }
}
