/// How long to wait before the next attempt.
///
/// Exponential with jitter: 5 s, 10 s, 20 s … to an hour, each spread by a fifth either way, so
/// that receivers that failed together do not come back together. The first retry stays within 10 s
/// (contract, section 3).
package struct Backoff: Sendable {
  package var firstSeconds: Int64 = 5
  package var longestSeconds: Int64 = 3600
  /// A delivery older than this is given up, but not before it was tried this often: offices are
  /// known to be away for days, and clocks to jump.
  package var giveUpAfterSeconds: Int64 = 14 * 86_400
  package var attemptsMinimum = 30

  /// How long after it was taken, or may have been, a provider is asked what became of a letter:
  /// first after ten minutes, then ever more seldom.
  package var firstAskSeconds: Int64 = 600
  package var longestAskSeconds: Int64 = 6 * 3600
  /// After that a person has to look.
  package var askForSeconds: Int64 = 3 * 86_400
  package var asksMinimum = 12

  package init() {}

  /// Milliseconds until a provider is asked for the `asks`-th time after what it took.
  package func askMilliseconds(asks: Int) -> Int64 {
    min(firstAskSeconds << Int64(min(max(asks - 1, 0), 20)), longestAskSeconds) * 1000
  }

  /// Whether nobody will be asked any more.
  package func stopsAsking(attempt: Int, ageMilliseconds: Int64) -> Bool {
    attempt >= asksMinimum && ageMilliseconds >= askForSeconds * 1000
  }

  /// Whether a delivery has been tried long and often enough.
  package func givesUp(attempt: Int, ageMilliseconds: Int64) -> Bool {
    attempt >= attemptsMinimum && ageMilliseconds >= giveUpAfterSeconds * 1000
  }

  /// Milliseconds to wait after `attempt` failed attempts.
  ///
  /// - Parameters:
  ///   - retryAfter: what the receiver asked for, in seconds; honoured up to the longest wait.
  ///   - chance: a random byte, for the jitter.
  package func waitMilliseconds(attempt: Int, retryAfter: Int?, chance: UInt8) -> Int64 {
    let doublings = min(max(attempt - 1, 0), 20)
    let plain = min(firstSeconds << Int64(doublings), longestSeconds) * 1000
    let jittered = plain * 4 / 5 + plain * 2 / 5 * Int64(chance) / 255
    let asked = Int64(min(max(retryAfter ?? 0, 0), Int(longestSeconds))) * 1000
    return max(jittered, asked)
  }
}
