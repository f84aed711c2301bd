/// What one message, or the passing of time, leads to: acts on stored cases, to be written whole or
/// not at all.
package struct Decision: Sendable {
  /// Something that is added to a case's history.
  package enum Act: Hashable, Sendable {
    case recorded(Home.Entry)
    case codeIssued(String)
    case noticed([Notice])
    /// From now on this case and the other are read together.
    case joined(CaseID)
  }

  /// What changes about one stored case.
  package struct Change: Sendable {
    package var id: CaseID
    package var formedAt: Instant
    package var acts: [Act]
    package var wakeAt: Instant?
    /// The case that answers for this one, itself included; nil while nothing of it has happened.
    package var survivor: CaseID?
  }

  package var changes: [Change]
  /// The children after the decision.
  package var seats: [Dossier.Seat]
  package var dossier: Dossier
  /// The case that answers for the message's child.
  package var answering: CaseID?
}

/// A message that has just come, and where it lands.
package struct Arrival: Sendable {
  package var entry: Home.Entry
  /// The case its keys lead to, or a newly minted id.
  package var landing: CaseID
  /// Cases that hold one of its keys or could be its child's.
  package var meets: [CaseID]

  package init(entry: Home.Entry, landing: CaseID, meets: [CaseID]) {
    self.entry = entry
    self.landing = landing
    self.meets = meets
  }
}

/// The one function: what to do about these cases now. No clock, no store, no chance but `mint` and
/// `issue`, which name new cases and codes.
///
/// - Parameters:
///   - dossier: all cases that could have to do with it.
///   - arrival: the message that has just come; nil where only time has passed.
///   - change: where `book` has just taken another's place, what ruled before.
///   - now: the instant of the decision.
///   - book: the packs that rule.
///   - mint: a new case's id.
///   - issue: a new code.
package func decide(
  _ dossier: Dossier, arrival: Arrival?, change: ChangeOfPacks? = nil, now: Instant,
  book: PolicyBook, mint: () -> CaseID, issue: () -> String
) -> Decision {
  var desk = Desk(dossier, change: change, now: now, book: book)
  if let arrival { desk.land(arrival) }
  desk.seat(mint: mint)
  desk.deal(with: arrival, issue: issue)
  return desk.decision(arrival)
}

/// The work of one decision, step by step.
private struct Desk {
  private let now: Instant
  private let book: PolicyBook
  private let change: ChangeOfPacks?
  /// The children as they stood before the message, or before the packs changed.
  private let before: [Dossier.Seat]
  private let known: [CaseID: Home]
  private var homes: [CaseID: Home]
  private var acts: [CaseID: [Decision.Act]] = [:]
  private var seats: [Dossier.Seat] = []
  /// What was planned for each child, under the case that answers for it.
  private var plans: [CaseID: NoticePlan] = [:]

