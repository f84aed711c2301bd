import Foundation
import Synchronization

/// A thread of its own for one kind of blocking work, one piece after the other.
///
/// Queues of libdispatch would do the same, but whenever they are woken before the threads that
/// wait have got the processor they make another one, and each keeps a stack and some memory of
/// the allocator: on a busy machine a hundred came to share the work of two.
final class WorkerThread: Sendable {
  typealias Work = @Sendable () -> Void

  private struct State {
    var waiting: [Work] = []
    var isClosed = false
  }

  /// What the thread holds; it does not hold its owner, whose end is the thread's.
  private final class Post: Sendable {
    let state = Mutex(State())
    /// Held by whoever looks whether there is something, and by whoever says that there is.
    let bell = NSCondition()

    func wait() {
      bell.lock()
      while state.withLock({ $0.waiting.isEmpty && !$0.isClosed }) { bell.wait() }
      bell.unlock()
    }

    func ring() {
      bell.lock()
      bell.signal()
      bell.unlock()
    }
  }

  private let post = Post()

  init(_ name: String) {
    let post = post
    let thread = Thread {
      Thread.current.name = name
      while true {
        post.wait()
        let (work, isClosed) = post.state.withLock { state in
          defer { state.waiting = [] }
          return (state.waiting, state.isClosed)
        }
        for piece in work { piece() }
        if isClosed { return }
      }
    }
    thread.start()
  }

  deinit {
    post.state.withLock { $0.isClosed = true }
    post.ring()
  }

  func submit(_ work: @escaping Work) {
    let isFirst = post.state.withLock { state in
      state.waiting.append(work)
      return state.waiting.count == 1
    }
    // Whoever finds others waiting knows that the bell has been rung for them.
    if isFirst { post.ring() }
  }
}
