import Casework
import Testing

/// To which provider something was offered, in every store: written down before it is, kept while
/// it is in doubt, and forgotten once it is not.
@Suite struct OfferTests {
  private func claim(_ store: any CaseStore, at now: Int64) async throws -> DeliveryRow {
    try #require(try await store.claim(9, due: now, until: now + 10).first)
  }

  @Test(arguments: StoreKind.allCases) func itIsKeptWhileItIsInDoubt(kind: StoreKind) async throws {
    try await kind.withStore { store in
      try await store.put(group { $0.deliveries = [delivery("1")] })
      #expect(try await !store.offer("1", attempt: 1, to: "first"), "nobody has claimed it")
      var row = try await claim(store, at: 10)
      #expect(row.tried == nil)
      #expect(try await store.offer("1", attempt: 1, to: "first"))
      #expect(try await store.offer("1", attempt: 1, to: "second"), "the first refused it")
      #expect(try await store.delivery("1")?.tried == "second")
      #expect(try await !store.offer("2", attempt: 1, to: "first"))
      // Its courier died: the next one knows whom to ask, and the former offers nothing more.
      row = try await claim(store, at: 20)
      #expect(row.attempt == 2 && row.settled == 0 && row.tried == "second")
      #expect(try await !store.offer("1", attempt: 1, to: "third"))
      // Settled without an end that is known, it is in doubt still.
      row.dueAt = 30
      row.tried = nil
      try await store.settle([row])
      row = try await claim(store, at: 30)
      #expect(row.tried == "second")
      // It was not taken after all: the next attempt begins anew.
      row.dueAt = 40
      row.settled = row.attempt
      try await store.settle([row])
      #expect(try await store.delivery("1")?.tried == "second", "a late receipt is still its own")
      #expect(try await claim(store, at: 40).tried == nil)
    }
  }

  @Test(arguments: StoreKind.allCases) func whatWasTakenIsItsTakers(kind: StoreKind) async throws {
    try await kind.withStore { store in
      try await store.put(group { $0.deliveries = [delivery("1")] })
      var row = try await claim(store, at: 10)
      #expect(try await store.offer("1", attempt: 1, to: "first"))
      row.state = .sent
      row.settled = 1
      row.dueAt = 20
      try await store.settle([row])
      row = try await claim(store, at: 20)
      #expect(row.state == .sent && row.tried == "first")
      row.state = .failed
      row.dueAt = nil
      try await store.settle([row])
      #expect(try await !store.offer("1", attempt: 2, to: "second"), "it has ended")
      #expect(try await store.delivery("1")?.tried == "first")
      // Who sends it again by hand begins anew.
      #expect(try await store.requeue(["1"], due: 30) == 1)
      #expect(try await store.delivery("1")?.tried == nil)
    }
  }
}
