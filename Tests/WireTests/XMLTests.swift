import Casework
import Foundation
import LibXML
import Testing
import Wire

/// XML from outside: what is read, what is refused, and where.
struct XMLTests {
  @Test func conformsToTheW3CSuite() throws {
    guard let folder = conformance else {
      print("skipped: no conformance data")
      return
    }
    let table = try String(
      contentsOf: folder.appendingPathComponent("xmlconf-cases.tsv"), encoding: .utf8)
    // In these the word stands in a comment, an instruction or a CDATA section.
    let harmless: Set = ["o-p15pass1", "o-p16pass1", "o-p18pass1"]
    var counts = ["not-wf": 0, "doctype": 0, "sound": 0]
    for line in table.split(separator: "\n").dropFirst() {
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard cells.count >= 5,
        let data = try? Data(contentsOf: folder.appendingPathComponent(cells[4]))
      else { continue }
      // The reader's own errors come later than well-formedness; only 400 without namespaces
      // counts.
      let found = errors([UInt8](data), .xml).filter {
        $0.code.status == 400 && $0.code != .namespace
      }
      let isRefused = !found.isEmpty
      if cells[3] == "yes", !harmless.contains(cells[0]) {
        #expect(isRefused, "\(cells[0])")
        counts["doctype", default: 0] += 1
      } else if cells[1] == "not-wf" {
        #expect(isRefused, "\(cells[0])")
        #expect(found.allSatisfy { $0.line >= 1 && $0.column >= 1 }, "\(cells[0])")
        counts["not-wf", default: 0] += 1
      } else if cells[1] == "valid" || cells[1] == "invalid" {
        #expect(!isRefused || found.first?.code == .encoding, "\(cells[0]) \(found)")
        counts["sound", default: 0] += 1
      }
    }
    print("xmlconf:", counts)
    #expect(counts.values.allSatisfy { $0 > 0 })
  }

  @Test(arguments: [
    ("<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>", Finding.Code.doctype),
    ("<!DOCTYPE html><message xmlns='urn:birthgate:message:1'/>", .doctype),
    ("<message xmlns='urn:birthgate:message:1'>&b;</message>", .notWellFormed),
    ("<message xmlns='urn:birthgate:message:1'><a></message>", .notWellFormed),
    ("<message xmlns='urn:birthgate:message:1'/><b/>", .notWellFormed),
    ("<message xmlns='urn:birthgate:message:1'><x:a/></message>", .notWellFormed),
    ("<message xmlns='urn:birthgate:message:1' a='1' a='2'/>", .notWellFormed),
    ("<message xmlns='urn:birthgate:message:1'>&#0;</message>", .notWellFormed),
    ("<message/>", .namespace), ("<message xmlns='urn:birthgate:message:2'/>", .namespace),
    ("<message xmlns='urn:birthgate:message:1'><header xmlns=''/></message>", .namespace),
    ("<?xml version='1.0' encoding='KLINGON'?><message/>", .encoding),
    (" <?xml version='1.0'?><message/>", .notWellFormed), ("<", .notWellFormed),
    ("", .notWellFormed),
  ])
  func refuses(_ text: String, _ code: Finding.Code) {
    let found = errors(Array(text.utf8), .xml)
    #expect(found.first { $0.code.status == 400 }?.code == code)
  }

  @Test func skipsAByteOrderMark() throws {
    for text in [
      "<message xmlns='urn:birthgate:message:1'/>", "{}",
    ] {
      let found = errors([0xEF, 0xBB, 0xBF] + Array(text.utf8))
      #expect(!found.isEmpty)
      #expect(found.allSatisfy { $0.code.status == 422 && $0.line == 1 && $0.column == 1 })
    }
    let message = JSONValue.object(message())
    let reading = try reader.read([0xEF, 0xBB, 0xBF] + message.canonical)
    #expect(reading.warnings.map(\.code).contains(.bom))
    let xml = try reader.read([0xEF, 0xBB, 0xBF] + Array(XMLMaker.document(self.message()).utf8))
    #expect(xml.warnings.map(\.code).contains(.bom))
  }

  private func message() -> JSONObject {
    var maker = MessageMaker(seed: 7)
    return maker.message(families[3])
  }

  @Test func countsDepthAndParts() {
    let open = "<message xmlns='urn:birthgate:message:1'>" + String(repeating: "<a>", count: 31)
    let close = String(repeating: "</a>", count: 31) + "</message>"
    #expect(!errors(open + close).map(\.code).contains(.tooDeep))
    #expect(errors(open + "<a/>" + close).map(\.code) == [.tooDeep])
    let root = "<message xmlns='urn:birthgate:message:1'>"
    let full = root + String(repeating: "<a/>", count: 19_990) + "</message>"
    #expect(!errors(full).map(\.code).contains(.tooManyParts))
    let more = root + String(repeating: "<a/>", count: 20_000) + "</message>"
    #expect(errors(more).map(\.code) == [.tooManyParts])
  }

  @Test func placesCountCharacters() {
    let found = errors(
      "<message xmlns='urn:birthgate:message:1'>\r\n<header><id>李</id><sender>S</sender><sentAt/></header>\n\t<x/></message>"
    )
    let mark = marks(found)
    #expect(mark.contains("format /message/header/id 2:9"))
    #expect(mark.contains("missing /message/header/sentAt 2:1"))
  }
}
