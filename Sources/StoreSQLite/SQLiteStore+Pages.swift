package import Casework
import GRDB

extension SQLiteStore {
  package func records(_ kind: String, due by: Int64, limit: Int) async throws(StoreError)
    -> [RecordRow]
  {
    try await read { db in
      try db.all(
        """
        SELECT \(RecordRow.columns) FROM record
        WHERE kind = ? AND due_at IS NOT NULL AND due_at <= ? ORDER BY due_at, id LIMIT ?
        """, [kind, by, limit], read: RecordRow.init)
    }
  }

  /// By row, so that all pages together are one way through the table, without an index that every
  /// message would have to pay for.
  package func messages(_ range: MessageRange, limit: Int) async throws(StoreError)
    -> [PlacedMessage]
  {
    try await read { db in
      try db.all(
        """
        SELECT rowid, key, case_id, at, body FROM message
        WHERE rowid > ? AND at BETWEEN ? AND ? ORDER BY rowid LIMIT ?
        """, [range.after ?? 0, range.received.lowerBound, range.received.upperBound, limit]
      ) { row in
        PlacedMessage(
          place: row[0],
          row: MessageRow(
            key: try row.bytes(1), caseID: CaseID(rawValue: row[2]), at: row[3],
            body: try row.bytes(4)))
      }
    }
  }
}
