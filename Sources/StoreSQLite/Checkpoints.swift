import Foundation
import GRDB
import Synchronization

/// Copies the write-ahead log into the database file away from the writer.
///
/// A checkpoint on the writing connection stops commits for 20–90 ms. Here a connection of its own
/// (read-write: a read-only one cannot) makes PASSIVE checkpoints, which wait for nobody; the first
/// commit after a whole one starts the log from its beginning. Under a load that never pauses no
/// passive checkpoint is ever whole, so beyond ``cappedBytes`` one is made that holds the writer
/// back until it has caught up.
final class Checkpoints: Sendable {
  /// After so many rows written the log is copied; a row is one page or a few.
  static let passiveRows = 2_000
  /// The log is cut back to this when it starts again.
  static let restingBytes: Int64 = 32 << 20
  static let cappedBytes: Int64 = 128 << 20

  private struct State {
    var isRunning = false
    var rows = 0
    /// The size of the log from which on the writer is held back. It moves on where that did not
    /// help, because somebody was reading an old state.
    var cap = Checkpoints.cappedBytes
  }

  private let queue: DatabaseQueue
  private let log: String
  private let state = Mutex(State())

  init(path: String) throws {
    var configuration = Configuration()
    configuration.busyMode = .timeout(0.05)
    queue = try DatabaseQueue(path: path, configuration: configuration)
    log = path + "-wal"
    try queue.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA wal_autocheckpoint = 0")
      try db.execute(sql: "PRAGMA journal_size_limit = \(Self.restingBytes)")
    }
  }

  /// Called after each commit with the count of rows it wrote.
  func look(afterRows rows: Int) {
    let kind: Database.CheckpointMode? = state.withLock { state in
      state.rows += rows
      guard !state.isRunning, state.rows >= Self.passiveRows else { return nil }
      state.rows = 0
      state.isRunning = true
      let bytes = logBytes()
      if bytes < Self.cappedBytes { state.cap = Self.cappedBytes }
      guard bytes >= state.cap else { return .passive }
      state.cap = bytes + Self.cappedBytes / 2
      return .restart
    }
    guard let kind else { return }
    queue.asyncWriteWithoutTransaction { [self] db in
      // A busy log is no failure: a later commit looks again.
      _ = try? db.checkpoint(kind)
      state.withLock { $0.isRunning = false }
    }
  }

  func truncate() async {
    await withCheckedContinuation { continuation in
      queue.asyncWriteWithoutTransaction { db in
        _ = try? db.checkpoint(.truncate)
        continuation.resume()
      }
    }
  }

  func close() { try? queue.close() }

  private func logBytes() -> Int64 {
    var status = stat()
    guard unsafe stat(log, &status) == 0 else { return 0 }
    return Int64(status.st_size)
  }
}
