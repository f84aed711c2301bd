/// A store that stands before another: it changes what it must, and hands the rest on.
package protocol ForwardingStore: CaseStore {
  /// The store behind it.
  var inner: any CaseStore { get }
}

extension ForwardingStore {
  package func commit(
    _ groups: [ChangeGroup], closing: @Sendable @escaping ([[UInt8]]) -> JournalRow?
  ) async throws(StoreError) -> [GroupOutcome] {
    try await inner.commit(groups, closing: closing)
  }

  package func keys(_ digests: [KeyDigest]) async throws(StoreError) -> [KeyRow] {
    try await inner.keys(digests)
  }

  package func histories(of ids: [CaseID]) async throws(StoreError) -> [History] {
    try await inner.histories(of: ids)
  }

  package func message(_ key: KeyDigest) async throws(StoreError) -> MessageRow? {
    try await inner.message(key)
  }

  package func messages(_ query: SentQuery) async throws(StoreError) -> [SentMessage] {
    try await inner.messages(query)
  }

  package func due(by now: Int64, limit: Int) async throws(StoreError) -> [CaseRow] {
    try await inner.due(by: now, limit: limit)
  }

  package func nextWake() async throws(StoreError) -> Int64? { try await inner.nextWake() }

  package func claim(_ claim: Claim) async throws(StoreError) -> [DeliveryRow] {
    try await inner.claim(claim)
  }

  package func settle(_ rows: [DeliveryRow]) async throws(StoreError) {
    try await inner.settle(rows)
  }

  package func offer(_ id: String, attempt: Int, to provider: String) async throws(StoreError)
    -> Bool
  {
    try await inner.offer(id, attempt: attempt, to: provider)
  }

  package func release(due: Int64) async throws(StoreError) { try await inner.release(due: due) }

  package func failed(_ query: FailedQuery) async throws(StoreError) -> [PlacedDelivery] {
    try await inner.failed(query)
  }

  package func requeue(_ ids: [String], due: Int64) async throws(StoreError) -> Int {
    try await inner.requeue(ids, due: due)
  }

  package func delivery(_ id: String) async throws(StoreError) -> DeliveryRow? {
    try await inner.delivery(id)
  }

  package func deliveries(receipt: String) async throws(StoreError) -> [DeliveryRow] {
    try await inner.deliveries(receipt: receipt)
  }

  package func lanes() async throws(StoreError) -> [LaneCount] { try await inner.lanes() }

  package func deliveries(of ids: [CaseID]) async throws(StoreError) -> [DeliveryRow] {
    try await inner.deliveries(of: ids)
  }

  package func list(_ filter: CaseFilter) async throws(StoreError) -> [SummaryRow] {
    try await inner.list(filter)
  }

  package func tally(_ question: BirthQuestion) async throws(StoreError) -> [BirthTally] {
    try await inner.tally(question)
  }

  package func record(_ kind: String, _ id: String) async throws(StoreError) -> RecordRow? {
    try await inner.record(kind, id)
  }

  package func records(_ kind: String, after id: String?, limit: Int) async throws(StoreError)
    -> [RecordRow]
  {
    try await inner.records(kind, after: id, limit: limit)
  }

  package func records(_ kind: String, due by: Int64, limit: Int) async throws(StoreError)
    -> [RecordRow]
  {
    try await inner.records(kind, due: by, limit: limit)
  }

  package func messages(_ range: MessageRange, limit: Int) async throws(StoreError)
    -> [PlacedMessage]
  {
    try await inner.messages(range, limit: limit)
  }

  package func delete(_ kind: String, _ id: String) async throws(StoreError) {
    try await inner.delete(kind, id)
  }

  package func journal(_ chain: String, from height: Int, limit: Int) async throws(StoreError)
    -> [JournalRow]
  {
    try await inner.journal(chain, from: height, limit: limit)
  }

  package func journalHead(_ chain: String) async throws(StoreError) -> JournalRow? {
    try await inner.journalHead(chain)
  }

  package func journalHeads() async throws(StoreError) -> [JournalRow] {
    try await inner.journalHeads()
  }

  package func sign(_ chain: String, height: Int, signature: [UInt8], key: String)
    async throws(StoreError)
  {
    try await inner.sign(chain, height: height, signature: signature, key: key)
  }
}
