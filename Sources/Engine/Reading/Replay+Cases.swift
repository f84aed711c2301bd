package import Casework

extension Replay {
  /// What deciding a case anew would add to it.
  package enum Act: Hashable, Sendable {
    case codeIssued
    case notice(Notice.Kind, Notice.Audience, occasion: String)
    /// It would be read together with another case, or a case be made for a child that has none.
    case joined
    case recorded
  }

  /// A case that would stand otherwise if it were decided anew.
  package struct CaseChange: Sendable {
    package var caseID: CaseID
    package var acts: [Act] = []
    /// When it is looked at next, where that would be another instant.
    package var wake: (before: Instant?, now: Instant?)?
    /// What lists and statistics know of it, member by member, where that is not what it would be.
    package var listed: [(member: String, before: String, now: String)] = []
    /// By the other packs, where some were named; the child as the packs of now see it and as the
    /// others do.
    package var rulings: (before: Ruling, now: Ruling)?
  }

  /// Decides the cases that follow one anew, those to which a message of the time came.
  package func cases(after last: CaseID?, received: ClosedRange<Int64>)
    async throws(StoreError) -> Page<CaseChange, CaseID>
  {
    let rows = try await store.list(
      CaseFilter(
        day: ledger.world.now().day.daysSinceEpoch, after: last, limit: Self.pageSize))
    var page = Page<CaseChange, CaseID>()
    page.next = rows.count == Self.pageSize ? rows.last?.caseID : nil
    for row in rows {
      let known = try await CaseFiles(store: store, ledger: ledger).load([row.caseID])
      guard let file = known[row.caseID],
        file.home.entries.contains(where: { received.contains($0.receivedAt.milliseconds) })
      else { continue }
      page.count += 1
      if let change = change(row, known) { page.changes.append(change) }
    }
    return page
  }

  /// One case and all it has met.
  package func cases(of id: CaseID) async throws(StoreError) -> Page<CaseChange, CaseID> {
    let known = try await CaseFiles(store: store, ledger: ledger).load([id])
    var page = Page<CaseChange, CaseID>()
    for id in known.keys.sorted() {
      page.count += 1
      guard let row = try await summary(of: id) else { continue }
      if let change = change(row, known) { page.changes.append(change) }
    }
    return page
  }

  /// The summary as it is stored. Lists go on after a case, and ids have one length: so the list
  /// after the id that is its last character short begins with it, or with some that only begin so.
  private func summary(of id: CaseID) async throws(StoreError) -> SummaryRow? {
    let day = ledger.world.now().day.daysSinceEpoch
    let before = CaseID(rawValue: String(id.rawValue.dropLast()))
    return try await store.list(CaseFilter(day: day, after: before, limit: 16))
      .first { $0.caseID == id }
  }

  private func change(_ row: SummaryRow, _ known: [CaseID: CaseFile]) -> CaseChange? {
    let now = ledger.world.now()
    let book = other?.book ?? ledger.book
    let decision = decide(
      Dossier(homes: known.values.map(\.home)), arrival: nil,
      change: other.map { ChangeOfPacks(former: ledger.book, occasion: $0.occasion) }, now: now,
      book: book, mint: ledger.mintCase, issue: ledger.issueCode)
    var change = CaseChange(caseID: row.caseID)
    var own = decision.changes.filter { $0.id == row.caseID }
    if row.caseID == known.keys.min() {
      own += decision.changes.filter { known[$0.id] == nil }
    }
    change.acts = own.flatMap(\.acts).flatMap(Self.acts)
    if let decided = own.first(where: { $0.id == row.caseID }),
      let home = known[row.caseID]?.home, home.wakeAt != decided.wakeAt
    {
      change.wake = (home.wakeAt, decided.wakeAt)
    }
    let seat = decision.seats.first { $0.homes.contains(row.caseID) }
    change.listed = listed(row, seat, decision)
    if let seat, other != nil, seat.representative == row.caseID {
      let before = Dossier(homes: known.values.map(\.home))
        .seats(asOf: now.day, book: ledger.book).first { $0.formed.keys == seat.formed.keys }
      if let before, before.formed.ruling != seat.formed.ruling {
        change.rulings = (before.formed.ruling, seat.formed.ruling)
      }
    }
    let isNone =
      change.acts.isEmpty && change.wake == nil && change.listed.isEmpty && change.rulings == nil
    return isNone ? nil : change
  }

  private static func acts(_ act: Decision.Act) -> [Act] {
    switch act {
    case .codeIssued: [.codeIssued]
    case .joined: [.joined]
    case .recorded: [.recorded]
    case .noticed(let notices):
      notices.map { .notice($0.kind, $0.audience, occasion: $0.occasion) }
    }
  }

  /// In what the stored summary is not the one that would be written.
  private func listed(_ row: SummaryRow, _ seat: Dossier.Seat?, _ decision: Decision)
    -> [(member: String, before: String, now: String)]
  {
    guard let seat else { return [] }
    let book = other?.book ?? ledger.book
    var now = seat.formed.summary(row.caseID)
    now.survivor = seat.representative == row.caseID ? nil : seat.representative
    let resolved = decision.dossier.resolvedTasks(
      decision.seats, asOf: ledger.world.now().day, book: book)
    now.resolvedTasks = TaskKinds((resolved[row.caseID] ?? []).map(\.task.kind))
    let before = Mirror(reflecting: row).children
    let after = Mirror(reflecting: now).children
    return zip(before, after).compactMap { old, new in
      let (one, two) = (Self.said(old.value), Self.said(new.value))
      guard let name = old.label, one != two else { return nil }
      return (name, one, two)
    }
  }

  /// A member of a summary as text: dates, flags and ids, never names.
  private static func said(_ value: Any) -> String {
    switch value {
    case let kinds as TaskKinds:
      Ruling.Task.Kind.allCases.filter { kinds.contains(TaskKinds($0)) }.map(\.rawValue)
        .joined(separator: " ")
    case let id as CaseID: id.rawValue
    case let id as CaseID?: id?.rawValue ?? ""
    case let number as Int?: number.map { "\($0)" } ?? ""
    default: "\(value)"
    }
  }
}
