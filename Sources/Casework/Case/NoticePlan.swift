/// Who is to be told what about one child, now and later (contract, section 4; PROCESS.md, 3.5).
///
/// A plan is a function of the ruling, what has been decided before and the moment. Nothing is
/// decided twice: a notice is known by kind, audience and occasion.
struct NoticePlan {
  /// The message that causes the decision, where one does.
  struct Trigger {
    var message: Message
    /// The child's ruling before it, where there was one.
    var before: Ruling?
    /// True where the message parts what had been joined.
    var dissolves: Bool
    /// Tasks that waited, before the message, for records that are now this child's.
    var waited: Set<Ruling.Task.Kind> = []
  }

  /// Other packs rule from now on.
  struct Adoption {
    /// The child as the packs before saw it, and its policy by them.
    var before: FormedCase
    var policy: Policy?
    /// The digest of the adoption.
    var occasion: String
  }

  let formed: FormedCase
  private let policy: Policy?
  private let now: Instant
  private let decided: Set<String>
  let decidedKinds: Set<Notice.Kind>
  /// Those of them that were for the child's guardians.
  let familyKinds: Set<Notice.Kind>
  /// Dated notices from this day on may be overdue; earlier ones were seen to, or never due.
  private let pendingFrom: CivilDate?
  private(set) var notices: [Notice] = []

  var ruling: Ruling { formed.ruling }
  private var today: CivilDate { now.day }

  init(
    _ formed: FormedCase, policy: Policy?, decided: [Notice], pendingFrom: CivilDate?,
    trigger: Trigger?, adoption: Adoption? = nil, issuesCode: Bool, now: Instant
  ) {
    self.formed = formed
    self.policy = policy
    self.now = now
    self.decided = Set(decided.map(\.identity))
    decidedKinds = Set(decided.map(\.kind))
    familyKinds = Set(decided.filter { $0.audience == .guardian }.map(\.kind))
    self.pendingFrom = pendingFrom
    planByFact()
    if let trigger { planByTrigger(trigger, issuesCode: issuesCode) }
    if let adoption { planByAdoption(adoption, issuesCode: issuesCode) }
    planByDay()
  }

  mutating func tell(
    _ kind: Notice.Kind, _ audiences: [Notice.Audience], occasion: String?, at: Instant? = nil,
    state: Notice.State = .queued
  ) {
    guard let occasion else { return }
    for audience in audiences {
      let notice = Notice(
        kind: kind, audience: audience, occasion: occasion, at: at ?? now, state: state)
      // After a death the family is left in peace (edge case 63).
      guard ruling.child.diedOn == nil || !notice.isForFamily,
        !decided.contains(notice.identity),
        !notices.contains(where: { $0.identity == notice.identity })
      else { continue }
      notices.append(notice)
    }
  }

  /// What follows from a standing fact, whichever message completed it.
  private mutating func planByFact() {
    let causes = formed.causes
    for cover in ruling.coverage {
      let occasion = causes.payments[cover.premiumYear]
      if cover.basis == .late {
        tell(.coveredLate, [.guardian, .insuranceAgency, .taxOffice], occasion: occasion)
      } else {
        tell(
          .covered, [.guardian, .hospital, .insuranceAgency, .taxOffice], occasion: occasion)
      }
    }
    if ruling.payment == .paidLate, let year = ruling.child.bornOn?.year,
      !ruling.coverage.contains(where: { $0.premiumYear == year })
    {
      tell(.noCoverThisYear, [.guardian, .taxOffice], occasion: causes.payments[year])
    }
    for digest in causes.undone {
      tell(.paymentReversed, [.guardian, .insuranceAgency, .taxOffice], occasion: digest)
    }
    if ruling.citizenID != nil, causes.certificate != nil {
      tell(.householdLinked, [.guardian, .registrationOffice], occasion: causes.registration)
      tell(
        .updateIdentity, [.guardian, .insuranceAgency, .taxOffice], occasion: causes.identity)
    }
    if ruling.identity == .conflict {
      tell(
        .identityConflict, [.guardian, .hospital, .registrationOffice, .insuranceAgency],
        occasion: causes.registration ?? causes.certificate)
    }
    if let duplicates = causes.duplicates {
      tell(.duplicateEnrolment, [.guardian, .insuranceAgency, .taxOffice], occasion: duplicates)
    }
    if has(.unmatchedPayment) {
      tell(.unmatchedPayment, [.taxOffice, .insuranceAgency], occasion: causes.firstPayment)
    }
    if has(.unmatchedRegistration) {
      tell(.unmatchedRegistration, [.registrationOffice], occasion: causes.registration)
    }
  }

