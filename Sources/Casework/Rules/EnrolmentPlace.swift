/// By what right a child is enrolled where it is (参保地, rules C01–C07).
///
/// Places are compared by their first four digits: a city is one pool (统筹区). Where the child was
/// not registered anywhere yet, nothing is said against its place.
package struct EnrolmentPlace: Hashable, Sendable {
  package enum Basis: String, Sendable {
    case household, residence, school
    /// Not registered yet: cannot be judged.
    case unknown
    /// Registered elsewhere, and no permit shown.
    case none
  }

  package let division: String
  package let basis: Basis
  package let rule: String

  /// - Parameters:
  ///   - division: where the child is enrolled.
  ///   - day: of the payment or the record.
  init(
    division: String, household: String?, residences: [Residence], policy: Policy,
    on day: CivilDate
  ) {
    self.division = division
    let places = policy.words(.enrolmentPlaces, on: day)
    rule = places?.rule ?? "1.1"
    let pool = division.prefix(4)
    func isAllowed(_ place: String) -> Bool { places?.value.contains(place) ?? true }
    func isShown(_ kind: ResidenceFact.Kind) -> Bool {
      residences.contains {
        $0.kind == kind && $0.holds(on: day) && $0.division?.prefix(4) == pool
      }
    }
    if isAllowed("household"), household?.prefix(4) == pool {
      basis = .household
    } else if isAllowed("school"), isShown(.school) {
      basis = .school
    } else if isAllowed("residence"),
      isShown(.residencePermit) || !policy.isOn(.permitNeeded, on: day)
    {
      basis = .residence
    } else {
      basis = household == nil ? .unknown : .none
    }
  }
}
