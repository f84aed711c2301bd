import Casework
import Testing

/// Claims, leases and settling: what a courier may rely on, in every store.
@Suite struct DeliveryTests {
  @Test(arguments: StoreKind.allCases) func oneALaneEarliestFirst(kind: StoreKind) async throws {
    try await kind.withStore { store in
      try await store.put(
        group {
          $0.deliveries = [
            delivery("a1", amina, lane: "x", dueAt: 30),
            delivery("b1", bolin, lane: "x", dueAt: 20),
            delivery("a2", amina, lane: "y", dueAt: 10),
            delivery("b2", bolin, lane: "z", dueAt: 90),
            delivery("b3", bolin, lane: "w", dueAt: nil),
          ]
        })
      let claimed = try await store.claim(9, due: 50, until: 100)
      #expect(claimed.map(\.id) == ["a2", "b1"])
      #expect(claimed.map(\.attempt) == [1, 1])
      #expect(claimed.map(\.dueAt) == [100, 100])
      #expect(claimed.first?.body == Array("a2".utf8))
      // Case a's delivery in lane x is another child's: it need not wait for b1.
      #expect(try await store.claim(9, due: 50, until: 100).map(\.id) == ["a1"])
      #expect(try await store.claim(9, due: 50, until: 100).isEmpty)
    }
  }

  @Test(arguments: StoreKind.allCases) func limitsHold(kind: StoreKind) async throws {
    try await kind.withStore { store in
      try await store.put(
        group {
          $0.deliveries = (0..<5).map { delivery("\($0)", lane: "\($0)", dueAt: Int64($0)) }
        })
      #expect(try await store.claim(2, due: 9, until: 99).map(\.id) == ["0", "1"])
      #expect(try await store.claim(9, due: 9, until: 99).map(\.id) == ["2", "3", "4"])
    }
  }

  /// What a child's parents and offices are told comes in the order in which it was decided.
  @Test(arguments: StoreKind.allCases) func laterOnesOfACaseAndLaneWait(kind: StoreKind)
    async throws
  {
    try await kind.withStore { store in
      // The order is that of writing: neither of the ids nor of the instants.
      try await store.put(
        group { $0.deliveries = [delivery("9", dueAt: 40), delivery("10", dueAt: 10)] })
      #expect(try await store.claim(9, due: 30, until: 100).isEmpty)
      var first = try #require(try await store.claim(9, due: 40, until: 100).first)
      #expect(first.id == "9")
      #expect(try await store.claim(9, due: 99, until: 200).isEmpty)
      // Postponed it still holds the other back; failed for good it does so no longer.
      first.dueAt = 150
      try await store.settle([first])
      #expect(try await store.claim(9, due: 149, until: 200).isEmpty)
      first = try #require(try await store.claim(9, due: 150, until: 200).first)
      first.dueAt = nil
      first.state = .failed
      try await store.settle([first])
      #expect(try await store.claim(9, due: 150, until: 200).map(\.id) == ["10"])
    }
  }

  @Test(arguments: StoreKind.allCases) func aLeaseThatRanOutSettlesNothing(kind: StoreKind)
    async throws
  {
    try await kind.withStore { store in
      try await store.put(group { $0.deliveries = [delivery("d")] })
      var slow = try #require(try await store.claim(1, due: 10, until: 20).first)
      #expect(try await store.claim(1, due: 19, until: 30).isEmpty)
      var quick = try #require(try await store.claim(1, due: 20, until: 30).first)
      #expect(quick.attempt == 2)
      slow.dueAt = nil
      slow.state = .failed
      try await store.settle([slow])
      #expect(try await store.deliveries(of: [amina]).map(\.state) == [.queued])
      quick.dueAt = nil
      quick.state = .delivered
      try await store.settle([quick])
      #expect(try await store.deliveries(of: [amina]) == [quick])
      #expect(try await store.claim(1, due: 999, until: 1_999).isEmpty)
    }
  }

  @Test(arguments: StoreKind.allCases) func noTwoCouriersHoldOneDelivery(kind: StoreKind)
    async throws
  {
    try await kind.withStore { store in
      try await store.put(
        group { $0.deliveries = (0..<60).map { delivery("\($0)", lane: "\($0)") } })
      let claimed = try await withThrowingTaskGroup(of: [String].self) { tasks in
        for _ in 0..<12 {
          tasks.addTask { try await store.claim(7, due: 10, until: 99).map(\.id) }
        }
        return try await tasks.reduce(into: []) { $0 += $1 }
      }
      #expect(claimed.count == 60)
      #expect(Set(claimed).count == 60)
    }
  }

  /// A receiver that has been away has all the earliest deliveries; the others do not wait for it.
  @Test(arguments: StoreKind.allCases) func aLongBacklogOfOneLaneStarvesNobody(kind: StoreKind)
    async throws
  {
    try await kind.withStore { store in
      try await store.put(
        group {
          $0.deliveries = (0..<3_000).map {
            delivery("m\($0)", CaseID(rawValue: "\($0)"), lane: "m", dueAt: 1)
          }
          for lane in ["a", "k", "z"] {
            $0.deliveries.append(delivery(lane, lane: lane, dueAt: 2))
          }
        })
      var lanes: Set<String> = []
      for _ in 0..<3 {
        let claimed = try await store.claim(2, due: 5, until: 99)
        lanes.formUnion(claimed.map(\.lane))
      }
      #expect(lanes == ["m", "a", "k", "z"])
    }
  }

  @Test(arguments: StoreKind.allCases) func deliveriesOfCasesInOrder(kind: StoreKind) async throws {
    try await kind.withStore { store in
      let all = [delivery("3", bolin), delivery("1"), delivery("2", bolin), delivery("0")]
      try await store.put(group { $0.deliveries = all })
      #expect(try await store.deliveries(of: [amina, bolin]) == all)
      #expect(try await store.deliveries(of: [amina]).map(\.id) == ["1", "0"])
    }
  }
}
