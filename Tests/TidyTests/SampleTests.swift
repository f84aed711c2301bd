import Foundation
import FoundationXML
import Testing

/// Whether a file of data can be read at all by somebody else's parser.
enum Parse {
  static func faults(in file: TextFile) -> [Fault] {
    switch file.path.split(separator: ".").last {
    case "json": json(file.text) ? [] : [Fault(path: file.path, line: 1, what: "no JSON")]
    case "ndjson":
      file.lines.enumerated().filter { !$1.isEmpty && !json(String($1)) }.map { index, _ in
        Fault(path: file.path, line: index + 1, what: "no JSON")
      }
    case "xml", "xsd", "svg": xml(file)
    default: []
    }
  }

  private static func json(_ text: String) -> Bool {
    (try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)) != nil
  }

  private static func xml(_ file: TextFile) -> [Fault] {
    let parser = XMLParser(data: Data(file.text.utf8))
    parser.shouldProcessNamespaces = true
    // `parse` answers true for a document that stops short; the error is what tells.
    guard file.text.isEmpty || !parser.parse() || parser.parserError != nil else { return [] }
    return [Fault(path: file.path, line: max(1, parser.lineNumber), what: "no well-formed XML")]
  }
}

@Suite("Samples and data files")
struct SampleTests {
  @Test("every file of data can be read")
  func valid() {
    let files = Tree.files(
      under: ["Samples", "Sources", "Adapters", "deploy"],
      suffixes: [".json", ".ndjson", ".xml", ".xsd", ".svg"])
    #expect(files.contains { $0.path.hasPrefix("Sources/Policies/") })
    #expect(files.flatMap { Parse.faults(in: $0) } == [])
  }

  @Test(
    "a broken file is found, on its line",
    arguments: [
      ("a.json", "{\"a\": }", 1), ("a.ndjson", "{}\n\n{\"a\"\n", 3), ("a.xml", "<a><b></a>", 1),
      ("a.json", "", 1), ("a.svg", "<svg>", 1), ("a.xml", "", 1),
    ])
  func broken(path: String, text: String, line: Int) {
    let faults = Parse.faults(in: TextFile(path: path, text: text))
    #expect(faults.map(\.line) == [line])
  }

  @Test(
    "a sound file passes",
    arguments: [
      ("a.json", "{\"名\": [1]}"), ("a.ndjson", "{}\n{}\n"),
      ("a.xml", "<?xml version=\"1.0\"?>\n<a xmlns=\"urn:a\"><b/></a>"), ("a.md", "{"),
    ])
  func sound(path: String, text: String) {
    #expect(Parse.faults(in: TextFile(path: path, text: text)) == [])
  }
}
