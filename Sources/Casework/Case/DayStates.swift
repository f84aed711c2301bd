/// All that depends on the day itself. Two days with equal states have equal rulings.
struct DayStates: Equatable {
  /// The day itself makes no difference by itself.
  var day: CivilDate
  var payment: Ruling.PaymentState?
  var code: Ruling.Code
  var deadlines: [Ruling.Deadline] = []

  init(_ findings: Findings, on day: CivilDate) {
    self.day = day
    code = Self.code(findings, on: day)
    guard let windows = findings.windows else { return }
    let payment = findings.paid ?? windows.unpaid(on: day)
    self.payment = payment
    let settlesUntil = windows.settlesUntil(on: day)
    deadlines = [
      Ruling.Deadline(
        kind: .pay, date: windows.payUntil,
        state: payment == .paidOnTime || payment == .notDue
          ? .met : day <= windows.payUntil ? .open : .missed),
      Ruling.Deadline(
        kind: .bindIdentity, date: settlesUntil,
        state: Self.binding(findings.boundSince, until: settlesUntil, on: day)),
    ]
  }

  private static func binding(_ since: CivilDate?, until last: CivilDate, on day: CivilDate)
    -> Ruling.Deadline.State
  {
    if let since, since <= last { return .met }
    return since == nil && day <= last ? .open : .missed
  }

  private static func code(_ findings: Findings, on day: CivilDate) -> Ruling.Code {
    let isBound = findings.boundSince != nil
    return Ruling.Code(
      state: codeState(findings, on: day),
      directSettlementUntil: isBound ? nil : findings.windows?.settlesUntil(on: day))
  }

  private static func codeState(_ findings: Findings, on day: CivilDate) -> Ruling.Code.State {
    let isBound = findings.boundSince != nil
    if findings.isVoid { return .retired }
    guard isBound || findings.hasValidCertificate else { return .none }
    if let died = findings.diedOn, day > died { return .retired }
    guard findings.coverage.contains(where: { $0.from <= day && day <= $0.to }) else {
      return .issued
    }
    // A person holds it: identity or certificate is being looked into (edge cases 30, 46).
    if findings.orders.freeze != nil { return .suspended }
    if isBound { return .active }
    let policy = findings.policy
    if findings.isNameless, policy.isOn(.placeholderHolds) { return .issued }
    if policy.value(.certificateEnrols, on: day)?.value == .flag(false) { return .issued }
    return findings.windows.map { day <= $0.settlesUntil(on: day) } ?? true ? .active : .suspended
  }

  static func == (left: DayStates, right: DayStates) -> Bool {
    left.payment == right.payment && left.code == right.code
      && left.deadlines == right.deadlines
  }
}
