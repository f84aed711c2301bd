/// A child's household record on a day: the history of police messages, applied in order.
struct Household {
  /// One citizen ID and what the police say under it.
  private struct Record {
    var citizenID: String
    /// Numbers it had before a correction; the police may still cancel under one of them.
    var former: Set<String> = []
    /// The day of its registration; nil while only other messages name the ID.
    var since: CivilDate?
    var cancelled = false
    /// The message that bound this number.
    var boundBy: String?
    var name: String?
    /// The name as first registered or corrected; a later rename does not change who was
    /// registered.
    var registeredName: String?
    var sex: String?
    var bornOn: CivilDate?
    var mother: Party?
    var father: Party?

    func isNamed(_ number: String) -> Bool { citizenID == number || former.contains(number) }

    mutating func adopt(_ fact: HouseholdFact) {
      name = fact.name ?? name
      if fact.action == .register || fact.action == .correct {
        registeredName = fact.name ?? registeredName
      }
      sex = fact.sex ?? sex
      bornOn = fact.bornOn ?? bornOn
      mother = fact.mother ?? mother
      father = fact.father ?? father
    }
  }

  private var records: [Record] = []
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
      apply(fact, message.digest)
    }
  }

  /// The citizen ID that stands: registered and not cancelled.
  var citizenID: String? { standing?.citizenID }
  /// The day from which it is bound.
  var boundSince: CivilDate? { standing?.since }
  /// The message by which it came to be this number: a registration, or the correction of one.
  var boundBy: String? { standing?.boundBy }
  var name: String? { speaking?.name }
  var registeredName: String? { speaking?.registeredName }
  var sex: String? { speaking?.sex }
  var bornOn: CivilDate? { speaking?.bornOn }
  var mother: Party? { speaking?.mother }
  var father: Party? { speaking?.father }

  /// Of several that stand the one bound last, then the greater number.
  private var standing: Record? {
    records.filter { $0.since != nil && !$0.cancelled }.max(by: Self.isBefore)
  }

  /// The record whose words count: the one that stands, else the last there was.
  private var speaking: Record? { standing ?? records.max(by: Self.isBefore) }

  private static func isBefore(_ left: Record, _ right: Record) -> Bool {
    guard let one = left.since, let two = right.since else {
      return left.since == nil && right.since != nil
    }
    return (one, left.citizenID) < (two, right.citizenID)
  }

  private mutating func apply(_ fact: HouseholdFact, _ digest: String) {
    switch fact.action {
    case .register:
      let index = place(of: fact.citizenID)
      if records[index].since == nil || records[index].cancelled {
        records[index].since = fact.occurredOn
        records[index].cancelled = false
        records[index].boundBy = digest
      }
      division = fact.division ?? division
    case .correct:
      // The number was wrong, the registration was not: it keeps its day.
      let index = place(of: fact.formerCitizenID ?? fact.citizenID)
      if records[index].citizenID != fact.citizenID {
        records[index].former.insert(records[index].citizenID)
        records[index].citizenID = fact.citizenID
        records[index].boundBy = digest
      }
    case .rename: break
    case .move: division = fact.division ?? division
    // A child's registration is not undone by its death.
    case .cancel where fact.reason == .death: diedOn = diedOn ?? fact.occurredOn
    case .cancel: records[place(of: fact.citizenID)].cancelled = true
    }
    records[place(of: fact.citizenID)].adopt(fact)
  }

  private mutating func place(of number: String) -> Int {
    if let index = records.firstIndex(where: { $0.isNamed(number) }) { return index }
    records.append(Record(citizenID: number))
    return records.count - 1
  }
}
