import Casework
import Engine
import GRDB
import StoreSQLite
import Testing

/// What a list of one sender's messages shows, in every store.
@Suite struct SentTests {
  private func message(_ number: UInt8, sender: UInt8?, sentAt: Int64?) -> ChangeGroup {
    let id = CaseID(rawValue: "c\(number)")
    var group = step(id, to: 1, message: number)
    group.message?.sender = sender.map { [$0] }
    group.message?.sentAt = sentAt
    return group
  }

  /// Of one sender alone, from the first instant on and before the last, by instant and then by
  /// key; each with its case's data key, whatever the size of a page.
  @Test(arguments: StoreKind.allCases) func aSendersMessagesAreListed(kind: StoreKind) async throws
  {
    try await kind.withStore { store in
      // Two at one instant, so that a page can end between them; one of another sender.
      let sent: [(number: UInt8, sender: UInt8, at: Int64)] = [
        (5, 1, 100), (4, 1, 100), (3, 1, 99), (2, 1, 101), (1, 1, 200), (9, 2, 100),
      ]
      for (number, sender, at) in sent {
        try await store.put(message(number, sender: sender, sentAt: at))
      }
      // In [100, 200): 4 and 5 at 100, then 2; 3 is too early, 1 stands at the end, 9 is another's.
      for limit in [1, 2, 3, 10] {
        var query = SentQuery(sender: [1], from: 100, to: 200, limit: limit)
        var keys: [KeyDigest] = []
        while true {
          let page = try await store.messages(query)
          keys += page.map(\.row.key)
          for found in page {
            #expect(found.row.sender == [1] && found.row.body == [found.row.key[0], 0, 255])
            // What `row(_:version:)` gives every case of version 1.
            #expect(found.dataKey == [1, 9])
          }
          guard page.count == limit, let last = page.last?.row, let at = last.sentAt else { break }
          query.after = SentQuery.Mark(sentAt: at, key: last.key)
        }
        #expect(keys == [[4], [5], [2]])
      }
    }
  }

  /// A row that names no sender is found by its key and stands in no list.
  @Test(arguments: StoreKind.allCases) func whatNamesNoSenderIsNotListed(kind: StoreKind)
    async throws
  {
    try await kind.withStore { store in
      try await store.put(message(7, sender: nil, sentAt: nil))
      try await store.put(message(8, sender: 1, sentAt: 5))
      #expect(try await store.message([7])?.sender == nil)
      let found = try await store.message([8])
      #expect(found?.sender == [1] && found?.sentAt == 5)
      let query = SentQuery(sender: [1], from: .min, to: .max)
      #expect(try await store.messages(query).map(\.row.key) == [[8]])
    }
  }

  /// A file of the step before, with a message in it, is brought up to date and keeps it.
  @Test func anOlderFileIsTakenOver() async throws {
    try await withFolder { folder in
      let path = folder + "/a.sqlite"
      do {
        let store = try SQLiteStore(path: path)
        try await store.put(message(7, sender: nil, sentAt: nil))
        try store.close()
        let pool = try DatabaseQueue(path: path)
        try await pool.write { db in
          try db.execute(
            sql: """
              \(OlderFile.withoutNotes)
              DROP INDEX record_due; DROP INDEX message_sent;
              ALTER TABLE message DROP COLUMN sender;
              ALTER TABLE message DROP COLUMN sent_at; PRAGMA user_version = 2;
              """)
        }
        try pool.close()
      }
      let store = try SQLiteStore(path: path)
      #expect(try await store.message([7])?.body == [7, 0, 255])
      try await store.put(message(8, sender: 1, sentAt: 5))
      let query = SentQuery(sender: [1], from: 0, to: 9)
      #expect(try await store.messages(query).map(\.row.key) == [[8]])
      try store.close()
    }
  }
}
