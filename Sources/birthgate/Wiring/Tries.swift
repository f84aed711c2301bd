import Casework
import Engine
import Wire

/// Counts wrong answers, durably: after five nothing more is looked at for an hour, whichever
/// process is asked and however often it is started again.
///
/// An answer is counted before it is compared, and taken off again where it was right. So of a
/// thousand answers that come at once no more than five are ever compared.
struct Tries: Sendable {
  /// Whether one more answer may be looked at.
  enum Verdict: Hashable, Sendable {
    /// With how many left if it is wrong.
    case mayTry(left: Int)
    case locked(until: Instant)
  }

  static let most = 5
  static let lockSeconds: Int64 = 3_600
  /// How often a count is tried that somebody else changes at the same moment.
  private static let attempts = 20
  /// For how long whoever lost all of those is not heard.
  private static let crowdSeconds: Int64 = 60

  /// What is counted: `pageTries`, `findTries`, `bindingTries`.
  let kind: String
  let records: Records
  let world: World

  func spend(_ id: String) async throws(StoreError) -> Verdict {
    for _ in 0..<Self.attempts {
      let entry = try await records.find(kind, id)
      let now = world.now()
      let until = entry?.body["until"]?.string.flatMap { Instant(rfc3339: $0) }
      if let until, now < until { return .locked(until: until) }
      let last = entry?.body["at"]?.string.flatMap { Instant(rfc3339: $0) }
      // What was wrong an hour ago no longer counts.
      let isOld = until != nil || last.map { $0.adding(seconds: Self.lockSeconds) <= now } ?? true
      let wrong = (isOld ? 0 : entry?.body["wrong"]?.int ?? 0) + 1
      let lock = wrong >= Self.most ? now.adding(seconds: Self.lockSeconds) : nil
      let body = JSONValue.record([
        "wrong": .int(wrong), "at": .instant(now), "until": .text(lock?.rfc3339),
      ])
      if try await records.write(kind, id, over: entry?.version ?? 0, body) {
        return .mayTry(left: Self.most - wrong)
      }
    }
    // Only more answers at once than are ever heard fight so long.
    return .locked(until: world.now().adding(seconds: Self.crowdSeconds))
  }

  /// The answer was right.
  func clear(_ id: String) async throws(StoreError) { try await records.delete(kind, id) }

  /// Until when nothing is looked at; nil where answers are.
  func lockedUntil(_ id: String) async throws(StoreError) -> Instant? {
    let text = try await records.find(kind, id)?.body["until"]?.string
    return text.flatMap { Instant(rfc3339: $0) }.flatMap { world.now() < $0 ? $0 : nil }
  }
}

/// Lets an answer leave only at whole quarters of a second after it was asked for, so that how long
/// it took tells nothing of what was found on the way.
enum EvenTime {
  static let step = Duration.milliseconds(250)

  static func answer<Value: Sendable>(_ work: () async -> Value) async -> Value {
    let start = ContinuousClock.now
    let value = await work()
    let took = ContinuousClock.now - start
    let steps = Int64(took / step) + 1
    try? await Task.sleep(until: start + step * steps, clock: .continuous)
    return value
  }
}
