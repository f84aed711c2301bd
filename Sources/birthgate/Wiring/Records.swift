import Casework
import Wire

/// Durable things that are no case, as JSON: subscriptions, parents' links, the sandbox clock.
///
/// Bodies are sealed under their kind and id, so that one can never be put in another's place.
struct Records: Sendable {
  /// A record that has been read.
  struct Entry: Sendable {
    var id: String
    var version: Int
    var dueAt: Int64?
    var body: JSONValue
  }

  let store: any CaseStore
  /// Commits one record durably; false where its version was no longer the stored one.
  let put: @Sendable (RecordRow) async throws(StoreError) -> Bool
  let seal: @Sendable (_ body: [UInt8], _ about: String) -> [UInt8]
  /// Nil where the body is not what was sealed under this kind and id.
  let open: @Sendable (_ body: [UInt8], _ about: String) -> [UInt8]?

  func find(_ kind: String, _ id: String) async throws(StoreError) -> Entry? {
    guard let row = try await store.record(kind, id) else { return nil }
    return try entry(row)
  }

  func all(_ kind: String) async throws(StoreError) -> [Entry] {
    var entries: [Entry] = []
    var last: String?
    while true {
      let rows = try await store.records(kind, after: last, limit: 200)
      for row in rows { entries.append(try entry(row)) }
      guard rows.count == 200, let end = rows.last else { return entries }
      last = end.id
    }
  }

  /// Writes a record over the version given; 0 for a new one.
  func write(
    _ kind: String, _ id: String, over version: Int = 0, dueAt: Int64? = nil, _ body: JSONValue
  ) async throws(StoreError) -> Bool {
    let sealed = seal(body.canonical, "\(kind)/\(id)")
    return try await put(
      RecordRow(kind: kind, id: id, version: version, dueAt: dueAt, body: sealed))
  }

  func delete(_ kind: String, _ id: String) async throws(StoreError) {
    try await store.delete(kind, id)
  }

  private func entry(_ row: RecordRow) throws(StoreError) -> Entry {
    guard let bytes = open(row.body, "\(row.kind)/\(row.id)"),
      let body = try? JSONValue.reading(bytes)
    else { throw .corrupt("record \(row.kind)") }
    return Entry(id: row.id, version: row.version, dueAt: row.dueAt, body: body)
  }
}
