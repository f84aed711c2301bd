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
  }
}
