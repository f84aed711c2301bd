package import Casework
import Wire

/// A message that was refused: when, whose, and why.
package struct Refusal: Hashable, Sendable {
  package var id: String
  package var receivedAt: Instant
  /// Who signed it, or whom it named where nobody had to sign.
  package var sender: String
  /// Nil where none could be read.
  package var messageID: String?
  package var family: String?
  package var errors: [Finding]
  /// What came of it: the receipt of the message that was taken under the same sender and id.
  package var correction: Receipt?

  package var isCorrected: Bool { correction != nil }
}

/// Which refusals a list shows.
package struct RefusalFilter: Sendable {
  package enum State: String, CaseIterable, Sendable { case open, corrected }

  package var sender: String?
  package var state: State?
  package var after: String?
  package var limit: Int

  package init(
    sender: String? = nil, state: State? = nil, after: String? = nil, limit: Int = 100
  ) {
    self.sender = sender
    self.state = state
    self.after = after
    self.limit = limit
  }
}

extension Refusal {
  var json: JSONValue {
    var object: JSONObject = [
      "receivedAt": .string(receivedAt.rfc3339), "sender": .string(sender),
      "errors": .array(errors.map(\.json)),
    ]
    if let messageID { object["id"] = .string(messageID) }
    if let family { object["family"] = .string(family) }
    return .object(object)
  }

  init?(id: String, json: JSONValue) {
    guard let receivedAt = json["receivedAt"]?.string.flatMap(Instant.init(rfc3339:)),
      let sender = json["sender"]?.string,
      let errors = json["errors"]?.array?.compactMap(Finding.init(json:))
    else { return nil }
    self.init(
      id: id, receivedAt: receivedAt, sender: sender, messageID: json["id"]?.string,
      family: json["family"]?.string, errors: errors)
  }
}

extension Inspector {
  /// So many refusals are looked at for one page, however few of them a filter lets through.
  private static let lookedAtMaximum = 2_000

  private var refusals: SealedRecords {
    SealedRecords(kind: Evidence.refusalKind, store: store, sealing: ledger.sealing)
  }

  /// Refusals with what came of them, by sender and then by the moment they came.
  package func refusals(_ filter: RefusalFilter) async throws(StoreError)
    -> (refusals: [Refusal], next: String?)
  {
    let prefix = filter.sender.map { ListName.prefix($0, in: ledger) } ?? ""
    var (found, after, looked) = ([Refusal](), filter.after, 0)
    while looked < Self.lookedAtMaximum {
      let page = try await refusals.page(prefix, after: after, limit: 100)
      for entry in page {
        after = entry.id
        looked += 1
        guard let refusal = try await opened(entry) else { continue }
        if filter.state.map({ ($0 == .corrected) == refusal.isCorrected }) ?? true {
          found.append(refusal)
        }
        if found.count == filter.limit { return (found, after) }
      }
      if page.count < 100 { return (found, nil) }
    }
    return (found, after)
  }

  package func refusal(_ id: String) async throws(StoreError) -> Refusal? {
    guard let entry = try await refusals.find(id) else { return nil }
    return try await opened(entry)
  }

  /// The bytes of a refused message, as they came.
  package func refusedBytes(_ id: String) async throws(StoreError) -> [UInt8]? {
    guard let row = try await store.record(Evidence.bytesKind, id) else { return nil }
    return try ledger.sealing.openRecord(row.body, context: .record(Evidence.bytesKind, id))
  }

  /// The refusals that came before a message was taken under their sender and id, oldest first.
  package func refusals(before receipt: Receipt) async throws(StoreError) -> [Refusal] {
    var found: [Refusal] = []
    for id in try await evidence.refusals(sender: receipt.sender, id: receipt.id) {
      guard let entry = try await refusals.find(id),
        let refusal = Refusal(id: id, json: entry.body)
      else { continue }
      if refusal.receivedAt <= receipt.receivedAt { found.append(refusal) }
    }
    return found
  }

  private func opened(_ entry: SealedRecords.Entry) async throws(StoreError) -> Refusal? {
    guard var refusal = Refusal(id: entry.id, json: entry.body) else { return nil }
    if let id = refusal.messageID,
      let row = try await store.message(ledger.messageKey(sender: refusal.sender, id: id))
    {
      refusal.correction = try await caseworker.receipt(of: row).1
    }
    return refusal
  }
}
