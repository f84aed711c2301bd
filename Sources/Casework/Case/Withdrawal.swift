/// Why a notice that was decided is not told after all: what it says was so on its day and is so no
/// longer when it is about to be read.
package enum Withdrawal: String, CaseIterable, Sendable {
  /// The child has died, and its family is left in peace (edge case 63).
  case death
  case paid
  /// The window a reminder speaks of has closed.
  case windowOver
  /// The window that was said to be over is open again, or was never missed.
  case notMissed
  /// The cover, or the lack of it, that the notice tells of does not stand any more.
  case coverChanged
  case registered
  case codeChanged
  /// What was asked for has been seen to, or nobody need see to it any more.
  case settled
  case certificateVoid
  /// A later notice says the same with a newer day or fact.
  case overtaken

  /// Said in timelines and lists, without personal data.
  package var note: String {
    switch self {
    case .death: "the child has died; the family is left in peace"
    case .paid: "paid meanwhile"
    case .windowOver: "the payment window has closed meanwhile"
    case .notMissed: "the payment window is not missed"
    case .coverChanged: "the cover is another one meanwhile"
    case .registered: "the household registration has arrived meanwhile"
    case .codeChanged: "the code stands otherwise meanwhile"
    case .settled: "seen to meanwhile"
    case .certificateVoid: "no valid certificate meanwhile"
    case .overtaken: "a later notice takes its place"
    }
  }
}

extension Notice {
  /// Whether it only reminds of what was said before; of these an address gets so many a week.
  package var isReminder: Bool { kind == .payReminder || kind == .codeExpiring }

  /// Whether it is for the child's family or for those who visit it.
  package var isForFamily: Bool { audience == .guardian || audience == .grassroots }

  /// Whether a later reminder of the same to the same reader has been decided.
  package func isOvertaken(in notices: [Notice]) -> Bool {
    isReminder
      && notices.contains {
        $0.kind == kind && $0.audience == audience && $0.at > at && $0.state != .superseded
      }
  }
}

extension FormedCase {
  /// Why this notice is not to be told on the day of this ruling; nil where it still holds.
  ///
  /// After a death nothing is told to the family; guidance for claims stands on its page, and no
  /// kind of notice carries it.
  package func withdrawal(of notice: Notice) -> Withdrawal? {
    if ruling.child.diedOn != nil, notice.isForFamily { return .death }
    switch notice.kind {
    case .certificateReceived:
      return ruling.certificates.contains { $0.status == .valid } ? nil : .certificateVoid
    case .enrolAndPay, .payReminder: return whyNotToPay(notice.kind)
    case .payWindowMissed:
      return [.unpaidLate, .missed].contains(ruling.payment) ? nil : .notMissed
    case .covered, .coveredLate, .noCoverThisYear, .paymentReversed, .nextYearWindow:
      return whyNotCover(notice)
    case .codeIssued, .codeExpiring, .codeSuspended, .codeResumed: return whyNotCode(notice.kind)
    case .householdLinked, .updateIdentity: return whyNotRegistered(notice)
    case .duplicateEnrolment: return causes.duplicates == nil ? .settled : nil
    case .identityConflict: return ruling.identity == .conflict ? nil : .settled
    case .unmatchedPayment: return waits(.unmatchedPayment)
    case .unmatchedRegistration: return waits(.unmatchedRegistration)
    case .missingName: return waits(.missingName)
    case .correction: return nil
    }
  }

  private func waits(_ task: Ruling.Task.Kind) -> Withdrawal? {
    ruling.tasks.contains { $0.kind == task } ? nil : .settled
  }

  private func whyNotToPay(_ kind: Notice.Kind) -> Withdrawal? {
    switch ruling.payment {
    case .unpaid: nil
    case .unpaidLate: kind == .enrolAndPay ? nil : .windowOver
    case .missed: .windowOver
    case .paidOnTime, .paidLate: .paid
    case .notDue, nil: .settled
    }
  }

  private func whyNotCover(_ notice: Notice) -> Withdrawal? {
    let birthYear = ruling.child.bornOn?.year
    switch notice.kind {
    case .covered, .coveredLate:
      return cover(of: notice) == nil ? .coverChanged : nil
    case .noCoverThisYear:
      let isCovered = ruling.coverage.contains { $0.premiumYear == birthYear }
      return !isCovered && [.paidLate, .missed].contains(ruling.payment) ? nil : .coverChanged
    case .paymentReversed: return causes.undone.contains(notice.occasion) ? nil : .settled
    default:
      guard let next = birthYear.map({ $0 + 1 }) else { return .settled }
      if causes.payments[next] != nil { return .paid }
      return ruling.asOf > CivilDate.startOfYear(next).endOfYear ? .windowOver : nil
    }
  }

  /// The cover that this notice was decided for, as it stands now.
  package func cover(of notice: Notice) -> Ruling.Cover? {
    ruling.coverage.first { cover in
      causes.payments[cover.premiumYear] == notice.occasion
        && (cover.basis == .late) == (notice.kind == .coveredLate)
    }
  }

  private func whyNotCode(_ kind: Notice.Kind) -> Withdrawal? {
    switch kind {
    case .codeIssued: return [.none, .retired].contains(ruling.code.state) ? .codeChanged : nil
    case .codeSuspended: return ruling.code.state == .suspended ? nil : .codeChanged
    case .codeResumed: return ruling.code.state == .active ? nil : .codeChanged
    default:
      if ruling.citizenID != nil { return .registered }
      return ruling.code.state == .active ? nil : .codeChanged
    }
  }

  private func whyNotRegistered(_ notice: Notice) -> Withdrawal? {
    guard ruling.citizenID != nil, causes.certificate != nil else { return .settled }
    let cause = notice.kind == .updateIdentity ? causes.identity : causes.registration
    guard cause == notice.occasion else { return .overtaken }
    return notice.kind == .updateIdentity ? waits(.updateIdentity) : nil
  }
}
