import Testing

@testable import Engine

/// When a lane is taken to be away, and how it is found to be back.
struct BreakerTests {
  private func opened(at now: Int64 = 0) -> Breaker {
    var breaker = Breaker()
    for _ in 0..<5 { breaker.failed(isProbe: false, pause: nil, at: now) }
    return breaker
  }

  @Test func itOpensAfterFiveFailuresInARow() {
    var breaker = Breaker()
    for _ in 0..<4 { breaker.failed(isProbe: false, pause: nil, at: 0) }
    #expect(breaker.state == .closed)
    breaker.succeeded()
    for _ in 0..<4 { breaker.failed(isProbe: false, pause: nil, at: 0) }
    #expect(breaker.state == .closed)
    breaker.failed(isProbe: false, pause: nil, at: 0)
    #expect(breaker.state == .open)
  }

  /// 5 s, 10 s, 20 s, 40 s, 80 s, 160 s, and then five minutes each.
  @Test func probesComeEverMoreSeldom() {
    var breaker = opened()
    var now: Int64 = 0
    for seconds: Int64 in [5, 10, 20, 40, 80, 160, 300, 300] {
      #expect(!breaker.mayProbe(at: now + seconds * 1000 - 1))
      now += seconds * 1000
      #expect(breaker.mayProbe(at: now))
      breaker.beginProbe()
      #expect(breaker.state == .halfOpen && !breaker.mayProbe(at: now))
      breaker.failed(isProbe: true, pause: nil, at: now)
      #expect(breaker.state == .open)
    }
  }

  @Test func anySuccessClosesIt() {
    var breaker = opened()
    #expect(breaker.mayProbe(at: 5_000))
    breaker.beginProbe()
    breaker.succeeded()
    #expect(breaker == Breaker())
  }

  /// What was under way when it opened says nothing that is not known.
  @Test func stragglersDoNotMakeItWaitLonger() {
    var breaker = opened()
    breaker.failed(isProbe: false, pause: nil, at: 4_000)
    #expect(breaker.mayProbe(at: 5_000))
    breaker.beginProbe()
    breaker.failed(isProbe: false, pause: nil, at: 5_000)
    #expect(breaker.state == .halfOpen)
    breaker.abandonProbe()
    #expect(breaker.mayProbe(at: 5_000))
  }

  @Test func aPauseThatIsAskedForIsGiven() {
    var breaker = Breaker()
    breaker.failed(isProbe: false, pause: 30, at: 0)
    #expect(breaker.state == .open)
    #expect(!breaker.mayProbe(at: 29_999))
    #expect(breaker.mayProbe(at: 30_000))
    // Nobody may ask for more than five minutes: an hour of pause is the row's, not the lane's.
    var greedy = Breaker()
    greedy.failed(isProbe: false, pause: 3_600, at: 0)
    #expect(greedy.mayProbe(at: 300_000))
  }

  @Test func aClockThatIsPutBackDoesNotKeepItShut() {
    let breaker = opened(at: 86_400_000)
    #expect(!breaker.mayProbe(at: 86_400_001))
    #expect(breaker.mayProbe(at: 86_399_999))
  }
}

/// How many sendings of a lane run at once.
struct LaneWindowTests {
  @Test func quickAnswersWidenItAndSlowOnesNarrowIt() {
    var window = LaneWindow()
    #expect(window.size == 4)
    for _ in 0..<100 { window.answered(afterMilliseconds: 1_000) }
    #expect(window.size == 32)
    window.answered(afterMilliseconds: 2_000)
    #expect(window.size == 32)
    window.answered(afterMilliseconds: 3_001)
    #expect(window.size == 31)
    for _ in 0..<100 { window.answered(afterMilliseconds: 9_000) }
    #expect(window.size == 1)
  }

  @Test func aFailureHalvesItDownToOne() {
    var window = LaneWindow()
    for size in [2, 1, 1] {
      window.failed()
      #expect(window.size == size)
    }
  }
}
