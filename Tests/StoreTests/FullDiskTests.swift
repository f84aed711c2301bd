import Casework
import Engine
import StoreSQLite
import Testing

/// A full disk is told to the caller before it is a broken journal.
@Suite struct FullDiskTests {
  /// Any digest will do: what is tested is that the chain goes on.
  private let journal = Journal { bytes in
    var hash: UInt64 = 14_695_981_039_346_656_037
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
    return (0..<32).map { UInt8(truncatingIfNeeded: hash >> ($0 % 8 * 8)) &+ UInt8($0) }
  }

  private func change(_ number: Int) -> ChangeGroup {
    var group = step(CaseID(rawValue: "c\(number)"), to: 1, message: 0)
    group.message = MessageRow(
      key: Array("\(number)".utf8), caseID: CaseID(rawValue: "c\(number)"), at: 0,
      body: [UInt8](repeating: 1, count: 3_000))
    group.leaves = [leaf(UInt8(truncatingIfNeeded: number))]
    return group
  }

  @Test func theJournalOutlivesAFullDisk() async throws {
    try await withFolder { folder in
      let store = try SQLiteStore(path: folder + "/a.sqlite")
      let queue = CommitQueue(
        store: store, journal: journal, chain: "x", now: { Instant(milliseconds: 0) })
      try await store.limit(bytes: 1 << 19)
      var taken: [Int] = []
      var refused: [Int] = []
      for number in 0..<400 {
        do throws(StoreError) {
          guard case .committed(.some) = try await queue.submit(change(number)) else {
            Issue.record("\(number) was not taken")
            continue
          }
          taken.append(number)
        } catch {
          guard case .unavailable = error else {
            Issue.record("\(error)")
            continue
          }
          refused.append(number)
        }
      }
      #expect(taken.count > 50 && refused.count > 50)
      try await expectWhole(store, taken: taken, refused: refused)

      try await store.limit(bytes: nil)
      for number in refused {
        guard case .committed(.some) = try await queue.submit(change(number)) else {
          Issue.record("\(number) was not taken")
          continue
        }
      }
      try await expectWhole(store, taken: taken + refused, refused: [])
      try store.close()

      let again = try SQLiteStore(path: folder + "/a.sqlite")
      try await expectWhole(again, taken: taken + refused, refused: [])
      try again.close()
    }
  }

  /// What was answered is there whole, what was refused has left nothing, and the chain verifies.
  private func expectWhole(_ store: SQLiteStore, taken: [Int], refused: [Int]) async throws {
    #expect(try await journal.fault(in: store) == nil)
    #expect(try await store.journalHead("x")?.height == taken.count)
    for number in taken where number.isMultiple(of: 8) {
      let message = try await store.message(Array("\(number)".utf8))
      let place = try #require(message?.place)
      #expect(try await journal.proof(of: place, in: store) != nil)
    }
    for number in refused {
      #expect(try await store.message(Array("\(number)".utf8)) == nil)
      #expect(try await store.histories(of: [CaseID(rawValue: "c\(number)")]).isEmpty)
    }
  }
}
