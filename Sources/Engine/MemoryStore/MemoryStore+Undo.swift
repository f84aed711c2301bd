import Casework

extension MemoryContents {
  /// What stood where a commit writes, so that it can be taken back without copying everything.
  struct Undo {
    private var groups: [ChangeGroup] = []
    private var deliveryCount: Int?
    private var cases: [(CaseID, CaseRow?)] = []
    private var summaries: [(CaseID, SummaryRow?)] = []
    private var records: [(RecordName, RecordRow?)] = []

    mutating func note(_ group: ChangeGroup, in contents: MemoryContents) {
      groups.append(group)
      deliveryCount = deliveryCount ?? contents.deliveries.count
      cases += group.cases.map { ($0.id, contents.cases[$0.id]) }
      summaries += group.summaries.map { ($0.caseID, contents.summaries[$0.caseID]) }
      records += group.records.map { row in
        let name = RecordName(kind: row.kind, id: row.id)
        return (name, contents.records[name])
      }
    }

    func restore(_ contents: inout MemoryContents) {
      for group in groups {
        if let key = group.message?.key {
          contents.messages[key] = nil
          contents.messageOrder.removeAll { $0 == key }
        }
        for event in group.events { contents.events[event.caseID]?[event.version] = nil }
        for key in group.keys { contents.keys[key.digest]?[key.ordinal] = nil }
        for delivery in group.deliveries { contents.deliveryPlaces[delivery.id] = nil }
      }
      let excess = contents.deliveries.count - (deliveryCount ?? contents.deliveries.count)
      contents.deliveries.removeLast(excess)
      // Backwards, so that what stood before the first of several changes stands again.
      for (id, row) in cases.reversed() { contents.cases[id] = row }
      for (id, row) in summaries.reversed() { contents.summaries[id] = row }
      for (name, row) in records.reversed() { contents.records[name] = row }
    }
  }
}
