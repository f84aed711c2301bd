/// A permit or a school's register, and how long it holds (居住证, rules C01–C03).
package struct Residence: Hashable, Sendable {
  package var permitNumber: String
  package var kind: ResidenceFact.Kind
  package var division: String?
  package var from: CivilDate
  package var to: CivilDate?

  package func holds(on day: CivilDate) -> Bool {
    from <= day && to.map { day <= $0 } ?? true
  }

  /// What issues, renewals and cancellations come to, by day.
  static func all(_ told: [Told<ResidenceFact>]) -> [Residence] {
    var found: [Residence] = []
    for (fact, _) in told {
      let index = found.firstIndex { $0.permitNumber == fact.permitNumber }
      switch fact.action {
      case .issue, .renew:
        var residence = Residence(
          permitNumber: fact.permitNumber, kind: fact.kind, division: fact.division,
          from: fact.validFrom ?? fact.occurredOn, to: fact.validTo)
        if let index {
          residence.from = min(found[index].from, residence.from)
          residence.division = residence.division ?? found[index].division
          found[index] = residence
        } else {
          found.append(residence)
        }
      case .cancel:
        if let index { found[index].to = fact.occurredOn.adding(days: -1) }
      }
    }
    return found
  }
}
