import Casework
import Channels
import Foundation
import Testing

@Suite("An event says what the contract lists and nothing else")
struct NoticeEventTests {
  private func event(_ kind: Notice.Kind) -> NoticeEvent {
    NoticeEvent(
      id: "c/1/0", kind: kind, caseID: "c", at: Instant(seconds: 1_790_000_000),
      occasion: "B+30", audiences: [.grassroots, .guardian], division: "610104",
      asOf: CivilDate(daysSinceEpoch: 20_717))
  }

  @Test(arguments: Notice.Kind.allCases)
  func everyKindIsWhatAnotherReaderReads(kind: Notice.Kind) throws {
    let read = try #require(
      try JSONSerialization.jsonObject(with: Data(event(kind).body)) as? [String: Any])
    let data = try #require(read["data"] as? [String: Any])
    #expect(
      Set(read.keys) == [
        "specversion", "id", "source", "type", "subject", "time", "datacontenttype", "data",
      ])
    #expect(
      Set(data.keys) == ["caseId", "kind", "occasion", "audiences", "division", "asOf"])
    #expect(read["specversion"] as? String == "1.0")
    #expect(read["id"] as? String == "c/1/0")
    #expect(read["source"] as? String == "urn:birthgate")
    #expect(read["type"] as? String == kind.eventType)
    #expect(read["subject"] as? String == "c")
    #expect(read["time"] as? String == "2026-09-21T22:13:20+08:00")
    #expect(read["datacontenttype"] as? String == "application/json")
    #expect(data["caseId"] as? String == "c")
    #expect(data["kind"] as? String == kind.rawValue)
    #expect(data["occasion"] as? String == "B+30")
    #expect(data["audiences"] as? [String] == ["guardian", "grassroots"])
    #expect(data["division"] as? String == "610104")
    #expect(data["asOf"] as? String == "2026-09-21")
  }

  @Test func keysAreSortedAndAudiencesInOneOrder() {
    var other = event(.covered)
    other.audiences = [.guardian, .grassroots, .guardian]
    #expect(other.body == event(.covered).body)
    let text = String(decoding: other.body, as: UTF8.self)
    #expect(
      text.hasPrefix(
        #"{"data":{"asOf":"2026-09-21","audiences":["guardian","grassroots"],"caseId":"#))
    #expect(!text.contains(" ") && !text.contains("\n"))
  }

  @Test func textsAreEscapedAndNoDivisionIsNull() throws {
    var odd = event(.covered)
    odd.occasion = "a\"b\\c\n\u{1}\u{7f}出😀"
    odd.division = nil
    let read = try JSONSerialization.jsonObject(with: Data(odd.body)) as? [String: Any]
    let data = try #require(read?["data"] as? [String: Any])
    #expect(data["occasion"] as? String == odd.occasion)
    #expect(data["division"] is NSNull)
    #expect(!odd.body.contains(10))
  }
}
