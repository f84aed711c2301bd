/// A child's household record on a day: the history of police messages, applied in order.
struct Household {
  /// One citizen ID of the child and how it stands.
  private struct Record {
    var citizenID: String
    /// Numbers it had before a correction; the police may still cancel under one of them.
    var former: Set<String> = []
    var since: CivilDate
    var cancelled: Bool

    func isNamed(_ number: String) -> Bool { citizenID == number || former.contains(number) }
  }

  private var records: [Record] = []
  private(set) var name: String?
  /// The name as first registered or corrected; a later rename does not change who was registered.
  private(set) var registeredName: String?
  private(set) var sex: String?
  private(set) var bornOn: CivilDate?
  private(set) var mother: Party?
  /// Of the latest `register` or `move`.
  private(set) var division: String?
  /// The day of a cancellation for death, where there is one.
  private(set) var diedOn: CivilDate?
  private(set) var firstDay: CivilDate?
  private(set) var digest: String?

  init(_ history: [(fact: HouseholdFact, message: Message)]) {
    for (fact, message) in history {
      firstDay = firstDay ?? fact.occurredOn
      digest = digest ?? message.digest
      apply(fact)
    }
  }

  var isEmpty: Bool { firstDay == nil }

  /// The citizen ID that stands: the latest that is not cancelled.
  var citizenID: String? { standing?.citizenID }
  /// The day from which it is bound.
  var boundSince: CivilDate? { standing?.since }

  /// Of several that stand the one bound last, then the greater number.
  private var standing: Record? {
    records.filter { !$0.cancelled }.max { left, right in
      (left.since, left.citizenID) < (right.since, right.citizenID)
    }
  }

  private mutating func apply(_ fact: HouseholdFact) {
    switch fact.action {
    case .register:
      records.removeAll { $0.isNamed(fact.citizenID) && $0.cancelled }
      if !records.contains(where: { $0.isNamed(fact.citizenID) }) {
        records.append(
          Record(citizenID: fact.citizenID, since: fact.occurredOn, cancelled: false))
      }
      adopt(fact)
      division = fact.division ?? division
    case .correct:
      // The number was wrong, the registration was not: it keeps its day.
      if let former = fact.formerCitizenID, let index = index(of: former) {
        records[index].former.insert(records[index].citizenID)
        records[index].citizenID = fact.citizenID
      }
      adopt(fact)
    case .rename: name = fact.name ?? name
    case .move: division = fact.division ?? division
    // A child's registration is not undone by its death.
    case .cancel where fact.reason == .death: diedOn = diedOn ?? fact.occurredOn
    case .cancel:
      if let index = index(of: fact.citizenID) { records[index].cancelled = true }
    }
  }

  private func index(of number: String) -> Int? {
    records.firstIndex { $0.isNamed(number) }
  }

  private mutating func adopt(_ fact: HouseholdFact) {
    name = fact.name ?? name
    registeredName = fact.name ?? registeredName
    sex = fact.sex ?? sex
    bornOn = fact.bornOn ?? bornOn
    mother = fact.mother ?? mother
  }
}
