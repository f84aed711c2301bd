import Casework

/// How far the deliveries of one notice have come, rolled up into the one state that is shown.
struct DeliveryRollUp {
  /// One notice's outcome, and why, where it did not simply arrive.
  struct Outcome: Hashable {
    var state: Notice.State
    var note: String?
  }

  /// Rows to people and offices, by group and notice.
  private var own: [String: [DeliveryRow]] = [:]
  /// Events to subscribers and the folder for trying out, by group: they count where a notice has
  /// no rows of its own.
  private var common: [String: [DeliveryRow]] = [:]

  /// Ids are `case/version/group.` and then a number for a subscriber, or a letter and the number
  /// of the notice: `c` contacts, `o` offices, `f` the folder.
  init(_ rows: [DeliveryRow]) {
    for row in rows {
      guard let dot = row.id.firstIndex(of: ".") else { continue }
      let group = String(row.id[..<dot])
      let rest = row.id[dot...].dropFirst()
      if rest.first == "c" || rest.first == "o" {
        own[group + rest.dropFirst().prefix { $0 != "." }.withHash, default: []].append(row)
      } else if rest.first == "f" {
        common[group + rest.dropFirst().withHash, default: []].append(row)
      } else {
        common[group, default: []].append(row)
      }
    }
  }

  /// Nil where nothing was made for the notice.
  func outcome(_ group: String, _ notice: Int) -> Outcome? {
    let name = "\(group)#\(notice)"
    let rows = own[name] ?? (common[group] ?? []) + (common[name] ?? [])
    // One that got through is enough; one that is still to come keeps the notice open.
    for state in [DeliveryRow.State.delivered, .sent, .queued, .failed, .cancelled] {
      guard let row = rows.first(where: { $0.state == state }) else { continue }
      return Outcome(state: state.notice, note: state == .delivered ? nil : row.note)
    }
    return nil
  }
}

extension Substring {
  fileprivate var withHash: String { "#" + self }
}

extension DeliveryRow.State {
  fileprivate var notice: Notice.State {
    switch self {
    case .queued, .sent: .queued
    case .delivered: .delivered
    case .failed: .failed
    case .cancelled: .cancelled
    }
  }
}