  func has(_ kind: Ruling.Task.Kind) -> Bool { ruling.tasks.contains { $0.kind == kind } }

  /// What only the arrival of this message is a reason for.
  private mutating func planByTrigger(_ trigger: Trigger, issuesCode: Bool) {
    let digest = trigger.message.digest
    if case .certificate(let fact) = trigger.message.fact,
      [.issue, .replace, .reissue].contains(fact.action)
    {
      tell(.certificateReceived, [.insuranceAgency], occasion: digest)
      planEnrolment(occasion: digest)
      if has(.missingName), !decidedKinds.contains(.missingName) {
        tell(.missingName, [.guardian, .hospital], occasion: digest)
      }
    }
    if issuesCode {
      tell(.codeIssued, [.guardian], occasion: digest)
    }
    if trigger.before?.code.state == .suspended, ruling.code.state == .active {
      tell(.codeResumed, [.guardian, .hospital, .insuranceAgency], occasion: digest)
    }
    if case .order = trigger.message.fact, trigger.before?.code.state == .active,
      ruling.code.state == .suspended
    {
      tell(.codeSuspended, [.guardian, .hospital, .insuranceAgency], occasion: digest)
    }
    planCorrections(trigger)
    planReturn(trigger)
  }

  mutating func planEnrolment(occasion: String) {
    guard !decidedKinds.contains(.enrolAndPay), !decidedKinds.contains(.noCoverThisYear) else {
      return
    }
    switch ruling.payment {
    case .unpaid, .unpaidLate:
      tell(.enrolAndPay, [.guardian], occasion: occasion)
      if let window = ruling.window, window.to.year > window.from.year {
        tell(.nextYearWindow, [.guardian], occasion: occasion)
      }
    case .missed:
      tell(.noCoverThisYear, [.guardian], occasion: occasion)
    case .paidOnTime, .paidLate, .notDue, nil: return
    }
  }
}

// MARK: - Dated notices

extension NoticePlan {
  /// A notice that is due on a day counted from birth.
  private struct Dated {
    var kind: Notice.Kind
    var day: CivilDate
    var occasion: String
    var audiences: [Notice.Audience]
  }

  private var dated: [Dated] {
    guard let policy, let born = ruling.child.bornOn, let window = ruling.window else { return [] }
    var list: [Dated] = []
    for days in (policy.numbers(.reminderDays)?.value ?? [])
    where born.adding(days: days) <= window.to {
      let isVillage = policy.numbers(.grassrootsDays)?.value.contains(days) ?? false
      list.append(
        Dated(
          kind: .payReminder, day: born.adding(days: days), occasion: "B+\(days)",
          audiences: isVillage ? [.guardian, .grassroots] : [.guardian]))
    }
    let missed = window.to.adding(days: 1)
    list.append(
      Dated(
        kind: .payWindowMissed, day: missed, occasion: "B+\(missed.days(since: born))",
        audiences: [.guardian, .insuranceAgency, .grassroots]))
    for days in policy.numbers(.codeWarningDays)?.value ?? [] {
      list.append(
        Dated(
          kind: .codeExpiring, day: born.adding(days: days), occasion: "B+\(days)",
          audiences: [.guardian, .hospital, .insuranceAgency]))
    }
    let end = (formed.standing.settlesUntil ?? born).days(since: born) + 1
    list.append(
      Dated(
        kind: .codeSuspended, day: born.adding(days: end), occasion: "B+\(end)",
        audiences: [.guardian, .hospital, .insuranceAgency]))
    return list
  }

