package import Casework
import GRDB
import Synchronization

/// Where the last round through all lanes stopped, so that the next goes on from there.
final class LaneCursor: Sendable {
  let last = Mutex("")
}

extension SQLiteStore {
  package func claim(_ claim: Claim) async throws(StoreError) -> [DeliveryRow] {
    // Most looks find nothing; they need not hold up those who write.
    guard try await anythingIsDue(for: claim) else { return [] }
    return try await write { [laneCursor] db in
      var claimed: [(seq: Int64, due: Int64)] = []
      var rows: [DeliveryRow] = []
      try db.inTransaction(.immediate) {
        claimed = try Self.find(claim, cursor: laneCursor, in: db)
          .sorted { ($0.due, $0.seq) < ($1.due, $1.seq) }
        rows.reserveCapacity(claimed.count)
        for (seq, _) in claimed {
          rows += try db.all(
            """
            UPDATE delivery SET due_at = ?, attempt = attempt + 1,
              tried = CASE WHEN state = 0 AND attempt = settled THEN NULL ELSE tried END
            WHERE seq = ?
            RETURNING \(DeliveryRow.columns)
            """, [claim.until, seq]
          ) { try DeliveryRow($0) }
        }
        return .commit
      }
      return rows
    }
  }

  /// How many lanes one look goes through; the next goes on from there.
  private static let lanesMaximum = 1_000

  private func anythingIsDue(for claim: Claim) async throws(StoreError) -> Bool {
    try await lookUp { db in
      var lane = ""
      for _ in 0..<Self.lanesMaximum {
        guard let next = try Self.nextLane(after: lane, in: db) else { return false }
        lane = next.lane
        guard next.due <= claim.due, claim.room(of: lane) > 0 else { continue }
        if !claim.held.contains(lane) { return true }
        if try !Self.earliest(1, of: lane, claim, in: db).isEmpty { return true }
      }
      return true
    }
  }

  /// The next lane in which anything waits, and when the earliest of it is due.
  private static func nextLane(after lane: String, in db: Database) throws
    -> (lane: String, due: Int64)?
  {
    try db.first(
      """
      SELECT lane, due_at FROM delivery WHERE due_at IS NOT NULL AND lane > ?
      ORDER BY lane, due_at LIMIT 1
      """, [lane]
    ) { ($0[0], $0[1]) }
  }

  /// Goes through the lanes in turn, so that a receiver that has been away for days and has all the
  /// earliest deliveries does not keep the others waiting.
  private static func find(_ claim: Claim, cursor: LaneCursor, in db: Database) throws
    -> [(seq: Int64, due: Int64)]
  {
    var found: [(seq: Int64, due: Int64)] = []
    let start = cursor.last.withLock { $0 }
    var lane = start
    var hasWrapped = false
    for _ in 0..<lanesMaximum where found.count < claim.limit {
      guard let next = try nextLane(after: lane, in: db) else {
        if hasWrapped { break }
        hasWrapped = true
        lane = ""
        continue
      }
      if hasWrapped, start.utf8.lexicographicallyPrecedes(next.lane.utf8) { break }
      lane = next.lane
      let room = min(claim.room(of: lane), claim.limit - found.count)
      guard next.due <= claim.due, room > 0 else { continue }
      found += try earliest(room, of: lane, claim, in: db)
    }
    cursor.last.withLock { $0 = lane }
    return found
  }

  /// An earlier delivery of the same case and lane that is queued holds this one back; one that a
  /// provider has taken was sent in its turn and holds back nothing.
  private static let isFirstOfItsCase = """
    (NOT EXISTS (
      SELECT 1 FROM delivery AS earlier INDEXED BY delivery_queued
      WHERE earlier.case_id = delivery.case_id AND earlier.lane = delivery.lane
        AND earlier.seq < delivery.seq AND earlier.due_at IS NOT NULL AND earlier.state = 0)
      OR state = 4)
    """

