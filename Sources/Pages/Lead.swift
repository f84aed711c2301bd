import Casework

/// The one state that leads the page; every other one is a step below it.
///
/// The order is that of the page design: death, conflict, certificate void, name missing,
/// suspended, late, unpaid, bind identity, covered. A household record that binds the child keeps a
/// voided certificate from leading, since nothing depends on it any more.
enum Lead: Hashable {
  case death(CivilDate)
  case conflict
  case certificateVoid
  case nameMissing
  case suspended
  /// A person holds the code while papers are looked into; cover goes on.
  case held(Ruling.Order)
  /// No birth day is known, so no date can be told.
  case waitingForBirth
  case unpaid(Ruling.Span)
  /// The region wants the premiums of two years in the window, and one is still missing.
  case secondPremiumMissing(Ruling.Span)
  case latePossible(Ruling.Span)
  /// A premium of the birth year would bring nothing any more; the year still runs.
  case tooLateThisYear(Int)
  /// A premium of the birth year came when it brought nothing any more.
  case lateWithoutCover(Int)
  case missed(Int)
  case bindIdentity(CivilDate)
  case covered(Ruling.Cover)
  case coverAhead(Ruling.Cover)
  case coverEnded(Ruling.Cover)
  /// The collection for next year ends soon.
  case renew(Ruling.Cover, Int, CivilDate)
  /// A later year, without cover, in which a payment still brings some.
  case payThisYear(Int, Ruling.Span)
  /// A later year, without cover, in which a payment brings none any more.
  case closedThisYear(Int)

  init(_ model: ParentPageModel) {
    let ruling = model.ruling
    if let day = ruling.child.diedOn {
      self = .death(day)
    } else if ruling.identity == .conflict {
      self = .conflict
    } else if ruling.hasOnlyVoidCertificates, ruling.citizenID == nil {
      self = .certificateVoid
    } else if ruling.identity == .placeholder {
      self = .nameMissing
    } else if ruling.code.state == .suspended {
      self = ruling.freeze.map(Lead.held) ?? .suspended
    } else {
      self = Self.ofPayment(model)
    }
  }

  private static func ofPayment(_ model: ParentPageModel) -> Lead {
    let ruling = model.ruling
    guard let window = ruling.window, let payment = ruling.payment else { return .waitingForBirth }
    if isSecondPremiumMissing(model) { return .secondPremiumMissing(window) }
    switch payment {
    case .unpaid: return .unpaid(window)
    case .unpaidLate: return .latePossible(window)
    case .paidOnTime, .paidLate, .missed, .notDue: break
    }
    if let cover = ruling.coverNow {
      return identityIsUrgent(model) ?? isToBeRenewed(model, cover) ?? .covered(cover)
    }
    if let cover = ruling.coverAhead { return .coverAhead(cover) }
    if let later = ofLaterYear(model) { return later }
    if let cover = ruling.coverage.max(by: { $0.to < $1.to }) { return .coverEnded(cover) }
    let year = window.from.year
    if payment == .paidLate { return .lateWithoutCover(year) }
    return ruling.asOf.year == year ? .tooLateThisYear(year) : .missed(year)
  }

  /// Of two premiums that the region wants in one window, one is there and one is not.
  private static func isSecondPremiumMissing(_ model: ParentPageModel) -> Bool {
    let ruling = model.ruling
    guard model.advice.crossing == .bothRequired, let window = ruling.window,
      window.from.year != window.to.year, ruling.asOf <= window.to
    else { return false }
    let isNextPaid = ruling.coverage.contains { $0.premiumYear == window.to.year }
    if ruling.payment == .unpaid { return isNextPaid != ruling.has(.refundReview) }
    return ruling.payment == .paidLate && !isNextPaid
  }

  /// How long before the end of the collection the next premium leads the page.
  private static let renewalDays = 31

  private static func isToBeRenewed(_ model: ParentPageModel, _ cover: Ruling.Cover) -> Lead? {
    guard let next = model.renewal, let last = next.collection?.to,
      last.days(since: model.today) <= renewalDays
    else { return nil }
    return .renew(cover, next.premiumYear, last)
  }

  private static func ofLaterYear(_ model: ParentPageModel) -> Lead? {
    let today = model.today.year
    guard let born = model.ruling.window?.from.year, today > born, let year = model.year(today)
    else { return nil }
    return year.ifPaidToday.map { .payThisYear(today, $0) } ?? .closedThisYear(today)
  }

  private static func identityIsUrgent(_ model: ParentPageModel) -> Lead? {
    guard model.ruling.citizenID == nil,
      let deadline = model.ruling.deadlines.first(where: { $0.kind == .bindIdentity }),
      deadline.state == .open
    else { return nil }
    let reminded = model.timeline.filter { $0.kind == Notice.Kind.codeExpiring.rawValue }
      .map(\.at.day).min()
    guard let from = model.advice.identityRemindersFrom ?? reminded, from <= model.today
    else { return nil }
    return .bindIdentity(deadline.date)
  }
}

extension Ruling {
  var hasOnlyVoidCertificates: Bool {
    !certificates.isEmpty && certificates.contains { $0.status == .void }
      && !certificates.contains { $0.status == .valid }
  }

  var hasValidCertificate: Bool { certificates.contains { $0.status == .valid } }

  var hasReplacedCertificate: Bool { certificates.contains { $0.status == .replaced } }

  var coverNow: Cover? { coverage.first { $0.from <= asOf && asOf <= $0.to } }

  var coverAhead: Cover? {
    coverage.filter { asOf < $0.from }.min { $0.from < $1.from }
  }

  func deadline(_ kind: Deadline.Kind) -> Deadline? {
    deadlines.first { $0.kind == kind }
  }

  func has(_ task: Task.Kind) -> Bool {
    tasks.contains { $0.kind == task }
  }
}