  /// Whether a dated notice is apt on its day, by all that is known now.
  private func isApt(_ item: Dated) -> Bool {
    guard ruling.child.diedOn == nil else { return false }
    switch item.kind {
    case .payReminder: return ruling.payment == .unpaid
    case .payWindowMissed: return ruling.payment == .unpaidLate || ruling.payment == .missed
    case .codeExpiring, .codeSuspended:
      let isCovered = ruling.coverage.contains { $0.from <= item.day && item.day <= $0.to }
      return isCovered && ruling.citizenID == nil && ruling.code.state != .retired
    default: return false
    }
  }

  private mutating func planByDay() {
    guard let pendingFrom else { return }
    let overdue = dated.filter { $0.day <= today && $0.day >= pendingFrom }
    for item in overdue {
      let isLatest = !overdue.contains { $0.kind == item.kind && $0.day > item.day }
      let isReminder = item.kind == .payReminder || item.kind == .codeExpiring
      if isApt(item), isLatest, item.kind != .codeExpiring || !isSuspended {
        tell(item.kind, item.audiences, occasion: item.occasion, at: item.day.start)
      } else if isReminder, wasApt(item) {
        tell(
          item.kind, item.audiences, occasion: item.occasion, at: item.day.start,
          state: .superseded)
      }
    }
  }

  private var isSuspended: Bool { ruling.code.state == .suspended }

  /// Whether a reminder that was slept through would have been due on its day.
  private func wasApt(_ item: Dated) -> Bool {
    guard ruling.child.diedOn == nil else { return false }
    switch item.kind {
    case .payReminder: return ruling.payment != .paidOnTime
    default: return isApt(item)
    }
  }

  /// The start of the next day on which a dated notice may be due.
  var nextDay: CivilDate? {
    guard ruling.child.diedOn == nil else { return nil }
    return dated.filter { item in
      guard item.day > today else { return false }
      switch item.kind {
      case .payReminder, .payWindowMissed: return ruling.payment == .unpaid
      default: return ruling.citizenID == nil && ruling.code.state != .retired
      }
    }.map(\.day).min()
  }
}

// MARK: - Other packs

extension NoticePlan {
  /// What follows from other packs ruling from today on.
  private mutating func planByAdoption(_ adoption: Adoption, issuesCode: Bool) {
    let before = adoption.before.ruling
    if issuesCode { tell(.codeIssued, [.guardian], occasion: adoption.occasion) }
    if before.code.state == .suspended, ruling.code.state == .active {
      tell(
        .codeResumed, [.guardian, .hospital, .insuranceAgency], occasion: adoption.occasion)
    }
    if before.payment == .notDue, formed.causes.certificate != nil {
      planEnrolment(occasion: adoption.occasion)
    }
    if hasToldOtherwise(before) {
      tell(.correction, [.guardian, .insuranceAgency], occasion: adoption.occasion)
    }
    planPassedDays(adoption)
  }

  /// The end of a window that lies behind us by these packs alone is told now: nobody could have
  /// been told on its day. A reminder of what has passed helps nobody.
  private mutating func planPassedDays(_ adoption: Adoption) {
    let former = NoticePlan(
      adoption.before, policy: adoption.policy, decided: [], pendingFrom: nil, trigger: nil,
      issuesCode: false, now: now
    ).dated.map { "\($0.kind.rawValue)/\($0.occasion)" }
    for item in dated where item.day <= today && isApt(item) {
      guard item.kind == .payWindowMissed || item.kind == .codeSuspended,
        !former.contains("\(item.kind.rawValue)/\(item.occasion)")
      else { continue }
      tell(item.kind, item.audiences, occasion: item.occasion)
    }
  }
}
