import Casework
import Testing

/// How many deliveries of a lane may be taken, and what becomes of them: in every store.
@Suite struct LaneTests {
  private func claim(_ perLane: Int = 9, _ change: (inout Claim) -> Void = { _ in }) -> Claim {
    var claim = Claim(limit: 99, perLane: perLane, due: 50, until: 100)
    change(&claim)
    return claim
  }

  private func child(_ number: Int) -> CaseID { CaseID(rawValue: "child-\(number)") }

  @Test(arguments: StoreKind.allCases) func severalOfALaneButNeverTwoOfAChild(kind: StoreKind)
    async throws
  {
    try await kind.withStore { store in
      try await store.put(
        group {
          $0.deliveries = [
            delivery("1", child(1), lane: "x", dueAt: 1), delivery("2", child(2), lane: "x"),
            delivery("3", child(1), lane: "x"), delivery("4", child(1), lane: "y"),
            delivery("5", child(3), lane: "x"),
          ]
        })
      #expect(try await store.claim(claim(2)).map(\.id) == ["1", "2", "4"])
      // Child 1's second waits for its first, and child 3's only for room.
      #expect(try await store.claim(claim(2)).map(\.id) == ["5"])
      #expect(try await store.claim(claim(2)).isEmpty)
    }
  }

  @Test(arguments: StoreKind.allCases) func aLaneGivesNoMoreThanItHasRoomFor(kind: StoreKind)
    async throws
  {
    try await kind.withStore { store in
      try await store.put(
        group {
          $0.deliveries = ["x", "y", "z"].flatMap { lane in
            (0..<4).map { delivery("\(lane)\($0)", child($0), lane: lane) }
          }
        })
      let taken = try await store.claim(claim(3) { $0.rooms = ["x": 1, "y": 0] })
      #expect(taken.map(\.id).sorted() == ["x0", "z0", "z1", "z2"])
      // Less than nothing is nothing.
      #expect(try await store.claim(claim(0) { $0.rooms = ["z": -1] }).isEmpty)
    }
  }

  /// The first retry is promised within seconds, whatever else becomes of the lane.
  @Test(arguments: StoreKind.allCases) func ofAHeldLaneOnlyWhatFailedOnce(kind: StoreKind)
    async throws
  {
    try await kind.withStore { store in
      try await store.put(
        group { $0.deliveries = (0..<3).map { delivery("\($0)", child($0), lane: "x") } })
      let held = claim { $0.held = ["x"] }
      #expect(try await store.claim(held).isEmpty)
      var first = try #require(try await store.claim(claim(1)).first)
      #expect(try await store.claim(held).isEmpty)
      first.dueAt = 40
      first.settled = 1
      try await store.settle([first])
      var again = try #require(try await store.claim(held).first)
      #expect(again.id == first.id && again.attempt == 2)
      again.dueAt = 40
      again.settled = 2
      try await store.settle([again])
      #expect(try await store.claim(held).isEmpty)
      #expect(try await store.claim(claim()).count == 3)
    }
  }

  @Test(arguments: StoreKind.allCases) func whatBecameOfItIsKept(kind: StoreKind) async throws {
    try await kind.withStore { store in
      try await store.put(group { $0.deliveries = [delivery("1")] })
      var row = try #require(try await store.claim(claim()).first)
      #expect(row.settled == 0)
      row.dueAt = 70
      row.state = .sent
      row.settled = 1
      row.note = "taken"
      row.receipt = "R-1"
      try await store.settle([row])
      #expect(try await store.delivery("1") == row)
      #expect(try await store.deliveries(receipt: "R-1") == [row])
      #expect(try await store.deliveries(receipt: "R-2").isEmpty)
      #expect(try await store.delivery("2") == nil)
      // Asking what became of it is a claim like any other.
      let asked = try #require(try await store.claim(claim { $0.due = 70 }).first)
      #expect(asked.state == .sent && asked.receipt == "R-1" && asked.attempt == 2)
    }
  }

  /// A receipt may come before the answer of the provider that it is about.
  @Test(arguments: StoreKind.allCases) func whatHasEndedStaysEnded(kind: StoreKind) async throws {
    try await kind.withStore { store in
      try await store.put(group { $0.deliveries = [delivery("1")] })
      let held = try #require(try await store.claim(claim()).first)
      var told = held
      told.dueAt = nil
      told.state = .delivered
      try await store.settle([told])
      var late = held
      late.dueAt = 60
      late.state = .sent
      try await store.settle([late])
      #expect(try await store.delivery("1") == told)
    }
  }

