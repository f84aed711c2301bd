package import Casework
import Wire

/// A delivery that failed for good, as people see it: why, and nothing of what it said.
package struct DeadLetter: Hashable, Sendable {
  package var id: String
  package var caseID: CaseID
  package var lane: String
  package var channel: String?
  /// Of the notice it told of, or of the request it made.
  package var kind: String?
  /// When that was decided.
  package var at: Instant?
  package var attempts: Int
  package var note: String?

  /// Every kind that there can be: of notices, of the link that a family asks for, of orders to the
  /// insurance platform, and of what senders are asked for.
  package static let kinds: [String] =
    Notice.Kind.allCases.map(\.rawValue) + [Letter.Kind.pageLink.rawValue]
    + InsuranceOrder.Operation.allCases.map(\.rawValue) + MissingEvent.kinds
}

/// Which of them.
package struct DeadLetterFilter: Sendable {
  package var lane: String?
  package var kind: String?
  /// Decided at this instant or later.
  package var from: Instant?
  /// Decided before this instant.
  package var to: Instant?
  /// The `next` of the page before.
  package var after: String?
  package var limit: Int

  package init(lane: String? = nil, kind: String? = nil, limit: Int = 100) {
    self.lane = lane
    self.kind = kind
    self.limit = limit
  }

  func shows(_ letter: DeadLetter) -> Bool {
    if let kind, letter.kind != kind { return false }
    if let from, letter.at.map({ $0 < from }) ?? true { return false }
    if let to, letter.at.map({ $0 >= to }) ?? true { return false }
    return true
  }
}

/// Lists what failed for good, and queues it anew under the same ids.
package struct DeadLetters: Sendable {
  private let store: any CaseStore
  private let ledger: Ledger

  package init(store: any CaseStore, ledger: Ledger) {
    self.store = store
    self.ledger = ledger
  }

  private static let pageSize = 200
  /// How far one page looks for letters that its filter shows; the next goes on from there.
  private static let lookedMaximum = 5_000

  package func list(_ filter: DeadLetterFilter) async throws(StoreError)
    -> (letters: [DeadLetter], next: String?)
  {
    var letters: [DeadLetter] = []
    var after = filter.after.flatMap { Int64($0) }
    var looked = 0
    while looked < Self.lookedMaximum {
      let page = try await store.failed(
        FailedQuery(lane: filter.lane, after: after, limit: Self.pageSize))
      for placed in page {
        looked += 1
        after = placed.place
        let letter = letter(placed.row)
        if filter.shows(letter) { letters.append(letter) }
        if letters.count == filter.limit { return (letters, String(placed.place)) }
      }
      if page.count < Self.pageSize { return (letters, nil) }
    }
    return (letters, after.map { String($0) })
  }

  /// - Returns: false where no such delivery has failed.
  package func resend(_ id: String) async throws(StoreError) -> Bool {
    try await store.requeue([id], due: ledger.world.now().milliseconds) == 1
  }

  /// Queues all anew that a filter shows.
  ///
  /// - Returns: how many.
  package func resend(_ filter: DeadLetterFilter) async throws(StoreError) -> Int {
    var filter = filter
    filter.limit = Self.pageSize
    var count = 0
    repeat {
      let (letters, next) = try await list(filter)
      if !letters.isEmpty {
        count += try await store.requeue(
          letters.map(\.id), due: ledger.world.now().milliseconds)
      }
      filter.after = next
    } while filter.after != nil
    return count
  }

  /// What cannot be opened is listed all the same.
  private func letter(_ row: DeliveryRow) -> DeadLetter {
    var letter = DeadLetter(
      id: row.id, caseID: row.caseID, lane: row.lane, attempts: row.attempt, note: row.note)
    guard let content = try? ledger.content(of: row) else { return letter }
    letter.channel = content.channel
    letter.at = content.at
    let body = try? JSONValue(parsing: content.body)
    letter.kind =
      body?["data"]?["kind"]?.string ?? body?["kind"]?.string ?? body?["operation"]?.string
      ?? body?["type"]?.string?.split(separator: ".").last.map { String($0) }
    return letter
  }
}
