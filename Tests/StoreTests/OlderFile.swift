import Casework
import GRDB
import StoreSQLite
import Testing

/// Makes files what they were before a step of the schema.
enum OlderFile {
  /// Before deliveries kept why they wait and what is known of their attempts.
  static let withoutNotes = """
    DROP INDEX delivery_queued; DROP INDEX delivery_tried; DROP INDEX delivery_failed;
    DROP INDEX delivery_receipt;
    ALTER TABLE delivery DROP COLUMN settled; ALTER TABLE delivery DROP COLUMN note;
    ALTER TABLE delivery DROP COLUMN receipt; ALTER TABLE delivery DROP COLUMN tried;
    CREATE INDEX delivery_due ON delivery (due_at) WHERE due_at IS NOT NULL;
    PRAGMA user_version = 4;
    """

  /// Before it was kept which provider a text was offered to.
  static let withoutOffers = "ALTER TABLE delivery DROP COLUMN tried; PRAGMA user_version = 5;"
}

@Suite struct OlderFileTests {
  /// What waits goes on waiting; no attempt of it is unsure, since those who took it may be told
  /// twice.
  @Test func deliveriesAreTakenOver() async throws {
    try await withFolder { folder in
      let path = folder + "/a.sqlite"
      do {
        let store = try SQLiteStore(path: path)
        try await store.put(
          group { $0.deliveries = [delivery("1", lane: "x"), delivery("2", bolin, lane: "y")] })
        #expect(try await store.claim(9, due: 10, until: 20).count == 2)
        try store.close()
        let queue = try DatabaseQueue(path: path)
        try await queue.write { db in try db.execute(sql: OlderFile.withoutNotes) }
        try queue.close()
      }
      let store = try SQLiteStore(path: path)
      let claimed = try await store.claim(9, due: 20, until: 30)
      #expect(claimed.map(\.id).sorted() == ["1", "2"])
      #expect(claimed.map(\.attempt) == [2, 2] && claimed.map(\.settled) == [1, 1])
      try store.close()
    }
  }

  /// Of a text in doubt nobody knows who was offered it, so nobody can say that it was not sent;
  /// who took one stands in its receipt.
  @Test func nobodyKnowsWhoWasTried() async throws {
    try await withFolder { folder in
      let path = folder + "/a.sqlite"
      do {
        let store = try SQLiteStore(path: path)
        try await store.put(
          group {
            $0.deliveries = ["doubt", "taken", "known"].map { delivery($0, lane: $0) }
            $0.deliveries.append(delivery("fresh", bolin, lane: "fresh", dueAt: 99))
          })
        var rows = try await store.claim(9, due: 10, until: 20)
        for index in rows.indices where rows[index].id != "doubt" {
          rows[index].settled = 1
          if rows[index].id == "taken" {
            rows[index].state = .sent
            rows[index].receipt = "yun-2:S:1"
          }
        }
        try await store.settle(rows)
        try store.close()
        let queue = try DatabaseQueue(path: path)
        try await queue.write { db in try db.execute(sql: OlderFile.withoutOffers) }
        try queue.close()
      }
      let store = try SQLiteStore(path: path)
      var tried: [String: String?] = [:]
      for row in try await store.deliveries(of: [amina, bolin]) { tried[row.id] = row.tried }
      #expect(tried == ["doubt": "", "taken": "yun-2", "known": nil, "fresh": nil])
      try store.close()
    }
  }
}
