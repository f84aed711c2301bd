/// A child and the ruling on it for one day.
package struct FormedCase: Hashable, Sendable {
  /// Where it was asked for and the birth day is known.
  package var outlook: Outlook?
  package var ruling: Ruling
  /// Every key the child's messages name it by.
  package var keys: [CaseKey]
  /// Digests of the messages that count, for the causes of notices.
  package var causes: Causes
  /// Days that lists and eligibility need beside the ruling.
  package var standing: Standing
  package var parents = Parents()

  /// What the ruling was made of and does not itself show.
  package struct Standing: Hashable, Sendable {
    /// The day of the counting birth-year payment, where it buys anything.
    package var paidOn: CivilDate?
    /// From when a citizen ID is bound.
    package var boundSince: CivilDate?
    /// birth + 180, as the pack has it.
    package var settlesUntil: CivilDate?
    /// The windows themselves, for settlement on other days than that of the ruling.
    package var windows: Windows?
    /// From when a person holds the code.
    package var heldSince: CivilDate?
    /// Whether the child has no name of its own yet.
    package var isNameless: Bool = false
    /// The last day on which a payment would still bring a day of cover.
    package var lateUntil: CivilDate?
  }

  /// What caused what, by the digest of the message.
  package struct Causes: Hashable, Sendable {
    package var certificate: String?
    package var registration: String?
    /// What bound the citizen ID that stands: another message once it was corrected.
    package var identity: String?
    /// The first payment of all, counting or not.
    package var firstPayment: String?
    /// The counting payment of each premium year.
    package var payments: [Int: String] = [:]
    /// Reversals, and the refunds that made a payment nothing.
    package var undone: [String] = []
    package var contacts: [Contact] = []
    /// The hospital and the issuer, by their codes, as the certificate names them.
    package var facilities: [String] = []
    package var orders: [String] = []
    /// The record that made an enrolment a duplicate.
    package var duplicates: String?
  }

  /// Whether a message is about this child: an order about two is about the first it names.
  package func isTold(by message: Message) -> Bool {
    message.keys.first.map(keys.contains) ?? false
  }

  /// Cases sort by their smallest certificate number; those without one by citizen ID, then ticket.
  package var sortKey: CaseKey? { keys.first }
}

