import Casework

/// A store that counts its commits and does nothing else of its own.
struct CountedStore: CaseStore {
  private let store: any CaseStore
  private let metrics: Metrics

  init(_ store: any CaseStore, _ metrics: Metrics) {
    self.store = store
    self.metrics = metrics
  }

  func commit(
    _ groups: [ChangeGroup], closing: @Sendable @escaping ([[UInt8]]) -> JournalRow?
  ) async throws(StoreError) -> [GroupOutcome] {
    do throws(StoreError) {
      let outcomes = try await store.commit(groups, closing: closing)
      let conflicts = outcomes.count { $0 == .conflict }
      metrics.count("birthgate_commits_total", ["result": "committed"])
      metrics.count(
        "birthgate_committed_groups_total", ["result": "committed"],
        by: outcomes.count - conflicts)
      if conflicts > 0 {
        metrics.count("birthgate_committed_groups_total", ["result": "conflict"], by: conflicts)
      }
      return outcomes
    } catch {
      metrics.count("birthgate_commits_total", ["result": "failed"])
      throw error
    }
  }

  func keys(_ digests: [KeyDigest]) async throws(StoreError) -> [KeyRow] {
    try await store.keys(digests)
  }

  func histories(of ids: [CaseID]) async throws(StoreError) -> [History] {
    try await store.histories(of: ids)
  }

  func message(_ key: KeyDigest) async throws(StoreError) -> MessageRow? {
    try await store.message(key)
  }

  func due(by now: Int64, limit: Int) async throws(StoreError) -> [CaseRow] {
    try await store.due(by: now, limit: limit)
  }

  func nextWake() async throws(StoreError) -> Int64? { try await store.nextWake() }

  func claim(_ limit: Int, due now: Int64, until lease: Int64) async throws(StoreError)
    -> [DeliveryRow]
  {
    try await store.claim(limit, due: now, until: lease)
  }

  func settle(_ rows: [DeliveryRow]) async throws(StoreError) { try await store.settle(rows) }

  func deliveries(of ids: [CaseID]) async throws(StoreError) -> [DeliveryRow] {
    try await store.deliveries(of: ids)
  }

  func list(_ filter: CaseFilter) async throws(StoreError) -> [SummaryRow] {
    try await store.list(filter)
  }

  func record(_ kind: String, _ id: String) async throws(StoreError) -> RecordRow? {
    try await store.record(kind, id)
  }

  func records(_ kind: String, after id: String?, limit: Int) async throws(StoreError)
    -> [RecordRow]
  {
    try await store.records(kind, after: id, limit: limit)
  }

  func delete(_ kind: String, _ id: String) async throws(StoreError) {
    try await store.delete(kind, id)
  }

  func journal(_ chain: String, from height: Int, limit: Int) async throws(StoreError)
    -> [JournalRow]
  {
    try await store.journal(chain, from: height, limit: limit)
  }

  func journalHead(_ chain: String) async throws(StoreError) -> JournalRow? {
    try await store.journalHead(chain)
  }

  func journalHeads() async throws(StoreError) -> [JournalRow] { try await store.journalHeads() }

  func sign(_ chain: String, height: Int, signature: [UInt8], key: String)
    async throws(StoreError)
  {
    try await store.sign(chain, height: height, signature: signature, key: key)
  }
}

/// A channel that counts how its sendings end.
struct CountedChannel: Channel {
  private let channel: any Channel
  private let metrics: Metrics

  init(_ channel: any Channel, _ metrics: Metrics) {
    self.channel = channel
    self.metrics = metrics
  }

  var name: String { channel.name }

  func send(_ deliveries: [Delivery], now: Instant) async -> [SendResult] {
    let results = await channel.send(deliveries, now: now)
    for result in results {
      let word =
        switch result {
        case .delivered: "delivered"
        case .later: "later"
        case .never: "never"
        }
      metrics.count("birthgate_deliveries_total", ["channel": name, "result": word])
    }
    return results
  }
}
