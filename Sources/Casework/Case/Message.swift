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
  case assistance(AssistanceFact)
  case enrolment(EnrolmentFact)
  case residence(ResidenceFact)
  case guardian(GuardianFact)
  case order(OrderFact)
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
