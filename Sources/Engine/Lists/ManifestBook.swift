package import Casework
import Synchronization
import Wire

/// Holds senders' lists against what arrived, remembers what is missing until it comes, and asks
/// for it.
///
/// What is missing is never noted when a message is taken: it is looked up when somebody asks, so
/// taking messages costs nothing more and a gap closes with the very message. A manifest is one
/// record; where something is missing, a second one under the same id says when to look next.
package final class ManifestBook: Sendable {
  /// What a sender is answered.
  package struct Answer: Hashable, Sendable {
    package var missing: [String]
    package var unlisted: [String]
    package var refused: [RefusedID]
  }

  let store: any CaseStore
  let queue: CommitQueue
  let mailroom: Mailroom
  let ledger: Ledger
  let evidence: Evidence
  let terms: @Sendable () -> ManifestTerms
  let manifests: SealedRecords
  /// Manifests of which something is missing; due when they are to be looked at.
  let gaps: SealedRecords
  let duties: SealedRecords
  let overdue: SealedRecords
  /// When all open ones were last looked at, in milliseconds.
  let swept = Mutex<Int64>(.min)
  /// What takes a sender's manifest and what looks at it again take turns.
  private let locks = KeyLocks()

  package init(
    store: any CaseStore, queue: CommitQueue, mailroom: Mailroom, evidence: Evidence,
    ledger: Ledger, terms: @escaping @Sendable () -> ManifestTerms
  ) {
    self.store = store
    self.queue = queue
    self.mailroom = mailroom
    self.evidence = evidence
    self.ledger = ledger
    self.terms = terms
    func records(_ kind: String) -> SealedRecords {
      SealedRecords(kind: kind, store: store, sealing: ledger.sealing)
    }
    manifests = records("manifest")
    gaps = records("manifestGap")
    duties = records("manifestDuty")
    overdue = records("manifestOverdue")
  }

  /// Compares a list with what arrived, and keeps both.
  package func take(_ manifest: Manifest) async throws(StoreError) -> Answer {
    try await inTurn(manifest.sender) { () async throws(StoreError) in
      let answer = try await self.compare(manifest)
      try await self.keep(manifest, answer)
      try await self.endOverdue(of: manifest.sender)
      return answer
    }
  }

  /// What is listed and has not arrived, and what arrived in the window and is not listed.
  ///
  /// A message is listed by the day it was sent, but it has arrived whenever it came: what stands
  /// outside the window is found by its id.
  func compare(_ manifest: Manifest) async throws(StoreError) -> Answer {
    let listed = Set(manifest.ids)
    var arrived: Set<String> = []
    var unlisted: [String] = []
    try await SentRegister(store: store, ledger: ledger).forEach(
      of: manifest.sender, from: manifest.window.start, to: manifest.window.end
    ) { entry in
      if listed.contains(entry.id) {
        arrived.insert(entry.id)
      } else {
        unlisted.append(entry.id)
      }
    }
    let missing = try await notArrived(
      manifest.ids.filter { arrived.insert($0).inserted }, of: manifest.sender)
    return Answer(
      missing: missing, unlisted: unlisted,
      refused: try await refused(missing, of: manifest.sender))
  }

  /// Those of these ids under which no message was taken.
  func notArrived(_ ids: [String], of sender: String) async throws(StoreError) -> [String] {
    var missing: [String] = []
    for id in ids {
      let row = try await store.message(ledger.messageKey(sender: sender, id: id))
      if row == nil { missing.append(id) }
    }
    return missing
  }

  func refused(_ ids: [String], of sender: String) async throws(StoreError) -> [RefusedID] {
    var found: [RefusedID] = []
    for id in ids {
      guard let rejection = try await evidence.find(sender: sender, id: id) else { continue }
      found.append(RefusedID(id: id, codes: rejection.codes))
    }
    return found
  }

  private func keep(_ manifest: Manifest, _ answer: Answer) async throws(StoreError) {
    let now = ledger.world.now()
    let id = Self.id(of: manifest, in: ledger)
    let (old, gap) = (try await manifests.find(id), try await gaps.find(id))
    var view = ManifestView(
      id: id, sender: manifest.sender, window: manifest.window, receivedAt: now,
      listed: Set(manifest.ids).count, missing: answer.missing, remaining: answer.missing,
      unlisted: Array(answer.unlisted.prefix(ManifestView.unlistedKept)),
      unlistedCount: answer.unlisted.count)
    var nextAt = now.milliseconds
    // Who sends its list again is asked at once only for what it has not been asked for.
    if let old, let due = gap?.dueAt {
      let before = try ManifestView(id: id, json: old.body)
      if before.asked > 0, Set(before.remaining).isSuperset(of: answer.missing) {
        (view.asked, view.askedAt, nextAt) = (before.asked, before.askedAt, due)
      }
    }
    var group = ChangeGroup()
    if view.isOpen {
      if nextAt <= now.milliseconds {
        nextAt = try await ask(&view, version: old?.version ?? 0, at: now, in: &group)
      }
      group.records.append(gaps.row(id, version: gap?.version ?? 0, dueAt: nextAt, view.gapJSON))
    }
    group.records.append(manifests.row(id, version: old?.version ?? 0, view.json))
    guard case .committed = try await queue.submit(group) else {
      throw .unavailable("a manifest was written by two")
    }
    if !view.isOpen, gap != nil { try await gaps.delete(id) }
  }

  /// Runs what reads and writes one sender's manifests, one after the other.
  func inTurn<Value: Sendable>(
    _ sender: String, _ body: () async throws(StoreError) -> Value
  ) async throws(StoreError) -> Value {
    let claims = [KeyLocks.Claim(digest: ledger.sender(sender), isShared: false)]
    await locks.acquire(claims)
    defer { locks.release(claims) }
    return try await body()
  }

  // MARK: Names

  /// The same for the same sender and window, and ordered by its beginning.
  static func id(of manifest: Manifest, in ledger: Ledger) -> String {
    ListName.prefix(manifest.sender, in: ledger) + ListName.ordered(manifest.window.start) + "-"
      + ListName.ordered(manifest.window.end)
  }
}

extension ManifestView {
  /// What says that this manifest is open, and how far.
  var gapJSON: JSONValue {
    ["sender": .string(sender), "missing": .int(remaining.count)]
  }
}

extension Rejection {
  /// The codes of what was wrong, each once.
  package var codes: [String] {
    var seen: Set<String> = []
    return errors.map(\.code.rawValue).filter { seen.insert($0).inserted }
  }
}
