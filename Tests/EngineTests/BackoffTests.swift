import Engine
import Testing

/// How long a delivery waits: the first retry within ten seconds, then with growing pauses.
@Suite struct BackoffTests {
  private let backoff = Backoff()

  @Test(arguments: [UInt8(0), 1, 128, 255]) func theFirstRetryComesWithinTenSeconds(chance: UInt8) {
    let wait = backoff.waitMilliseconds(attempt: 1, retryAfter: nil, chance: chance)
    #expect(wait > 1_000 && wait <= 10_000)
  }

  @Test func pausesGrowToAnHour() {
    let waits = (1...40).map {
      backoff.waitMilliseconds(attempt: $0, retryAfter: nil, chance: 128)
    }
    #expect(zip(waits, waits.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(waits[5] > waits[0] * 10)
    // An hour and the fifth by which chance spreads it.
    #expect(waits.allSatisfy { $0 <= 3_600_000 * 6 / 5 })
  }

  @Test func whatAReceiverAsksForIsHonouredWithinBounds() {
    #expect(backoff.waitMilliseconds(attempt: 1, retryAfter: 120, chance: 0) == 120_000)
    #expect(backoff.waitMilliseconds(attempt: 1, retryAfter: 1 << 40, chance: 0) == 3_600_000)
    #expect(backoff.waitMilliseconds(attempt: 1, retryAfter: -5, chance: 0) > 0)
  }

  /// Neither age alone nor a count alone ends a delivery.
  @Test func officesAwayForDaysAreNotGivenUp() {
    let days = Int64(15) * 86_400_000
    #expect(!backoff.givesUp(attempt: 5, ageMilliseconds: days))
    #expect(!backoff.givesUp(attempt: 99, ageMilliseconds: 86_400_000))
    #expect(backoff.givesUp(attempt: 99, ageMilliseconds: days))
  }
}
