import Foundation
import Synchronization

/// Keeps a second gateway from writing the same data: an advisory lock on a file beside the
/// database, released by the system when the process ends, however it ends.
final class WriterLock: Sendable {
  private let descriptor: Mutex<Int32?>

  /// Nil where another process, or another store of this one, holds the lock.
  init?(path: String) {
    let opened = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard opened >= 0 else { return nil }
    guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
      _ = Foundation.close(opened)
      return nil
    }
    descriptor = Mutex(opened)
  }

  deinit { release() }

  func release() {
    descriptor.withLock { descriptor in
      if let descriptor { _ = Foundation.close(descriptor) }
      descriptor = nil
    }
  }
}
