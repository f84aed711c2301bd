import Synchronization

/// What the gateway counts, and the page that shows it (Prometheus text format 0.0.4).
///
/// Labels are route templates, statuses, families and verdicts: nothing that names a person, and
/// never more series than the route table allows.
final class Metrics: Sendable {
  private struct Timing {
    var buckets: [Int]
    var sumSeconds = 0.0
    var count = 0
  }

  private struct Series: Hashable {
    let name: String
    let labels: String
  }

  private struct State {
    var counters: [Series: Int] = [:]
    var timings: [String: Timing] = [:]
  }

  private static let bounds = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
  ]
  private static let help = [
    "birthgate_http_requests_total": "Requests answered, by route template and status.",
    "birthgate_messages_total": "Messages, by family and verdict.",
    "birthgate_commits_total": "Durable transactions, by result.",
    "birthgate_committed_groups_total": "Changes inside those transactions, by result.",
    "birthgate_deliveries_total": "Sending attempts, by channel and result.",
    "birthgate_receipts_total": "Providers' receipts, by provider and what became of them.",
    "birthgate_enquiries_total": "Questions to the certificate query service, by outcome.",
    "birthgate_inbox_files_total": "Files of watched folders, by result.",
    "birthgate_looks_total": "Readings of cases, by whether they were written down.",
    "birthgate_inbox_troubles_total": "What kept files of watched folders waiting, by kind.",
  ]

  private let state = Mutex(State())
  private let start = ContinuousClock.now

  func count(_ name: String, _ labels: KeyValuePairs<String, String>, by amount: Int = 1) {
    let text = labels.map { "\($0.key)=\"\($0.value)\"" }.joined(separator: ",")
    let series = Series(name: name, labels: text)
    state.withLock { $0.counters[series, default: 0] += amount }
  }

  func message(family: String?, verdict: String) {
    count("birthgate_messages_total", ["family": family ?? "unknown", "verdict": verdict])
  }

  func request(method: String, route: String, status: Int, took: Duration) {
    count(
      "birthgate_http_requests_total",
      ["method": Self.known(method), "route": route, "status": String(status)])
    let parts = took.components
    let seconds = Double(parts.seconds) + Double(parts.attoseconds) / 1e18
    state.withLock { state in
      var timing =
        state.timings[route] ?? Timing(buckets: Array(repeating: 0, count: Self.bounds.count))
      for (place, bound) in Self.bounds.enumerated() where seconds <= bound {
        timing.buckets[place] += 1
      }
      timing.sumSeconds += seconds
      timing.count += 1
      state.timings[route] = timing
    }
  }

  /// The page of `/metrics`.
  ///
  /// - Parameter families: values read at this moment.
  func page(families: [GaugeFamily] = []) -> String {
    let (counters, timings) = state.withLock { ($0.counters, $0.timings) }
    var lines: [String] = []
    for (name, help) in Self.help.sorted(by: { $0.key < $1.key }) {
      lines += ["# HELP \(name) \(help)", "# TYPE \(name) counter"]
      let series = counters.filter { $0.key.name == name }
      lines += series.map { "\(name){\($0.key.labels)} \($0.value)" }.sorted()
    }
    lines += Self.histogram(timings)
    let parts = (ContinuousClock.now - start).components
    let uptime = Double(parts.seconds) + Double(parts.attoseconds) / 1e18
    lines += [
      "# HELP birthgate_uptime_seconds Seconds since the gateway started.",
      "# TYPE birthgate_uptime_seconds gauge", "birthgate_uptime_seconds \(uptime)",
    ]
    for family in families {
      lines += ["# HELP \(family.name) \(family.help)", "# TYPE \(family.name) gauge"]
      for (value, count) in family.values.sorted(by: { $0.key < $1.key }) {
        let label = Self.escaped(value)
        lines.append("\(family.name){\(family.label)=\"\(label)\"} \(count)")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  // As the text format wants label values.
  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
      .replacing("\n", with: "\\n")
  }

  private static func histogram(_ timings: [String: Timing]) -> [String] {
    let name = "birthgate_http_request_duration_seconds"
    var lines = [
      "# HELP \(name) Time until the answer was ready, by route template.",
      "# TYPE \(name) histogram",
    ]
    for (route, timing) in timings.sorted(by: { $0.key < $1.key }) {
      let label = "route=\"\(route)\""
      for (bound, count) in zip(bounds, timing.buckets) {
        lines.append("\(name)_bucket{\(label),le=\"\(bound)\"} \(count)")
      }
      lines += [
        "\(name)_bucket{\(label),le=\"+Inf\"} \(timing.count)",
        "\(name)_sum{\(label)} \(timing.sumSeconds)", "\(name)_count{\(label)} \(timing.count)",
      ]
    }
    return lines
  }

  // A caller may send any word as its method; a label may not be any word.
  private static func known(_ method: String) -> String {
    ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"].contains(method)
      ? method : "other"
  }
}

/// Values read at this moment, one for each value of a label.
struct GaugeFamily: Sendable {
  var name: String
  var help: String
  var label: String
  var values: [String: Int]
}
