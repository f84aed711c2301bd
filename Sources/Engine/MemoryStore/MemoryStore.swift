package import Casework
import Synchronization

/// A store in memory: the seam's shortest reading, and what `play` and the simulation run on.
///
/// Every other store must behave as this one does (`StoreTests`).
package final class MemoryStore: CaseStore {
  let contents = Mutex(MemoryContents())

  package init() {}

  package func keys(_ digests: [KeyDigest]) async throws(StoreError) -> [KeyRow] {
    contents.withLock { contents in
      digests.flatMap { digest in
        (contents.keys[digest] ?? [:]).sorted { $0.key < $1.key }
          .map { KeyRow(digest: digest, ordinal: $0.key, caseID: $0.value) }
      }
    }
  }

  package func histories(of ids: [CaseID]) async throws(StoreError) -> [History] {
    contents.withLock { contents in
      ids.compactMap { id in
        contents.cases[id].map { History(row: $0, events: contents.events(of: id)) }
      }
    }
  }

  package func message(_ key: KeyDigest) async throws(StoreError) -> MessageRow? {
    contents.withLock { $0.messages[key] }
  }

  package func messages(_ query: SentQuery) async throws(StoreError) -> [SentMessage] {
    contents.withLock { $0.sent(query) }
  }

  package func commit(
    _ groups: [ChangeGroup], closing: @Sendable @escaping ([[UInt8]]) -> JournalRow?
  ) async throws(StoreError) -> [GroupOutcome] {
    let closed = contents.withLock { $0.commit(groups, closing: closing) }
    guard let outcomes = closed else {
      throw .unavailable("the journal already has this entry")
    }
    return outcomes
  }

  package func due(by now: Int64, limit: Int) async throws(StoreError) -> [CaseRow] {
    contents.withLock { contents in
      contents.cases.values
        .compactMap { row in row.wakeAt.flatMap { $0 <= now ? ($0, row) : nil } }
        .sorted { ($0.0, $0.1.id) < ($1.0, $1.1.id) }
        .prefix(limit).map(\.1)
    }
  }

  package func nextWake() async throws(StoreError) -> Int64? {
    contents.withLock { $0.cases.values.compactMap(\.wakeAt).min() }
  }

  package func list(_ filter: CaseFilter) async throws(StoreError) -> [SummaryRow] {
    contents.withLock { contents in
      contents.summaries.values.filter { filter.shows($0) }
        .sorted { $0.caseID < $1.caseID }
        .prefix(filter.limit).map { $0 }
    }
  }

  package func tally(_ question: BirthQuestion) async throws(StoreError) -> [BirthTally] {
    contents.withLock { question.tallies($0.summaries.values) }
  }

  package func record(_ kind: String, _ id: String) async throws(StoreError) -> RecordRow? {
    contents.withLock { $0.records[RecordName(kind: kind, id: id)] }
  }

  package func records(_ kind: String, after id: String?, limit: Int) async throws(StoreError)
    -> [RecordRow]
  {
    contents.withLock { contents in
      contents.records.values
        .filter { row in row.kind == kind && id.map { $0.precedes(row.id) } ?? true }
        .sorted { $0.id.precedes($1.id) }
        .prefix(limit).map { $0 }
    }
  }

  package func delete(_ kind: String, _ id: String) async throws(StoreError) {
    contents.withLock { contents in
      contents.records[RecordName(kind: kind, id: id)] = nil
    }
  }

  package func journal(_ chain: String, from height: Int, limit: Int) async throws(StoreError)
    -> [JournalRow]
  {
    contents.withLock { contents in
      contents.journal.filter { $0.chain == chain && $0.height >= height }
        .sorted { $0.height < $1.height }
        .prefix(limit).map { $0 }
    }
  }

  package func journalHead(_ chain: String) async throws(StoreError) -> JournalRow? {
    contents.withLock { contents in
      contents.journal.filter { $0.chain == chain }.max { $0.height < $1.height }
    }
  }

  package func journalHeads() async throws(StoreError) -> [JournalRow] {
    contents.withLock { $0.heads() }
  }

  package func sign(_ chain: String, height: Int, signature: [UInt8], key: String)
    async throws(StoreError)
  {
    contents.withLock { contents in
      let place = contents.journal.firstIndex { $0.chain == chain && $0.height == height }
      guard let place else { return }
      contents.journal[place].signature = signature
      contents.journal[place].key = key
    }
  }
}

extension String {
  /// Order by UTF-8 bytes, as SQL's BINARY collation has it; `<` orders by Unicode's canonical
  /// form.
  func precedes(_ other: String) -> Bool {
    utf8.lexicographicallyPrecedes(other.utf8)
  }
}
