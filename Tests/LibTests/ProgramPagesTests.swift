import LibSystem
import Synchronization
import Testing

/// Pages of the program that are given back while it runs.
@Suite("Pages of the program") struct ProgramPagesTests {
  private static let changed = Mutex([1, 2, 3])

  @Test("Code and constants come back by themselves, and what has been changed stays")
  func comeBack() throws {
    Self.changed.withLock { $0.append(4) }
    let constants = StaticString("不变 unchanged")
    for _ in 0..<10 { ProgramPages.giveBack() }
    #expect(Self.changed.withLock { $0 } == [1, 2, 3, 4])
    #expect("\(constants)" == "不变 unchanged")
    #expect(try #require(ProgramPages.held) > 0)
  }
}