  /// It went out in its turn; a telephone that is switched off for days holds back nothing.
  @Test(arguments: StoreKind.allCases) func whatAProviderHasTakenHoldsBackNothing(kind: StoreKind)
    async throws
  {
    try await kind.withStore { store in
      try await store.put(group { $0.deliveries = [delivery("1"), delivery("2")] })
      var first = try #require(try await store.claim(claim()).first)
      first.dueAt = 45
      first.state = .sent
      try await store.settle([first])
      #expect(try await store.claim(claim { $0.due = 20 }).map(\.id) == ["2"])
      // It is asked after in its own time.
      #expect(try await store.claim(claim()).map(\.id) == ["1"])
    }
  }

  /// After a courier was killed nobody waits for the end of its leases; what waits for its next
  /// attempt goes on waiting.
  @Test(arguments: StoreKind.allCases) func leasesAreLetGo(kind: StoreKind) async throws {
    try await kind.withStore { store in
      try await store.put(
        group { $0.deliveries = (0..<2).map { delivery("\($0)", child($0), lane: "x") } })
      var claimed = try await store.claim(claim())
      claimed[0].settled = 1
      claimed[0].dueAt = 90
      try await store.settle([claimed[0]])
      try await store.release(due: 20)
      let again = try await store.claim(claim { $0.due = 20 })
      #expect(again.map(\.id) == ["1"])
      #expect(again.map(\.attempt) == [2] && again.map(\.settled) == [0])
    }
  }

  @Test(arguments: StoreKind.allCases) func failuresAreListedPageByPage(kind: StoreKind)
    async throws
  {
    try await kind.withStore { store in
      try await store.put(
        group {
          $0.deliveries = (0..<6).map {
            delivery("\($0)", child($0), lane: $0 % 2 == 0 ? "x" : "y")
          }
        })
      try await fail(["0", "1", "2", "4"], in: store)
      let first = try await store.failed(FailedQuery(limit: 3))
      #expect(first.map(\.row.id) == ["0", "1", "2"])
      #expect(first.first?.row.note == "away")
      let rest = try await store.failed(FailedQuery(after: first.last?.place, limit: 3))
      #expect(rest.map(\.row.id) == ["4"])
      let ofX = try await store.failed(FailedQuery(lane: "x", after: first.first?.place, limit: 9))
      #expect(ofX.map(\.row.id) == ["2", "4"])
    }
  }

  @Test(arguments: StoreKind.allCases) func whatFailedIsSentAgainUnderTheSameId(kind: StoreKind)
    async throws
  {
    try await kind.withStore { store in
      try await store.put(
        group {
          $0.deliveries = (0..<3).map { delivery("\($0)", child($0), lane: "x") }
        })
      try await fail(["0", "1"], in: store)
      // Only what has failed: the third is still under way, and there is no fourth.
      #expect(try await store.requeue(["0", "2", "3"], due: 30) == 1)
      let again = try await store.claim(claim { $0.until = 300 })
      #expect(again.map(\.id) == ["0"])
      #expect(again.map(\.attempt) == [1] && again.map(\.settled) == [0])
      #expect(again.first?.note == "away")
      #expect(try await store.failed(FailedQuery(limit: 9)).map(\.row.id) == ["1"])
    }
  }

  @Test(arguments: StoreKind.allCases) func lanesAreCounted(kind: StoreKind) async throws {
    try await kind.withStore { store in
      try await store.put(
        group {
          $0.deliveries = [
            delivery("1", child(1), lane: "x", dueAt: 30),
            delivery("2", child(2), lane: "x", dueAt: 20),
            delivery("3", child(1), lane: "b", dueAt: 9),
            delivery("4", child(1), lane: "c", dueAt: nil),
          ]
        })
      #expect(
        try await store.lanes() == [
          LaneCount(lane: "b", waiting: 1, earliestDue: 9),
          LaneCount(lane: "x", waiting: 2, earliestDue: 20),
        ])
      try await fail(["3"], in: store)
      #expect(try await store.lanes().first == LaneCount(lane: "b", failed: 1))
    }
  }

  private func fail(_ ids: [String], in store: any CaseStore) async throws {
    var rows = try await store.claim(claim())
    for index in rows.indices where ids.contains(rows[index].id) {
      rows[index].dueAt = nil
      rows[index].state = .failed
      rows[index].settled = rows[index].attempt
      rows[index].note = "away"
    }
    try await store.settle(rows)
  }
}
