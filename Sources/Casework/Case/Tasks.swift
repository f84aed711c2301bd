extension Law {
  /// What waits for a person, from the findings alone.
  static func tasks(_ findings: Findings) -> [Ruling.Task] {
    var tasks: [Ruling.Task] = []
    func add(
      _ kind: Ruling.Task.Kind, _ audience: String, _ since: CivilDate?, _ rules: [String],
      about: [String] = []
    ) {
      guard let since = since ?? findings.firstDay else { return }
      tasks.append(
        Ruling.Task(kind: kind, audience: audience, since: since, rules: rules, about: about))
    }
    if let bound = findings.boundSince {
      add(.updateIdentity, "insuranceAgency", bound, ["A05"])
    }
    if !findings.group.candidates.isEmpty {
      add(
        .matchRegistration, "registrationOffice", nil, ["A18"],
        about: findings.group.candidates.map(\.text))
    }
    if !findings.group.parentNameAbout.isEmpty {
      add(
        .parentNameEnrolment, "insuranceAgency", nil, ["A12"],
        about: findings.group.parentNameAbout.map(\.text))
    }
    for (fact, _) in findings.premiums.duplicates {
      add(.duplicatePayment, "taxOffice", fact.paidAt.day, ["A18"], about: [fact.ticketNumber])
    }
    for (fact, _) in findings.useless {
      add(.refundReview, "taxOffice", fact.paidAt.day, ["A10"], about: [fact.ticketNumber])
    }
    if findings.isVoid {
      add(.voidCertificate, "insuranceAgency", nil, ["A03"])
    }
    if findings.citizenID == nil, findings.hasValidCertificate, let fact = findings.speaking?.fact,
      fact.placeholderName || fact.childName == nil
    {
      add(.missingName, "hospital", fact.issuedOn, ["A06"])
    }
    if !findings.conflicts.isEmpty {
      add(.identityConflict, "registrationOffice", nil, ["A06"], about: findings.conflicts)
    }
    return tasks + unmatched(findings)
  }

  /// A payment or registration to which no birth has come.
  private static func unmatched(_ findings: Findings) -> [Ruling.Task] {
    guard !findings.group.hasBirth, findings.group.parentNamed.isEmpty,
      let since = findings.firstDay
    else { return [] }
    if findings.group.hasRegistration {
      return [
        Ruling.Task(
          kind: .unmatchedRegistration, audience: "registrationOffice", since: since,
          rules: ["A18"], about: [])
      ]
    }
    let tickets = findings.group.payments.map(\.fact.ticketNumber)
    guard !tickets.isEmpty else { return [] }
    return [
      Ruling.Task(
        kind: .unmatchedPayment, audience: "taxOffice", since: since, rules: ["A18"],
        about: Set(tickets).sorted())
    ]
  }
}

extension Findings {
  /// The first day of which any of the messages tells.
  var firstDay: CivilDate? {
    var days = group.payments.map(\.fact.paidAt.day) + group.deaths.map(\.fact.diedOn)
    days += group.certificates.compactMap { $0.standing.standing?.happenedOn }
    if let first = household.firstDay { days.append(first) }
    return days.min()
  }
}
