package import Casework
import Synchronization

/// Where all writers queue, so that one durable commit takes all that wait (group commit).
///
/// There is no thread or task behind it: the first writer that finds nobody committing leads. It
/// takes what waits, commits, hands the lead to the first of those that came meanwhile, and only
/// then answers. The journal's head lives here too, since each commit is one entry.
package final class CommitQueue: Sendable {
  /// The fate of one group.
  package enum Outcome: Sendable {
    /// On disk. Nil for a group that has no leaves.
    case committed(Committed?)
    /// Load again, decide again.
    case conflict
  }

  /// Where a group's leaves stand in the journal, with all that its proofs need.
  package struct Committed: Sendable {
    /// Of the first leaf, which is the receipt's.
    package var place: JournalPlace
    package var entry: JournalEntry

    /// The proof of the group's first leaf, as yet unsigned.
    package var proof: Proof? { entry.proof(of: place.index) }
  }

  private typealias Answer = Result<Outcome, StoreError>

  private enum Turn: Sendable {
    case lead
    case done(Answer)
  }

  private struct Waiter: Sendable {
    var group: ChangeGroup
    var continuation: CheckedContinuation<Turn, Never>
  }

  private struct State {
    var isLed = false
    var waiting: [Waiter] = []
    /// How many groups the last commit took: above one there is load.
    var lastCount = 0
    /// Nil until it has been read, and after a failure, of which we cannot know how far it came.
    var head: Head?
  }

  /// What the next entry follows.
  private struct Head {
    var height: Int
    var root: [UInt8]
  }

  private let store: any CaseStore
  private let journal: Journal
  package let chain: String
  private let now: @Sendable () -> Instant
  private let groupsMaximum: Int
  private let gathering: Duration
  private let state = Mutex(State())

  /// - Parameters:
  ///   - chain: a random name for this process's chain of the journal.
  ///   - groupsMaximum: how many groups one commit takes at most.
  ///   - gathering: how long a leader under load waits for as many groups as the last commit took;
  ///     a lone writer never waits.
  package init(
    store: any CaseStore, journal: Journal, chain: String, now: @escaping @Sendable () -> Instant,
    groupsMaximum: Int = 256, gathering: Duration = .zero
  ) {
    self.store = store
    self.journal = journal
    self.chain = chain
    self.now = now
    self.groupsMaximum = groupsMaximum
    self.gathering = gathering
  }

  /// Writes a group and answers when it is on disk, or has not been taken.
  package func submit(_ group: ChangeGroup) async throws(StoreError) -> Outcome {
    let leadsAtOnce = state.withLock { state in
      defer { state.isLed = true }
      return !state.isLed
    }
    if leadsAtOnce { return try await lead(group).get() }
    let turn = await withCheckedContinuation { continuation in
      let leads = state.withLock { state in
        // The leader may have left in between.
        guard state.isLed else {
          state.isLed = true
          return true
        }
        state.waiting.append(Waiter(group: group, continuation: continuation))
        return false
      }
      if leads { continuation.resume(returning: .lead) }
    }
    return switch turn {
    case .lead: try await lead(group).get()
    case .done(let answer): try answer.get()
    }
  }

  private func lead(_ own: ChangeGroup) async -> Answer {
    await gather()
    let others = state.withLock { state in
      let taken = Array(state.waiting.prefix(groupsMaximum - 1))
      state.waiting.removeFirst(taken.count)
      return taken
    }
    let answers = await commit([own] + others.map(\.group))
    let next: Waiter? = state.withLock { state in
      state.lastCount = answers.count
      guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
      state.isLed = false
      return nil
    }
    next?.continuation.resume(returning: .lead)
    for (waiter, answer) in zip(others, answers.dropFirst()) {
      waiter.continuation.resume(returning: .done(answer))
    }
    return answers[0]
  }

  /// Lets those who were answered a moment ago come back before the next commit begins: on a fast
  /// disk commits would else be many and small.
  private func gather() async {
    guard gathering > .zero else { return }
    let isFewer = state.withLock { state in
      state.lastCount > 1 && state.waiting.count + 1 < min(state.lastCount, groupsMaximum)
    }
    // A caller who hangs up only cuts the wait short.
    if isFewer { try? await Task.sleep(for: gathering) }
  }

  private func commit(_ groups: [ChangeGroup]) async -> [Answer] {
    let made = MadeEntry()
    do throws(StoreError) {
      let head = try await head()
      let (journal, chain, now) = (journal, chain, now)
      let outcomes = try await store.commit(groups) { leaves in
        let entry = journal.entry(
          chain: chain, height: head.height + 1, at: now().milliseconds, previous: head.root,
          leaves: leaves)
        made.value.withLock { $0 = entry }
        return entry.row
      }
      let entry = made.value.withLock { $0 }
      let next = entry.map { Head(height: $0.row.height, root: $0.row.root) }
      state.withLock { $0.head = next ?? head }
      return outcomes.map { .success(Self.outcome($0, entry)) }
    } catch {
      state.withLock { $0.head = nil }
      return groups.map { _ in .failure(error) }
    }
  }

  private static func outcome(_ outcome: GroupOutcome, _ entry: JournalEntry?) -> Outcome {
    switch outcome {
    case .conflict: return .conflict
    case .committed(let place):
      guard let place, let entry else { return .committed(nil) }
      return .committed(Committed(place: place, entry: entry))
    }
  }

  private func head() async throws(StoreError) -> Head {
    if let head = state.withLock({ $0.head }) { return head }
    if let row = try await store.journalHead(chain) {
      return Head(height: row.height, root: row.root)
    }
    let newest = try await store.journalHeads().last
    return Head(height: 0, root: newest?.root ?? Journal.nothing)
  }
}

/// Carries the entry out of the store's transaction.
private final class MadeEntry: Sendable {
  let value = Mutex<JournalEntry?>(nil)
}
