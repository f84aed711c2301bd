package import Casework
import Foundation
import GRDB

extension SQLiteStore {
  package func keys(_ digests: [KeyDigest]) async throws(StoreError) -> [KeyRow] {
    try await lookUp { db in
      try digests.flatMap { digest in
        try db.all(
          "SELECT ordinal, case_id FROM case_key WHERE digest = ? ORDER BY ordinal", [Data(digest)]
        ) { KeyRow(digest: digest, ordinal: $0[0], caseID: CaseID(rawValue: $0[1])) }
      }
    }
  }

  package func histories(of ids: [CaseID]) async throws(StoreError) -> [History] {
    try await lookUp { db in
      try ids.compactMap { id in
        let row = try db.first(
          "SELECT \(CaseRow.columns) FROM caso WHERE id = ?", [id.rawValue], read: CaseRow.init)
        guard let row else { return nil }
        let events = try db.all(
          "SELECT version, at, body FROM event WHERE case_id = ? ORDER BY version", [id.rawValue]
        ) { EventRow(caseID: id, version: $0[0], at: $0[1], body: try $0.bytes(2)) }
        return History(row: row, events: events)
      }
    }
  }

  package func message(_ key: KeyDigest) async throws(StoreError) -> MessageRow? {
    try await lookUp { db in
      try db.first(
        """
        SELECT message.case_id, message.at, body, chain, height, leaf, sender, sent_at
        FROM message LEFT JOIN journal ON journal.seq = message.entry
        WHERE message.key = ?
        """, [Data(key)]
      ) { row in
        var message = MessageRow(
          key: key, caseID: CaseID(rawValue: row[0]), at: row[1], body: try row.bytes(2))
        if let chain: String = row[3], let height: Int = row[4], let index: Int = row[5] {
          message.place = JournalPlace(chain: chain, height: height, index: index)
        }
        let sender: Data? = row[6]
        message.sender = sender.map { [UInt8]($0) }
        message.sentAt = row[7]
        return message
      }
    }
  }

  package func messages(_ query: SentQuery) async throws(StoreError) -> [SentMessage] {
    let after = query.after ?? SentQuery.Mark(sentAt: .min, key: [])
    return try await read { db in
      try db.all(
        """
        SELECT key, case_id, at, sent_at, body, data_key
        FROM message JOIN caso ON caso.id = message.case_id
        WHERE sender = ? AND sent_at >= ? AND sent_at < ? AND (sent_at, key) > (?, ?)
        ORDER BY sent_at, key LIMIT ?
        """,
        [
          Data(query.sender), max(query.from, after.sentAt), query.to, after.sentAt,
          Data(after.key), query.limit,
        ]
      ) { row in
        let message = MessageRow(
          key: try row.bytes(0), caseID: CaseID(rawValue: row[1]), at: row[2],
          sender: query.sender, sentAt: row[3], body: try row.bytes(4))
        return SentMessage(row: message, dataKey: try row.bytes(5))
      }
    }
  }

  package func due(by now: Int64, limit: Int) async throws(StoreError) -> [CaseRow] {
    try await read { db in
      try db.all(
        """
        SELECT \(CaseRow.columns) FROM caso
        WHERE wake_at IS NOT NULL AND wake_at <= ? ORDER BY wake_at, id LIMIT ?
        """, [now, limit], read: CaseRow.init)
    }
  }

  package func nextWake() async throws(StoreError) -> Int64? {
    try await read { db in
      try db.first("SELECT min(wake_at) FROM caso WHERE wake_at IS NOT NULL") { $0[0] as Int64? }
        ?? nil
    }
  }

  package func record(_ kind: String, _ id: String) async throws(StoreError) -> RecordRow? {
    try await lookUp { db in
      try db.first(
        "SELECT \(RecordRow.columns) FROM record WHERE kind = ? AND id = ?", [kind, id],
        read: RecordRow.init)
    }
  }

  package func records(_ kind: String, after id: String?, limit: Int) async throws(StoreError)
    -> [RecordRow]
  {
    try await read { db in
      try db.all(
        "SELECT \(RecordRow.columns) FROM record WHERE kind = ? AND id > ? ORDER BY id LIMIT ?",
        [kind, id ?? "", limit], read: RecordRow.init)
    }
  }

  package func delete(_ kind: String, _ id: String) async throws(StoreError) {
    try await write { db in
      try db.run("DELETE FROM record WHERE kind = ? AND id = ?", [kind, id])
    }
  }

  package func journal(_ chain: String, from height: Int, limit: Int) async throws(StoreError)
    -> [JournalRow]
  {
    try await read { db in
      try db.all(
        """
        SELECT \(JournalRow.columns) FROM journal
        WHERE chain = ? AND height >= ? ORDER BY height LIMIT ?
        """, [chain, height, limit], read: JournalRow.init)
    }
  }

  package func journalHead(_ chain: String) async throws(StoreError) -> JournalRow? {
    try await read { db in
      try db.first(
        "SELECT \(JournalRow.columns) FROM journal WHERE chain = ? ORDER BY height DESC LIMIT 1",
        [chain], read: JournalRow.init)
    }
  }

  package func journalHeads() async throws(StoreError) -> [JournalRow] {
    try await read { db in
      // From one chain's name to the next by the index, never through the entries between.
      try db.all(
        """
        WITH RECURSIVE name (chain) AS (
          SELECT min(chain) FROM journal
          UNION ALL
          SELECT (SELECT min(chain) FROM journal WHERE chain > name.chain)
          FROM name WHERE name.chain IS NOT NULL)
        SELECT \(JournalRow.columns) FROM journal
        WHERE seq IN (
          SELECT (SELECT seq FROM journal AS entry WHERE entry.chain = name.chain
            ORDER BY height DESC LIMIT 1)
          FROM name WHERE name.chain IS NOT NULL)
        ORDER BY seq
        """, read: JournalRow.init)
    }
  }

  package func sign(_ chain: String, height: Int, signature: [UInt8], key: String)
    async throws(StoreError)
  {
    try await write { db in
      try db.run(
        "UPDATE journal SET signature = ?, key = ? WHERE chain = ? AND height = ?",
        [Data(signature), key, chain, height])
    }
  }
}
