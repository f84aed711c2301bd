import Casework
import Wire

/// Opens what one sender sent in a time, message by message, in bounded memory.
struct SentRegister: Sendable {
  /// A message that was taken.
  struct Entry: Sendable {
    /// Milliseconds.
    var sentAt: Int64
    var id: String
    var digest: String
    var ticket: DatedTicket?
  }

  private static let pageSize = 500

  let store: any CaseStore
  let ledger: Ledger

  /// Shows each message whose own `sentAt` lies from an instant on and before another, oldest
  /// first.
  func forEach(
    of sender: String, from: Instant, to: Instant?, _ body: (Entry) -> Void
  ) async throws(StoreError) {
    var query = SentQuery(
      sender: ledger.sender(sender), from: from.milliseconds, to: to?.milliseconds ?? .max,
      limit: Self.pageSize)
    while true {
      let page = try await store.messages(query)
      for sent in page {
        guard let sentAt = sent.row.sentAt else { continue }
        let opened = try open(sent)
        body(
          Entry(sentAt: sentAt, id: opened.id, digest: opened.digest, ticket: opened.ticket))
      }
      guard page.count == Self.pageSize, let last = page.last?.row, let sentAt = last.sentAt
      else { return }
      query.after = SentQuery.Mark(sentAt: sentAt, key: last.key)
    }
  }

  private func open(_ sent: SentMessage) throws(StoreError) -> MessageBody {
    let key = try ledger.sealing.dataKey(sent.dataKey)
    return try MessageBody(
      parsing: ledger.sealing.open(
        sent.row.body, under: key, context: .message(sent.row.caseID, key: sent.row.key)))
  }
}

/// Records of one kind as JSON, sealed under their kind and id.
struct SealedRecords: Sendable {
  /// A record that was opened.
  struct Entry: Sendable {
    var id: String
    var version: Int
    var dueAt: Int64?
    var body: JSONValue
  }

  /// What we wrote ourselves may hold many values: 20,000 tickets that differ are 300,000.
  private static let scale = 100

  let kind: String
  let store: any CaseStore
  let sealing: Sealing

  func find(_ id: String) async throws(StoreError) -> Entry? {
    guard let row = try await store.record(kind, id) else { return nil }
    return try open(row)
  }

  /// Records whose ids begin so, after an id, in the order of their ids.
  func page(_ prefix: String = "", after: String? = nil, limit: Int) async throws(StoreError)
    -> [Entry]
  {
    let start = after.map { max($0, prefix) } ?? prefix
    let rows = try await store.records(kind, after: start, limit: limit)
    var entries: [Entry] = []
    for row in rows {
      guard row.id.hasPrefix(prefix) else { break }
      entries.append(try open(row))
    }
    return entries
  }

  /// All of them, read a page at a time.
  func all(_ prefix: String = "") async throws(StoreError) -> [Entry] {
    var all: [Entry] = []
    while true {
      let page = try await page(prefix, after: all.last?.id, limit: 200)
      all += page
      if page.count < 200 { return all }
    }
  }

  func row(_ id: String, version: Int, dueAt: Int64? = nil, _ body: JSONValue) -> RecordRow {
    RecordRow(
      kind: kind, id: id, version: version, dueAt: dueAt,
      body: sealing.sealRecord(body.canonical, context: .record(kind, id)))
  }

  func delete(_ id: String) async throws(StoreError) { try await store.delete(kind, id) }

  private func open(_ row: RecordRow) throws(StoreError) -> Entry {
    let bytes = try sealing.openRecord(row.body, context: .record(kind, row.id))
    guard let body = try? JSONValue(parsing: bytes, scale: Self.scale) else {
      throw .corrupt("record \(kind)")
    }
    return Entry(id: row.id, version: row.version, dueAt: row.dueAt, body: body)
  }
}
