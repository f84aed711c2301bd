import Casework

/// How one lane is doing, for those who look after it.
package struct LaneReport: Hashable, Sendable {
  package var breaker: Breaker.State
  /// In a row.
  package var failures: Int
  /// Milliseconds; of an open lane, when it is tried next.
  package var probeAt: Int64?
  package var underWay: Int
  /// Why the last sending that did not arrive did not.
  package var note: String?
}

/// All lanes of which something is known: what is under way in each, and whether its receiver
/// answers. Pure: the courier keeps it under a lock.
struct LaneBook: Sendable {
  private struct Lane: Sendable {
    var breaker = Breaker()
    var window = LaneWindow()
    var underWay = 0
    /// The delivery that is the probe.
    var probe: String?
    var note: String?

    var isPlain: Bool {
      underWay == 0 && breaker.failures == 0 && note == nil && probe == nil
    }
  }

  /// Of all lanes together.
  static let underWayMaximum = 1_024
  /// One claim's; the fewer commits the better, but it and the settling take turns.
  static let claimMaximum = 512
  /// What is remembered of lanes that are well may be forgotten.
  private static let lanesMaximum = 10_000

  private var lanes: [String: Lane] = [:]
  private(set) var underWay = 0

  /// What to claim next, and the lanes of which it is a probe.
  mutating func claim(at now: Int64, until lease: Int64) -> (claim: Claim, probing: Set<String>) {
    var claim = Claim(
      limit: min(Self.claimMaximum, Self.underWayMaximum - underWay),
      perLane: LaneWindow.first, due: now, until: lease)
    var probing: Set<String> = []
    for name in lanes.keys {
      guard let lane = lanes[name] else { continue }
      if lane.breaker.mayProbe(at: now) {
        claim.rooms[name] = 1
        probing.insert(name)
      } else if lane.breaker.state != .closed {
        // What may pass a held lane is what failed when it was opened: a window's worth.
        claim.held.insert(name)
        claim.rooms[name] = LaneWindow.largest - lane.underWay
      } else {
        claim.rooms[name] = lane.window.size - lane.underWay
      }
    }
    return (claim, probing)
  }

  /// Notes what was claimed as under way.
  mutating func began(_ rows: [DeliveryRow], probing: Set<String>) {
    for row in rows {
      if probing.contains(row.lane), lanes[row.lane]?.breaker.state == .open {
        lanes[row.lane]?.breaker.beginProbe()
        lanes[row.lane]?.probe = row.id
      }
      lanes[row.lane, default: Lane()].underWay += 1
    }
    underWay += rows.count
  }

  /// Notes how a sending ended.
  mutating func ended(
    _ row: DeliveryRow, _ end: Ending, afterMilliseconds time: Double, at now: Int64
  ) {
    guard var lane = lanes[row.lane] else { return }
    let isProbe = lane.probe == row.id
    if isProbe { lane.probe = nil }
    switch end {
    case .answered:
      let wasOpen = lane.breaker.state != .closed
      lane.breaker.succeeded()
      if wasOpen { lane.window = LaneWindow() }
      lane.window.answered(afterMilliseconds: time)
      lane.note = nil
    case .away(let note, let pause):
      lane.breaker.failed(isProbe: isProbe, pause: pause, at: now)
      lane.window.failed()
      lane.note = note
    case .notTried:
      if isProbe { lane.breaker.abandonProbe() }
    }
    lanes[row.lane] = lane
  }

  /// What a sending's end says of its lane.
  enum Ending {
    case answered
    case away(note: String, pause: Int?)
    /// Nobody was asked.
    case notTried
  }

  /// Gives back the places of deliveries that were settled.
  mutating func left(_ rows: [DeliveryRow]) {
    for row in rows { lanes[row.lane]?.underWay -= 1 }
    underWay -= rows.count
    if lanes.count > Self.lanesMaximum { lanes = lanes.filter { !$0.value.isPlain } }
  }

  var reports: [String: LaneReport] {
    lanes.mapValues { lane in
      LaneReport(
        breaker: lane.breaker.state, failures: lane.breaker.failures,
        probeAt: lane.breaker.state == .open ? lane.breaker.probeAt : nil,
        underWay: lane.underWay, note: lane.note)
    }
  }
}
