extension Law {
  /// What would wait for a person if nobody had seen to anything, from the findings alone.
  static func openTasks(_ findings: Findings) -> [Ruling.Task] {
    identityTasks(findings) + paymentTasks(findings) + certificateTasks(findings)
      + unmatched(findings) + furtherTasks(findings)
  }

  private static func identityTasks(_ findings: Findings) -> [Ruling.Task] {
    var list = TaskList(findings)
    if let bound = findings.household.boundSince, !findings.isRecordUpdated {
      let days = findings.policy.number(.updateAfterDays)?.value
      list.add(
        .updateIdentity, "insuranceAgency", bound, ["A05"],
        due: days.map { bound.adding(days: $0) })
    }
    if !findings.group.candidates.isEmpty {
      list.add(
        .matchRegistration, "registrationOffice", nil, ["A18"],
        about: findings.group.candidates.map(\.text))
    }
    let records = findings.recordsInParentsName.map(\.recordNumber)
    let inParentsName = findings.group.parentNameAbout.map(\.text) + records
    if !inParentsName.isEmpty {
      list.add(.parentNameEnrolment, "insuranceAgency", nil, ["A12"], about: inParentsName)
    }
    return list.tasks
  }

  private static func paymentTasks(_ findings: Findings) -> [Ruling.Task] {
    var list = TaskList(findings)
    for (fact, _) in findings.premiums.duplicates {
      list.add(.duplicatePayment, "taxOffice", fact.paidAt.day, ["A18"], about: [fact.ticketNumber])
    }
    for (fact, _) in findings.useless {
      list.add(.refundReview, "taxOffice", fact.paidAt.day, ["A10"], about: [fact.ticketNumber])
    }
    for (fact, _) in findings.premiums.counting.values.sorted(by: {
      $0.fact.ticketNumber < $1.fact.ticketNumber
    }) where fact.source == "assistance" {
      guard let year = fact.premiumYear, findings.assistance.subsidy(for: year) == nil else {
        continue
      }
      list.add(
        .assistanceReview, "insuranceAgency", fact.paidAt.day, ["D17"],
        about: [fact.ticketNumber])
    }
    return list.tasks
  }

  private static func certificateTasks(_ findings: Findings) -> [Ruling.Task] {
    var list = TaskList(findings)
    if findings.isVoid {
      list.add(.voidCertificate, "insuranceAgency", nil, ["A03"])
    }
    if findings.isNameless, let fact = findings.speaking?.fact {
      list.add(.missingName, "hospital", fact.issuedOn, ["A06"])
    }
    if !findings.conflicts.isEmpty {
      list.add(
        .identityConflict, "registrationOffice", nil, ["A06"],
        about: findings.conflicts.map(\.member), sides: findings.conflicts.flatMap(\.sides))
    }
    if !findings.group.doubles.isEmpty {
      list.add(
        .checkCertificates, "hospital", nil, ["A18"], about: findings.group.doubles.map(\.text))
    }
    if !findings.group.swapped.isEmpty {
      list.add(
        .checkTwins, "registrationOffice", nil, ["A18"],
        about: findings.group.swapped.map(\.text), sides: findings.swapSides)
    }
    return list.tasks
  }

  /// What assistance, enrolment, residence, guardian and order messages leave to people.
  private static func furtherTasks(_ findings: Findings) -> [Ruling.Task] {
    var list = TaskList(findings)
    if let freeze = findings.orders.freeze {
      list.add(.investigation, "insuranceAgency", freeze.orderedOn, ["A03"], about: [freeze.number])
    }
    let ending = findings.duplicates.judged.filter { $0.verdict != .stands && !$0.rules.isEmpty }
    if let first = ending.first {
      list.add(
        .duplicateEnrolment, "insuranceAgency", ending.map(\.record.reportedOn).max(),
        first.rules, about: ending.map(\.record.recordNumber))
    }
    if let place = findings.place, place.basis == .none {
      list.add(.placeReview, "insuranceAgency", nil, [place.rule], about: [place.division])
    }
    for period in findings.assistance.periods where !period.isCounted || !period.isFromSource {
      list.add(
        .verifyCategory, "insuranceAgency", period.since, ["E11"],
        about: [period.category.rawValue])
    }
    let most = findings.policy.number(.maxBindings)?.value ?? Int.max
    if findings.guardians.count > most {
      list.add(.guardianReview, "insuranceAgency", findings.guardians.map(\.since).max(), ["A04"])
    }
    return list.tasks
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

/// Tasks of one child while they are gathered.
private struct TaskList {
  private let findings: Findings
  private(set) var tasks: [Ruling.Task] = []

  init(_ findings: Findings) { self.findings = findings }

  mutating func add(
    _ kind: Ruling.Task.Kind, _ audience: String, _ since: CivilDate?, _ rules: [String],
    about: [String] = [], sides: [Ruling.Side] = [], due: CivilDate? = nil
  ) {
    guard let since = since ?? findings.firstDay else { return }
    tasks.append(
      Ruling.Task(
        kind: kind, audience: audience, since: since, rules: rules, about: about, sides: sides,
        due: due))
  }
}

extension Findings {
  /// The first day of which any of the messages tells.
  var firstDay: CivilDate? {
    var days = group.payments.map(\.fact.paidAt.day) + group.deaths.map(\.fact.diedOn)
    days += group.certificates.compactMap { $0.standing.standing?.happenedOn }
    if let first = household.firstDay { days.append(first) }
    days += group.assistance.map(\.fact.occurredOn) + group.enrolments.map(\.fact.reportedOn)
    days += group.residences.map(\.fact.occurredOn) + group.guardians.map(\.fact.occurredOn)
    days += group.orders.map(\.fact.orderedOn)
    return days.min()
  }
}
