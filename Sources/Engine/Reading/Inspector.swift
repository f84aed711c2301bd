package import Casework

/// What became of a message.
package enum MessageFate: Sendable {
  case accepted(Receipt)
  case rejected(Rejection)
}

/// The read side: cases, timelines, eligibility, the fate of messages.
package struct Inspector: Sendable {
  let caseworker: Caseworker
  let evidence: Evidence
  let store: any CaseStore
  let ledger: Ledger
  /// What the insurance platform answers; nil where nobody asks it.
  let answers: AnswerBook?
  let files: CaseFiles

  package init(
    store: any CaseStore, caseworker: Caseworker, evidence: Evidence, ledger: Ledger,
    answers: AnswerBook? = nil
  ) {
    self.store = store
    self.caseworker = caseworker
    self.evidence = evidence
    self.ledger = ledger
    self.answers = answers
    files = CaseFiles(store: store, ledger: ledger)
  }

  /// The child a query names, ruled for a day; nil where there is none on that day.
  ///
  /// - Parameter asOf: nil for today.
  package func find(_ query: CaseQuery, asOf: CivilDate?) async throws(StoreError) -> CaseView? {
    try await find(query, asOf: asOf, withOutlook: false)
  }

  /// As ``find(_:asOf:)``, with what lies before the child.
  package func foresee(_ query: CaseQuery, asOf: CivilDate?) async throws(StoreError) -> CaseView? {
    try await find(query, asOf: asOf, withOutlook: true)
  }

  private func find(
    _ query: CaseQuery, asOf: CivilDate?, withOutlook: Bool
  ) async throws(StoreError) -> CaseView? {
    let day = asOf ?? ledger.world.now().day
    guard let found = try await look(for: query, asOf: day, withOutlook: withOutlook),
      let view = view(found.seat, found.dossier)
    else { return nil }
    guard asOf == nil, view.codeValue == nil, view.ruling.code.state != .none else { return view }
    // Whom a crowd of look-alikes has parted since the last decision has no code of its own yet.
    // A reader without the right to write shows it so.
    _ = try? await caseworker.review(view.caseID)
    return try await look(for: .id(view.caseID), asOf: day, withOutlook: withOutlook).flatMap {
      self.view($0.seat, $0.dossier)
    }
  }

  /// Cases that a filter lets through, in the order of their ids.
  package func list(_ filter: CaseFilter, asOf: CivilDate?) async throws(StoreError)
    -> (cases: [CaseView], next: String?)
  {
    let rows = try await store.list(filter)
    var views: [CaseView] = []
    for row in rows {
      if let view = try await find(.id(row.caseID), asOf: asOf) { views.append(view) }
    }
    return (views, rows.count == filter.limit ? rows.last?.caseID.rawValue : nil)
  }

  package func message(sender: String, id: String) async throws(StoreError) -> MessageFate? {
    if let row = try await store.message(ledger.messageKey(sender: sender, id: id)) {
      return .accepted(try await caseworker.receipt(of: row).1)
    }
    return try await evidence.find(sender: sender, id: id).map(MessageFate.rejected)
  }

  /// Everything that happened in a case, oldest first; nil where there is no such case.
  package func timeline(_ id: CaseID) async throws(StoreError) -> [TimelineEntry]? {
    let known = try await files.load([id])
    guard known[id] != nil else { return nil }
    let dossier = Dossier(homes: known.values.map(\.home))
    let seat = dossier.seat(of: id, asOf: ledger.world.now().day, book: ledger.book)
    let keys = seat.map { Set($0.formed.keys) }
    let homes = seat?.homes ?? [id]
    let sources = Set(homes + (seat?.sources ?? []))
    let rows = try await store.deliveries(of: homes)
    let told = DeliveryRollUp(rows)
    var lines: [TimelineEntry] = []
    var seen: Set<String> = []
    for file in known.values.sorted(by: { Home.isOlder($0.home, $1.home) })
    where sources.contains(file.row.id) {
      for (event, version, at) in file.events {
        if case .recorded(let recorded) = event {
          guard let message = file.message(recorded, of: keys),
            seen.insert(recorded.digest).inserted
          else { continue }
          lines.append(Self.line(recorded, message))
        } else if homes.contains(file.row.id) {
          // Cases that have only been read together are still two children.
          if case .joined(let other) = event, other < file.row.id || !homes.contains(other) {
            continue
          }
          lines += Self.lines(event, at: at, named: "\(file.row.id.rawValue)/\(version)", told)
        }
      }
    }
    lines += try orderLines(in: rows)
    return lines.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
      .map(\.element)
  }

  private static func line(_ recorded: CaseEvent.Recorded, _ message: Message) -> TimelineEntry {
    var line = TimelineEntry(at: recorded.receivedAt, kind: "message")
    line.family = recorded.family
    line.action = message.actionName
    line.sender = recorded.sender
    line.messageID = recorded.id
    line.occurredOn = message.happenedOn
    return line
  }

  private static func lines(
    _ event: CaseEvent, at: Instant, named name: String, _ told: DeliveryRollUp
  ) -> [TimelineEntry] {
    switch event {
    case .recorded: return []
    // The notice of the same commit tells of the code; it is the line people look for.
    case .codeIssued: return []
    case .joined: return [TimelineEntry(at: at, kind: "joined")]
    case .noticed(let notices):
      let groups = Mailroom.groups(notices)
      return notices.enumerated().map { index, notice in
        var line = TimelineEntry(at: notice.at, kind: notice.kind.rawValue)
        line.audience = notice.audience
        line.occasion = notice.occasion
        line.state = notice.state
        let group = groups.firstIndex { $0.contains(index) } ?? 0
        if notice.state == .queued, let outcome = told.outcome("\(name)/\(group)", index) {
          (line.state, line.note) = (outcome.state, outcome.note)
        }
        return line
      }
    }
  }

  private func view(_ seat: Dossier.Seat, _ dossier: Dossier) -> CaseView? {
    guard let id = seat.representative ?? seat.sources.first else { return nil }
    let isKnown = seat.formed.ruling.code.state != .none
    var view = CaseView(
      caseID: id, ruling: seat.formed.ruling, codeValue: isKnown ? dossier.code(of: seat) : nil,
      outlook: seat.formed.outlook)
    view.parents = seat.formed.parents
    view.contacts = seat.formed.causes.contacts
    if !seat.homes.isEmpty { view.homes = seat.homes }
    return view
  }

  func look(
    for query: CaseQuery, asOf day: CivilDate, withOutlook: Bool = false
  ) async throws(StoreError) -> (seat: Dossier.Seat, dossier: Dossier)? {
    let ids: [CaseID]
    var key: CaseKey?
    switch query {
    case .id(let id): ids = [id]
    case .birthCertificate(let number): (ids, key) = try await holders(.certificate(number))
    case .citizenID(let number): (ids, key) = try await holders(.citizenID(number))
    case .code(let value): ids = try await store.keys([ledger.code(value)]).map(\.caseID)
    }
    guard !ids.isEmpty else { return nil }
    let known = try await files.load(ids)
    let dossier = Dossier(homes: known.values.map(\.home))
    let seats = dossier.seats(asOf: day, book: ledger.book, withOutlook: withOutlook)
    let seat = seats.first { seat in
      key.map(seat.formed.keys.contains) ?? ids.contains(where: seat.homes.contains)
    }
    return seat.map { ($0, dossier) }
  }

  private func holders(_ key: CaseKey) async throws(StoreError) -> ([CaseID], CaseKey?) {
    (try await store.keys([ledger.key(key)]).map(\.caseID), key)
  }
}

extension Message {
  /// The action as the message names it.
  fileprivate var actionName: String {
    switch fact {
    case .certificate(let fact): fact.action.rawValue
    case .household(let fact): fact.action.rawValue
    case .payment(let fact): fact.action.rawValue
    case .death(let fact): fact.action.rawValue
    case .assistance(let fact): fact.action.rawValue
    case .enrolment(let fact): fact.action.rawValue
    case .residence(let fact): fact.action.rawValue
    case .guardian(let fact): fact.action.rawValue
    case .order(let fact): fact.action.rawValue
    }
  }
}
