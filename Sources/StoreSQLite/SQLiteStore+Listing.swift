package import Casework
import GRDB

extension SQLiteStore {
  package func list(_ filter: CaseFilter) async throws(StoreError) -> [SummaryRow] {
    var conditions = ["case_id > :after"]
    var values: [String: (any DatabaseValueConvertible)?] = [
      "after": filter.after?.rawValue ?? "", "limit": filter.limit,
    ]
    if let prefix = filter.divisionPrefix {
      // Divisions are digits, and ":" is the character after "9".
      let isWhole = prefix.utf8.count == 6
      conditions.append(
        isWhole ? "division = :division" : "division >= :division AND division < :beyond")
      values["division"] = prefix
      if !isWhole { values["beyond"] = prefix + ":" }
    }
    if let state = filter.state {
      conditions += ["survivor IS NULL", Self.condition(of: state)]
      if conditions.last?.contains(":day") == true { values["day"] = filter.day }
    }
    var index = ""
    if let tasks = filter.tasks {
      // The condition of the index, to the letter. Named, since a division would be searched whole.
      index = "INDEXED BY " + (tasks.areResolved ? "summary_resolved" : "summary_open")
      let column = tasks.areResolved ? "resolved_tasks" : "open_tasks"
      conditions += ["\(column) <> 0 AND survivor IS NULL", "\(column) & :kinds <> 0"]
      values["kinds"] = tasks.kinds.rawValue
    }
    let sql = """
      SELECT \(SummaryRow.columns) FROM summary \(index)
      WHERE \(conditions.joined(separator: " AND ")) ORDER BY case_id LIMIT :limit
      """
    let arguments = StatementArguments(values)
    return try await read { db in
      let rows = try Row.fetchCursor(try db.cachedStatement(sql: sql), arguments: arguments)
      var found: [SummaryRow] = []
      while let row = try rows.next() { found.append(SummaryRow(row)) }
      return found
    }
  }

  /// ``BirthQuestion/tallies(_:)`` in `Engine` says the same in Swift, and why; `ListingTests`
  /// holds the two against each other.
  package func tally(_ question: BirthQuestion) async throws(StoreError) -> [BirthTally] {
    let sql = """
      SELECT division, count(*),
        sum(ifnull(coalesce(counting_payment, cover_from) <= :last, 0)),
        sum(ifnull(cover_from = born_on, 0)),
        sum(counting_payment IS NOT NULL AND NOT ifnull(cover_from = born_on, 0)),
        sum(\(Self.condition(of: .unregistered)))
      FROM summary
      WHERE born_on BETWEEN :first AND :last AND survivor IS NULL AND has_certificate
        AND division >= :prefix AND division < :beyond
      GROUP BY division ORDER BY division
      """
    let arguments = StatementArguments([
      "first": question.days.lowerBound, "last": question.days.upperBound, "day": question.asOf,
      "prefix": question.divisionPrefix, "beyond": question.divisionPrefix + ":",
    ])
    return try await read { db in
      let rows = try Row.fetchCursor(try db.cachedStatement(sql: sql), arguments: arguments)
      var found: [BirthTally] = []
      while let row = try rows.next() {
        var tally = BirthTally(division: row[0])
        tally.births = row[1]
        tally.enrolledSameYear = row[2]
        tally.onTime = row[3]
        tally.late = row[4]
        tally.unregistered = row[5]
        found.append(tally)
      }
      return found
    }
  }

  /// The states of `state=` as SQL. ``SummaryRow/isListed(as:on:)`` in `Engine` says what they mean
  /// and why; `ListingTests` holds the two against each other.
  ///
  /// `ifnull(x <= :day, 0)` reads "x is known and has come by the day".
  private static func condition(of state: CaseFilter.State) -> String {
    switch state {
    case .unregistered:
      """
      has_certificate AND ifnull(born_on <= :day, 1) AND NOT ifnull(bound_since <= :day, 0)
      AND NOT ifnull(died_on <= :day, 0)
      """
    case .unpaid:
      """
      ifnull(born_on <= :day, 1) AND :day <= max(window_end, ifnull(late_until, window_end))
      AND NOT ifnull(counting_payment <= :day, 0) AND NOT ifnull(died_on <= :day, 0)
      """
    case .missed:
      """
      :day > max(window_end, ifnull(late_until, window_end))
      AND NOT ifnull(counting_payment <= :day, 0)
      """
    case .suspended:
      """
      :day BETWEEN cover_from AND cover_to AND ifnull(counting_payment <= :day, 1)
      AND NOT ifnull(died_on < :day, 0) AND (ifnull(held_since <= :day, 0)
        OR has_certificate AND :day > settles_until AND NOT ifnull(bound_since <= :day, 0))
      """
    case .conflict: "conflict"
    case .unmatched: "NOT has_certificate"
    }
  }
}
