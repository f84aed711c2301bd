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
  /// Children of this birth (胎数).
  package var plurality: Int?
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
  /// When it reached the treasury (入库), where the bureau says.
  package var treasuryAt: Instant?
  /// Where the money came from, as the contract names it.
  package var source: String?
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
