package import Casework
import Synchronization
import Wire

/// Who gets what: turns notices that were decided into deliveries.
package final class Mailroom: Sendable {
  /// What the file channel writes for a notice: one line of JSON. Nil where no file is wanted.
  package typealias Writing =
    @Sendable (
      _ id: String, _ notice: Notice, _ caseID: CaseID, _ ruling: Ruling
    ) -> [UInt8]?

  static let recordKind = "subscription"

  private let store: any CaseStore
  private let ledger: Ledger
  private let write: Writing?
  private let known = Mutex<[Subscription]?>(nil)

  package init(store: any CaseStore, ledger: Ledger, write: Writing? = nil) {
    self.store = store
    self.ledger = ledger
    self.write = write
  }

  /// All subscriptions. They are few and asked for with every message, so they are kept in memory
  /// until one changes.
  package func subscriptions() async throws(StoreError) -> [Subscription] {
    if let known = known.withLock({ $0 }) { return known }
    var list: [Subscription] = []
    var after: String?
    while true {
      let page = try await store.records(Self.recordKind, after: after, limit: 500)
      for row in page { if let found = try read(row) { list.append(found) } }
      guard page.count == 500, let last = page.last else { break }
      after = last.id
    }
    let whole = list
    known.withLock { $0 = whole }
    return whole
  }

  /// Adds a subscription, durably; false where the id is taken.
  package func add(_ subscription: Subscription, through queue: CommitQueue)
    async throws(StoreError) -> Bool
  {
    var group = ChangeGroup()
    let body = ledger.sealing.sealRecord(
      subscription.json.canonical, context: .record(Self.recordKind, subscription.id))
    group.records = [
      RecordRow(kind: Self.recordKind, id: subscription.id, version: 0, body: body)
    ]
    let outcome = try await queue.submit(group)
    known.withLock { $0 = nil }
    if case .conflict = outcome { return false }
    return true
  }

  /// Puts a changed subscription in its place, durably; false where another change came first.
  package func replace(
    _ subscription: Subscription, from old: Subscription, through queue: CommitQueue
  ) async throws(StoreError) -> Bool {
    guard let row = try await store.record(Self.recordKind, subscription.id),
      try read(row) == old
    else { return false }
    var group = ChangeGroup()
    let body = ledger.sealing.sealRecord(
      subscription.json.canonical, context: .record(Self.recordKind, subscription.id))
    group.records = [
      RecordRow(kind: Self.recordKind, id: row.id, version: row.version, body: body)
    ]
    let outcome = try await queue.submit(group)
    known.withLock { $0 = nil }
    if case .conflict = outcome { return false }
    return true
  }

  /// Ends a subscription; what is still queued for it is cancelled when its turn comes.
  package func remove(_ id: String) async throws(StoreError) {
    try await store.delete(Self.recordKind, id)
    known.withLock { $0 = nil }
  }

  private func read(_ row: RecordRow) throws(StoreError) -> Subscription? {
    let bytes = try ledger.sealing.openRecord(
      row.body, context: .record(Self.recordKind, row.id))
    return (try? JSONValue(parsing: bytes)).flatMap { Subscription(id: row.id, json: $0) }
  }

  /// Sets each notice's state by whether somebody can be told, and makes the deliveries.
  ///
  /// - Parameter version: of the event that keeps the notices; with the case it makes the ids.
  func address(
    _ notices: [Notice], of caseID: CaseID, ruling: Ruling, version: Int,
    to subscriptions: [Subscription]
  ) -> (notices: [Notice], deliveries: [DeliveryRow]) {
    var addressed = notices
    var deliveries: [DeliveryRow] = []
    for (group, members) in Self.groups(notices).enumerated() {
      guard let first = members.first.map({ notices[$0] }), first.state == .queued else { continue }
      let prefix = "\(caseID.rawValue)/\(version)/\(group)"
      let receivers = subscriptions.filter {
        $0.wants(first.kind.eventType, division: ruling.region)
      }
      for (ordinal, receiver) in receivers.enumerated() {
        let id = "\(prefix).\(ordinal)"
        let event = NoticeEvent(
          id: id, kind: first.kind, caseID: caseID.rawValue, at: first.at,
          occasion: first.occasion, audiences: members.map { notices[$0].audience },
          division: ruling.region, asOf: ruling.asOf)
        deliveries.append(
          row(id, caseID, lane: receiver.id, channel: "webhook", at: first.at, body: event.body))
      }
      for member in members {
        let written = letter(
          notices[member], "\(prefix).f\(member)", caseID: caseID, ruling: ruling)
        if let written { deliveries.append(written) }
        if receivers.isEmpty, written == nil { addressed[member].state = .noAddress }
      }
    }
    return (addressed, deliveries)
  }

  private func letter(_ notice: Notice, _ id: String, caseID: CaseID, ruling: Ruling)
    -> DeliveryRow?
  {
    write?(id, notice, caseID, ruling).map { body in
      row(id, caseID, lane: "file", channel: "file", at: notice.at, body: body)
    }
  }

  /// Notices of one kind and occasion, whatever the audience, are one event.
  static func groups(_ notices: [Notice]) -> [[Int]] {
    var order: [String] = []
    var members: [String: [Int]] = [:]
    for (index, notice) in notices.enumerated() {
      let name = notice.kind.rawValue + "/" + notice.occasion
      if members[name] == nil { order.append(name) }
      members[name, default: []].append(index)
    }
    return order.compactMap { members[$0] }
  }

  package func row(
    _ id: String, _ caseID: CaseID, lane: String, channel: String, at: Instant, body: [UInt8]
  ) -> DeliveryRow {
    let head = Array("\(channel)\n\(at.milliseconds)\n".utf8)
    return DeliveryRow(
      id: id, caseID: caseID, lane: lane, dueAt: at.milliseconds, attempt: 0, state: .queued,
      body: ledger.sealing.sealRecord(head + body, context: .delivery(id)))
  }

  /// What a queued row holds; nil where its receiver is gone.
  package func open(_ row: DeliveryRow) async throws(StoreError) -> Delivery? {
    let bytes = try ledger.sealing.openRecord(row.body, context: .delivery(row.id))
    let parts = bytes.split(separator: 0x0A, maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, let at = Int64(String(decoding: parts[1], as: UTF8.self)) else {
      throw .corrupt("delivery \(row.id)")
    }
    let channel = String(decoding: parts[0], as: UTF8.self)
    var delivery = Delivery(
      id: row.id, at: at, attempt: row.attempt, channel: channel, address: row.lane, secret: [],
      body: Array(parts[2]))
    guard channel == "webhook" else { return delivery }
    guard let receiver = try await subscriptions().first(where: { $0.id == row.lane }) else {
      return nil
    }
    delivery.address = receiver.url
    delivery.secret = receiver.secret
    delivery.keys = receiver.keys(at: ledger.world.now())
    return delivery
  }
}
