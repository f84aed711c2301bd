package import Casework
import Synchronization

extension MemoryStore {
  package func records(_ kind: String, due by: Int64, limit: Int) async throws(StoreError)
    -> [RecordRow]
  {
    contents.withLock { contents in
      contents.records.values
        .compactMap { row in
          row.dueAt.flatMap { row.kind == kind && $0 <= by ? (due: $0, row: row) : nil }
        }
        .sorted { $0.due != $1.due ? $0.due < $1.due : $0.row.id.precedes($1.row.id) }
        .prefix(limit).map(\.row)
    }
  }

  package func messages(_ range: MessageRange, limit: Int) async throws(StoreError)
    -> [PlacedMessage]
  {
    contents.withLock { contents in
      var found: [PlacedMessage] = []
      for (index, key) in contents.messageOrder.enumerated().dropFirst(Int(range.after ?? 0)) {
        guard found.count < limit else { break }
        guard var row = contents.messages[key], range.received.contains(row.at) else { continue }
        row.place = nil
        found.append(PlacedMessage(place: Int64(index) + 1, row: row))
      }
      return found
    }
  }
}
