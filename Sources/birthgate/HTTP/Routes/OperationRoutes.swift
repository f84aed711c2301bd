import Casework
import Engine
import HTTPTypes
import Hummingbird
import Wire

/// What operators and their tools ask: is it up, is it ready, what does it count.
struct OperationRoutes: Sendable {
  let office: Office

  var routes: [Route] {
    [
      Route(.get, "/healthz", Self.health) { _ async throws(Problem) in
        .json(.record(["status": .string("ok")]))
      },
      Route(.get, "/readyz", Self.ready) { _ async throws(Problem) in
        _ = try await stored { () async throws(StoreError) in
          try await office.store.nextWake()
        }
        return .json(.record(["status": .string("ready")]))
      },
      Route(.get, "/metrics", Self.metrics) { _ async throws(Problem) in
        let page = office.metrics.page(
          families: [await openGaps()] + (await office.laneGauges()))
        return .text(page, type: "text/plain; version=0.0.4; charset=utf-8")
      },
    ]
  }

  /// A sender's name is a series only where the settings name it; what others are missing counts
  /// together. Where the store is away there is nothing to tell.
  private func openGaps() async -> GaugeFamily {
    let known = office.settings().senders ?? [:]
    var values: [String: Int] = [:]
    for (sender, count) in (try? await office.manifests.openGaps()) ?? [:] {
      values[known[sender] == nil ? "other" : sender, default: 0] += count
    }
    return GaugeFamily(
      name: "birthgate_manifest_gaps_open", help: "Listed messages that have not come, by sender.",
      label: "sender", values: values)
  }

  private static let health = Route.Description(
    operation: "getHealth", tag: "operation", summary: "The process answers",
    answers: [.json(200, "It does", "Status")])
  private static let ready = Route.Description(
    operation: "getReadiness", tag: "operation", summary: "The store answers",
    answers: [.json(200, "It does", "Status")])
  private static let metrics = Route.Description(
    operation: "getMetrics", tag: "operation", summary: "Counters in Prometheus text format",
    answers: [.other(200, "The counters", "text/plain")])
}
