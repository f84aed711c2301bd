import Casework
import Foundation
import GRDB

extension Database {
  /// Runs a statement that is kept prepared under its text.
  func run(_ sql: String, _ values: [(any DatabaseValueConvertible)?] = []) throws {
    try cachedStatement(sql: sql).execute(arguments: StatementArguments(values))
  }

  /// All rows of a kept statement, each read by `read`.
  func all<Value>(
    _ sql: String, _ values: [(any DatabaseValueConvertible)?] = [], read: (Row) throws -> Value
  ) throws -> [Value] {
    let statement = try cachedStatement(sql: sql)
    let rows = try Row.fetchCursor(statement, arguments: StatementArguments(values))
    var found: [Value] = []
    while let row = try rows.next() { found.append(try read(row)) }
    return found
  }

  func first<Value>(
    _ sql: String, _ values: [(any DatabaseValueConvertible)?] = [], read: (Row) throws -> Value
  ) throws -> Value? {
    try all(sql, values, read: read).first
  }
}

extension Row {
  /// A blob that may not be null.
  func bytes(_ index: Int) throws -> [UInt8] {
    try withUnsafeData(atIndex: index) { data in
      data.map { [UInt8]($0) } ?? []
    }
  }
}

extension CaseRow {
  static let columns = "id, version, formed_at, wake_at, data_key"

  init(_ row: Row) throws {
    self.init(
      id: CaseID(rawValue: row[0]), version: row[1], formedAt: row[2], wakeAt: row[3],
      dataKey: try row.bytes(4))
  }
}

extension DeliveryRow {
  static let columns = """
    id, case_id, lane, due_at, attempt, state, body, settled, note, receipt, tried
    """

  /// - Parameter first: where in the row the columns begin.
  init(_ row: Row, from first: Int = 0) throws {
    let number: Int = row[first + 5]
    guard let state = State(rawValue: number) else {
      throw StoreError.corrupt("a delivery has the state \(number)")
    }
    self.init(
      id: row[first], caseID: CaseID(rawValue: row[first + 1]), lane: row[first + 2],
      dueAt: row[first + 3], attempt: row[first + 4], state: state,
      body: try row.bytes(first + 6))
    settled = row[first + 7]
    note = row[first + 8]
    receipt = row[first + 9]
    tried = row[first + 10]
  }
}

extension RecordRow {
  static let columns = "kind, id, version, due_at, body"

  init(_ row: Row) throws {
    self.init(
      kind: row[0], id: row[1], version: row[2], dueAt: row[3], body: try row.bytes(4))
  }
}

extension JournalRow {
  static let columns = "chain, height, at, previous, root, leaves, signature, key"

  init(_ row: Row) throws {
    let signature: Data? = row[6]
    self.init(
      chain: row[0], height: row[1], at: row[2], previous: try row.bytes(3),
      root: try row.bytes(4), leaves: try row.bytes(5), signature: signature.map { [UInt8]($0) },
      key: row[7])
  }
}

extension SummaryRow {
  static let columns = """
    case_id, division, born_on, window_end, counting_payment, cover_from, cover_to, bound_since, \
    settles_until, died_on, late_until, has_certificate, conflict, survivor, open_tasks, \
    resolved_tasks, held_since
    """

  init(_ row: Row) {
    self.init(caseID: CaseID(rawValue: row[0]), division: row[1])
    bornOn = row[2]
    windowEnd = row[3]
    countingPayment = row[4]
    coverFrom = row[5]
    coverTo = row[6]
    boundSince = row[7]
    settlesUntil = row[8]
    diedOn = row[9]
    lateUntil = row[10]
    hasCertificate = row[11]
    conflict = row[12]
    let answering: String? = row[13]
    survivor = answering.map { CaseID(rawValue: $0) }
    openTasks = TaskKinds(rawValue: row[14])
    resolvedTasks = TaskKinds(rawValue: row[15])
    heldSince = row[16]
  }

  var values: [(any DatabaseValueConvertible)?] {
    [
      caseID.rawValue, division, bornOn, windowEnd, countingPayment, coverFrom, coverTo,
      boundSince, settlesUntil, diedOn, lateUntil, hasCertificate, conflict, survivor?.rawValue,
      openTasks.rawValue, resolvedTasks.rawValue, heldSince,
    ]
  }
}
