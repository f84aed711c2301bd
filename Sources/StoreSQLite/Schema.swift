import GRDB

/// The tables, as a list of numbered steps that is added to and never edited.
///
/// Integers, text and blobs only. What must be unique is a primary key or a unique index and is
/// written by plain `INSERT`. Large rows lie in rowid tables, since a table without rowid spills
/// rows beyond a quarter of a page; small ones are kept in the order of their key.
enum Schema {
  static let steps: [String] = [
    """
    CREATE TABLE message (
      key BLOB NOT NULL PRIMARY KEY, case_id TEXT NOT NULL, at INTEGER NOT NULL,
      body BLOB NOT NULL, entry INTEGER, leaf INTEGER) STRICT;
    CREATE TABLE caso (
      id TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL, formed_at INTEGER NOT NULL,
      wake_at INTEGER, data_key BLOB NOT NULL) STRICT, WITHOUT ROWID;
    CREATE INDEX caso_wake ON caso (wake_at) WHERE wake_at IS NOT NULL;
    CREATE TABLE case_key (
      digest BLOB NOT NULL, ordinal INTEGER NOT NULL, case_id TEXT NOT NULL,
      PRIMARY KEY (digest, ordinal)) STRICT, WITHOUT ROWID;
    CREATE TABLE event (
      case_id TEXT NOT NULL, version INTEGER NOT NULL, at INTEGER NOT NULL, body BLOB NOT NULL,
      PRIMARY KEY (case_id, version)) STRICT;
    CREATE TABLE delivery (
      seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, case_id TEXT NOT NULL, lane TEXT NOT NULL,
      due_at INTEGER, attempt INTEGER NOT NULL, state INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
    CREATE INDEX delivery_case ON delivery (case_id);
    CREATE INDEX delivery_due ON delivery (due_at) WHERE due_at IS NOT NULL;
    CREATE INDEX delivery_lane ON delivery (lane, due_at) WHERE due_at IS NOT NULL;
    CREATE TABLE summary (
      case_id TEXT NOT NULL PRIMARY KEY, division TEXT NOT NULL, born_on INTEGER,
      window_end INTEGER, counting_payment INTEGER, cover_from INTEGER, cover_to INTEGER,
      bound_since INTEGER, settles_until INTEGER, died_on INTEGER, late_until INTEGER,
      has_certificate INTEGER NOT NULL, conflict INTEGER NOT NULL, survivor TEXT)
      STRICT, WITHOUT ROWID;
    CREATE INDEX summary_division ON summary (division, case_id);
    CREATE TABLE record (
      kind TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, due_at INTEGER,
      body BLOB NOT NULL, PRIMARY KEY (kind, id)) STRICT;
    CREATE TABLE journal (
      seq INTEGER PRIMARY KEY, chain TEXT NOT NULL, height INTEGER NOT NULL, at INTEGER NOT NULL,
      previous BLOB NOT NULL, root BLOB NOT NULL, leaves BLOB NOT NULL, signature BLOB, key TEXT,
      UNIQUE (chain, height)) STRICT;
    """,
    // Task kinds as bits (`TaskKinds`); -1, every bit, of rows written before: they are looked at.
    """
    ALTER TABLE summary ADD COLUMN held_since INTEGER;
    ALTER TABLE summary ADD COLUMN open_tasks INTEGER NOT NULL DEFAULT -1;
    ALTER TABLE summary ADD COLUMN resolved_tasks INTEGER NOT NULL DEFAULT -1;
    CREATE INDEX summary_open ON summary (case_id, division, open_tasks)
      WHERE open_tasks <> 0 AND survivor IS NULL;
    CREATE INDEX summary_resolved ON summary (case_id, division, resolved_tasks)
      WHERE resolved_tasks <> 0 AND survivor IS NULL;
    """,
    // Rows written before name no sender and no instant: they are found by key and never listed.
    """
    ALTER TABLE message ADD COLUMN sender BLOB;
    ALTER TABLE message ADD COLUMN sent_at INTEGER;
    CREATE INDEX message_sent ON message (sender, sent_at, key) WHERE sender IS NOT NULL;
    """,
    // What waits for its time beside cases: the asking after missing certificates.
    """
    CREATE INDEX record_due ON record (kind, due_at) WHERE due_at IS NOT NULL;
    """,
    // Of what waits, every attempt so far is taken as known: those who took it may be told twice.
    // `delivery_tried` is what may pass a held lane, `delivery_queued` what holds others of its
    // case back. Claims go lane by lane, so that nothing is found by its due time alone any more.
    """
    ALTER TABLE delivery ADD COLUMN settled INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE delivery ADD COLUMN note TEXT;
    ALTER TABLE delivery ADD COLUMN receipt TEXT;
    UPDATE delivery SET settled = attempt WHERE due_at IS NOT NULL;
    DROP INDEX delivery_due;
    CREATE INDEX delivery_queued ON delivery (case_id, lane)
      WHERE due_at IS NOT NULL AND state = 0;
    CREATE INDEX delivery_tried ON delivery (lane, due_at)
      WHERE due_at IS NOT NULL AND attempt = 1 AND settled = 1;
    CREATE INDEX delivery_failed ON delivery (state) WHERE state = 2;
    CREATE INDEX delivery_receipt ON delivery (receipt) WHERE receipt IS NOT NULL;
    """,
    // Which provider was offered a text. Of what is in doubt nobody knows it (empty); what was
    // taken has the name before its receipt.
    """
    ALTER TABLE delivery ADD COLUMN tried TEXT;
    UPDATE delivery SET tried = '' WHERE due_at IS NOT NULL AND state = 0 AND attempt > settled;
    UPDATE delivery SET tried = substr(receipt, 1, instr(receipt, ':') - 1)
      WHERE due_at IS NOT NULL AND state = 4 AND instr(receipt, ':') > 1;
    """,
  ]

  /// Brings a file up to the last step; each step and its number are one transaction.
  static func migrate(_ db: Database) throws {
    for number in try version(db)..<max(steps.count, try version(db)) {
      try db.inTransaction(.immediate) {
        // Another process may have come first.
        if try version(db) == number {
          try db.execute(sql: steps[number])
          try db.execute(sql: "PRAGMA user_version = \(number + 1)")
        }
        return .commit
      }
    }
  }

  static func version(_ db: Database) throws -> Int {
    try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
  }
}
