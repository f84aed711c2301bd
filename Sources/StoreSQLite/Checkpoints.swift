import Foundation
import GRDB
import Synchronization

/// Copies the write-ahead log into the database file away from the writer.
///
/// A checkpoint on the writing connection stops commits for 20–90 ms, more where the log is long.
/// Here a connection of its own (read-write: a read-only one cannot) copies in passes that wait for
/// nobody (PASSIVE). Under a load that never pauses such a pass is behind as soon as it ends, and
/// the log would grow for ever: so when a pass found little that was new, a last one (RESTART)
/// holds the writer back for just that little, after which the log begins again from its start.
final class Checkpoints: Sendable {
  /// After so many rows written the log is copied; a row is one page or a few.
  static let rows = 6_000
  /// The log is cut back to this when it begins again.
  static let restingBytes: Int64 = 32 << 20
  /// So few frames more than the pass before found are little.
  private static let fewFrames = 400
  private static let passesMaximum = 5

  private struct State {
    var isRunning = false
    var rows = 0
  }

  private let queue: DatabaseQueue
  private let state = Mutex(State())

  init(path: String) throws {
    var configuration = Configuration()
    configuration.busyMode = .timeout(0.05)
    queue = try DatabaseQueue(path: path, configuration: configuration)
    try queue.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA wal_autocheckpoint = 0")
      try db.execute(sql: "PRAGMA journal_size_limit = \(Self.restingBytes)")
    }
  }

  /// Called after each commit with the count of rows it wrote.
  func look(afterRows rows: Int) {
    let isDue = state.withLock { state in
      state.rows += rows
      guard !state.isRunning, state.rows >= Self.rows else { return false }
      state.rows = 0
      state.isRunning = true
      return true
    }
    guard isDue else { return }
    queue.asyncWriteWithoutTransaction { [self] db in
      // A busy log is no failure: a later commit looks again.
      try? Self.copy(db)
      state.withLock { $0.isRunning = false }
    }
  }

  /// Called when a commit found no room: what the log holds is copied and its room given back.
  /// Where the file cannot grow either, that waits for the next commit that finds room again.
  func relieve() {
    let isFree = state.withLock { state in
      state.rows = Self.rows
      defer { state.isRunning = true }
      return !state.isRunning
    }
    guard isFree else { return }
    queue.asyncWriteWithoutTransaction { [self] db in
      _ = try? db.checkpoint(.truncate)
      state.withLock { $0.isRunning = false }
    }
  }

  private static func copy(_ db: Database) throws {
    var frames = try db.checkpoint(.passive).walFrameCount
    for _ in 1..<passesMaximum {
      let now = try db.checkpoint(.passive).walFrameCount
      let found = now - frames
      frames = now
      if found < fewFrames { break }
    }
    try db.checkpoint(.restart)
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
}
