import Casework
import Testing

/// Messages and records as somebody reads them who goes through all of them, in every store.
@Suite struct PageTests {
  /// Pages together show each message of the range once, in the order in which they were written.
  @Test(arguments: StoreKind.allCases) func pagesShowEachMessageOnce(kind: StoreKind) async throws {
    try await kind.withStore { store in
      for number in UInt8(1)...9 {
        var step = step(amina, to: Int(number), message: 10 - number, leaves: [leaf(number)])
        step.message?.at = Int64(number) * 10
        try await store.put(step)
      }
      // One that is taken back is not shown.
      try await store.put(step(amina, to: 1, message: 99))
      var range = MessageRange(received: 20...80)
      var seen: [UInt8] = []
      for _ in 0..<10 {
        let page = try await store.messages(range, limit: 3)
        #expect(page.count <= 3)
        for message in page { #expect(message.row.body == [message.row.key[0], 0, 255]) }
        seen += page.flatMap(\.row.key)
        guard let last = page.last else { break }
        range.after = last.place
      }
      // Received at 20 to 80: the second to the eighth, whose keys fall from 8 to 2.
      #expect(seen == [8, 7, 6, 5, 4, 3, 2])
      #expect(try await store.messages(MessageRange(), limit: 100).count == 9)
    }
  }

  /// What is due, earliest first, of one kind; what has no time is never due.
  @Test(arguments: StoreKind.allCases) func recordsAreDueInOrder(kind: StoreKind) async throws {
    try await kind.withStore { store in
      func record(_ id: String, _ dueAt: Int64?, kind: String = "enquiry") -> RecordRow {
        RecordRow(kind: kind, id: id, version: 0, dueAt: dueAt, body: [1])
      }
      try await store.put(
        group {
          $0.records = [
            record("a", 30), record("b", 10), record("c", nil), record("d", 20),
            record("e", 5, kind: "refused"),
          ]
        })
      #expect(try await store.records("enquiry", due: 20, limit: 9).map(\.id) == ["b", "d"])
      #expect(try await store.records("enquiry", due: .max, limit: 2).map(\.id) == ["b", "d"])
      #expect(try await store.records("enquiry", due: 9, limit: 9).isEmpty)
      try await store.put(
        group {
          $0.records = [RecordRow(kind: "enquiry", id: "b", version: 1, dueAt: nil, body: [2])]
        })
      #expect(try await store.records("enquiry", due: .max, limit: 9).map(\.id) == ["d", "a"])
    }
  }
}
