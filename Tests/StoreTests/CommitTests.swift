import Casework
import Testing

/// What a commit writes, refuses and leaves alone, in every store.
@Suite struct CommitTests {
  @Test(arguments: StoreKind.allCases) func whatIsWrittenIsReadBack(kind: StoreKind) async throws {
    try await kind.withStore { store in
      var first = step(amina, to: 1, message: 1)
      first.keys = [
        KeyRow(digest: [7, 0, 255], ordinal: 1, caseID: amina),
        KeyRow(digest: [7, 0, 255], ordinal: 0, caseID: bolin),
        KeyRow(digest: [8], ordinal: 0, caseID: amina),
      ]
      #expect(try await store.put(first) == [.committed(nil)])
      #expect(try await store.put(step(amina, to: 2, message: 2)) == [.committed(nil)])

      let histories = try await store.histories(of: [bolin, amina])
      #expect(
        histories == [
          History(row: row(amina, version: 2), events: [event(amina, 1), event(amina, 2)])
        ])
      let keys = try await store.keys([[8], [7, 0, 255], [9]])
      #expect(keys.map(\.ordinal) == [0, 0, 1])
      #expect(keys.map(\.caseID) == [amina, bolin, amina])
      let message = try await store.message([2])
      #expect(message == MessageRow(key: [2], caseID: amina, at: 5, body: [2, 0, 255]))
      #expect(try await store.message([3]) == nil)
    }
  }

  @Test(arguments: StoreKind.allCases) func aConflictInTheMiddleLeavesTheOthersWhole(
    kind: StoreKind
  ) async throws {
    try await kind.withStore { store in
      try await store.put(step(amina, to: 1, message: 1))
      // The second group does everything it may and then claims an event that is there already.
      var wrong = step(bolin, to: 1, message: 9)
      wrong.keys = [KeyRow(digest: [9], ordinal: 0, caseID: bolin)]
      wrong.events.append(event(amina, 1))
      wrong.deliveries = [delivery("case-b/1/0", bolin)]
      wrong.summaries = [SummaryRow(caseID: bolin, division: "610104")]
      wrong.records = [RecordRow(kind: "token", id: "t", version: 0, body: [1])]
      wrong.leaves = [leaf(99)]
      let outcomes = try await store.commit([
        step(amina, to: 2, message: 2, leaves: [leaf(2)]), wrong,
        step(amina, to: 3, message: 3, leaves: [leaf(3), leaf(4)]),
      ]) { leaves in
        // The leaves of the groups that were taken, and no others.
        entry("chain", 1, leaves)
      }
      #expect(
        outcomes == [
          .committed(JournalPlace(chain: "chain", height: 1, index: 0)), .conflict,
          .committed(JournalPlace(chain: "chain", height: 1, index: 1)),
        ])
      #expect(try await store.journalHead("chain")?.leaves == leaf(2) + leaf(3) + leaf(4))
      #expect(try await store.histories(of: [amina]).first?.events.count == 3)
      #expect(try await store.histories(of: [bolin]).isEmpty)
      #expect(try await store.message([9]) == nil)
      #expect(try await store.keys([[9]]).isEmpty)
      #expect(try await store.deliveries(of: [bolin]).isEmpty)
      #expect(try await store.list(CaseFilter(day: 0)).isEmpty)
      #expect(try await store.record("token", "t") == nil)
    }
  }

  @Test(arguments: StoreKind.allCases) func groupsOfOneCommitSeeTheOnesBefore(kind: StoreKind)
    async throws
  {
    try await kind.withStore { store in
      let outcomes = try await store.put(
        step(amina, to: 1, message: 1), step(amina, to: 1, message: 2),
        step(amina, to: 2, message: 3), step(amina, to: 3, message: 3))
      #expect(outcomes == [.committed(nil), .conflict, .committed(nil), .conflict])
      #expect(try await store.histories(of: [amina]).first?.row.version == 2)
    }
  }

  @Test(arguments: StoreKind.allCases) func everyClaimOnATakenNameIsAConflict(kind: StoreKind)
    async throws
  {
    try await kind.withStore { store in
      var first = step(amina, to: 1, message: 1)
      first.keys = [KeyRow(digest: [5], ordinal: 0, caseID: amina)]
      first.deliveries = [delivery("d")]
      first.records = [RecordRow(kind: "token", id: "t", version: 0, body: [1])]
      try await store.put(first)
      let claims: [ChangeGroup] = [
        group { $0.message = MessageRow(key: [1], caseID: bolin, at: 1, body: []) },
        group { $0.events = [event(amina, 1)] },
        group { $0.keys = [KeyRow(digest: [5], ordinal: 0, caseID: bolin)] },
        group { $0.keys = [KeyRow(digest: [5], ordinal: 0, caseID: amina)] },
        group { $0.keys = [[6], [6]].map { KeyRow(digest: $0, ordinal: 0, caseID: amina) } },
        group { $0.deliveries = [delivery("d")] },
        group { $0.records = [RecordRow(kind: "token", id: "t", version: 0, body: [2])] },
        group { $0.records = [RecordRow(kind: "token", id: "t", version: 2, body: [2])] },
        group { $0.records = [RecordRow(kind: "token", id: "u", version: 1, body: [2])] },
        group { $0.guards = [(amina, 0)] },
        group { $0.guards = [(amina, 2)] },
        group { $0.guards = [(bolin, 1)] },
        group { $0.cases = [row(amina, version: 0)] },
      ]
      for (number, claim) in claims.enumerated() {
        #expect(try await store.put(claim) == [.conflict], "claim \(number)")
      }
      let free = group {
        $0.guards = [(amina, 1), (bolin, 0)]
        $0.keys = [KeyRow(digest: [5], ordinal: 1, caseID: bolin)]
        $0.records = [RecordRow(kind: "token", id: "t", version: 1, body: [2])]
      }
      #expect(try await store.put(free) == [.committed(nil)])
      #expect(try await store.record("token", "t")?.version == 2)
    }
  }

  /// A child is never split: of all who claim a key at once, exactly one gets it.
  @Test(arguments: StoreKind.allCases) func ofManyAtOnceExactlyOneTakesAKey(kind: StoreKind)
    async throws
  {
    try await kind.withStore { store in
      for round in UInt8(0)..<20 {
        let outcomes = try await withThrowingTaskGroup(of: GroupOutcome?.self) { tasks in
          for racer in UInt8(0)..<16 {
            tasks.addTask {
              let id = CaseID(rawValue: "\(round)-\(racer)")
              var claim = step(id, to: 1, message: 0)
              claim.message = MessageRow(key: [round, racer], caseID: id, at: 0, body: [])
              claim.keys = [KeyRow(digest: [round, 200], ordinal: 0, caseID: id)]
              return try await store.put(claim).first
            }
          }
          return try await tasks.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.filter { $0 == .committed(nil) }.count == 1)
        #expect(outcomes.filter { $0 == .conflict }.count == 15)
        let winner = try #require(try await store.keys([[round, 200]]).first)
        let ids = (UInt8(0)..<16).map { CaseID(rawValue: "\(round)-\($0)") }
        #expect(try await store.histories(of: ids).map(\.row.id) == [winner.caseID])
      }
    }
  }

  @Test(arguments: StoreKind.allCases) func aCaseKeepsWhenItWasFormed(kind: StoreKind) async throws
  {
    try await kind.withStore { store in
      try await store.put(group { $0.cases = [row(amina, version: 1, wakeAt: 50)] })
      try await store.put(
        group { $0.cases = [row(amina, version: 1, wakeAt: 60, formedAt: 99)] })
      let stored = try await store.histories(of: [amina]).first?.row
      #expect(stored?.formedAt == 7)
      #expect(stored?.wakeAt == 60)
    }
  }

  @Test(arguments: StoreKind.allCases) func casesComeDueEarliestFirst(kind: StoreKind) async throws
  {
    try await kind.withStore { store in
      #expect(try await store.nextWake() == nil)
      let wakes: [Int64?] = [30, nil, 10, 20, 40]
      for (number, wake) in wakes.enumerated() {
        let id = CaseID(rawValue: "\(number)")
        try await store.put(group { $0.cases = [row(id, version: 1, wakeAt: wake)] })
      }
      #expect(try await store.nextWake() == 10)
      #expect(try await store.due(by: 30, limit: 9).map(\.wakeAt) == [10, 20, 30])
      #expect(try await store.due(by: 30, limit: 2).map(\.wakeAt) == [10, 20])
      #expect(try await store.due(by: 9, limit: 2).isEmpty)
    }
  }

  @Test(arguments: StoreKind.allCases) func recordsAreListedByIdAndDeleted(kind: StoreKind)
    async throws
  {
    try await kind.withStore { store in
      for id in ["b", "é", "a", "Z"] {
        try await store.put(
          group { $0.records = [RecordRow(kind: "k", id: id, version: 0, dueAt: 4, body: [1])] })
      }
      try await store.put(
        group { $0.records = [RecordRow(kind: "other", id: "a", version: 0, body: [])] })
      let all = try await store.records("k", after: nil, limit: 9)
      #expect(all.map(\.id) == ["Z", "a", "b", "é"])
      #expect(all.first == RecordRow(kind: "k", id: "Z", version: 1, dueAt: 4, body: [1]))
      #expect(try await store.records("k", after: "a", limit: 1).map(\.id) == ["b"])
      try await store.delete("k", "a")
      try await store.delete("k", "a")
      #expect(try await store.record("k", "a") == nil)
      #expect(try await store.record("other", "a") != nil)
    }
  }
}
