import Casework

/// Turns a decision into rows: events sealed, notices addressed, summaries brought up to date.
struct ChangeWriter {
  let ledger: Ledger
  let mailroom: Mailroom
  let known: [CaseID: CaseFile]
  let subscriptions: [Subscription]
  /// The message that came, as it is recorded.
  var arrived: CaseEvent.Recorded?
  private var minted: [CaseID: DataKey] = [:]

  init(
    ledger: Ledger, mailroom: Mailroom, known: [CaseID: CaseFile], subscriptions: [Subscription]
  ) {
    self.ledger = ledger
    self.mailroom = mailroom
    self.known = known
    self.subscriptions = subscriptions
  }

  /// The key of a case, made where the case is new.
  mutating func dataKey(_ id: CaseID) -> DataKey {
    if let key = known[id]?.dataKey ?? minted[id] { return key }
    let key = ledger.sealing.makeDataKey()
    minted[id] = key
    return key
  }

  mutating func group(_ decision: Decision) throws(StoreError) -> ChangeGroup {
    var group = ChangeGroup()
    group.guards = known.values.map { ($0.row.id, $0.row.version) }
      .sorted { $0.caseID < $1.caseID }
    for change in decision.changes { try write(change, decision, to: &group) }
    group.summaries = summaries(decision)
    return group
  }

  private mutating func write(
    _ change: Decision.Change, _ decision: Decision, to group: inout ChangeGroup
  ) throws(StoreError) {
    let old = known[change.id]?.row
    let wakeAt = change.wakeAt?.milliseconds
    guard !change.acts.isEmpty || old?.wakeAt != wakeAt else { return }
    let key = dataKey(change.id)
    var version = old?.version ?? 0
    for act in change.acts {
      version += 1
      let event = try event(act, of: change.id, version: version, decision, to: &group)
      let row = ledger.events.row(
        event, of: change.id, version: version, at: ledger.world.now(), under: key)
      group.events.append(row)
      group.leaves.append(ledger.journal.eventLeaf(row))
    }
    group.cases.append(
      CaseRow(
        id: change.id, version: version, formedAt: change.formedAt.milliseconds, wakeAt: wakeAt,
        dataKey: old?.dataKey ?? key.wrapped))
  }

  private func event(
    _ act: Decision.Act, of id: CaseID, version: Int, _ decision: Decision,
    to group: inout ChangeGroup
  ) throws(StoreError) -> CaseEvent {
    switch act {
    case .recorded(let entry):
      let recorded =
        arrived?.digest == entry.message.digest
        ? arrived : known.values.lazy.compactMap { $0.recorded[entry.message.digest] }.first
      guard let recorded else { throw .corrupt("a message to record is nowhere") }
      return .recorded(recorded)
    case .codeIssued(let value):
      group.keys.append(KeyRow(digest: ledger.code(value), ordinal: 0, caseID: id))
      return .codeIssued(value: value)
    case .joined(let other): return .joined(with: other)
    case .noticed(let notices):
      guard let seat = decision.seats.first(where: { $0.representative == id }) else {
        return .noticed(notices)
      }
      let addressed = mailroom.address(
        notices, of: id, seat.formed, version: version, to: subscriptions)
      group.deliveries += addressed.deliveries
      return .noticed(addressed.notices)
    }
  }

  /// One row for each case the decision touches: dates and flags of its child, or whom it led to.
  private func summaries(_ decision: Decision) -> [SummaryRow] {
    var rows: [SummaryRow] = []
    let resolved = decision.dossier.resolvedTasks(
      decision.seats, asOf: ledger.world.now().day, book: ledger.book)
    for change in decision.changes {
      guard let survivor = change.survivor,
        let seat = decision.seats.first(where: { $0.representative == survivor })
      else {
        rows.append(SummaryRow(caseID: change.id, division: ""))
        continue
      }
      var row = seat.formed.summary(change.id)
      if survivor != change.id { row.survivor = survivor }
      row.resolvedTasks = TaskKinds((resolved[change.id] ?? []).map(\.task.kind))
      rows.append(row)
    }
    return rows
  }
}

extension FormedCase {
  /// What lists and statistics need of this child.
  func summary(_ id: CaseID) -> SummaryRow {
    var row = SummaryRow(caseID: id, division: ruling.region ?? "")
    let year = ruling.child.bornOn?.year
    let birthYear = ruling.coverage.first { $0.premiumYear == year }
    row.bornOn = ruling.child.bornOn?.daysSinceEpoch
    row.windowEnd = ruling.window?.to.daysSinceEpoch
    row.countingPayment = standing.paidOn?.daysSinceEpoch
    row.coverFrom = (birthYear ?? ruling.coverage.first)?.from.daysSinceEpoch
    row.coverTo = ruling.coverage.map(\.to).max()?.daysSinceEpoch
    row.boundSince = standing.boundSince?.daysSinceEpoch
    row.settlesUntil = standing.settlesUntil?.daysSinceEpoch
    row.lateUntil = standing.lateUntil?.daysSinceEpoch
    // What has no code or a retired one cannot be held.
    if ruling.code.state != .none, ruling.code.state != .retired {
      row.heldSince = standing.heldSince?.daysSinceEpoch
    }
    row.diedOn = ruling.child.diedOn?.daysSinceEpoch
    row.hasCertificate = causes.certificate != nil
    row.conflict = ruling.identity == .conflict
    row.openTasks = TaskKinds(ruling.tasks.map(\.kind))
    return row
  }
}
