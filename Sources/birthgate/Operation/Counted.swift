import Casework

/// A store that counts its commits and does nothing else of its own.
struct CountedStore: ForwardingStore {
  let inner: any CaseStore
  private let metrics: Metrics

  init(_ store: any CaseStore, _ metrics: Metrics) {
    inner = store
    self.metrics = metrics
  }

  func commit(
    _ groups: [ChangeGroup], closing: @Sendable @escaping ([[UInt8]]) -> JournalRow?
  ) async throws(StoreError) -> [GroupOutcome] {
    do throws(StoreError) {
      let outcomes = try await inner.commit(groups, closing: closing)
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
  var takesMany: Bool { channel.takesMany }

  func send(_ deliveries: [Delivery], now: Instant) async -> [SendResult] {
    let results = await channel.send(deliveries, now: now)
    for result in results {
      let word =
        switch result {
        case .delivered: "delivered"
        case .later: "later"
        case .sent: "sent"
        case .unknown: "unknown"
        case .never: "never"
        }
      metrics.count("birthgate_deliveries_total", ["channel": name, "result": word])
    }
    return results
  }
}
