package import Casework
import GRDB
import Synchronization

/// Where the last round through all lanes stopped, so that the next goes on from there.
final class LaneCursor: Sendable {
  let last = Mutex("")
}

extension SQLiteStore {
  /// How far a claim looks along the deliveries that are due before it goes lane by lane.
  private static let scanMaximum = 1_000

  package func claim(_ limit: Int, due now: Int64, until lease: Int64) async throws(StoreError)
    -> [DeliveryRow]
  {
    try await write { [laneCursor] db in
      var claimed: [DeliveryRow] = []
      try db.inTransaction(.immediate) {
        var found = try Self.earliest(limit, due: now, in: db)
        if found.isCut, found.numbers.count < limit {
          try Self.addLanes(to: &found, upTo: limit, due: now, cursor: laneCursor, in: db)
        }
        claimed = try found.numbers.flatMap { seq in
          try db.all(
            """
            UPDATE delivery SET due_at = ?, attempt = attempt + 1 WHERE seq = ?
            RETURNING \(DeliveryRow.columns)
            """, [lease, seq]
          ) { try DeliveryRow($0) }
        }
        return .commit
      }
      return claimed
    }
  }

  private struct Found {
    var numbers: [Int64] = []
    var lanes: Set<String> = []
    /// More was due than was looked at.
    var isCut = false
  }

  /// An earlier delivery of the same case and lane that is not finished holds this one back.
  private static let isFirstOfItsCase = """
    NOT EXISTS (
      SELECT 1 FROM delivery AS earlier
      WHERE earlier.case_id = delivery.case_id AND earlier.lane = delivery.lane
        AND earlier.seq < delivery.seq AND earlier.due_at IS NOT NULL)
    """

  private static func earliest(_ limit: Int, due now: Int64, in db: Database) throws -> Found {
    var found = Found()
    var looked = 0
    let statement = try db.cachedStatement(
      sql: """
        SELECT seq, lane, \(isFirstOfItsCase) FROM delivery
        WHERE due_at IS NOT NULL AND due_at <= ? ORDER BY due_at, seq
        """)
    let rows = try Row.fetchCursor(statement, arguments: [now])
    while found.numbers.count < limit, let row = try rows.next() {
      looked += 1
      guard looked <= scanMaximum else {
        found.isCut = true
        break
      }
      let isFirst: Bool = row[2]
      if isFirst, found.lanes.insert(row[1]).inserted { found.numbers.append(row[0]) }
    }
    return found
  }

  /// A receiver that has been away for days has all the earliest deliveries; so that the others
  /// need not wait for it, the lanes are then asked one after the other, in turn.
  private static func addLanes(
    to found: inout Found, upTo limit: Int, due now: Int64, cursor: LaneCursor, in db: Database
  ) throws {
    let start = cursor.last.withLock { $0 }
    var lane = start
    var hasWrapped = false
    var looked = 0
    while found.numbers.count < limit, looked < scanMaximum {
      looked += 1
      let next = try db.first(
        """
        SELECT lane FROM delivery WHERE due_at IS NOT NULL AND lane > ? ORDER BY lane LIMIT 1
        """, [lane]
      ) { $0[0] as String }
      guard let next, !(hasWrapped && start.utf8.lexicographicallyPrecedes(next.utf8)) else {
        if hasWrapped || next != nil { break }
        hasWrapped = true
        lane = ""
        continue
      }
      lane = next
      guard found.lanes.insert(next).inserted else { continue }
      let seq = try db.first(
        """
        SELECT seq FROM delivery
        WHERE lane = ? AND due_at IS NOT NULL AND due_at <= ? AND \(isFirstOfItsCase)
        ORDER BY due_at, seq LIMIT 1
        """, [next, now]
      ) { $0[0] as Int64 }
      if let seq { found.numbers.append(seq) }
    }
    cursor.last.withLock { $0 = lane }
  }

  package func settle(_ rows: [DeliveryRow]) async throws(StoreError) {
    try await write { db in
      try db.inTransaction(.immediate) {
        for row in rows {
          try db.run(
            "UPDATE delivery SET due_at = ?, state = ? WHERE id = ? AND attempt = ?",
            [row.dueAt, row.state.rawValue, row.id, row.attempt])
        }
        return .commit
      }
    }
  }

  package func deliveries(of ids: [CaseID]) async throws(StoreError) -> [DeliveryRow] {
    try await read { db in
      try Set(ids).flatMap { id in
        try db.all(
          "SELECT seq, \(DeliveryRow.columns) FROM delivery WHERE case_id = ?", [id.rawValue]
        ) { row -> (Int64, DeliveryRow) in (row[0], try DeliveryRow(row, from: 1)) }
      }
      .sorted { $0.0 < $1.0 }.map(\.1)
    }
  }
}
