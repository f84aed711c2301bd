import Testing

@testable import birthgate

@Suite("Answers that tell nothing by their time", .fewAtOnce)
struct EvenTimeTests {
  /// A machine that is busy makes an answer later, never earlier: so the least is what is proved.
  @Test("An answer found at once leaves no earlier than one that had to be looked for")
  func steps() async {
    for work in [Duration.zero, .milliseconds(100), .milliseconds(200)] {
      let start = ContinuousClock.now
      let value = await EvenTime.answer {
        try? await Task.sleep(for: work)
        return 7
      }
      #expect(value == 7)
      #expect(ContinuousClock.now - start >= EvenTime.step)
    }
  }
}
