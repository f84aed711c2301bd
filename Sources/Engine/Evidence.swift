package import Casework
import Synchronization
import Wire

/// Keeps what was refused, sealed, with its verdict: up to a quota per sender and day, then only
/// counted.
package final class Evidence: Sendable {
  static let recordKind = "refused"
  /// Per sender and day. A hospital whose system is broken sends the same fault a thousand times;
  /// the first hundreds tell as much.
  private static let quota = 500

  private struct Count {
    var day: CivilDate?
    var kept: [String: Int] = [:]
  }

  private let store: any CaseStore
  private let queue: CommitQueue
  private let ledger: Ledger
  private let count = Mutex(Count())

  package init(store: any CaseStore, queue: CommitQueue, ledger: Ledger) {
    self.store = store
    self.queue = queue
    self.ledger = ledger
  }

  /// Keeps one refused message. That it could not be kept is no reason to answer otherwise.
  func keep(_ rejection: Rejection, of bytes: [UInt8], from signer: String?) async {
    let sender = rejection.sender ?? signer ?? ""
    let now = ledger.world.now()
    guard isWithinQuota(sender, on: now.day) else { return }
    let id = name(rejection, sender: sender)
    let head: JSONValue = [
      "receivedAt": .string(now.rfc3339), "errors": .array(rejection.errors.map(\.json)),
    ]
    var group = ChangeGroup()
    let old = try? await store.record(Self.recordKind, id)
    group.records = [
      RecordRow(
        kind: Self.recordKind, id: id, version: old?.version ?? 0, dueAt: now.milliseconds,
        body: ledger.sealing.sealRecord(
          head.canonical + [0x0A] + bytes, context: .record(Self.recordKind, id)))
    ]
    _ = try? await queue.submit(group)
  }

  /// The latest refusal under this sender and id.
  func find(sender: String, id: String) async throws(StoreError) -> Rejection? {
    let name = Hex.encode(ledger.lookUps.digest("refused", sender + "\n" + id))
    guard let row = try await store.record(Self.recordKind, name) else { return nil }
    let bytes = try ledger.sealing.openRecord(row.body, context: .record(Self.recordKind, name))
    guard let end = bytes.firstIndex(of: 0x0A),
      let head = try? JSONValue(parsing: Array(bytes[..<end])),
      let errors = head["errors"]?.array?.compactMap(Finding.init(json:))
    else { throw .corrupt("a refused message") }
    return Rejection(errors: errors, sender: sender, id: id)
  }

  private func name(_ rejection: Rejection, sender: String) -> String {
    guard let id = rejection.id else { return Hex.encode(ledger.world.random(21)) }
    return Hex.encode(ledger.lookUps.digest("refused", sender + "\n" + id))
  }

  private func isWithinQuota(_ sender: String, on day: CivilDate) -> Bool {
    count.withLock { count in
      if count.day != day { count = Count(day: day) }
      // Senders that are not known cannot make the table grow without end.
      let sender = count.kept.count < 10_000 ? sender : ""
      let kept = count.kept[sender, default: 0]
      count.kept[sender] = kept + 1
      return kept < Self.quota
    }
  }
}
