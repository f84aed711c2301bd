package import Casework
import Wire

/// Which manifests a list shows.
package struct ManifestFilter: Sendable {
  package enum State: String, CaseIterable, Sendable { case open, closed }

  package var sender: String?
  package var state: State?
  package var after: String?
  package var limit: Int

  package init(
    sender: String? = nil, state: State? = nil, after: String? = nil, limit: Int = 20
  ) {
    self.sender = sender
    self.state = state
    self.after = after
    self.limit = limit
  }
}

extension ManifestBook {
  /// So many records are looked at for one page, however few of them a filter lets through.
  private static let lookedAtMaximum = 1_000

  /// Manifests as they stand now, by sender and then by the beginning of their time.
  package func list(_ filter: ManifestFilter) async throws(StoreError)
    -> (manifests: [ManifestView], next: String?)
  {
    let prefix = filter.sender.map { ListName.prefix($0, in: ledger) } ?? ""
    let records = filter.state == .open ? gaps : manifests
    var (found, after, looked) = ([ManifestView](), filter.after, 0)
    while looked < Self.lookedAtMaximum {
      let page = try await records.page(prefix, after: after, limit: 50)
      for entry in page {
        after = entry.id
        looked += 1
        guard let view = try await find(entry.id) else { continue }
        if filter.state.map({ ($0 == .open) == view.isOpen }) ?? true { found.append(view) }
        if found.count == filter.limit { return (found, after) }
      }
      if page.count < 50 { return (found, nil) }
    }
    return (found, after)
  }

  /// One manifest as it stands now.
  package func find(_ id: String) async throws(StoreError) -> ManifestView? {
    guard let entry = try await manifests.find(id) else { return nil }
    var view = try ManifestView(id: id, json: entry.body)
    view.remaining = try await notArrived(view.remaining, of: view.sender)
    view.refused = try await refused(view.remaining, of: view.sender)
    return view
  }

  /// Daily manifests that have not come, by sender and day.
  package func overdue(of sender: String?) async throws(StoreError) -> [OverdueManifest] {
    let prefix = sender.map { ListName.prefix($0, in: ledger) } ?? ""
    return try await overdue.all(prefix).compactMap { OverdueManifest(json: $0.body) }
  }

  /// How many messages of each sender are missing, as of the last look.
  package func openGaps() async throws(StoreError) -> [String: Int] {
    var counts: [String: Int] = [:]
    for gap in try await gaps.all() {
      guard let sender = gap.body["sender"]?.string else { continue }
      counts[sender, default: 0] += gap.body["missing"]?.int ?? 0
    }
    return counts
  }
}
