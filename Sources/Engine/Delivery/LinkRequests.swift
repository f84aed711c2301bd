package import Casework
import Wire

/// Sends a link to a child's page to the family's own addresses, because somebody asked for one who
/// knows the certificate and a document.
///
/// Where nobody is to be written to the same is read and written all the same, under a name that is
/// no child's: how long it takes tells nothing.
package struct LinkRequests: Sendable {
  static let kind = "linkRequests"
  /// How many times in a day a family is written to for this, whoever asks.
  package static let most = 3
  private static let day: Int64 = 86_400_000
  /// What could not be sent for so long is an answer to nobody any more.
  static let staleMilliseconds = day
  private static let attempts = 8

  private let queue: CommitQueue
  private let mailroom: Mailroom
  private let records: SealedRecords

  package init(mailroom: Mailroom, queue: CommitQueue) {
    self.queue = queue
    self.mailroom = mailroom
    records = SealedRecords(
      kind: Self.kind, store: mailroom.store, sealing: mailroom.ledger.sealing)
  }

  /// - Parameter view: whose link was asked for; nil where what was typed fits nobody.
  /// - Returns: whether somebody is written to.
  package func ask(for view: CaseView?) async throws(StoreError) -> Bool {
    let world = mailroom.ledger.world
    for _ in 0..<Self.attempts {
      let now = world.now().milliseconds
      // One of 4,096 by chance: few enough to keep, too many to be fought over.
      let name =
        view?.caseID.rawValue ?? "nobody-\(Hex.encode(world.random(2)).dropFirst())"
      let old = try await records.find(name)
      let asked = (old?.body["asked"]?.array ?? []).compactMap { $0.int.map(Int64.init) }
        .filter { $0 > now - Self.day }
      let version = old?.version ?? 0
      var group = ChangeGroup()
      if let view, asked.count < Self.most {
        // The record's version makes the ids such as never were.
        group.deliveries = mailroom.linkRows(
          "\(name)/asked/\(version + 1)", of: view.caseID, to: view.contacts)
      }
      let isSent = !group.deliveries.isEmpty
      let times = (isSent ? asked + [now] : asked).map { JSONValue.int(Int($0)) }
      group.records = [records.row(name, version: version, ["asked": .array(times)])]
      if case .committed = try await queue.submit(group) { return isSent }
    }
    throw .unavailable("too many ask for one child's link")
  }
}
