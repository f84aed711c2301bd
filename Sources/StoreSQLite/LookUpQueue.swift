import GRDB
import Synchronization

/// Where short readings queue, so that one read transaction serves all that wait, as one commit
/// serves all writers: to begin a transaction on another thread takes longer than to look up a row.
///
/// A transaction takes only what was asked before it began, so everybody sees at least what had
/// been answered when they asked.
final class LookUpQueue: Sendable {
  typealias Reading = @Sendable (Result<Database, any Error>) -> Void

  private struct State {
    var isRunning = false
    var waiting: [Reading] = []
  }

  private let pool: DatabasePool
  private let state = Mutex(State())

  init(_ pool: DatabasePool) { self.pool = pool }

  func submit(_ reading: @escaping Reading) {
    let isFree = state.withLock { state in
      defer { state.isRunning = true }
      if state.isRunning { state.waiting.append(reading) }
      return !state.isRunning
    }
    if isFree { run([reading]) }
  }

  private func run(_ readings: [Reading]) {
    pool.asyncRead { [self] reader in
      for reading in readings { reading(reader) }
      let next: [Reading] = state.withLock { state in
        defer { state.waiting = [] }
        state.isRunning = !state.waiting.isEmpty
        return state.waiting
      }
      if !next.isEmpty { run(next) }
    }
  }
}