  init(_ dossier: Dossier, change: ChangeOfPacks?, now: Instant, book: PolicyBook) {
    self.now = now
    self.book = book
    self.change = change
    known = Dictionary(dossier.homes.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    homes = known
    before = dossier.seats(asOf: now.day, book: change?.former ?? book)
  }

  private var dossier: Dossier { Dossier(homes: Array(homes.values)) }

  private mutating func act(_ act: Decision.Act, on id: CaseID) {
    var home = homes[id] ?? Home(id: id, formedAt: now)
    switch act {
    case .recorded(let entry): home.entries.append(entry)
    case .codeIssued(let code): home.codes.append(code)
    case .noticed(let notices): home.notices += notices
    case .joined(let other): home.met.append(other)
    }
    homes[id] = home
    acts[id, default: []].append(act)
  }

  private mutating func meet(_ one: CaseID, _ other: CaseID) {
    guard one != other, homes[one]?.met.contains(other) != true else { return }
    act(.joined(other), on: one)
    act(.joined(one), on: other)
  }

  mutating func land(_ arrival: Arrival) {
    act(.recorded(arrival.entry), on: arrival.landing)
    for other in arrival.meets.sorted() { meet(arrival.landing, other) }
  }

  /// Gives each child a case that answers for it. A child that a correction or an order parted from
  /// another has none: its messages are recorded once more, in a case of their own. Of whom nothing
  /// but an order about somebody else speaks gets no case.
  mutating func seat(mint: () -> CaseID) {
    seats = dossier.seats(asOf: now.day, book: book)
    let homeless = seats.filter(\.homes.isEmpty)
    guard !homeless.isEmpty else { return }
    let told = dossier.homes.flatMap(\.entries)
    for seat in homeless {
      var seen: Set<String> = []
      let entries = told.filter {
        seat.formed.isTold(by: $0.message) && seen.insert($0.message.digest).inserted
      }
      .sorted { $0.receivedAt < $1.receivedAt }
      guard !entries.isEmpty else { continue }
      let id = mint()
      for entry in entries { act(.recorded(entry), on: id) }
      for source in seat.sources { meet(id, source) }
    }
    seats = dossier.seats(asOf: now.day, book: book)
  }

  /// Issues codes and decides notices, child by child.
  mutating func deal(with arrival: Arrival?, issue: () -> String) {
    for seat in seats {
      guard let id = seat.representative else { continue }
      var issued = false
      if seat.formed.ruling.code.state != .none, dossier.code(of: seat) == nil {
        act(.codeIssued(issue()), on: id)
        issued = true
      }
      let plan = self.plan(seat, arrival: arrival, issuesCode: issued)
      plans[id] = plan
      if !plan.notices.isEmpty { act(.noticed(plan.notices), on: id) }
    }
  }

  private func plan(_ seat: Dossier.Seat, arrival: Arrival?, issuesCode: Bool) -> NoticePlan {
    NoticePlan(
      seat.formed, policy: policy(of: seat), decided: dossier.notices(of: seat),
      pendingFrom: pendingFrom(seat), trigger: trigger(seat, arrival: arrival),
      adoption: adoption(seat), issuesCode: issuesCode, now: now)
  }

  private func policy(of seat: Dossier.Seat) -> Policy? { policy(of: seat.formed, in: book) }

  private func policy(of formed: FormedCase, in book: PolicyBook) -> Policy? {
    formed.ruling.child.bornOn.flatMap { book.policy(region: formed.ruling.region, bornOn: $0) }
  }

  /// How the child of a seat stood by the packs that ruled before.
  private func adoption(_ seat: Dossier.Seat) -> NoticePlan.Adoption? {
    guard let change, let old = before.first(where: { $0.formed.keys == seat.formed.keys }) else {
      return nil
    }
    return NoticePlan.Adoption(
      before: old.formed, policy: policy(of: old.formed, in: change.former),
      occasion: change.occasion)
  }

  /// Whether the packs that rule now say something else of this child, so that lists must know.
  private func isRuledOtherwise(_ seat: Dossier.Seat?) -> Bool {
    guard let seat, change != nil else { return false }
    let old = before.first { $0.formed.keys == seat.formed.keys }
    return old?.formed.ruling != seat.formed.ruling || old?.formed.standing != seat.formed.standing
  }

  private func trigger(_ seat: Dossier.Seat, arrival: Arrival?) -> NoticePlan.Trigger? {
    guard let arrival else { return nil }
    let dissolves = isParted(seat)
    guard dissolves || seat.formed.isTold(by: arrival.entry.message) else { return nil }
    let old = formers(of: seat)
    return NoticePlan.Trigger(
      message: arrival.entry.message, before: old.first?.formed.ruling, dissolves: dissolves,
      waited: Set(old.flatMap(\.formed.ruling.tasks).map(\.kind)))
  }

  /// The children of before whose records are now this one's: first the one under the same case.
  private func formers(of seat: Dossier.Seat) -> [Dossier.Seat] {
    let old = before.filter { !Set($0.formed.keys).isDisjoint(with: seat.formed.keys) }
    guard let same = old.firstIndex(where: { $0.representative == seat.representative }) else {
      return old
    }
    return [old[same]] + old[..<same] + old[(same + 1)...]
  }

  /// Whether this child shared a seat before with a case that now answers for another child, or
  /// with records that are now another child's.
  private func isParted(_ seat: Dossier.Seat) -> Bool {
    before.contains { old in
      let records = Set(old.formed.records)
      if !records.isDisjoint(with: seat.formed.records),
        seats.contains(where: {
          $0.formed.keys != seat.formed.keys && !records.isDisjoint(with: $0.formed.records)
        })
      {
        return true
      }
      let shared = Set(old.homes).intersection(seat.homes)
      return !shared.isEmpty && !Set(old.homes).isSubset(of: seat.homes)
        || (shared.isEmpty && !Set(old.sources).isDisjoint(with: seat.sources)
          && !seat.homes.contains { known[$0] != nil }
          && !Set(old.formed.keys).isDisjoint(with: seat.formed.keys))
    }
  }

  /// From which day on dated notices may be overdue: that of the wake-up that is pending, today
  /// where the birth day has just become known, or the day of a death that has just proved wrong,
  /// since which none were decided.
  private func pendingFrom(_ seat: Dossier.Seat) -> CivilDate? {
    let entries = seat.sources.flatMap { homes[$0]?.entries ?? [] }
      .filter { seat.formed.isTold(by: $0.message) }
    let known = entries.filter { $0.message.tellsBirthDay }.map(\.receivedAt.day).min()
    let pending = seat.homes.compactMap { homes[$0]?.wakeAt }.min().map(\.day)
    if known == now.day { return [now.day, pending].compactMap { $0 }.min() }
    if seat.formed.ruling.child.diedOn == nil, let known,
      let died = formers(of: seat).first?.formed.ruling.child.diedOn
    {
      return [max(died, known), pending].compactMap { $0 }.min()
    }
    return pending
  }

  func decision(_ arrival: Arrival?) -> Decision {
    var changes: [Decision.Change] = []
    var seated: [CaseID: Dossier.Seat] = [:]
    for seat in seats { for id in seat.homes { seated[id] = seat } }
    for home in dossier.homes {
      let seat = seated[home.id]
      let change = Decision.Change(
        id: home.id, formedAt: home.formedAt,
        acts: acts[home.id] ?? [], wakeAt: wake(home, seat), survivor: seat?.representative)
      let old = known[home.id]
      if !change.acts.isEmpty || old?.wakeAt != change.wakeAt || seat?.homes.count != 1
        || arrival != nil || isRuledOtherwise(seat)
      {
        changes.append(change)
      }
    }
    let answering = arrival.flatMap { arrival in
      seats.first { $0.formed.isTold(by: arrival.entry.message) }?.representative
        ?? arrival.landing
    }
    return Decision(changes: changes, seats: seats, dossier: dossier, answering: answering)
  }

  /// When this case must be looked at again: the earlier of its next review and its next notice,
  /// and the day of a message that speaks of one to come.
  private func wake(_ home: Home, _ seat: Dossier.Seat?) -> Instant? {
    var days = home.entries.map(\.message.happenedOn).filter { $0 > now.day }
    if let seat, seat.representative == home.id {
      days += [seat.formed.ruling.nextReview].compactMap { $0 }
      days += [plans[home.id]?.nextDay].compactMap { $0 }
    }
    return days.min()?.start
  }
}

extension FormedCase {
  /// The certificate numbers and citizen IDs of the child: tickets go where their payment says.
  fileprivate var records: [CaseKey] {
    keys.filter { if case .ticket = $0 { false } else { true } }
  }
}

extension Message {
  /// Whether this message lets the child's birth day be known.
  fileprivate var tellsBirthDay: Bool {
    switch fact {
    case .certificate(let fact): fact.bornAt != nil
    case .household: true
    case .payment(let fact): fact.insured?.idType == "citizenId"
    case .death, .assistance, .enrolment, .residence, .guardian, .order:
      keys.contains { if case .citizenID = $0 { true } else { false } }
    }
  }
}
