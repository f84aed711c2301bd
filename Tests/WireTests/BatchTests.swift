import Casework
import Testing
import Wire

/// Batches: the same messages whatever the chunks, each standing or falling alone.
struct BatchTests {
  private func pieces(_ bytes: [UInt8], chunk: Int, isFile: Bool = false) -> [BatchReader.Piece] {
    var batch = BatchReader(isFile: isFile)
    var pieces: [BatchReader.Piece] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      pieces += batch.feed(Array(rest.prefix(chunk)))
      rest = rest.dropFirst(chunk)
    }
    return pieces + batch.finish()
  }

  private func messages(_ count: Int) -> [JSONObject] {
    (0..<count).map { seed in
      var maker = MessageMaker(seed: UInt64(seed))
      return maker.message(families[seed % families.count])
    }
  }

  @Test(arguments: [1, 7, 1000, 1_000_000])
  func bothFormsGiveTheirMessages(chunk: Int) throws {
    let all = messages(12)
    let singles = try all.map { try reader.read(JSONValue.object($0).canonical).canonical }
    let lines = all.map { JSONValue.object($0).canonicalText }.joined(separator: "\n\n") + "\n"
    let elements =
      "\u{FEFF}<?xml version='1.0' encoding='UTF-8'?><!-- <message> --><messages\nxmlns='urn:birthgate:message:1'>"
      + all.map { "<!-- </messages> --><message>\(XMLMaker.members($0))</message>\n" }.joined()
      + "</messages>\n"
    let prefixed =
      "<b:messages xmlns:b='urn:birthgate:message:1' xmlns='urn:birthgate:message:1'>"
      + all.map { "<b:message>\(XMLMaker.members($0))</b:message>" }.joined() + "</b:messages>"
    for text in [lines, elements, prefixed] {
      let found = pieces(Array(text.utf8), chunk: chunk)
      #expect(found.map(\.index) == Array(0..<12))
      let read = try found.map {
        try reader.read($0.bytes, form: $0.form, from: $0.place).canonical
      }
      #expect(read == singles)
    }
  }

  @Test func brokenMessagesFallAlone() throws {
    let good = "<message>\(XMLMaker.members(messages(1)[0]))</message>"
    let broken = [
      "<message><a></message>", "<message><b></a></message>", "<message c='></message>",
      "<message><",
    ]
    for bad in broken {
      let batch = "<messages xmlns='urn:birthgate:message:1'>\(good)\(bad)\(good)</messages>"
      let found = pieces(Array(batch.utf8), chunk: 11)
      let taken = found.filter { errors($0.bytes, $0.form).isEmpty }
      #expect(taken.count == 2, "\(bad)")
      #expect(found.count >= 3, "\(bad)")
    }
    let json = JSONValue.object(messages(1)[0]).canonicalText
    let lines = pieces(Array("\(json)\n{\"a\":\n\(json)".utf8), chunk: 5)
    #expect(lines.map { errors($0.bytes, $0.form).isEmpty } == [true, false, true])
  }

  @Test func placesCountFromTheBatch() throws {
    let batch =
      "<messages\n xmlns='urn:birthgate:message:1'>\n  <message><x/></message><message>\n<header><id>李</id></header></message></messages>"
    let marks = pieces(Array(batch.utf8), chunk: 3).map { piece in
      do throws(Rejection) {
        _ = try reader.read(piece.bytes, form: piece.form, from: piece.place)
        return [String]()
      } catch {
        return WireTests.marks(error.errors)
      }
    }
    #expect(marks.count == 2)
    #expect(marks[0].contains("missing /message/header 3:3"))
    #expect(marks[1].contains("format /message/header/id 4:9"))
    let lines = pieces(Array("\n{}\n {\"header\":1}".utf8), chunk: 100)
    #expect(lines.map(\.place.line) == [2, 3])
  }

  @Test func memoryIsBounded() {
    let long = String(repeating: "x", count: 3_000_000)
    let json = pieces(Array("{\"a\":\"\(long)\"}\n{}\n".utf8), chunk: 65_536)
    #expect(json.map(\.isTooLong) == [true, false])
    #expect(json.allSatisfy { $0.bytes.count <= 1_048_576 })
    for middle in [long, "<!--\(long)-->", "<a b='\(long)'/>", "<![CDATA[\(long)]]>"] {
      let xml = pieces(
        Array(
          "<messages xmlns='urn:birthgate:message:1'><message>\(middle)</message><message/></messages>"
            .utf8),
        chunk: 65_536)
      #expect(xml.map(\.isTooLong) == [true, false])
      #expect(xml.allSatisfy { $0.bytes.count <= 1_048_576 + 5_000 })
    }
  }

  @Test func aFileMayHoldOneMessage() throws {
    let message = messages(1)[0]
    let pretty = JSONValue.object(message).canonicalText.replacing("{", with: "{\n")
    let found = pieces(Array(pretty.utf8), chunk: 10, isFile: true)
    #expect(found.count == 1)
    #expect(errors(found[0].bytes, found[0].form) == [])
    // An envelope whose records each begin a line is one document as well.
    let envelope = "{\"data\": [\n{\"a\": 1},\n{\"a\": 2}\n]}\n"
    for size in [1, 7, 100] {
      let whole = pieces(Array(envelope.utf8), chunk: size, isFile: true)
      #expect(whole.count == 1)
    }
    let xml = pieces(Array(XMLMaker.document(message).utf8), chunk: 10)
    #expect(xml.count == 1)
    #expect(errors(xml[0].bytes, xml[0].form) == [])
    let doctype = pieces(Array("<!DOCTYPE messages [<!ENTITY a 'b'>]><messages/>".utf8), chunk: 10)
    #expect(doctype.count == 1)
    #expect(errors(doctype[0].bytes, doctype[0].form).map(\.code) == [.doctype])
    #expect(pieces([], chunk: 1).isEmpty)
  }

  /// A NUL is no white space: its line is a piece, however the bytes came (found by libFuzzer).
  @Test func aNULIsNoBlank() {
    let bytes = Array("{ &\n \0\0\n {\"a\":1}\n\0".utf8)
    let whole = pieces(bytes, chunk: bytes.count, isFile: true)
    for size in 1..<bytes.count {
      #expect(pieces(bytes, chunk: size, isFile: true) == whole)
    }
    #expect(whole.count == 1)
    let lines = pieces(bytes, chunk: 1).map { String(decoding: $0.bytes, as: UTF8.self) }
    #expect(lines == ["{ &", " \0\0", " {\"a\":1}", "\0"])
  }
}
