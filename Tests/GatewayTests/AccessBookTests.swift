import Casework
import Engine
import Synchronization
import Testing

@testable import birthgate

/// A store whose commits wait until they are let through, before they are made and after.
private final class WaitingStore: ForwardingStore {
  let inner: any CaseStore = MemoryStore()
  let before = Barrier()
  let after = Barrier()

  func commit(
    _ groups: [ChangeGroup], closing: @Sendable @escaping ([[UInt8]]) -> JournalRow?
  ) async throws(StoreError) -> [GroupOutcome] {
    await before.pass()
    let outcomes = try await inner.commit(groups, closing: closing)
    await after.pass()
    return outcomes
  }
}

/// Holds up one who comes, until both have come: it and whoever opens.
private actor Barrier {
  private var waiting: CheckedContinuation<Void, Never>?
  private var arrival: CheckedContinuation<Void, Never>?

  func pass() async {
    await withCheckedContinuation { continuation in
      waiting = continuation
      arrival?.resume()
      arrival = nil
    }
  }

  /// Returns once somebody waits here.
  func arrived() async {
    guard waiting == nil else { return }
    await withCheckedContinuation { arrival = $0 }
  }

  func open() {
    waiting?.resume()
    waiting = nil
  }
}

@Suite("Who looked is told at every moment", .fewAtOnce)
struct AccessBookTests {
  @Test("A reading is told once while it waits, while it is written down, and after")
  func everyMoment() async throws {
    let store = WaitingStore()
    let book = AccessBook(
      records: Assembly.records(store, .fresh()), world: Assembly.world(nil), metrics: Metrics())
    let child = CaseID(rawValue: "a-child")
    func told() async throws -> [Int] { try await book.looks(of: child).map(\.count).sorted() }

    book.note([child], route: "getCase", who: .asker)
    book.note([child], route: "getCase", who: .asker)
    #expect(try await told() == [2])
    async let written = book.write()
    await store.before.arrived()
    #expect(try await told() == [2], "the commit has begun")
    // One more meanwhile belongs to the next writing.
    book.note([child], route: "getCase", who: .asker)
    #expect(try await told() == [1, 2])
    await store.before.open()
    await store.after.arrived()
    #expect(try await told() == [1, 2], "the commit is made, and its answer on the way")
    await store.after.open()
    #expect(try await written == 1)
    #expect(try await told() == [1, 2])
  }
}
