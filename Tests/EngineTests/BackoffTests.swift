import Engine
import Testing

/// How long a delivery waits for its next attempt, for every throw of the dice.
struct BackoffTests {
  private let backoff = Backoff()

  private func waits(_ attempt: Int, retryAfter: Int? = nil) -> [Int64] {
    (UInt8.min...UInt8.max).map {
      backoff.waitMilliseconds(attempt: attempt, retryAfter: retryAfter, chance: $0)
    }
  }

  /// 5 s spread by a fifth; a round of the courier more is still within the contract's 10 s.
  @Test func theFirstRetryComesWithinTenSeconds() {
    #expect(waits(1).min() == 4_000)
    #expect(waits(1).max() == 6_000)
  }

  @Test func pausesGrowToAnHour() {
    for attempt in 1..<10 {
      #expect(waits(attempt + 1).min() == waits(attempt).min().map { $0 * 2 })
      #expect(waits(attempt + 1).max() == waits(attempt).max().map { $0 * 2 })
    }
    // An hour spread by a fifth, however often it was tried.
    for attempt in [11, 30, 1_000, .max] {
      #expect(waits(attempt).min() == 2_880_000)
      #expect(waits(attempt).max() == 4_320_000)
    }
  }

  @Test func aPauseAskedForIsKeptWithinAnHour() {
    #expect(waits(1, retryAfter: 30).allSatisfy { $0 == 30_000 })
    #expect(waits(1, retryAfter: 1) == waits(1))
    #expect(waits(1, retryAfter: -1) == waits(1))
    #expect(waits(1, retryAfter: .max).allSatisfy { $0 == 3_600_000 })
  }

  @Test func itGivesUpOnlyAfterBothTimeAndTries() {
    let fortnight: Int64 = 14 * 86_400_000
    #expect(backoff.givesUp(attempt: 30, ageMilliseconds: fortnight))
    #expect(!backoff.givesUp(attempt: 29, ageMilliseconds: fortnight))
    #expect(!backoff.givesUp(attempt: 30, ageMilliseconds: fortnight - 1))
  }
}
