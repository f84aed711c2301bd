package import Casework

/// Events of a case on their way to and from the store: coded, compressed, sealed.
package struct EventBody: Sendable {
  private let sealing: Sealing

  package init(sealing: Sealing) {
    self.sealing = sealing
  }

  /// The row that keeps an event.
  package func row(
    _ event: CaseEvent, of id: CaseID, version: Int, at: Instant, under key: DataKey
  ) -> EventRow {
    let body = sealing.seal(
      CaseEventCoding.encode(event), under: key, context: .event(id, version: version))
    return EventRow(caseID: id, version: version, at: at.milliseconds, body: body)
  }

  /// The event that a row keeps.
  package func event(_ row: EventRow, under key: DataKey) throws(StoreError) -> CaseEvent {
    try CaseEventCoding.decode(
      sealing.open(row.body, under: key, context: .event(row.caseID, version: row.version)))
  }

  /// A case's data key and its events, oldest first.
  ///
  /// - Throws: ``StoreError/corrupt(_:)`` also where a version is missing.
  package func events(_ history: History) throws(StoreError) -> (key: DataKey, events: [CaseEvent])
  {
    let key = try sealing.dataKey(history.row.dataKey)
    var events: [CaseEvent] = []
    events.reserveCapacity(history.events.count)
    for row in history.events {
      guard row.caseID == history.row.id, row.version == events.count + 1 else {
        throw .corrupt("case \(history.row.id.rawValue) has no event \(events.count + 1)")
      }
      events.append(try event(row, under: key))
    }
    guard events.count == history.row.version else {
      throw .corrupt("case \(history.row.id.rawValue) ends at event \(events.count)")
    }
    return (key, events)
  }
}
