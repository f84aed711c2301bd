/// A child's household record on a day: the history of police messages, applied in order.
struct Household {
  /// One citizen ID of the child and how it stands.
  private struct Record {
    var citizenID: String
    var since: CivilDate
    var cancelled: Bool
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

  private var standing: Record? { records.last { !$0.cancelled } }

  private mutating func apply(_ fact: HouseholdFact) {
    switch fact.action {
    case .register:
      bind(fact.citizenID, on: fact.occurredOn)
      adopt(fact)
      division = fact.division ?? division
    case .correct:
      if let former = fact.formerCitizenID,
        let index = records.firstIndex(where: { $0.citizenID == former })
      {
        // The number was wrong, the registration was not: it keeps its day.
        records[index].citizenID = fact.citizenID
      } else {
        bind(fact.citizenID, on: fact.occurredOn)
      }
      adopt(fact)
    case .rename:
      bind(fact.citizenID, on: fact.occurredOn)
      name = fact.name ?? name
    case .move:
      bind(fact.citizenID, on: fact.occurredOn)
      division = fact.division ?? division
    case .cancel where fact.reason == .death:
      // A child's registration is not undone by its death.
      bind(fact.citizenID, on: fact.occurredOn)
      diedOn = diedOn ?? fact.occurredOn
    case .cancel:
      cancel(fact.citizenID, on: fact.occurredOn)
    }
  }

  /// Whatever the police say under a citizen ID shows that it is registered, at the latest by then.
  private mutating func bind(_ citizenID: String, on day: CivilDate) {
    guard let index = records.firstIndex(where: { $0.citizenID == citizenID }) else {
      records.append(Record(citizenID: citizenID, since: day, cancelled: false))
      return
    }
    if records[index].cancelled {
      records.remove(at: index)
      records.append(Record(citizenID: citizenID, since: day, cancelled: false))
    }
  }

  private mutating func cancel(_ citizenID: String, on day: CivilDate) {
    guard let index = records.firstIndex(where: { $0.citizenID == citizenID }) else {
      records.append(Record(citizenID: citizenID, since: day, cancelled: true))
      return
    }
    records[index].cancelled = true
  }

  private mutating func adopt(_ fact: HouseholdFact) {
    name = fact.name ?? name
    registeredName = fact.name ?? registeredName
    sex = fact.sex ?? sex
    bornOn = fact.bornOn ?? bornOn
    mother = fact.mother ?? mother
  }
}
