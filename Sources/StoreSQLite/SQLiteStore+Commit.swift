package import Casework
import Foundation
import GRDB

/// That a group found something otherwise than it believed: ends the group, not the commit.
private struct Conflict: Error {}

extension SQLiteStore {
  package func commit(
    _ groups: [ChangeGroup], closing: @Sendable @escaping ([[UInt8]]) -> JournalRow?
  ) async throws(StoreError) -> [GroupOutcome] {
    do throws(StoreError) {
      let outcomes = try await write { db in
        try Self.commit(groups, apart: false, closing: closing, in: db)
          ?? Self.commit(groups, apart: true, closing: closing, in: db) ?? []
      }
      checkpoints?.look(afterRows: groups.reduce(1) { $0 + $1.rowCount })
      return outcomes
    } catch {
      checkpoints?.relieve()
      throw error
    }
  }

  /// One transaction. Conflicts are rare, and savepoints cost a copy of each page that a group
  /// changes; so groups are first written without, and where one conflicts all begin again, `apart`
  /// from each other.
  ///
  /// - Returns: nil where all was taken back, to be written apart.
  private static func commit(
    _ groups: [ChangeGroup], apart: Bool, closing: ([[UInt8]]) -> JournalRow?, in db: Database
  ) throws -> [GroupOutcome]? {
    var outcomes: [GroupOutcome]?
    try db.inTransaction(.immediate) {
      do {
        outcomes = try write(groups, apart: apart, closing: closing, in: db)
        return .commit
      } catch let error where !apart && isConflict(error) {
        return .rollback
      }
    }
    return outcomes
  }

  private static func write(
    _ groups: [ChangeGroup], apart: Bool, closing: ([[UInt8]]) -> JournalRow?, in db: Database
  ) throws -> [GroupOutcome] {
    // One writer: the number cannot be taken before the entry is written at the end.
    let entry = try db.first("SELECT coalesce(max(seq), 0) + 1 FROM journal") { $0[0] as Int } ?? 1
    var leaves: [[UInt8]] = []
    var starts: [Int?] = []
    for group in groups {
      var isTaken = true
      if apart {
        isTaken = try take(group, entry: entry, leaf: leaves.count, in: db)
      } else {
        try write(group, entry: entry, leaf: leaves.count, in: db)
      }
      starts.append(isTaken ? leaves.count : nil)
      if isTaken { leaves += group.leaves }
    }
    let row = leaves.isEmpty ? nil : closing(leaves)
    if let row { try insert(row, seq: entry, in: db) }
    return try zip(groups, starts).map { group, start in
      guard let start else { return .conflict }
      guard !group.leaves.isEmpty else { return .committed(nil) }
      guard let row else {
        try forgetPlace(of: group, in: db)
        return .committed(nil)
      }
      return .committed(JournalPlace(chain: row.chain, height: row.height, index: start))
    }
  }

  /// Writes a group whole, or takes back what it wrote and says no.
  private static func take(_ group: ChangeGroup, entry: Int, leaf: Int, in db: Database) throws
    -> Bool
  {
    try db.run("SAVEPOINT change")
    do {
      try write(group, entry: entry, leaf: leaf, in: db)
    } catch let error where isConflict(error) {
      try db.run("ROLLBACK TO change")
      try db.run("RELEASE change")
      return false
    }
    try db.run("RELEASE change")
    return true
  }

  private static func isConflict(_ error: any Error) -> Bool {
    if error is Conflict { return true }
    guard let error = error as? DatabaseError else { return false }
    return error.extendedResultCode == .SQLITE_CONSTRAINT_PRIMARYKEY
      || error.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE
  }

  private static func write(_ group: ChangeGroup, entry: Int, leaf: Int, in db: Database) throws {
    try check(group.guards, in: db)
    if let message = group.message {
      let isPlaced = !group.leaves.isEmpty
      try db.run(
        """
        INSERT INTO message (key, case_id, at, body, entry, leaf, sender, sent_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
          Data(message.key), message.caseID.rawValue, message.at, Data(message.body),
          isPlaced ? entry : nil, isPlaced ? leaf : nil, message.sender.map { Data($0) },
          message.sentAt,
        ])
    }
    for event in group.events {
      try db.run(
        "INSERT INTO event (case_id, version, at, body) VALUES (?, ?, ?, ?)",
        [event.caseID.rawValue, event.version, event.at, Data(event.body)])
    }
    for key in group.keys {
      try db.run(
        "INSERT INTO case_key (digest, ordinal, case_id) VALUES (?, ?, ?)",
        [Data(key.digest), key.ordinal, key.caseID.rawValue])
    }
    for row in group.cases { try upsert(row, in: db) }
    for delivery in group.deliveries {
      try db.run(
        """
        INSERT INTO delivery (\(DeliveryRow.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
          delivery.id, delivery.caseID.rawValue, delivery.lane, delivery.dueAt, delivery.attempt,
          delivery.state.rawValue, Data(delivery.body), delivery.settled, delivery.note,
          delivery.receipt, delivery.tried,
        ])
    }
    for summary in group.summaries {
      try db.run(
        """
        INSERT OR REPLACE INTO summary (\(SummaryRow.columns))
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """, summary.values)
    }
    for record in group.records { try put(record, in: db) }
  }

  private static func check(_ guards: [(caseID: CaseID, version: Int)], in db: Database) throws {
    for (id, version) in guards {
      let stored = try db.first("SELECT version FROM caso WHERE id = ?", [id.rawValue]) {
        $0[0] as Int
      }
      guard stored ?? 0 == version else { throw Conflict() }
    }
  }

  /// The one upsert: it comes after the events, whose keys guard it.
  private static func upsert(_ row: CaseRow, in db: Database) throws {
    try db.run(
      """
      INSERT INTO caso (id, version, formed_at, wake_at, data_key) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE
      SET version = excluded.version, wake_at = excluded.wake_at, data_key = excluded.data_key
      WHERE version <= excluded.version
      """,
      [row.id.rawValue, row.version, row.formedAt, row.wakeAt, Data(row.dataKey)])
    guard db.changesCount == 1 else { throw Conflict() }
  }

  private static func put(_ record: RecordRow, in db: Database) throws {
    guard record.version > 0 else {
      return try db.run(
        "INSERT INTO record (kind, id, version, due_at, body) VALUES (?, ?, 1, ?, ?)",
        [record.kind, record.id, record.dueAt, Data(record.body)])
    }
    try db.run(
      """
      UPDATE record SET version = version + 1, due_at = ?, body = ?
      WHERE kind = ? AND id = ? AND version = ?
      """,
      [record.dueAt, Data(record.body), record.kind, record.id, record.version])
    guard db.changesCount == 1 else { throw Conflict() }
  }

  private static func insert(_ row: JournalRow, seq: Int, in db: Database) throws {
    try db.run(
      """
      INSERT INTO journal (seq, chain, height, at, previous, root, leaves, signature, key)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        seq, row.chain, row.height, row.at, Data(row.previous), Data(row.root), Data(row.leaves),
        row.signature.map { Data($0) }, row.key,
      ])
  }

  /// No entry was made for the leaves, so the message must not point at the next one.
  private static func forgetPlace(of group: ChangeGroup, in db: Database) throws {
    guard let key = group.message?.key else { return }
    try db.run("UPDATE message SET entry = NULL, leaf = NULL WHERE key = ?", [Data(key)])
  }
}

extension ChangeGroup {
  fileprivate var rowCount: Int {
    events.count + cases.count + keys.count + deliveries.count + summaries.count + records.count
      + (message == nil ? 0 : 1)
  }
}
