/// One message as a family read it: who sent it and what it says, in our words.
package struct Message: Hashable, Sendable {
  package let sender: String
  package let id: String
  package let sentAt: Instant
  /// SM3 of the canonical message in lower-case hex (contract, "Header").
  package let digest: String
  package let fact: Fact

  package init(sender: String, id: String, sentAt: Instant, digest: String, fact: Fact) {
    self.sender = sender
    self.id = id
    self.sentAt = sentAt
    self.digest = digest
    self.fact = fact
  }
}

/// What one message says. A new family that says something new adds a case here.
package enum Fact: Hashable, Sendable {
  case certificate(CertificateFact)
  case household(HouseholdFact)
  case payment(PaymentFact)
  case death(DeathFact)
}

/// A person as a message names one.
package struct Party: Hashable, Sendable {
  package var name: String?
  package var idType: String?
  package var idNumber: String?
  package var phone: String?

  package init(
    name: String? = nil, idType: String? = nil, idNumber: String? = nil, phone: String? = nil
  ) {
    self.name = name
    self.idType = idType
    self.idNumber = idNumber
    self.phone = phone
  }
}

/// Where status messages of a case go, as the certificate names it.
package struct Contact: Hashable, Sendable {
  package var relation: String?
  package var channel: String?
  package var address: String?
  package var language: String?

  package init(relation: String?, channel: String?, address: String?, language: String?) {
    self.relation = relation
    self.channel = channel
    self.address = address
    self.language = language
  }
}

/// A birth certificate (出生医学证明) issued, replaced, corrected or voided.
package struct CertificateFact: Hashable, Sendable {
  package enum Action: String, Sendable { case issue, replace, reissue, correct, void }

  package var action: Action
  package var number: String
  package var replaces: String?
  package var revision: Int = 1
  package var childName: String?
  /// GB/T 2261.1: `0 1 2 9`.
  package var sex: String?
  package var bornAt: Instant?
  /// Six digits of GB/T 2260.
  package var birthDivision: String?
  package var facilityCode: String?
  package var facilityName: String?
  package var mother: Party?
  package var father: Party?
  package var issuerCode: String?
  package var issuerName: String?
  package var issuedOn: CivilDate
  package var contacts: [Contact] = []
  /// True where the child's name is a placeholder (×××之子, 无名).
  package var placeholderName: Bool = false

  package init(action: Action, number: String, issuedOn: CivilDate) {
    self.action = action
    self.number = number
    self.issuedOn = issuedOn
  }
}

/// A household record (户口登记) made, changed or cancelled by the police.
package struct HouseholdFact: Hashable, Sendable {
  package enum Action: String, Sendable { case register, rename, correct, move, cancel }
  package enum CancelReason: String, Sendable { case death, emigration, duplicate, missing }

  package var action: Action
  package var revision: Int = 1
  package var citizenID: String
  package var formerCitizenID: String?
  package var name: String?
  package var formerName: String?
  package var sex: String?
  package var bornOn: CivilDate?
  package var division: String?
  package var stationCode: String?
  package var stationName: String?
  package var occurredOn: CivilDate
  package var birthCertificateNumber: String?
  package var mother: Party?
  package var father: Party?
  package var reason: CancelReason?

  package init(action: Action, citizenID: String, occurredOn: CivilDate) {
    self.action = action
    self.citizenID = citizenID
    self.occurredOn = occurredOn
  }
}

/// A premium paid, reversed or refunded, as the tax bureau says.
package struct PaymentFact: Hashable, Sendable {
  package enum Action: String, Sendable { case pay, reverse, refund }

  package var action: Action
  package var ticketNumber: String
  package var line: Int = 1
  package var originalTicketNumber: String?
  package var premiumYear: Int?
  /// Hundredths of a yuan.
  package var amountFen: Int64?
  package var paidAt: Instant
  package var insured: Party?
  package var payer: Party?
  package var payerRelation: String?
  package var division: String?
  package var taxOfficeCode: String?

  package init(action: Action, ticketNumber: String, paidAt: Instant) {
    self.action = action
    self.ticketNumber = ticketNumber
    self.paidAt = paidAt
  }
}

/// The death of a child, named by certificate number, citizen ID or both.
package struct DeathFact: Hashable, Sendable {
  package enum Action: String, Sendable { case death, withdraw }

  package var action: Action
  package var revision: Int = 1
  package var birthCertificateNumber: String?
  package var citizenID: String?
  package var diedOn: CivilDate

  package init(action: Action, diedOn: CivilDate) {
    self.action = action
    self.diedOn = diedOn
  }
}
