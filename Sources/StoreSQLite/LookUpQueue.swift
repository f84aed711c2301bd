import GRDB
import Synchronization

/// Where short readings queue, so that one read transaction serves all that wait, as one commit
/// serves all writers: to begin a transaction on another thread takes longer than to look up a row.
///
/// A transaction takes only what was asked before it began, so everybody sees at least what had
/// been answered when they asked.
final class LookUpQueue: Sendable {
  typealias Reading = @Sendable (Result<Database, any Error>) -> Void

  private let pool: DatabasePool
  private let waiting = Mutex<[Reading]>([])
  private let worker = WorkerThread("look-ups")

  init(_ pool: DatabasePool) { self.pool = pool }

  func submit(_ reading: @escaping Reading) {
    let isFirst = waiting.withLock { waiting in
      waiting.append(reading)
      return waiting.count == 1
    }
    guard isFirst else { return }
    worker.submit { [self] in
      let readings = waiting.withLock { waiting in
        defer { waiting = [] }
        return waiting
      }
      run(readings)
    }
  }

  private func run(_ readings: [Reading]) {
    var isRead = false
    do {
      try pool.read { db in
        isRead = true
        for reading in readings { reading(.success(db)) }
      }
    } catch {
      // What fails after the reading is the end of a transaction that wrote nothing.
      guard !isRead else { return }
      for reading in readings { reading(.failure(error)) }
    }
  }
}
