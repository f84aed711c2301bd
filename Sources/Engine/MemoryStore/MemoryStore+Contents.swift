import Casework

/// The name of a record.
struct RecordName: Hashable {
  var kind: String
  var id: String
}

/// What a ``MemoryStore`` holds, and the verbs that change it.
struct MemoryContents: Sendable {
  var cases: [CaseID: CaseRow] = [:]
  var events: [CaseID: [Int: EventRow]] = [:]
  var keys: [KeyDigest: [Int: CaseID]] = [:]
  var messages: [KeyDigest: MessageRow] = [:]
  /// Their keys in the order of their insertion.
  var messageOrder: [KeyDigest] = []
  /// In the order of their insertion, which is the order within (case, lane).
  var deliveries: [DeliveryRow] = []
  var deliveryIDs: Set<String> = []
  var summaries: [CaseID: SummaryRow] = [:]
  var records: [RecordName: RecordRow] = [:]
  /// In the order of their insertion.
  var journal: [JournalRow] = []

  func events(of id: CaseID) -> [EventRow] {
    (events[id] ?? [:]).values.sorted { $0.version < $1.version }
  }

  /// The newest entry of each chain, the chain written last coming last.
  func heads() -> [JournalRow] {
    var seen: Set<String> = []
    return journal.reversed().filter { seen.insert($0.chain).inserted }.reversed()
  }

  func sent(_ query: SentQuery) -> [SentMessage] {
    var found: [(mark: SentQuery.Mark, message: SentMessage)] = []
    for var row in messages.values where row.sender == query.sender {
      guard let sentAt = row.sentAt, sentAt >= query.from, sentAt < query.to,
        let dataKey = cases[row.caseID]?.dataKey
      else { continue }
      let mark = SentQuery.Mark(sentAt: sentAt, key: row.key)
      guard query.after.map({ $0.precedes(mark) }) ?? true else { continue }
      row.place = nil
      found.append((mark, SentMessage(row: row, dataKey: dataKey)))
    }
    return found.sorted { $0.mark.precedes($1.mark) }.prefix(query.limit).map(\.message)
  }

  /// Nil, with nothing changed, where the entry's place in the journal is taken.
  mutating func commit(_ groups: [ChangeGroup], closing: ([[UInt8]]) -> JournalRow?)
    -> [GroupOutcome]?
  {
    var undone = Undo()
    var leaves: [[UInt8]] = []
    var starts: [Int?] = []
    for group in groups {
      guard accepts(group) else {
        starts.append(nil)
        continue
      }
      undone.note(group, in: self)
      write(group)
      starts.append(leaves.count)
      leaves += group.leaves
    }
    let entry = leaves.isEmpty ? nil : closing(leaves)
    if let entry {
      let isTaken = journal.contains { $0.chain == entry.chain && $0.height == entry.height }
      guard !isTaken else {
        undone.restore(&self)
        return nil
      }
      journal.append(entry)
    }
    return zip(groups, starts).map { group, start in
      guard let start else { return .conflict }
      guard let entry, !group.leaves.isEmpty else { return .committed(nil) }
      let place = JournalPlace(chain: entry.chain, height: entry.height, index: start)
      if let key = group.message?.key { messages[key]?.place = place }
      return .committed(place)
    }
  }

  /// Whether nothing that the group believes or claims is otherwise already.
  private func accepts(_ group: ChangeGroup) -> Bool {
    group.guards.allSatisfy { (cases[$0.caseID]?.version ?? 0) == $0.version }
      && group.message.map { messages[$0.key] == nil } ?? true
      && group.cases.allSatisfy { (cases[$0.id]?.version ?? 0) <= $0.version }
      && group.records.allSatisfy { record in
        (records[RecordName(kind: record.kind, id: record.id)]?.version ?? 0) == record.version
      }
      && areNew(group.events.map { Pair(first: $0.caseID, second: $0.version) }) {
        events[$0.first]?[$0.second] == nil
      }
      && areNew(group.keys.map { Pair(first: $0.digest, second: $0.ordinal) }) {
        keys[$0.first]?[$0.second] == nil
      }
      && areNew(group.deliveries.map(\.id)) { !deliveryIDs.contains($0) }
  }

  /// Whether no name is stored already or named twice.
  private func areNew<Name: Hashable>(_ names: [Name], isFree: (Name) -> Bool) -> Bool {
    Set(names).count == names.count && names.allSatisfy(isFree)
  }

  private struct Pair<First: Hashable, Second: Hashable>: Hashable {
    var first: First
    var second: Second
  }

  private mutating func write(_ group: ChangeGroup) {
    if var message = group.message {
      message.place = nil
      messages[message.key] = message
      messageOrder.append(message.key)
    }
    for event in group.events { events[event.caseID, default: [:]][event.version] = event }
    for row in group.cases {
      let formedAt = cases[row.id]?.formedAt ?? row.formedAt
      cases[row.id] = row
      cases[row.id]?.formedAt = formedAt
    }
    for key in group.keys { keys[key.digest, default: [:]][key.ordinal] = key.caseID }
    for delivery in group.deliveries {
      deliveries.append(delivery)
      deliveryIDs.insert(delivery.id)
    }
    for summary in group.summaries { summaries[summary.caseID] = summary }
    for var record in group.records {
      record.version += 1
      records[RecordName(kind: record.kind, id: record.id)] = record
    }
  }

  mutating func claim(_ limit: Int, due now: Int64, until lease: Int64) -> [DeliveryRow] {
    var open: Set<Queue> = []
    var ready: [(due: Int64, index: Int)] = []
    for (index, delivery) in deliveries.enumerated() {
      guard let due = delivery.dueAt else { continue }
      // The first unfinished delivery of a (case, lane) holds back the ones behind it.
      let isFirst = open.insert(Queue(caseID: delivery.caseID, lane: delivery.lane)).inserted
      if isFirst, due <= now { ready.append((due, index)) }
    }
    var lanes: Set<String> = []
    return ready.sorted { ($0.due, $0.index) < ($1.due, $1.index) }
      .filter { lanes.insert(deliveries[$0.index].lane).inserted }
      .prefix(limit)
      .map { _, index in
        deliveries[index].dueAt = lease
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
      let place = deliveries.firstIndex { $0.id == row.id && $0.attempt == row.attempt }
      guard let place else { continue }
      deliveries[place].dueAt = row.dueAt
      deliveries[place].state = row.state
      deliveries[place].note = row.note
    }
  }
}

extension SentQuery.Mark {
  fileprivate func precedes(_ other: Self) -> Bool {
    sentAt != other.sentAt
      ? sentAt < other.sentAt : key.lexicographicallyPrecedes(other.key)
  }
}
