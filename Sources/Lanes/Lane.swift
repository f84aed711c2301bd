import Dispatch

/// A serial executor on a private queue, for actors that hold a blocking C resource.
///
/// Blocking calls would starve the cooperative pool; on a lane they block only their own queue.
/// The one `@unchecked Sendable` of the package: a `DispatchQueue` is safe to share, it only does
/// not say so on Linux.
package final class Lane: SerialExecutor, @unchecked Sendable {
  private let queue: DispatchQueue

  package init(label: String) {
    queue = DispatchQueue(label: label)
  }

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let executor = unsafe asUnownedSerialExecutor()
    queue.async { unsafe job.runSynchronously(on: executor) }
  }

  /// Runs plain work on the lane, in turn with its actors' jobs: for a C library's own loop.
  package func run(_ work: @escaping @Sendable () -> Void) {
    queue.async(execute: work)
  }

  package func asUnownedSerialExecutor() -> UnownedSerialExecutor {
    unsafe UnownedSerialExecutor(ordinary: self)
  }
}
