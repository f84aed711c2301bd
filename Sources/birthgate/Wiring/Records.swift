import Casework
import Engine
import Wire

/// Durable things that are no case, as JSON: parents' links, the sandbox clock.
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
  let queue: CommitQueue
  let sealing: Sealing

  private static let pageSize = 100

  func find(_ kind: String, _ id: String) async throws(StoreError) -> Entry? {
    guard let row = try await store.record(kind, id) else { return nil }
    return try entry(row)
  }

  /// Writes a record over the version given; 0 for a new one.
  func write(
    _ kind: String, _ id: String, over version: Int = 0, dueAt: Int64? = nil, _ body: JSONValue
  ) async throws(StoreError) -> Bool {
    var group = ChangeGroup()
    let sealed = sealing.sealRecord(body.canonical, context: .record(kind, id))
    group.records = [
      RecordRow(kind: kind, id: id, version: version, dueAt: dueAt, body: sealed)
    ]
    if case .conflict = try await queue.submit(group) { return false }
    return true
  }

  /// All records of a kind, by id.
  ///
  /// - Parameter prefix: how their ids begin; empty for all.
  func all(_ kind: String, under prefix: String = "") async throws(StoreError) -> [Entry] {
    var all: [Entry] = []
    var last = prefix
    while true {
      let page = try await store.records(
        kind, after: last.isEmpty ? nil : last, limit: Self.pageSize)
      for row in page {
        // Ids come in the order of their bytes: the first of another beginning ends the list.
        guard row.id.hasPrefix(prefix) else { return all }
        all.append(try entry(row))
      }
      guard page.count == Self.pageSize, let end = page.last?.id else { return all }
      last = end
    }
  }

  /// A page of a kind's records by id.
  func page(_ kind: String, after id: String?, limit: Int) async throws(StoreError) -> [Entry] {
    var entries: [Entry] = []
    for row in try await store.records(kind, after: id, limit: limit) {
      entries.append(try entry(row))
    }
    return entries
  }

  /// Writes new records, all or none.
  func write(_ new: [(kind: String, id: String, body: JSONValue)]) async throws(StoreError)
    -> Bool
  {
    var group = ChangeGroup()
    group.records = new.map { kind, id, body in
      let sealed = sealing.sealRecord(body.canonical, context: .record(kind, id))
      return RecordRow(kind: kind, id: id, version: 0, body: sealed)
    }
    if case .conflict = try await queue.submit(group) { return false }
    return true
  }

  func delete(_ kind: String, _ id: String) async throws(StoreError) {
    try await store.delete(kind, id)
  }

  private func entry(_ row: RecordRow) throws(StoreError) -> Entry {
    let bytes = try sealing.openRecord(row.body, context: .record(row.kind, row.id))
    guard let body = try? JSONValue.reading(bytes) else { throw .corrupt("record \(row.kind)") }
    return Entry(id: row.id, version: row.version, dueAt: row.dueAt, body: body)
  }
}
