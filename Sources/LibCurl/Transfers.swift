import CCurl
import Lanes
import Synchronization

/// Carries out HTTP requests, many at once, by libcurl's multi interface on one thread of its own.
///
/// The thread is there while requests are: the first one starts the loop, the last one ends it.
/// Connections are kept between requests. Nothing here blocks a thread of the cooperative pool.
@safe
package final class Transfers: Sendable {
  private struct Submission: Sendable {
    let id: UInt64
    let request: Request
    let end: CheckedContinuation<Result<Reply, TransferError>, Never>
  }

  private struct Inbox: Sendable {
    var lastID: UInt64 = 0
    var submissions: [Submission] = []
    var cancelled: Set<UInt64> = []
    var looping = false
  }

  private static let ready: Bool = birthgate_global_init() == CURLE_OK

  private let lane: Lane
  private let authorities: String?
  private let inbox = Mutex(Inbox())
  /// Touched on the lane only.
  private nonisolated(unsafe) let multi: UnsafeMutableRawPointer
  /// Touched on the lane only, but for waking it, which any thread may do.
  private nonisolated(unsafe) let waiting: UnsafeMutablePointer<birthgate_loop>

  /// - Parameters:
  ///   - connections: how many at once and how many are kept; more requests wait their turn.
  ///   - perHost: how many of them one host may have, so that a slow one cannot take all.
  ///   - authorities: a PEM file of those trusted to name https hosts, instead of the system's.
  package init(
    label: String = "transfers", connections: Int = 64, perHost: Int = 64,
    authorities: String? = nil
  ) {
    self.authorities = authorities
    precondition(Self.ready, "libcurl cannot start")
    guard let multi = unsafe curl_multi_init(), let waiting = unsafe birthgate_loop_open(multi)
    else { preconditionFailure("out of memory or descriptors") }
    unsafe self.multi = unsafe multi
    unsafe self.waiting = unsafe waiting
    lane = Lane(label: label)
    unsafe birthgate_multi_set(multi, CURLMOPT_MAXCONNECTS, connections)
    unsafe birthgate_multi_set(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, connections)
    unsafe birthgate_multi_set(multi, CURLMOPT_MAX_HOST_CONNECTIONS, perHost)
  }

  deinit {
    // The loop holds this object, so it has ended. Closing TLS may still write.
    var signals = sigset_t()
    unsafe birthgate_hold_sigpipe(&signals)
    unsafe curl_multi_cleanup(multi)
    unsafe birthgate_loop_close(waiting)
    unsafe birthgate_release_sigpipe(&signals)
  }

  /// The reply, or why there is none. Ends early when the task is cancelled.
  package func perform(_ request: Request) async -> Result<Reply, TransferError> {
    let id = inbox.withLock { inbox in
      inbox.lastID += 1
      return inbox.lastID
    }
    // A cancellation may come before the submission, so it stands until the end.
    defer { inbox.withLock { _ = $0.cancelled.remove(id) } }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { end in
        submit(Submission(id: id, request: request, end: end))
      }
    } onCancel: {
      cancel(id)
    }
  }

  private func submit(_ submission: Submission) {
    let (mustStart, mustWake) = inbox.withLock { inbox in
      let isFirst = inbox.submissions.isEmpty
      inbox.submissions.append(submission)
      defer { inbox.looping = true }
      // Who came before and has not been taken in has woken the loop already.
      return (!inbox.looping, isFirst)
    }
    if mustStart {
      lane.run { self.loop() }
    } else if mustWake {
      unsafe birthgate_loop_wake(waiting)
    }
  }

  private func cancel(_ id: UInt64) {
    inbox.withLock { _ = $0.cancelled.insert(id) }
    unsafe birthgate_loop_wake(waiting)
  }
}

// MARK: On the lane

extension Transfers {
  private struct Running {
    let id: UInt64
    let exchange: Exchange
    let end: CheckedContinuation<Result<Reply, TransferError>, Never>
  }

  private func loop() {
    var signals = sigset_t()
    unsafe birthgate_hold_sigpipe(&signals)
    defer { unsafe birthgate_release_sigpipe(&signals) }
    var running: [Int: Running] = [:]
    let pool = HandlePool()
    while takeIn(&running, pool) {
      // What was taken in begins in this turn, since curl asks for it at once.
      if !running.isEmpty { unsafe birthgate_loop_turn(waiting, 10_000) }
      settle(&running)
    }
  }

  /// Begins what was submitted and ends what was cancelled; false when nothing is left to do, and
  /// then the next submission starts a new loop.
  private func takeIn(_ running: inout [Int: Running], _ pool: HandlePool) -> Bool {
    let idle = running.isEmpty
    let (submissions, cancelled, ending) = inbox.withLock { inbox in
      let ending = idle && inbox.submissions.isEmpty
      if ending { inbox.looping = false }
      defer { inbox.submissions = [] }
      return (inbox.submissions, inbox.cancelled, ending)
    }
    for submission in submissions where !cancelled.contains(submission.id) {
      begin(submission, &running, pool)
    }
    for submission in submissions where cancelled.contains(submission.id) {
      submission.end.resume(returning: .failure(.cancelled))
    }
    guard !cancelled.isEmpty else { return !ending }
    for (key, one) in running where cancelled.contains(one.id) {
      finish(key, &running) { _ in .failure(.cancelled) }
    }
    return !ending
  }

  private func begin(
    _ submission: Submission, _ running: inout [Int: Running], _ pool: HandlePool
  ) {
    let exchange = Exchange(submission.request, authorities: authorities, pool: pool)
    guard let exchange else {
      return submission.end.resume(returning: .failure(.malformedRequest))
    }
    let added = unsafe curl_multi_add_handle(multi, exchange.handle)
    precondition(added == CURLM_OK, "libcurl takes no transfer")
    running[exchange.key] = Running(
      id: submission.id, exchange: exchange, end: submission.end)
  }

  private func settle(_ running: inout [Int: Running]) {
    var code = CURLE_OK
    while let handle = unsafe birthgate_finished(multi, &code) {
      let key = Int(bitPattern: handle)
      finish(key, &running) { $0.result(code) }
    }
  }

  private func finish(
    _ key: Int, _ running: inout [Int: Running],
    _ result: (Exchange) -> Result<Reply, TransferError>
  ) {
    guard let one = running.removeValue(forKey: key) else { return }
    let result = result(one.exchange)
    unsafe curl_multi_remove_handle(multi, one.exchange.handle)
    one.end.resume(returning: result)
  }
}