/// Facts in, ruling out. Pure: no clock, no store, no chance, no order of arrival.
package enum Law {
  /// Forms the cases of these messages as they stand on a day and rules each one, in the order of
  /// the contract.
  package static func rule(
    _ messages: some Sequence<Message>, asOf day: CivilDate, place: String? = nil,
    book: PolicyBook, withOutlook: Bool = false
  ) -> [FormedCase] {
    let messages = Array(messages)
    let standing = Standing(messages, asOf: day)
    let endings = Endings(standing.orders, among: messages, place: place, book: book)
    let formed = Belonging(standing).groups.compactMap { group in
      Findings(group, asOf: day, place: place, book: book).map {
        form($0, endings: endings, asOf: day, withOutlook: withOutlook)
      }
    }
    return formed.sorted { left, right in
      guard let one = left.sortKey, let two = right.sortKey else { return right.sortKey != nil }
      return one < two
    }
  }

  private static func form(
    _ findings: Findings, endings: Endings, asOf day: CivilDate, withOutlook: Bool
  ) -> FormedCase {
    let states = DayStates(findings, on: day)
    let tasks = endings.left(of: openTasks(findings), findings)
    return FormedCase(
      outlook: withOutlook ? Outlook(findings, on: day) : nil,
      ruling: ruling(findings, tasks: tasks, states: states, asOf: day),
      keys: findings.group.keys, causes: causes(findings),
      standing: FormedCase.Standing(findings, on: day), parents: Parents(findings))
  }

  private static func causes(_ findings: Findings) -> FormedCase.Causes {
    var causes = FormedCase.Causes()
    causes.certificate = findings.speaking?.message.digest
    causes.registration = findings.household.digest
    causes.identity = findings.household.boundBy
    causes.firstPayment = findings.group.payments.first?.message.digest
    causes.payments = findings.premiums.counting.mapValues(\.message.digest)
    causes.undone = findings.premiums.undone.map(\.by.digest)
    causes.contacts =
      (findings.speaking?.fact.contacts ?? []) + findings.guardians.flatMap(\.contacts)
    causes.facilities = [
      findings.speaking?.fact.facilityCode, findings.speaking?.fact.issuerCode,
    ].compactMap { $0 }
    causes.orders = findings.group.orders.map(\.message.digest)
    causes.duplicates =
      findings.duplicates.needAction ? findings.group.enrolments.last?.message.digest : nil
    return causes
  }

  private static func ruling(
    _ findings: Findings, tasks: [Ruling.Task], states: DayStates, asOf day: CivilDate
  ) -> Ruling {
    var ruling = Ruling(
      asOf: day, region: findings.region, policy: findings.policy.layers,
      child: Ruling.Child(
        name: findings.name,
        sex: findings.sex, bornOn: findings.born, diedOn: findings.diedOn),
      certificates: findings.statuses.map { Ruling.Certificate(number: $0.key, status: $0.value) }
        .sorted { $0.number < $1.number },
      citizenID: findings.citizenID, identity: identity(findings),
      window: findings.windows.map { Ruling.Span(from: $0.born, to: $0.payUntil) },
      payment: states.payment, coverage: findings.coverage, code: states.code,
      deadlines: states.deadlines, tasks: tasks,
      reasons: Reasons(findings, states: states).list,
      nextReview: nextReview(findings, after: day, states: states))
    ruling.further = further(findings)
    return ruling
  }

  private static func further(_ findings: Findings) -> Ruling.Further {
    Ruling.Further(
      assistance: findings.assistance.periods, enrolments: findings.duplicates.judged,
      place: findings.place, guardians: findings.guardians,
      orders: findings.orders.all.map(Ruling.Order.init),
      waits: findings.bought?.waits ?? [:])
  }

  private static func identity(_ findings: Findings) -> Ruling.Identity {
    if !findings.conflicts.isEmpty { return .conflict }
    if findings.citizenID != nil { return .citizenId }
    guard findings.hasValidCertificate, findings.speaking != nil else { return .none }
    return findings.isNameless ? .placeholder : .certificate
  }

  /// The first later day whose states differ, if nothing more arrives. States change only on the
  /// days listed here, so no other needs a look.
  private static func nextReview(
    _ findings: Findings, after day: CivilDate, states: DayStates
  ) -> CivilDate? {
    var days: Set<CivilDate> = []
    if let windows = findings.windows {
      days.insert(windows.payUntil.adding(days: 1))
      days.formUnion(windows.settlementSteps)
      for step in windows.settlementSteps + [day] {
        days.insert(windows.settlesUntil(on: step).adding(days: 1))
      }
      days.insert(windows.born.endOfYear.adding(days: 1))
      for step in findings.policy.lateCover {
        days.insert(step.value.value.lastUsefulDay(of: windows.year).adding(days: 1))
        if let from = step.from { days.insert(from) }
      }
    }
    for cover in findings.coverage {
      days.insert(cover.from)
      days.insert(cover.to.adding(days: 1))
    }
    days.formUnion(findings.policy.steps(.certificateEnrols).compactMap(\.from))
    if let died = findings.diedOn { days.insert(died.adding(days: 1)) }
    return days.sorted().first { $0 > day && DayStates(findings, on: $0) != states }
  }
}

extension FormedCase.Standing {
  fileprivate init(_ findings: Findings, on day: CivilDate) {
    let windows = findings.windows
    self.init(
      paidOn: findings.paid == nil
        ? nil : windows.flatMap { findings.premiums.counting[$0.year]?.fact.paidAt.day },
      boundSince: findings.boundSince, settlesUntil: windows?.settlesUntil(on: day),
      windows: windows, heldSince: findings.orders.freeze?.orderedOn,
      isNameless: findings.isNameless,
      lateUntil: windows.map { windows in
        let late = findings.policy.lateCover(on: windows.born.endOfYear).value
        return max(windows.payUntil, late.lastUsefulDay(of: windows.year))
      })
  }
}
