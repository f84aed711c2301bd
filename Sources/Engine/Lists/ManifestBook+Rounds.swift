package import Casework
import Synchronization
import Wire

extension ManifestBook {
  /// The channel that queued requests name; ``open(_:receivers:)`` makes a webhook of them.
  package static let channel = "request"

  private static let daySeconds: Int64 = 86_400
  /// All open manifests are looked at so often, so that lists and counts follow what arrives.
  private static let sweepMilliseconds: Int64 = 60_000

  /// What the lane of a sender's requests is called: no store learns whom it is for.
  static func lane(_ sender: String, in ledger: Ledger) -> String {
    "requests:" + Hex.encode(ledger.lookUps.digest("requests", sender))
  }

  /// Looks at what is due: open manifests, and daily ones that have not come.
  ///
  /// - Returns: how much there was to do.
  package func step() async throws(StoreError) -> Int {
    let now = ledger.world.now()
    let isSweep = swept.withLock { last in
      guard now.milliseconds < last || now.milliseconds - Self.sweepMilliseconds >= last
      else { return false }
      last = now.milliseconds
      return true
    }
    var count = 0
    for gap in try await gaps.all() {
      let isDue = gap.dueAt.map { $0 <= now.milliseconds } ?? true
      guard isDue || isSweep, let sender = gap.body["sender"]?.string else { continue }
      try await inTurn(sender) { () async throws(StoreError) in
        try await self.look(at: gap.id, now: now)
      }
      if isDue { count += 1 }
    }
    return count + (try await lookForOverdue(now: now))
  }

  /// The next instant at which something is to be done, for a clock that jumps.
  package func nextDue() async throws(StoreError) -> Int64? {
    var next = try await gaps.all().compactMap(\.dueAt) + overdue.all().compactMap(\.dueAt)
    if let duty = try await nextDuty() { next.append(duty) }
    return next.min()
  }

  private func look(at id: String, now: Instant) async throws(StoreError) {
    guard let gap = try await gaps.find(id), let kept = try await manifests.find(id) else {
      return
    }
    var view = try ManifestView(id: id, json: kept.body)
    let before = view.remaining
    view.remaining = try await notArrived(before, of: view.sender)
    let isDue = gap.dueAt.map { $0 <= now.milliseconds } ?? true
    guard isDue || view.remaining != before || !view.isOpen else { return }
    var group = ChangeGroup()
    var nextAt = gap.dueAt ?? now.milliseconds
    if view.isOpen {
      if isDue { nextAt = try await ask(&view, version: kept.version, at: now, in: &group) }
      group.records.append(gaps.row(id, version: gap.version, dueAt: nextAt, view.gapJSON))
    }
    group.records.append(manifests.row(id, version: kept.version, view.json))
    // Another process came first: the next round looks again.
    guard case .committed = try await queue.submit(group) else { return }
    if !view.isOpen { try await gaps.delete(id) }
  }

  /// Asks for what is missing, where its sender can be asked and the days are not over.
  ///
  /// - Parameter version: of the stored manifest, by which this request is told from the others.
  /// - Returns: when to look again.
  func ask(
    _ view: inout ManifestView, version: Int, at now: Instant, in group: inout ChangeGroup
  ) async throws(StoreError) -> Int64 {
    let terms = terms()
    let id = "\(view.id)/\(version)"
    if terms.reachable.contains(view.sender), view.asked < terms.days,
      try await isAnswered(view.id)
    {
      let body = MissingEvent.messages(view, id: id, at: now)
      group.deliveries.append(request(id, about: view.id, to: view.sender, at: now, body))
      view.asked += 1
      view.askedAt = now
    }
    return now.adding(seconds: Self.daySeconds).milliseconds
  }

  /// Whether no request about this is still on its way. One that waits for a receiver that is away
  /// says the same as the next would.
  func isAnswered(_ about: String) async throws(StoreError) -> Bool {
    try await store.deliveries(of: [CaseID(rawValue: about)]).allSatisfy { $0.state != .queued }
  }

  /// The delivery of a request. It belongs to no case, so it stands under what it is about.
  func request(
    _ id: String, about: String, to sender: String, at: Instant, _ body: [UInt8]
  ) -> DeliveryRow {
    mailroom.row(
      id, CaseID(rawValue: about), lane: Self.lane(sender, in: ledger), channel: Self.channel,
      at: at, body: body)
  }

  /// A queued request on its way to its receiver's address; nil where it has none any more.
  ///
  /// - Parameter receivers: senders that can be asked, by their codes.
  package func open(
    _ delivery: Delivery, receivers: [String: (url: String, secret: [UInt8])]
  ) -> Delivery? {
    guard
      let receiver = receivers.first(where: {
        Self.lane($0.key, in: ledger) == delivery.address
      })?.value
    else { return nil }
    var delivery = delivery
    delivery.channel = "webhook"
    delivery.address = receiver.url
    delivery.secret = receiver.secret
    return delivery
  }
}
