import Casework
import Engine
import Synchronization
import Testing

/// One commit for all who wait; nobody is forgotten, whatever happens to it.
@Suite struct CommitQueueTests {
  private func queue(_ store: any CaseStore, chain: String = "x", maximum: Int = 256) -> CommitQueue
  {
    CommitQueue(
      store: store, journal: sampleJournal, chain: chain,
      now: { Instant(milliseconds: 1_000) }, groupsMaximum: maximum)
  }

  private func change(_ number: Int) -> ChangeGroup {
    let id = CaseID(rawValue: "c\(number)")
    var group = ChangeGroup()
    group.guards = [(id, 0)]
    group.message = MessageRow(key: Array("\(number)".utf8), caseID: id, at: 0, body: [])
    group.events = [EventRow(caseID: id, version: 1, at: 0, body: [])]
    group.cases = [CaseRow(id: id, version: 1, formedAt: 0, wakeAt: nil, dataKey: [])]
    group.leaves = [quickDigest(Array("\(number)".utf8)), quickDigest([1])]
    return group
  }

  /// Submits all at once and gives the outcomes by number.
  private func submitAll(_ numbers: some Collection<Int>, to queue: CommitQueue) async
    -> [Int: Result<CommitQueue.Outcome, StoreError>]
  {
    await withTaskGroup(of: (Int, Result<CommitQueue.Outcome, StoreError>).self) { tasks in
      for number in numbers {
        let group = change(number)
        tasks.addTask {
          do throws(StoreError) {
            return (number, .success(try await queue.submit(group)))
          } catch {
            return (number, .failure(error))
          }
        }
      }
      return await tasks.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
  }

  @Test func everyAnswerComesAfterItsCommitAndProvesIt() async throws {
    let store = WatchedStore()
    let outcomes = await submitAll(0..<300, to: queue(store))
    #expect(outcomes.count == 300)
    for (number, outcome) in outcomes {
      guard case .success(.committed(let committed?)) = outcome else {
        Issue.record("\(number): \(outcome)")
        continue
      }
      let proof = try #require(committed.proof)
      #expect(proof.leaf == quickDigest(Array("\(number)".utf8)))
      #expect(sampleJournal.holds(proof))
      let stored = try await store.message(Array("\(number)".utf8))
      #expect(stored?.place == committed.place)
      // Hashing a whole tree again takes its time: some stand for all.
      guard number.isMultiple(of: 20) else { continue }
      #expect(try await sampleJournal.proof(of: committed.place, in: store) == proof)
    }
    #expect(try await sampleJournal.fault(in: store) == nil)
    // While one commit was being written the others gathered.
    let sizes = store.sizes
    #expect(sizes.reduce(0, +) == 300)
    #expect(sizes.count < 150, "\(sizes)")
  }

  @Test func commitsAreBounded() async throws {
    let store = WatchedStore()
    let outcomes = await submitAll(0..<100, to: queue(store, maximum: 8))
    #expect(outcomes.count == 100)
    #expect(store.sizes.reduce(0, +) == 100)
    #expect(store.sizes.allSatisfy { (1...8).contains($0) })
  }

  @Test func aConflictIsOnlyTheLosers() async throws {
    let store = WatchedStore()
    let outcomes = await submitAll((0..<60).map { $0 }, to: queue(store))
    let again = await submitAll(40..<100, to: queue(store, chain: "y"))
    for number in 40..<100 {
      switch again[number] {
      case .success(.conflict): #expect(outcomes[number] != nil)
      case .success(.committed(.some)): #expect(outcomes[number] == nil)
      default: Issue.record("\(number)")
      }
    }
    #expect(try await sampleJournal.fault(in: store) == nil)
  }

  @Test(arguments: [WatchedStore.Failure.before, .after])
  func afterAFailureTheChainGoesOn(failure: WatchedStore.Failure) async throws {
    let store = WatchedStore()
    let queue = queue(store)
    _ = await submitAll(0..<5, to: queue)
    store.failNext(failure)
    do {
      _ = try await queue.submit(change(5))
      Issue.record("the failure was swallowed")
    } catch {
      #expect(error == .unavailable("test"))
    }
    let outcomes = await submitAll(5..<10, to: queue)
    for number in 6..<10 {
      guard case .success(.committed(.some)) = outcomes[number] else {
        Issue.record("\(number)")
        continue
      }
    }
    // Where the commit had been made after all, coming again is a conflict, never a second case.
    switch (failure, outcomes[5]) {
    case (.before, .success(.committed(.some))), (.after, .success(.conflict)): break
    default: Issue.record("\(String(describing: outcomes[5]))")
    }
    #expect(try await sampleJournal.fault(in: store) == nil)
  }

  @Test func everybodyIsToldOfAFailure() async throws {
    let store = WatchedStore()
    store.failNext(.before, count: 1_000)
    let outcomes = await submitAll(0..<50, to: queue(store))
    #expect(outcomes.count == 50)
    for outcome in outcomes.values {
      guard case .failure(.unavailable) = outcome else {
        Issue.record("\(outcome)")
        continue
      }
    }
  }

  /// A caller who hangs up while leading must not take the others with it.
  @Test func aCancelledLeaderStillCommits() async throws {
    let store = WatchedStore()
    let queue = CommitQueue(
      store: store, journal: sampleJournal, chain: "x", now: { Instant(milliseconds: 0) },
      gathering: .milliseconds(1))
    await withTaskGroup(of: Void.self) { tasks in
      for number in 0..<40 {
        let group = change(number)
        tasks.addTask { _ = try? await queue.submit(group) }
      }
      tasks.cancelAll()
    }
    let ids = (0..<40).map { CaseID(rawValue: "c\($0)") }
    #expect(try await store.histories(of: ids).count == 40)
  }

  @Test func aGroupWithoutLeavesNeedsNoEntry() async throws {
    let store = WatchedStore()
    let queue = queue(store)
    var group = change(1)
    group.leaves = []
    guard case .committed(nil) = try await queue.submit(group) else {
      Issue.record("an entry without leaves")
      return
    }
    #expect(try await store.journalHeads().isEmpty)
    _ = try await queue.submit(change(2))
    #expect(try await store.journalHead("x")?.height == 1)
  }

  @Test func aNewRunFollowsTheRunBefore() async throws {
    let store = WatchedStore()
    _ = await submitAll(0..<3, to: queue(store, chain: "z"))
    _ = await submitAll(3..<6, to: queue(store, chain: "m"))
    let first = try await store.journal("m", from: 1, limit: 1).first
    #expect(try await store.journalHead("z")?.root == first?.previous)
    #expect(try await sampleJournal.fault(in: store) == nil)
  }
}
