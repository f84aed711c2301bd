/// What was told and proves wrong is followed by a correction (contract, section 4).
extension NoticePlan {
  mutating func planCorrections(_ trigger: Trigger) {
    let digest = trigger.message.digest
    if trigger.dissolves || isBetter(than: trigger.before) {
      tell(.correction, [.guardian, .registrationOffice, .insuranceAgency], occasion: digest)
    } else if isOtherwise(than: trigger) {
      tell(.correction, [.guardian, .insuranceAgency], occasion: digest)
    }
    if losesIdentity(trigger.before) { tell(.correction, [.taxOffice], occasion: digest) }
    planFound(trigger)
  }

  /// Whether the citizen ID that was told to take the certificate's place takes it no longer, nor
  /// does another: a tax office keeps its accounts by it.
  private func losesIdentity(_ before: Ruling?) -> Bool {
    func isBound(_ ruling: Ruling) -> Bool {
      ruling.citizenID != nil && !ruling.certificates.isEmpty
    }
    return hasTold(.updateIdentity) && before.map(isBound) == true && !isBound(ruling)
  }

  private func hasTold(_ kinds: Notice.Kind...) -> Bool { !decidedKinds.isDisjoint(with: kinds) }

  /// Whether a last day or a cover that was told is now another, and not by what people did since:
  /// a payment that is made or undone is told by its own notice.
  private func isOtherwise(than trigger: Trigger) -> Bool {
    guard let before = trigger.before else { return false }
    if hasTold(.enrolAndPay, .payReminder, .payWindowMissed), isMoved(.pay, since: before) {
      return true
    }
    if hasTold(.codeIssued, .codeExpiring, .codeSuspended), isMoved(.bindIdentity, since: before) {
      return true
    }
    if hasTold(.noCoverThisYear), covers(before) == nil, covers(ruling) != nil { return true }
    guard hasTold(.covered, .coveredLate), !trigger.undoesPayment else { return false }
    return before.coverage.contains { old in
      let new = ruling.coverage.first { $0.premiumYear == old.premiumYear }
      return new?.from != old.from || new?.to != old.to
    }
  }

  /// Whether a last day that is still to be met has moved.
  private func isMoved(_ kind: Ruling.Deadline.Kind, since before: Ruling) -> Bool {
    guard let old = before.deadline(kind), let new = ruling.deadline(kind) else { return false }
    return old.date != new.date && new.state != .met
  }

  /// The cover of the birth year.
  private func covers(_ ruling: Ruling) -> Ruling.Cover? {
    ruling.coverage.first { $0.premiumYear == ruling.child.bornOn?.year }
  }

  /// Whoever was told that a payment or a registration waits for its birth is told when it has been
  /// found. A task that a person dismissed has found nothing.
  private mutating func planFound(_ trigger: Trigger) {
    let digest = trigger.message.digest
    let isBorn = formed.causes.certificate != nil
    func ended(_ task: Ruling.Task.Kind, _ notice: Notice.Kind) -> Bool {
      trigger.waited.contains(task) && !has(task) && decidedKinds.contains(notice)
    }
    if ended(.unmatchedPayment, .unmatchedPayment), isBorn || formed.causes.registration != nil {
      tell(.correction, [.taxOffice, .insuranceAgency], occasion: digest)
    }
    if ended(.unmatchedRegistration, .unmatchedRegistration), isBorn {
      tell(.correction, [.registrationOffice], occasion: digest)
    }
  }

  /// Whether what was told about a missed window is no longer so: paid in time after all, or a
  /// person gave more time.
  private func isBetter(than before: Ruling?) -> Bool {
    guard decidedKinds.contains(.payWindowMissed) else { return false }
    switch ruling.payment {
    case .paidOnTime: return before?.payment != .paidOnTime
    case .unpaid: return before?.payment == .unpaidLate || before?.payment == .missed
    case .paidLate, .unpaidLate, .missed, .notDue, nil: return false
    }
  }

  /// Whether the family was told a cover or a last day that is now another. What was met both ways
  /// no longer matters to it.
  func hasToldOtherwise(_ before: Ruling) -> Bool {
    func moved(_ kind: Ruling.Deadline.Kind) -> Bool {
      let (old, new) = (before.deadline(kind), ruling.deadline(kind))
      return old != new && !(old?.state == .met && new?.state == .met)
    }
    func days(_ ruling: Ruling) -> [Ruling.Span] {
      ruling.coverage.map { Ruling.Span(from: $0.from, to: $0.to) }
    }
    if hasTold(.covered, .coveredLate), days(before) != days(ruling) { return true }
    if hasTold(.enrolAndPay, .payReminder, .payWindowMissed, .nextYearWindow, .noCoverThisYear),
      moved(.pay) || before.payment != ruling.payment
    {
      return true
    }
    return hasTold(.codeIssued, .codeExpiring, .codeSuspended) && moved(.bindIdentity)
  }
}

extension NoticePlan.Trigger {
  /// Whether the message takes a payment back.
  fileprivate var undoesPayment: Bool {
    guard case .payment(let fact) = message.fact else { return false }
    return fact.action != .pay
  }
}

extension Ruling {
  fileprivate func deadline(_ kind: Deadline.Kind) -> Deadline? {
    deadlines.first { $0.kind == kind }
  }
}
