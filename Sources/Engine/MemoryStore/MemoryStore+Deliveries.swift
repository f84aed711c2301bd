package import Casework
import Synchronization

extension MemoryStore {
  package func claim(_ claim: Claim) async throws(StoreError) -> [DeliveryRow] {
    contents.withLock { $0.claim(claim) }
  }

  package func settle(_ rows: [DeliveryRow]) async throws(StoreError) {
    contents.withLock { $0.settle(rows) }
  }

  package func offer(_ id: String, attempt: Int, to provider: String) async throws(StoreError)
    -> Bool
  {
    contents.withLock { contents in
      guard let place = contents.deliveryPlaces[id],
        contents.deliveries[place].attempt == attempt, contents.deliveries[place].dueAt != nil
      else { return false }
      contents.deliveries[place].tried = provider
      return true
    }
  }

  package func release(due: Int64) async throws(StoreError) {
    contents.withLock { contents in
      for (index, row) in contents.deliveries.enumerated() where row.attempt > row.settled {
        guard let dueAt = row.dueAt, dueAt > due else { continue }
        contents.deliveries[index].dueAt = due
      }
    }
  }

  package func failed(_ query: FailedQuery) async throws(StoreError) -> [PlacedDelivery] {
    contents.withLock { contents in
      var found: [PlacedDelivery] = []
      for (index, row) in contents.deliveries.enumerated().dropFirst(Int(query.after ?? 0)) {
        guard found.count < query.limit else { break }
        guard row.state == .failed, query.lane.map({ $0 == row.lane }) ?? true else { continue }
        found.append(PlacedDelivery(place: Int64(index) + 1, row: row))
      }
      return found
    }
  }

  package func requeue(_ ids: [String], due: Int64) async throws(StoreError) -> Int {
    contents.withLock { contents in
      var count = 0
      for place in ids.compactMap({ contents.deliveryPlaces[$0] })
      where contents.deliveries[place].state == .failed {
        contents.deliveries[place].state = .queued
        contents.deliveries[place].dueAt = due
        contents.deliveries[place].attempt = 0
        contents.deliveries[place].settled = 0
        contents.deliveries[place].receipt = nil
        contents.deliveries[place].tried = nil
        count += 1
      }
      return count
    }
  }

  package func delivery(_ id: String) async throws(StoreError) -> DeliveryRow? {
    contents.withLock { contents in
      contents.deliveryPlaces[id].map { contents.deliveries[$0] }
    }
  }

  package func deliveries(of ids: [CaseID]) async throws(StoreError) -> [DeliveryRow] {
    contents.withLock { contents in
      let wanted = Set(ids)
      return contents.deliveries.filter { wanted.contains($0.caseID) }
    }
  }

  package func deliveries(receipt: String) async throws(StoreError) -> [DeliveryRow] {
    contents.withLock { contents in contents.deliveries.filter { $0.receipt == receipt } }
  }

  package func lanes() async throws(StoreError) -> [LaneCount] {
    contents.withLock { contents in
      var counts: [String: LaneCount] = [:]
      for row in contents.deliveries where row.dueAt != nil || row.state == .failed {
        var count = counts[row.lane] ?? LaneCount(lane: row.lane)
        if let due = row.dueAt {
          count.waiting += 1
          count.earliestDue = min(due, count.earliestDue ?? due)
        } else {
          count.failed += 1
        }
        counts[row.lane] = count
      }
      return counts.values.sorted { $0.lane.precedes($1.lane) }
    }
  }
}

extension MemoryContents {
  mutating func claim(_ claim: Claim) -> [DeliveryRow] {
    var queued: Set<Queue> = []
    var ready: [(due: Int64, index: Int)] = []
    for (index, delivery) in deliveries.enumerated() {
      guard let due = delivery.dueAt else { continue }
      // The first queued delivery of a (case, lane) holds back the ones behind it. One that a
      // provider has taken does not: it went out in its turn.
      let queue = Queue(caseID: delivery.caseID, lane: delivery.lane)
      let isFirst = !queued.contains(queue)
      if delivery.state == .queued { queued.insert(queue) }
      if isFirst || delivery.state == .sent, due <= claim.due, claim.passes(delivery) {
        ready.append((due, index))
      }
    }
    var taken: [String: Int] = [:]
    return ready.sorted { ($0.due, $0.index) < ($1.due, $1.index) }
      .filter { _, index in
        let lane = deliveries[index].lane
        guard taken[lane, default: 0] < claim.room(of: lane) else { return false }
        taken[lane, default: 0] += 1
        return true
      }
      .prefix(claim.limit)
      .map { _, index in
        let row = deliveries[index]
        if row.state == .queued, row.attempt == row.settled { deliveries[index].tried = nil }
        deliveries[index].dueAt = claim.until
        deliveries[index].attempt += 1
        return deliveries[index]
      }
  }

  private struct Queue: Hashable {
    var caseID: CaseID
    var lane: String
  }

  mutating func settle(_ rows: [DeliveryRow]) {
    for row in rows {
      guard let place = deliveryPlaces[row.id], deliveries[place].attempt == row.attempt,
        deliveries[place].dueAt != nil
      else { continue }
      deliveries[place].dueAt = row.dueAt
      deliveries[place].state = row.state
      deliveries[place].settled = row.settled
      deliveries[place].note = row.note
      deliveries[place].receipt = row.receipt
    }
  }
}