  private static func earliest(_ limit: Int, of lane: String, _ claim: Claim, in db: Database)
    throws -> [(seq: Int64, due: Int64)]
  {
    let isHeld = claim.held.contains(lane)
    let index = isHeld ? "delivery_tried" : "delivery_lane"
    let only = isHeld ? "AND attempt = 1 AND settled = 1" : ""
    return try db.all(
      """
      SELECT seq, due_at FROM delivery INDEXED BY \(index)
      WHERE lane = ? AND due_at IS NOT NULL AND due_at <= ? \(only) AND \(isFirstOfItsCase)
      ORDER BY due_at, seq LIMIT ?
      """, [lane, claim.due, limit]
    ) { ($0[0], $0[1]) }
  }

  package func settle(_ rows: [DeliveryRow]) async throws(StoreError) {
    guard !rows.isEmpty else { return }
    try await write { db in
      try db.inTransaction(.immediate) {
        for row in rows {
          try db.run(
            """
            UPDATE delivery SET due_at = ?, state = ?, settled = ?, note = ?, receipt = ?
            WHERE id = ? AND attempt = ? AND due_at IS NOT NULL
            """,
            [
              row.dueAt, row.state.rawValue, row.settled, row.note, row.receipt, row.id,
              row.attempt,
            ])
        }
        return .commit
      }
    }
    checkpoints?.look(afterRows: rows.count)
  }

  package func offer(_ id: String, attempt: Int, to provider: String) async throws(StoreError)
    -> Bool
  {
    try await write { db in
      try db.run(
        "UPDATE delivery SET tried = ? WHERE id = ? AND attempt = ? AND due_at IS NOT NULL",
        [provider, id, attempt])
      return db.changesCount == 1
    }
  }

  package func release(due: Int64) async throws(StoreError) {
    try await write { db in
      try db.run(
        "UPDATE delivery SET due_at = ?1 WHERE due_at > ?1 AND attempt > settled", [due])
    }
  }

  package func requeue(_ ids: [String], due: Int64) async throws(StoreError) -> Int {
    try await write { db in
      var count = 0
      try db.inTransaction(.immediate) {
        for id in ids {
          try db.run(
            """
            UPDATE delivery SET state = 0, due_at = ?, attempt = 0, settled = 0, receipt = NULL,
              tried = NULL
            WHERE id = ? AND state = 2
            """, [due, id])
          count += db.changesCount
        }
        return .commit
      }
      return count
    }
  }
}

// MARK: Reading

extension SQLiteStore {
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

  package func failed(_ query: FailedQuery) async throws(StoreError) -> [PlacedDelivery] {
    try await read { db in
      let only = query.lane == nil ? "?1 IS NULL" : "lane = ?1"
      return try db.all(
        """
        SELECT seq, \(DeliveryRow.columns) FROM delivery
        WHERE state = 2 AND seq > ?2 AND \(only) ORDER BY seq LIMIT ?3
        """, [query.lane, query.after ?? 0, query.limit]
      ) { PlacedDelivery(place: $0[0], row: try DeliveryRow($0, from: 1)) }
    }
  }

  package func delivery(_ id: String) async throws(StoreError) -> DeliveryRow? {
    try await lookUp { db in
      try db.first("SELECT \(DeliveryRow.columns) FROM delivery WHERE id = ?", [id]) {
        try DeliveryRow($0)
      }
    }
  }

  package func deliveries(receipt: String) async throws(StoreError) -> [DeliveryRow] {
    try await lookUp { db in
      try db.all(
        "SELECT \(DeliveryRow.columns) FROM delivery WHERE receipt = ? ORDER BY seq", [receipt]
      ) { try DeliveryRow($0) }
    }
  }

  package func lanes() async throws(StoreError) -> [LaneCount] {
    try await read { db in
      var counts: [String: LaneCount] = [:]
      let waiting = try db.all(
        """
        SELECT lane, count(*), min(due_at) FROM delivery WHERE due_at IS NOT NULL GROUP BY lane
        """
      ) { LaneCount(lane: $0[0], waiting: $0[1], earliestDue: $0[2]) }
      for count in waiting { counts[count.lane] = count }
      let failed = try db.all("SELECT lane, count(*) FROM delivery WHERE state = 2 GROUP BY lane") {
        (lane: $0[0] as String, count: $0[1] as Int)
      }
      for (lane, count) in failed { counts[lane, default: LaneCount(lane: lane)].failed = count }
      return counts.values.sorted { $0.lane.utf8.lexicographicallyPrecedes($1.lane.utf8) }
    }
  }
}
