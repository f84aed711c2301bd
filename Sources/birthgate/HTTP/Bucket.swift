import Casework
import Synchronization

/// A token bucket: so many at once, so many a second after that.
final class Bucket: Sendable {
  private let rate: Rate
  private let level: Mutex<Rate.Level>

  init(perSecond: Double, burst: Double) {
    rate = Rate(perSecond: perSecond, burst: burst)
    level = Mutex(rate.full)
  }

  func take(now: Instant) -> Bool {
    level.withLock { rate.take(from: &$0, now: now) }
  }
}

/// A small bucket for each of any number of clients, in memory that never grows.
///
/// A client's place is drawn from its address by a hash that no stranger can foresee. So two may
/// share a bucket by chance, but nobody can choose with whom.
final class Buckets: Sendable {
  private let rate: Rate
  private let levels: Mutex<[Rate.Level]>
  private let places: Int

  init(places: Int, perSecond: Double, burst: Double) {
    rate = Rate(perSecond: perSecond, burst: burst)
    self.places = places
    levels = Mutex(Array(repeating: rate.full, count: places))
  }

  func take(for client: ClientAddress, now: Instant) -> Bool {
    // The standard hash has a key of this process.
    let place = Int(UInt(bitPattern: client.hashValue) % UInt(places))
    return levels.withLock { rate.take(from: &$0[place], now: now) }
  }
}

/// How fast a bucket fills, and how much it holds.
private struct Rate: Sendable {
  /// How much is in a bucket.
  struct Level: Sendable {
    var tokens: Double
    var filledAt: Int64
  }

  let perSecond: Double
  let burst: Double

  var full: Level { Level(tokens: burst, filledAt: .min) }

  func take(from level: inout Level, now: Instant) -> Bool {
    let now = now.milliseconds
    if level.filledAt == .min { level.filledAt = now }
    let seconds = Double(max(0, now - level.filledAt)) / 1000
    level.tokens = min(burst, level.tokens + seconds * perSecond)
    level.filledAt = max(level.filledAt, now)
    guard level.tokens >= 1 else { return false }
    level.tokens -= 1
    return true
  }
}
