import Casework
import Testing
import Wire

/// Batches of other shapes: records anywhere below a root, with a frame around them.
struct RecordBatchTests {
  private let data = RecordPath(roots: ["MDEML"], steps: ["body", "data"])

  private func pieces(
    _ bytes: [UInt8], chunk: Int, isFile: Bool = false, _ paths: [RecordPath] = [],
    charset: Charset? = nil
  ) -> [BatchReader.Piece] {
    var batch = BatchReader(isFile: isFile, recordPaths: paths, charset: charset)
    var pieces: [BatchReader.Piece] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      pieces += batch.feed(Array(rest.prefix(chunk)))
      rest = rest.dropFirst(chunk)
    }
    return pieces + batch.finish()
  }

  private func text(_ piece: BatchReader.Piece) -> String {
    String(decoding: piece.bytes, as: UTF8.self)
  }

  private func record(_ piece: BatchReader.Piece) -> String {
    String(decoding: piece.bytes[piece.record], as: UTF8.self)
  }

  /// What stands before the first record is before each, what is open is closed behind it, and the
  /// trailer after the last record is nobody's.
  @Test(arguments: [1, 3, 17, 100_000])
  func eachRecordHasItsFrame(chunk: Int) {
    let batch = """
      <?xml version="1.0"?>
      <MDEML xmlns="urn:x">
        <head><data>no record</data><from>院</from></head>
        <body a=">"><data><n>1</n></data>
          <data/> <!-- <data> -->
          <data><n>3</n></data></body>
        <tail/>
      </MDEML>
      """
    let found = pieces(Array(batch.utf8), chunk: chunk, [data])
    #expect(found.map(record) == ["<data><n>1</n></data>", "<data/>", "<data><n>3</n></data>"])
    #expect(found.map(\.index) == [0, 1, 2])
    let head =
      "<?xml version=\"1.0\"?><MDEML xmlns=\"urn:x\">   "
      + "<head><data>no record</data><from>院</from></head>   <body a=\">\">"
    #expect(found.map(text) == found.map { head + record($0) + "</body></MDEML>" })
    #expect(found.allSatisfy { !$0.isStray && !$0.isTooLong })
    // Places count from the batch: the third record begins in line 6, column 5.
    let columns = head.count
    #expect(found[2].place == Place(line: 6, column: 5 - columns))
  }

  @Test func brokenRecordsTakeNobodyWithThem() {
    let broken = ["<data><n></data>", "<data><n>", "<data a='>", "<data><"]
    for first in broken {
      for second in broken {
        let batch =
          "<MDEML><body><data>1</data>\(first)\(second)<data>4</data></body></MDEML>"
        let found = pieces(Array(batch.utf8), chunk: 5, [data]).map(record)
        #expect(found.first == "<data>1</data>", "\(first) \(second)")
        #expect(found.last == "<data>4</data>", "\(first) \(second)")
      }
    }
  }

  @Test func anEndThatIsMissingEndsWithWhatStandsAround() {
    let batch = "<MDEML><body><data><n>1</body><body><k>2</k><data>2</data></body></MDEML>"
    let found = pieces(Array(batch.utf8), chunk: 7, [data]).map(text)
    #expect(
      found == [
        "<MDEML><body><data><n>1</body></MDEML>",
        "<MDEML><body><k>2</k><data>2</data></body></MDEML>",
      ])
  }

  @Test func namesMayVaryAndLieDeep() {
    let grid = RecordPath(roots: [], steps: ["**", "*GRIDLB", "row"], ignoresCase: true)
    let batch = "<T><a><no>7</no><SBGRIDLB><ROW>1</ROW><Row>2</Row></SBGRIDLB></a></T>"
    let found = pieces(Array(batch.utf8), chunk: 2, [grid]).map(text)
    #expect(
      found
        == [1, 2].map { number in
          "<T><a><no>7</no><SBGRIDLB><\(number == 1 ? "ROW" : "Row")>\(number)"
            + "</\(number == 1 ? "ROW" : "Row")></SBGRIDLB></a></T>"
        })
  }

  /// A canonical document is what it is, and one without records is told of, not passed over.
  @Test func documentsWithoutRecordsStayWhole() {
    let grid = RecordPath(roots: [], steps: ["**", "row"])
    for batch in [
      "<message xmlns='urn:birthgate:message:1'>\n<row/></message>", "<T>\n <a>1</a>\n</T>", "<T/>",
      "<T>" + String(repeating: "<a>1</a>\n", count: 20_000) + "</T>",
    ] {
      let found = pieces(Array(batch.utf8), chunk: 1000, [grid])
      #expect(found.map(text) == [batch])
      #expect(found.map(\.place) == [.start])
    }
    #expect(pieces(Array("<messages/>".utf8), chunk: 3, [grid]).isEmpty)
  }

  /// GB 18030: one, two and four bytes are one character each.
  @Test func columnsCountCharactersOfTheDeclaredEncoding() {
    let prolog = Array("<?xml version='1.0' encoding='GBK'?><messages>".utf8)
    let name: [UInt8] = [0xC0, 0xEE, 0x81, 0x30, 0x81, 0x30]
    let batch =
      prolog + Array("<message>".utf8) + name + Array("</message><message/></messages>".utf8)
    let found = pieces(batch, chunk: 4)
    #expect(found.count == 2)
    // Two characters and two tags of 9 and 10 after the prolog, then the prolog itself before it.
    #expect(found.last?.place.column == prolog.count + 9 + 2 + 10 + 1 - prolog.count)
  }

  @Test(arguments: [1, 2, 5, 4096])
  func sixteenBitsAreCutLikeEight(chunk: Int) {
    let batch =
      "<?xml version='1.0' encoding='UTF-16'?><messages><message>李𠮷</message><message/></messages>"
    let units: [UInt16] = [0xFEFF] + Array(batch.utf16)
    let bytes: [UInt8] = units.flatMap { (unit: UInt16) -> [UInt8] in
      [UInt8(unit & 0xFF), UInt8(unit >> 8)]
    }
    let found = pieces(bytes, chunk: chunk).map(record)
    #expect(found == ["<message>李𠮷</message>", "<message/>"])
  }

  /// In a file too a broken first line is one bad message; a value over many lines is one message.
  @Test(arguments: [1, 4, 1000])
  func linesOfAFile(chunk: Int) {
    func lines(_ text: String) -> [String] {
      pieces(Array(text.utf8), chunk: chunk, isFile: true).map(text(_:))
    }
    #expect(lines("{\"a\":\n\n {\"b\":1}\n{\"c\":2}") == ["{\"a\":", " {\"b\":1}", "{\"c\":2}"])
    let places = pieces(Array("{\"a\":\n\n {\"b\":1}\n".utf8), chunk: chunk, isFile: true)
    #expect(places.map(\.place.line) == [1, 3])
    #expect(lines("{\n\"a\": 1\n}\n") == ["{\n\"a\": 1\n}\n"])
    let array = "[\n{\"a\": 1},\n{\"b\": 2}\n]"
    #expect(lines(array) == [array])
    #expect(pieces(Array(array.utf8), chunk: chunk).map(text(_:)) == [array])
  }
}
