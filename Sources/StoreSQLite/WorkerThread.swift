import Dispatch
import Foundation
import Synchronization

/// A thread of its own for one kind of blocking work, one piece after the other.
///
/// Queues of libdispatch would do the same, but whenever they are woken before the threads that
/// wait have got the processor they make another one, and each keeps a stack and some memory of
/// the allocator: on a busy machine a hundred came to share the work of two.
final class WorkerThread: Sendable {
  typealias Work = @Sendable () -> Void

  /// What the thread holds; it must not hold its owner, whose end is the thread's.
  private final class Post: Sendable {
    let waiting = Mutex<[Work]>([])
    let isClosed = Mutex(false)
    let bell = DispatchSemaphore(value: 0)
  }

  private let post = Post()

  init(_ name: String) {
    let post = post
    let thread = Thread {
      while true {
        post.bell.wait()
        let work = post.waiting.withLock { waiting in
          defer { waiting = [] }
          return waiting
        }
        for piece in work { piece() }
        if work.isEmpty, post.isClosed.withLock({ $0 }) { return }
      }
    }
    thread.name = name
    thread.start()
  }

  deinit {
    post.isClosed.withLock { $0 = true }
    post.bell.signal()
  }

  func submit(_ work: @escaping Work) {
    let isFirst = post.waiting.withLock { waiting in
      waiting.append(work)
      return waiting.count == 1
    }
    // Whoever finds others waiting knows that the bell has been rung for them.
    if isFirst { post.bell.signal() }
  }
}
