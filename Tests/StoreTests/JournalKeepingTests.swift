import Casework
import Testing

/// How stores keep the journal, whose meaning they do not know.
@Suite struct JournalKeepingTests {
  @Test(arguments: StoreKind.allCases) func aMessageKnowsItsPlace(kind: StoreKind) async throws {
    try await kind.withStore { store in
      _ = try await store.commit([
        step(amina, to: 1, message: 1, leaves: [leaf(1), leaf(2)]),
        step(amina, to: 2, message: 2, leaves: [leaf(3)]),
      ]) { entry("x", 1, $0) }
      _ = try await store.commit([step(amina, to: 3, message: 3, leaves: [leaf(4)])]) {
        entry("x", 2, $0)
      }
      let places = [
        try await store.message([1])?.place, try await store.message([2])?.place,
        try await store.message([3])?.place,
      ]
      #expect(
        places == [
          JournalPlace(chain: "x", height: 1, index: 0),
          JournalPlace(chain: "x", height: 1, index: 2),
          JournalPlace(chain: "x", height: 2, index: 0),
        ])
    }
  }

  @Test(arguments: StoreKind.allCases) func withoutAnEntryThereIsNoPlace(kind: StoreKind)
    async throws
  {
    try await kind.withStore { store in
      let outcomes = try await store.put(step(amina, to: 1, message: 1, leaves: [leaf(1)]))
      #expect(outcomes == [.committed(nil)])
      _ = try await store.commit([step(amina, to: 2, message: 2, leaves: [leaf(2)])]) {
        entry("x", 1, $0)
      }
      #expect(try await store.message([1])?.place == nil)
      #expect(try await store.message([2])?.place?.height == 1)
    }
  }

  @Test(arguments: StoreKind.allCases) func anEntryIsNeverOverwritten(kind: StoreKind) async throws
  {
    try await kind.withStore { store in
      _ = try await store.commit([step(amina, to: 1, message: 1, leaves: [leaf(1)])]) {
        entry("x", 1, $0)
      }
      let again = step(bolin, to: 1, message: 2, leaves: [leaf(2)])
      await #expect(throws: StoreError.self) {
        _ = try await store.commit([again]) { entry("x", 1, $0) }
      }
      #expect(try await store.histories(of: [bolin]).isEmpty)
      #expect(try await store.message([2]) == nil)
      #expect(try await store.journal("x", from: 0, limit: 9).map(\.leaves) == [leaf(1)])
      #expect(try await store.commit([again]) { entry("x", 2, $0) }.first != .conflict)
    }
  }

  @Test(arguments: StoreKind.allCases) func entriesAreReadInOrderAndSigned(kind: StoreKind)
    async throws
  {
    try await kind.withStore { store in
      for (chain, height) in [("x", 1), ("y", 1), ("a", 1), ("x", 2), ("x", 3), ("y", 2)] {
        _ = try await store.commit([group { $0.leaves = [leaf(UInt8(height))] }]) {
          entry(chain, height, $0)
        }
      }
      #expect(try await store.journal("x", from: 2, limit: 9).map(\.height) == [2, 3])
      #expect(try await store.journal("x", from: 1, limit: 1).map(\.height) == [1])
      #expect(try await store.journal("z", from: 1, limit: 1).isEmpty)
      #expect(try await store.journalHead("x")?.height == 3)
      #expect(try await store.journalHead("z") == nil)
      let heads = try await store.journalHeads()
      #expect(heads.map(\.chain) == ["a", "x", "y"])
      #expect(heads.map(\.height) == [1, 3, 2])

      try await store.sign("x", height: 2, signature: [1, 2], key: "k1")
      let signed = try await store.journal("x", from: 1, limit: 9)
      #expect(signed.map(\.signature) == [nil, [1, 2], nil])
      #expect(signed.map(\.key) == [nil, "k1", nil])
    }
  }
}
