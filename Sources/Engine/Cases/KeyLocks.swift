import Casework
import Synchronization

/// Holds back writers that could be about one child without sharing a key of it.
///
/// Two messages that name one key collide on that key's row, and one of them decides again. A birth
/// and a registration that only a mother, a day and a sex could join share no row; so those who
/// register wait for those who bring births under the same digest, and the other way round, while
/// births do not wait for each other. Within one process; a store that several processes write to
/// needs a lock of its own.
final class KeyLocks: Sendable {
  /// A digest and whether others may hold it at the same time.
  struct Claim: Hashable {
    var digest: KeyDigest
    var isShared: Bool
  }

  private struct Lock {
    var shared = 0
    var isExclusive = false
    var waiting: [(isShared: Bool, continuation: CheckedContinuation<Void, Never>)] = []

    func admits(_ isShared: Bool) -> Bool {
      !isExclusive && (shared == 0 || isShared)
    }

    mutating func take(_ isShared: Bool) {
      if isShared { shared += 1 } else { isExclusive = true }
    }
  }

  private let locks = Mutex<[KeyDigest: Lock]>([:])

  /// Waits for all claims. They are taken in the order of their digests, so nobody waits in a ring.
  func acquire(_ claims: [Claim]) async {
    for claim in Self.inOrder(claims) { await acquire(claim) }
  }

  private func acquire(_ claim: Claim) async {
    await withCheckedContinuation { continuation in
      let isFree = locks.withLock { locks in
        var lock = locks[claim.digest] ?? Lock()
        defer { locks[claim.digest] = lock }
        // Whoever came before and waits is not overtaken.
        guard lock.waiting.isEmpty, lock.admits(claim.isShared) else {
          lock.waiting.append((claim.isShared, continuation))
          return false
        }
        lock.take(claim.isShared)
        return true
      }
      if isFree { continuation.resume() }
    }
  }

  func release(_ claims: [Claim]) {
    for claim in Self.inOrder(claims) {
      let next = locks.withLock { locks in
        guard var lock = locks[claim.digest] else { return [CheckedContinuation<Void, Never>]() }
        if claim.isShared { lock.shared -= 1 } else { lock.isExclusive = false }
        var next: [CheckedContinuation<Void, Never>] = []
        while let first = lock.waiting.first, lock.admits(first.isShared) {
          lock.take(first.isShared)
          next.append(first.continuation)
          lock.waiting.removeFirst()
        }
        let isIdle = lock.shared == 0 && !lock.isExclusive && lock.waiting.isEmpty
        locks[claim.digest] = isIdle ? nil : lock
        return next
      }
      for continuation in next { continuation.resume() }
    }
  }

  /// Each digest once, exclusively where any claim asks for that.
  private static func inOrder(_ claims: [Claim]) -> [Claim] {
    var shared: [KeyDigest: Bool] = [:]
    for claim in claims { shared[claim.digest] = (shared[claim.digest] ?? true) && claim.isShared }
    return shared.map { Claim(digest: $0.key, isShared: $0.value) }
      .sorted { $0.digest.lexicographicallyPrecedes($1.digest) }
  }
}
