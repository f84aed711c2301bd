package import Casework

/// Takes what a provider tells later of a message it took, and ends the delivery by it.
///
/// Receipts come late, twice, and for messages nobody here knows; the first that says how it ended
/// counts, and the others change nothing.
package struct ReceiptDesk: Sendable {
  /// What a receipt says.
  package enum Outcome: Hashable, Sendable {
    case arrived
    /// It never will; the reason names a code at most.
    case lost(reason: String)
    /// Nothing new.
    case pending
  }

  /// What became of a receipt.
  package enum Fate: String, Sendable {
    case settled, known, unknown
  }

  private let store: any CaseStore

  package init(store: any CaseStore) { self.store = store }

  /// - Parameters:
  ///   - ours: the delivery's id, where the provider gives it back.
  ///   - theirs: what the provider calls it, its own name before it.
  ///   - provider: who tells it, by its name in the settings: it ends what was offered to it and
  ///     not what was offered to another.
  ///   - lanes: whose rows such a receipt may end, so that no provider speaks for another channel.
  package func take(
    ours: String?, theirs: String?, _ outcome: Outcome, from provider: String,
    lanes: (String) -> Bool
  ) async throws(StoreError) -> Fate {
    var rows: [DeliveryRow] = []
    if let ours, let row = try await store.delivery(ours) { rows = [row] }
    if rows.isEmpty, let theirs { rows = try await store.deliveries(receipt: theirs) }
    let row = rows.first { lanes($0.lane) && $0.wasOffered(to: provider) }
    guard let row else { return .unknown }
    // A row that is queued anew after an end nobody knew is ended by it too.
    guard row.state == .sent || row.state == .queued else { return .known }
    guard row.attempt > 0 else { return .unknown }
    var ended = row
    switch outcome {
    case .pending: return .known
    case .arrived: ended.state = .delivered
    case .lost(let reason):
      ended.state = .failed
      ended.note = reason
    }
    ended.dueAt = nil
    ended.settled = row.attempt
    try await store.settle([ended])
    return .settled
  }
}

extension DeliveryRow {
  /// Whether a provider can know of it; where that was not kept, any of them may.
  fileprivate func wasOffered(to provider: String) -> Bool {
    tried == provider || tried?.isEmpty == true
  }
}
