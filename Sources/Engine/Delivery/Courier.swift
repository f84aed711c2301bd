package import Casework

/// Takes what is queued to its receivers.
///
/// Claim, send, settle: no database is held during the sending, and a courier that dies lets its
/// lease run out, so that another sends the same delivery under the same id.
package struct Courier: Sendable {
  /// What a queued row becomes when its turn has come.
  package typealias Opening = @Sendable (DeliveryRow) async throws(StoreError) -> Opened

  private let store: any CaseStore
  private let channels: [String: any Channel]
  private let open: Opening
  private let world: World
  /// The time receivers live in, which signatures carry; a sandbox's own clock may be far from it.
  private let wallClock: @Sendable () -> Instant
  private let backoff: Backoff
  /// Longer than any sending may take.
  private let leaseSeconds: Int64 = 60
  private let atOnce = 256

  package init(
    store: any CaseStore, channels: [any Channel], world: World, backoff: Backoff = Backoff(),
    wallClock: (@Sendable () -> Instant)? = nil, open: @escaping Opening
  ) {
    self.store = store
    self.channels = Dictionary(channels.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    self.world = world
    self.backoff = backoff
    self.wallClock = wallClock ?? world.now
    self.open = open
  }

  /// Sends what is due and returns how much it was.
  package func step() async throws(StoreError) -> Int {
    let now = world.now()
    let rows = try await store.claim(
      atOnce, due: now.milliseconds, until: now.adding(seconds: leaseSeconds).milliseconds)
    guard !rows.isEmpty else { return 0 }
    var settled: [DeliveryRow] = []
    var byChannel: [String: [(row: DeliveryRow, delivery: Delivery)]] = [:]
    for row in rows {
      switch try await open(row) {
      case .delivery(let delivery):
        guard channels[delivery.channel] != nil else {
          settled.append(Self.ended(row, .cancelled, note: "there is no such channel any more"))
          continue
        }
        byChannel[delivery.channel, default: []].append((row, delivery))
      case .cancelled(let note): settled.append(Self.ended(row, .cancelled, note: note))
      case .postponed(let until, let note):
        var row = row
        row.dueAt = until.milliseconds
        row.note = note
        settled.append(row)
      }
    }
    for (name, work) in byChannel {
      guard let channel = channels[name] else { continue }
      let results = await channel.send(work.map(\.delivery), now: wallClock())
      for (item, result) in zip(work, results) {
        settled.append(settle(item.row, item.delivery, result))
      }
    }
    try await store.settle(settled)
    return rows.count
  }

  private func settle(_ row: DeliveryRow, _ delivery: Delivery, _ result: SendResult)
    -> DeliveryRow
  {
    let now = world.now().milliseconds
    switch result {
    case .delivered, .sent: return Self.ended(row, .delivered)
    case .unknown(let reason):
      return settle(row, delivery, .later(reason: reason, retryAfter: nil))
    case .never: return Self.ended(row, .failed)
    case .later(_, let retryAfter):
      guard !backoff.givesUp(attempt: row.attempt, ageMilliseconds: now - delivery.at) else {
        return Self.ended(row, .failed)
      }
      var row = row
      row.dueAt =
        now
        + backoff.waitMilliseconds(
          attempt: row.attempt, retryAfter: retryAfter, chance: world.random(1).first ?? 0)
      return row
    }
  }

  private static func ended(
    _ row: DeliveryRow, _ state: DeliveryRow.State, note: String? = nil
  ) -> DeliveryRow {
    var row = row
    row.dueAt = nil
    row.state = state
    row.note = note
    return row
  }
}
