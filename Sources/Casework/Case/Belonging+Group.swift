extension Belonging.Group {
  mutating func absorb(_ other: Belonging.Group) {
    keys = (keys + other.keys).sorted()
    household += other.household
    payments = (payments + other.payments).sorted { left, right in
      (left.fact.paidAt, left.fact.ticketNumber, left.fact.line)
        < (right.fact.paidAt, right.fact.ticketNumber, right.fact.line)
    }
    deaths += other.deaths
    assistance += other.assistance
    enrolments += other.enrolments
    residences += other.residences
    guardians += other.guardians
    orders += other.orders.filter { order in
      !orders.contains { $0.fact.number == order.fact.number }
    }
    Standing.order(&self)
  }

  /// The certificate that speaks for the child: a valid one before a replaced one before a void
  /// one, then the latest.
  var speaking: (number: String, fact: CertificateFact, message: Message)? {
    let statuses = self.statuses
    let readable = certificates.compactMap { entry in
      entry.standing.content.flatMap { fact in
        entry.standing.contentMessage.map {
          (
            number: entry.number, fact: fact, message: $0,
            issuedOn: entry.standing.issuedOn ?? fact.issuedOn,
            order: statuses[entry.number]?.order ?? 0
          )
        }
      }
    }
    let best = readable.max { left, right in
      if left.order != right.order { return left.order < right.order }
      if left.issuedOn != right.issuedOn { return left.issuedOn < right.issuedOn }
      return left.number < right.number
    }
    return best.map { ($0.number, $0.fact, $0.message) }
  }

  /// Whether nothing but orders speaks of it.
  var isEmpty: Bool {
    certificates.isEmpty && household.isEmpty && payments.isEmpty && deaths.isEmpty
      && assistance.isEmpty && enrolments.isEmpty && residences.isEmpty && guardians.isEmpty
  }

  /// Whether a record of enrolment stands under a parent's document (A12): it is no enrolment of
  /// the child's own.
  func isInParentsName(_ record: EnrolmentFact) -> Bool {
    guard let document = record.standsUnder?.document else { return false }
    return certificates.contains { $0.standing.content?.parents.contains(document) == true }
  }

  /// Every certificate number of the child and how it stands.
  var statuses: [String: Ruling.Certificate.Status] {
    var table: [String: Ruling.Certificate.Status] = [:]
    for (number, certificate) in certificates {
      table[number] = certificate.isVoid ? .void : .valid
    }
    for (_, certificate) in certificates {
      guard let replaced = certificate.replaces, table[replaced] != .void else { continue }
      table[replaced] = .replaced
    }
    return table
  }

  var delivery: MotherAndDay? { speaking?.fact.delivery }

  var certificateName: String? { Self.plain(speaking?.fact.childName) }

  var registeredName: String? {
    household.isEmpty ? nil : Self.plain(Household(household).registeredName)
  }

  private static func plain(_ name: String?) -> String? {
    name.map { $0.filter { !$0.isWhitespace } }
  }

  var matchKey: MatchKey? {
    if hasBirth {
      return speaking.flatMap {
        MatchKey(mother: $0.fact.mother, bornOn: $0.fact.bornAt?.day, sex: $0.fact.sex)
      }
    }
    let record = Household(household)
    return MatchKey(mother: record.mother, bornOn: record.bornOn, sex: record.sex)
  }

  /// The child's name without spaces. Swift compares strings by canonical equivalence, which is
  /// what "agree in NFC" means.
  var plainName: String? {
    hasBirth ? certificateName : registeredName
  }
}

extension Ruling.Certificate.Status {
  fileprivate var order: Int {
    switch self {
    case .void: 0
    case .replaced: 1
    case .valid: 2
    }
  }
}
