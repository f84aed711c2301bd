import Casework
import Engine
import Foundation
import Testing

/// What was written once stays readable: bodies of events, and what they mean.
@Suite struct SealingHistoryTests {
  private struct Kept: Decodable {
    let why: String
    let body: String
    let event: [String: String]
    let notices: [[String: String]]?
  }

  /// The bodies in `Histories` are never edited; a new format adds a file.
  @Test func oldBodiesMeanWhatTheyMeant() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Histories")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".json") }
    #expect(!files.isEmpty)
    for file in files {
      let data = try Data(contentsOf: folder.appendingPathComponent(file))
      for kept in try JSONDecoder().decode([Kept].self, from: data) {
        let event = try CaseEventCoding.decode(Array(kept.body.utf8))
        #expect(shown(event) == kept.event, "\(file): \(kept.why)")
        if case .noticed(let notices) = event { #expect(notices.map(shown) == kept.notices) }
      }
    }
  }

  private func shown(_ event: CaseEvent) -> [String: String] {
    switch event {
    case .recorded(let message):
      [
        "type": "recorded", "sender": message.sender, "id": message.id,
        "sentAt": message.sentAt.rfc3339, "receivedAt": message.receivedAt.rfc3339,
        "digest": message.digest, "family": message.family,
        "canonical": String(decoding: message.canonical, as: UTF8.self),
      ]
    case .codeIssued(let value): ["type": "codeIssued", "value": value]
    case .noticed(let notices): ["type": "noticed", "count": "\(notices.count)"]
    case .joined(let other): ["type": "joined", "with": other.rawValue]
    }
  }

  private func shown(_ notice: Notice) -> [String: String] {
    [
      "kind": notice.kind.rawValue, "audience": notice.audience.rawValue,
      "occasion": notice.occasion, "at": notice.at.rfc3339, "state": notice.state.rawValue,
    ]
  }

  private let events: [CaseEvent] = [
    .recorded(
      CaseEvent.Recorded(
        sender: "H\n1 2:3", id: "M-1", sentAt: Instant(seconds: -1, nanoseconds: 1),
        receivedAt: Instant(seconds: 1_772_331_300, nanoseconds: 999_999_999), digest: "00",
        family: "birthCertificate", canonical: [0, 10, 13, 255, 32, 58] + Array("李".utf8))),
    .recorded(
      CaseEvent.Recorded(
        sender: "", id: "", sentAt: Instant(seconds: 0), receivedAt: Instant(seconds: 0),
        digest: "", family: "", canonical: [])),
    .codeIssued(value: "0123456789ABCDEFGHIJ"), .noticed([]),
    .noticed(
      Notice.Kind.allCases.map {
        Notice(
          kind: $0, audience: .grassroots, occasion: "B+30", at: Instant(seconds: 9), state: .queued
        )
      }),
    .joined(with: CaseID(rawValue: "c-2")),
  ]

  @Test func whatIsWrittenIsRead() throws {
    for event in events {
      #expect(try CaseEventCoding.decode(CaseEventCoding.encode(event)) == event)
    }
  }

  @Test func bytesCutShortAreNoEvent() {
    for event in events {
      let bytes = CaseEventCoding.encode(event)
      for count in 0..<bytes.count {
        let cut = Array(bytes[..<count])
        // What `noticed` says ends with any of its notices.
        if let read = try? CaseEventCoding.decode(cut) {
          guard case .noticed = read else {
            Issue.record("\(count) of \(bytes.count) bytes are \(read)")
            continue
          }
        }
      }
    }
  }

  @Test func unknownFieldsArePassedOverUnknownKindsAreNot() throws {
    let later = Array("codeIssued 1\nnew 3:a\nb\nvalue 1:X\n".utf8)
    #expect(try CaseEventCoding.decode(later) == .codeIssued(value: "X"))
    for text in [
      "", "\n", "codeIssued 2\nvalue 1:X\n", "other 1\nvalue 1:X\n", "codeIssued 1\nvalue 2:X\n",
      "codeIssued 1\nvalue -1:X\n", "codeIssued 1\nvalue 99999999999999999999:X\n",
      "codeIssued 1\nvalue 1:X", "codeIssued 1\n", "codeIssued 1\nvalue 1:Xvalue",
    ] {
      #expect(throws: StoreError.self) { try CaseEventCoding.decode(Array(text.utf8)) }
    }
  }
}
