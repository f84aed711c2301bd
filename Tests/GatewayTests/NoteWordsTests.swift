import Casework
import LibCurl
import Testing

@testable import birthgate

@Suite("Why something was not delivered is said in Chinese too", .fewAtOnce)
struct NoteWordsTests {
  private static let transfers: [TransferError] = [
    .malformedRequest, .addressRefused, .unresolvable, .unreachable, .timedOut,
    .timedOutConnecting, .insecure, .loginRefused, .cut, .replyTooLarge, .cancelled,
  ]

  @Test("no note of a letter that is not sent, and none of a line, is left in English")
  func complete() {
    let notes = Withdrawal.allCases.map(\.note) + Self.transfers.map(\.words)
    for note in notes {
      let words = NoteWords.plain(note)
      #expect(words.english == note)
      #expect(!words.chinese.contains { $0.isASCII && $0.isLetter }, "\(note): \(words.chinese)")
    }
  }

  @Test("of two notes that begin alike each has its own words, and names and codes stay")
  func parts() {
    let early = NoteWords.plain("given up: timed out before anything was sent").chinese
    #expect(early != NoteWords.plain("given up: timed out").chinese)
    #expect(NoteWords.plain("first: not delivered, code U7").chinese == "first：未送达，状态码 U7")
    let gone = NoteWords.plain(
      "not known whether it arrived: first: the provider is no longer in the settings and cannot"
        + " be asked")
    #expect(gone.chinese == "是否送达不明：first：设置中已没有这个服务商，无从查询")
    let unwritten = NoteWords.plain("it could not be written down that it is sent").chinese
    #expect(!unwritten.contains { $0.isASCII && $0.isLetter })
  }
}
