package import Casework
import Foundation
import GRDB

/// The store of one machine: one SQLite file in WAL mode, one writer, each commit synced to disk
/// before it is answered.
package final class SQLiteStore: CaseStore {
  package enum Mode: Sendable {
    /// The gateway: the one writer, which brings the schema up to date.
    case readWrite
    /// Reading verbs, beside a running gateway or without one.
    case readOnly
  }

  let pool: DatabasePool
  let checkpoints: Checkpoints?
  private let lock: WriterLock?
  let laneCursor = LaneCursor()
  private let lookUps: LookUpQueue
  private let writer = WorkerThread("writer")

  /// Opens the file at `path`, and makes it where there is none (mode `readWrite`).
  package init(path: String, mode: Mode = .readWrite, pageSize: Int = 4096) throws(StoreError) {
    switch mode {
    case .readWrite:
      guard let lock = WriterLock(path: path + ".lock") else {
        throw .unavailable("another gateway writes \(path)")
      }
      self.lock = lock
    case .readOnly:
      lock = nil
    }
    (pool, checkpoints) = try StoreError.translating {
      switch mode {
      case .readWrite:
        let pool = try Self.openForWriting(path, pageSize: pageSize)
        return (pool, try Checkpoints(path: path))
      case .readOnly:
        var configuration = Self.configuration(pageSize: nil)
        configuration.readonly = true
        return (try DatabasePool(path: path, configuration: configuration), nil)
      }
    }
    lookUps = LookUpQueue(pool)
  }

  private static let writerCacheKibibytes = 4_096
  private static let readerCacheKibibytes = 512

  private static func configuration(pageSize: Int?) -> Configuration {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    configuration.busyMode = .timeout(5)
    configuration.maximumReaderCount = 4
    configuration.prepareDatabase { db in
      // Only a new file takes a page size; WAL mode, which GRDB sets later, fixes it.
      if let pageSize { try db.execute(sql: "PRAGMA page_size = \(pageSize)") }
      try db.execute(sql: "PRAGMA cache_size = -\(readerCacheKibibytes)")
    }
    return configuration
  }

  private static func openForWriting(_ path: String, pageSize: Int) throws -> DatabasePool {
    let pool = try DatabasePool(path: path, configuration: configuration(pageSize: pageSize))
    try pool.writeWithoutTransaction { db in
      // GRDB sets NORMAL when it turns WAL on, under which a power cut may take back a commit that
      // was answered. FULL is set here, after that, and a test reads it back.
      try db.execute(sql: "PRAGMA synchronous = FULL")
      try db.execute(sql: "PRAGMA wal_autocheckpoint = 0")
      try db.execute(sql: "PRAGMA journal_size_limit = \(Checkpoints.restingBytes)")
      // Small caches: what they miss is a copy out of the system's own, and the whole gateway is
      // to do with little memory. What one commit changes fits.
      try db.execute(sql: "PRAGMA cache_size = -\(writerCacheKibibytes)")
      // What savepoints and statements keep to be taken back: else SQLite makes a temporary file of
      // it in nearly every commit, with more writes than the commit itself.
      try db.execute(sql: "PRAGMA temp_store = MEMORY")
      guard try Schema.version(db) <= Schema.steps.count else {
        throw StoreError.unavailable("a newer version has written \(path)")
      }
      try Schema.migrate(db)
    }
    return pool
  }

  /// Closes the file, so that it can be moved; whatever was acknowledged is on disk anyway.
  package func close() throws(StoreError) {
    try StoreError.translating {
      checkpoints?.close()
      try pool.close()
      lock?.release()
    }
  }

  /// What the writing connection answers to a PRAGMA: how an operator or a test sees its settings.
  package func pragma(_ name: String) async throws(StoreError) -> Int64? {
    try await write { db in try Int64.fetchOne(db, sql: "PRAGMA \(name)") }
  }

  /// Keeps the file from growing beyond so many bytes, so that it leaves room on a disk that is
  /// shared; writes that would need more are ``StoreError/unavailable(_:)`` until the limit is
  /// raised. Nil is no limit.
  package func limit(bytes: Int64?) async throws(StoreError) {
    try await write { db in
      let pageSize = try Int64.fetchOne(db, sql: "PRAGMA page_size") ?? 4_096
      let pages = bytes.map { max(1, $0 / pageSize) } ?? 4_294_967_294
      _ = try Int64.fetchOne(db, sql: "PRAGMA max_page_count = \(pages)")
    }
  }

  /// Copies what is in the write-ahead log into the file and empties the log where nobody reads
  /// it: for a gateway that has nothing else to do.
  package func tidy() async {
    await checkpoints?.truncate()
  }

  // GRDB's own async calls end early when the calling task is cancelled. A commit serves many
  // callers at once, so one that hangs up must not take the others with it: hence continuations.

  func write<Value: Sendable>(_ body: @Sendable @escaping (Database) throws -> Value)
    async throws(StoreError) -> Value
  {
    let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
      writer.submit { [pool] in
        continuation.resume(
          returning: StoreError.caught { try pool.writeWithoutTransaction { try body($0) } })
      }
    }
    return try result.get()
  }

  /// A short reading, of a few rows by their keys, together with others that wait.
  func lookUp<Value: Sendable>(_ body: @Sendable @escaping (Database) throws -> Value)
    async throws(StoreError) -> Value
  {
    let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
      lookUps.submit { reader in
        continuation.resume(returning: StoreError.caught { try body(reader.get()) })
      }
    }
    return try result.get()
  }

  /// A reading that may take long.
  func read<Value: Sendable>(_ body: @Sendable @escaping (Database) throws -> Value)
    async throws(StoreError) -> Value
  {
    let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
      pool.asyncRead { reader in
        continuation.resume(returning: StoreError.caught { try body(reader.get()) })
      }
    }
    return try result.get()
  }
}
