import Casework
import Foundation
import Testing
import Wire

/// A record that was cut out of a document is told of by the path it had there, so that its sender
/// finds it by index and not by line alone.
struct RecordStepTests {
  private let good = "<babySexCode>2</babySexCode>"
  private let wrong = "<babySexCode>5</babySexCode>"

  /// Two bodies, of three and of two records; all but the second of the first have a wrong sex.
  private var document: String {
    func body(_ records: [String]) -> String {
      "<body>" + records.map { "<data>\n\($0)</data>" }.joined(separator: "\n") + "</body>"
    }
    return "<MDEML><resultinfo><data>0</data></resultinfo>\n" + body([wrong, good, wrong])
      + "\n" + body([wrong, wrong]) + "</MDEML>"
  }

  private func paths(_ results: [Result<Reading, Rejection>]) -> [String] {
    results.flatMap { result in
      guard case .failure(let rejection) = result else { return [String]() }
      return rejection.errors.filter { $0.code == .unknownCode }.map(\.path)
    }
  }

  @Test func aCutRecordHasTheIndexItHadInTheDocument() throws {
    let dialect = try #require(families.flatMap(\.dialects).first { $0.name == "mdeml" })
    let manner = Manner([dialect], sender: "S1")
    let whole = reader.readAll(Array(document.utf8), as: manner)
    #expect(
      paths(whole) == [
        "/MDEML/body[1]/data[1]/babySexCode", "/MDEML/body[1]/data[3]/babySexCode",
        "/MDEML/body[2]/data[1]/babySexCode", "/MDEML/body[2]/data[2]/babySexCode",
      ])
    var batch = BatchReader(as: manner)
    let pieces = batch.feed(Array(document.utf8)) + batch.finish()
    #expect(pieces.count == 5)
    // Of the first nobody knows yet that others follow.
    #expect(
      paths(
        pieces.flatMap { piece in
          reader.readAll(piece.bytes, as: manner, from: piece.place)
            .map { $0.through(piece.steps) }
        }) == [
          "/MDEML/body/data/babySexCode", "/MDEML/body/data[3]/babySexCode",
          "/MDEML/body[2]/data/babySexCode", "/MDEML/body[2]/data[2]/babySexCode",
        ])
  }

  @Test func whatStandsBesideARecordKeepsItsPath() {
    let steps = [RecordStep(name: "body", before: 0), RecordStep(name: "data", before: 6)]
    func path(_ text: String) -> String { RecordStep.path(text, through: steps) }
    #expect(path("/MDEML/body/data/n") == "/MDEML/body/data[7]/n")
    // In a part that was sent, the same record was the third.
    #expect(path("/MDEML/body/data[3]") == "/MDEML/body/data[7]")
    for text in ["/MDEML/head/data/n", "/MDEML/body", "/", "", "/message/header/id"] {
      #expect(path(text) == text)
    }
    #expect(RecordStep.path("/message/header", through: []) == "/message/header")
  }
}
