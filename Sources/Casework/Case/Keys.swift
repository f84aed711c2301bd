/// What names a child: certificate number, citizen ID, or the line of a tax ticket.
package enum CaseKey: Hashable, Comparable, Sendable {
  case certificate(String)
  case citizenID(String)
  case ticket(String, line: Int)

  /// The bare number, as a person would write it.
  package var text: String {
    switch self {
    case .certificate(let number), .citizenID(let number): number
    case .ticket(let number, let line): line == 1 ? number : "\(number)/\(line)"
    }
  }
}

/// What two records of one child must share to be joined without a common key (contract, "One
/// child", b): the mother's document, the birth day and the sex.
package struct MatchKey: Hashable, Sendable {
  package var motherIDType: String
  package var motherIDNumber: String
  package var bornOn: CivilDate
  package var sex: String

  init?(mother: Party?, bornOn: CivilDate?, sex: String?) {
    guard let type = mother?.idType, let number = mother?.idNumber, let bornOn, let sex else {
      return nil
    }
    motherIDType = type
    motherIDNumber = number
    self.bornOn = bornOn
    self.sex = sex
  }
}

extension Message {
  /// The keys this message names its child by. All of one message name one child.
  package var keys: [CaseKey] {
    switch fact {
    case .certificate(let fact):
      return [.certificate(fact.number)] + (fact.replaces.map { [.certificate($0)] } ?? [])
    case .household(let fact):
      return [.citizenID(fact.citizenID)]
        + (fact.formerCitizenID.map { [.citizenID($0)] } ?? [])
        + (fact.birthCertificateNumber.map { [.certificate($0)] } ?? [])
    case .payment(let fact):
      let own = CaseKey.ticket(fact.ticketNumber, line: fact.line)
      let original = fact.originalTicketNumber.map { CaseKey.ticket($0, line: fact.line) }
      return [own] + [original, fact.insured?.key].compactMap { $0 }
    case .death(let fact): return Self.keys(fact.birthCertificateNumber, fact.citizenID)
    case .assistance(let fact): return Self.keys(fact.birthCertificateNumber, fact.citizenID)
    case .enrolment(let fact): return Self.keys(fact.birthCertificateNumber, fact.citizenID)
    case .residence(let fact): return Self.keys(fact.birthCertificateNumber, fact.citizenID)
    case .guardian(let fact): return Self.keys(fact.birthCertificateNumber, fact.citizenID)
    case .order(let fact):
      return Self.keys(fact.birthCertificateNumber, fact.citizenID)
        + (fact.ticketNumber.map { [.ticket($0, line: 1)] } ?? [])
    }
  }

  private static func keys(_ certificate: String?, _ citizenID: String?) -> [CaseKey] {
    (certificate.map { [.certificate($0)] } ?? []) + (citizenID.map { [.citizenID($0)] } ?? [])
  }

  /// What this message could be matched by, where it tells enough.
  package var matchKey: MatchKey? {
    switch fact {
    case .certificate(let fact):
      MatchKey(mother: fact.mother, bornOn: fact.bornAt?.day, sex: fact.sex)
    case .household(let fact):
      MatchKey(mother: fact.mother, bornOn: fact.bornOn, sex: fact.sex)
    case .payment, .death, .assistance, .enrolment, .residence, .guardian, .order: nil
    }
  }

  /// Of a birth: what the mother's other children of that day share with it.
  package var delivery: MotherAndDay? {
    guard case .certificate(let fact) = fact else { return nil }
    return fact.delivery
  }

  /// The documents of the parents a certificate names: whoever pays under one of them has paid in
  /// a parent's name (rule A12).
  package var parents: [IdentityDocument] {
    guard case .certificate(let fact) = fact else { return [] }
    return fact.parents
  }

  /// The document a payment is made for, where it is a person's own.
  package var insured: IdentityDocument? {
    guard case .payment(let fact) = fact, fact.insured?.idType != "birthCertificate" else {
      return nil
    }
    return fact.insured?.document
  }
}

/// A person's document: its type and its number.
package struct IdentityDocument: Hashable, Comparable, Sendable {
  package var type: String
  package var number: String

  package static func < (left: IdentityDocument, right: IdentityDocument) -> Bool {
    (left.type, left.number) < (right.type, right.number)
  }
}

/// One delivery: a mother and a day.
package struct MotherAndDay: Hashable, Sendable {
  /// No mother bears more on a day: where more births than this name her, her name is nobody's, and
  /// they are not compared.
  package static let mostChildren = 12

  package var mother: IdentityDocument
  package var day: CivilDate
}

extension CertificateFact {
  var delivery: MotherAndDay? {
    guard let mother = mother?.document, let day = bornAt?.day else { return nil }
    return MotherAndDay(mother: mother, day: day)
  }

  var parents: [IdentityDocument] { [mother, father].compactMap { $0?.document } }
}

extension Party {
  var document: IdentityDocument? {
    guard let idType, let idNumber else { return nil }
    return IdentityDocument(type: idType, number: idNumber)
  }

  /// The child's key in this party's document, where its kind is one.
  var key: CaseKey? {
    guard let idNumber else { return nil }
    switch idType {
    case "birthCertificate": return .certificate(idNumber)
    case "citizenId": return .citizenID(idNumber)
    default: return nil
    }
  }
}
