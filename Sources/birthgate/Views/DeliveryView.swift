import Casework
import Engine
import Wire

/// What waits in a lane, and how its receiver is doing as far as this process has seen.
struct LaneView: Sendable {
  var count: LaneCount
  /// Nil where nothing has been sent to it since the start, or no gateway runs here.
  var report: LaneReport?
  var now: Instant

  /// What kind of receiver it is: one of a few words, for metrics.
  var kind: String { LaneKind(lane: count.lane).rawValue }

  var json: JSONValue {
    var view = JSONValue.record([
      "lane": .string(count.lane), "kind": .string(kind), "waiting": .int(count.waiting),
      "failed": .int(count.failed),
      "earliestDue": count.earliestDue.map { .instant(Instant(milliseconds: $0)) } ?? .null,
      "overdueSeconds": .int(overdueSeconds),
      "breaker": .string((report?.breaker ?? .closed).rawValue),
    ])
    if let report {
      view = view.with("underWay", .int(report.underWay))
        .with("failuresInARow", .int(report.failures))
        .with("lastNote", .text(report.note))
        .with(
          "triedNext", report.probeAt.map { .instant(Instant(milliseconds: $0)) } ?? .null)
    }
    return view
  }

  private var overdueSeconds: Int {
    Int(max(0, now.milliseconds - (count.earliestDue ?? now.milliseconds)) / 1000)
  }
}

/// The few kinds of lanes there are.
enum LaneKind: String, CaseIterable {
  case sub, office, sms, email, wechat, push, insurance, file, request, other

  init(lane: String) {
    if lane.hasPrefix("sub_") {
      self = .sub
    } else {
      let name = lane.prefix { $0 != ":" }
      self = LaneKind(rawValue: String(name)) ?? .other
    }
  }
}

extension Office {
  /// Every lane in which something waits or has failed, or of which the courier knows something.
  func lanes() async throws(StoreError) -> [LaneView] {
    let reports = courier.reports
    let counts = try await store.lanes()
    let named = Set(counts.map(\.lane))
    let others = reports.filter { !named.contains($0.key) && $0.value.breaker != .closed }
      .map { LaneCount(lane: $0.key) }
    return (counts + others).sorted { $0.lane < $1.lane }
      .map { LaneView(count: $0, report: reports[$0.lane], now: world.now()) }
  }

  /// What waits, what has failed and which lanes are open, by kind of lane. Where the store is away
  /// there is nothing to tell.
  func laneGauges() async -> [GaugeFamily] {
    let lanes = (try? await lanes()) ?? []
    func family(_ name: String, _ help: String, _ value: (LaneView) -> Int) -> GaugeFamily {
      var values: [String: Int] = [:]
      for lane in lanes { values[lane.kind, default: 0] += value(lane) }
      return GaugeFamily(name: name, help: help, label: "lane", values: values)
    }
    return [
      family("birthgate_deliveries_waiting", "Deliveries queued or sent, by kind of lane.") {
        $0.count.waiting
      },
      family("birthgate_dead_letters", "Deliveries that failed for good, by kind of lane.") {
        $0.count.failed
      },
      family("birthgate_lanes_open", "Lanes whose receiver is taken to be away, by kind.") {
        $0.report.map { $0.breaker != .closed } ?? false ? 1 : 0
      },
    ]
  }
}

extension DeadLetter {
  var json: JSONValue {
    .record([
      "id": .string(id), "caseId": .string(caseID.rawValue), "lane": .string(lane),
      "channel": .text(channel), "kind": .text(kind), "at": at.map { .instant($0) } ?? .null,
      "attempts": .int(attempts), "note": .text(note),
      "noteText": note.map { .plain(NoteWords.plain($0)) } ?? .null,
    ])
  }
}
