import Testing

@testable import birthgate

@Suite("Answers that wait", .fewAtOnce)
struct AnswerSpoolTests {
  @Test("They come out as they went in, however many wait")
  func order() async throws {
    let spool = AnswerSpool()
    var expected: [UInt8] = []
    var received: [UInt8] = []
    // Three rounds of 4 MiB: memory holds one, so the file fills and empties again.
    for round in UInt8(0)..<3 {
      for part in UInt8(0)..<64 {
        let bytes = [UInt8](repeating: round &* 64 &+ part, count: 1 << 16)
        expected += bytes
        try await spool.append(bytes)
      }
      while received.count < expected.count - (1 << 20), let next = try await spool.next() {
        received += next
      }
    }
    await spool.finish()
    while let next = try await spool.next() { received += next }
    #expect(received == expected)
  }

  @Test("Where nobody reads any more, nothing is kept")
  func abandoned() async throws {
    let spool = AnswerSpool()
    await spool.abandon()
    await #expect(throws: AnswerSpool.Abandoned.self) {
      try await spool.append([0x78])
    }
  }
}
