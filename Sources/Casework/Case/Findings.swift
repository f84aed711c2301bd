/// All that a child's messages establish by a day, before anything depends on which day it is.
///
/// ``Ruling`` adds what does depend on it. The split is what makes `nextReview` exact: the states
/// of any later day follow from these findings alone.
struct Findings {
  var group: Belonging.Group
  var household: Household
  var speaking: (number: String, fact: CertificateFact, message: Message)?
  var statuses: [String: Ruling.Certificate.Status]
  var premiums: Premiums
  var born: CivilDate?
  var sex: String?
  var diedOn: CivilDate?
  var region: String?
  var policy: Policy
  var windows: Windows?
  var coverage: [Ruling.Cover] = []
  /// Payments for the birth year that buy nothing.
  var useless: [(fact: PaymentFact, message: Message)] = []
  /// How the birth-year premium was paid, or nil where nothing counts for it.
  var paid: Ruling.PaymentState?
  var conflicts: [String] = []

  var citizenID: String? { household.citizenID }
  var boundSince: CivilDate? { household.boundSince }
  var hasValidCertificate: Bool { statuses.values.contains(.valid) }
  var isVoid: Bool {
    !hasValidCertificate && statuses.values.contains(.void) && boundSince == nil
  }

  init?(_ group: Belonging.Group, asOf day: CivilDate, place: String?, book: PolicyBook) {
    let household = Household(group.household)
    let speaking = group.speaking
    let premiums = Premiums(
      group.payments.filter { entry in
        entry.message.insured.map { !group.parentNamed.contains($0) } ?? true
      })
    let born = Self.birthDay(group, speaking: speaking?.fact, household: household)
    let region =
      place ?? born.flatMap { premiums.counting[$0.year]?.fact.division }
      ?? household.division ?? speaking?.fact.birthDivision
    guard let policy = book.policy(region: region, bornOn: born ?? day) else { return nil }
    self.group = group
    self.household = household
    self.speaking = speaking
    self.premiums = premiums
    self.born = born
    self.region = region
    self.policy = policy
    statuses = group.statuses
    sex = speaking?.fact.sex ?? household.sex ?? household.citizenID.flatMap(Checksums.sex)
    diedOn = Self.death(group) ?? household.diedOn
    windows = born.map { Windows(born: $0, policy: policy) }
    findCover()
    findConflicts()
  }

  /// B: the certificate's day; else the registration's; else the digits of a citizen ID.
  private static func birthDay(
    _ group: Belonging.Group, speaking: CertificateFact?, household: Household
  ) -> CivilDate? {
    if let day = speaking?.bornAt?.day ?? household.bornOn { return day }
    if let id = household.citizenID { return Checksums.birthDay(ofCitizenID: id) }
    for key in group.keys {
      if case .citizenID(let id) = key,
        !group.parentNamed.contains(IdentityDocument(type: "citizenId", number: id))
      {
        return Checksums.birthDay(ofCitizenID: id)
      }
    }
    return nil
  }

  /// All that is said about a child's death is one fact.
  private static func death(_ group: Belonging.Group) -> CivilDate? {
    let standing = group.deaths.max { $0.message.rank < $1.message.rank }
    return standing.flatMap { $0.fact.action == .death ? $0.fact.diedOn : nil }
  }

  private mutating func findCover() {
    guard let windows else { return }
    for (year, payment) in premiums.counting.sorted(by: { $0.key < $1.key }) {
      let day = payment.fact.paidAt.day
      var bought: (basis: Ruling.Cover.Basis, from: CivilDate)?
      if year == windows.year {
        if let birthYear = windows.birthYear(paidOn: day, policy: policy) {
          paid = birthYear.state
          bought = (birthYear.basis, birthYear.from)
        }
      } else if year > windows.year {
        bought = windows.laterYear(year, paidOn: day, policy: policy)
      }
      guard let bought else {
        if year == windows.year { useless.append(payment) }
        continue
      }
      let end = CivilDate.startOfYear(year).endOfYear
      guard bought.from <= end else { continue }
      coverage.append(
        Ruling.Cover(
          premiumYear: year, from: bought.from, to: end, basis: bought.basis,
          ticket: payment.fact.ticketNumber,
          rules: rules(of: bought.basis, paidOn: day)))
    }
  }

  private func rules(of basis: Ruling.Cover.Basis, paidOn day: CivilDate) -> [String] {
    let late = policy.lateCover(on: day)
    return switch basis {
    case .onTime: [policy.payWindowDays.rule, policy.cited("A09")]
    case .late: late.rule == "A11" ? ["A10", "A11"] : [late.rule]
    case .annual: [policy.cited("D01")]
    }
  }

  /// Birth day or sex told differently by certificate, registration or ID digits.
  private mutating func findConflicts() {
    var days: Set<CivilDate> = []
    var sexes: Set<String> = []
    if let day = speaking?.fact.bornAt?.day { days.insert(day) }
    if let sex = speaking?.fact.sex { sexes.insert(sex) }
    if let id = household.citizenID {
      if let day = household.bornOn { days.insert(day) }
      if let sex = household.sex { sexes.insert(sex) }
      if let day = Checksums.birthDay(ofCitizenID: id) { days.insert(day) }
      if let sex = Checksums.sex(ofCitizenID: id) { sexes.insert(sex) }
    }
    if days.count > 1 { conflicts.append("birth day") }
    if sexes.subtracting(["0", "9"]).count > 1 { conflicts.append("sex") }
  }
}

/// All that depends on the day itself. Two days with equal states have equal rulings.
struct DayStates: Equatable {
  var payment: Ruling.PaymentState?
  var code: Ruling.Code
  var deadlines: [Ruling.Deadline] = []

  init(_ findings: Findings, on day: CivilDate) {
    code = Self.code(findings, on: day)
    guard let windows = findings.windows else { return }
    let payment = findings.paid ?? windows.unpaid(on: day, policy: findings.policy)
    self.payment = payment
    deadlines = [
      Ruling.Deadline(
        kind: .pay, date: windows.payUntil,
        state: payment == .paidOnTime ? .met : day <= windows.payUntil ? .open : .missed),
      Ruling.Deadline(
        kind: .bindIdentity, date: windows.settlesUntil,
        state: Self.binding(findings.boundSince, windows: windows, on: day)),
    ]
  }

  private static func binding(_ since: CivilDate?, windows: Windows, on day: CivilDate)
    -> Ruling.Deadline.State
  {
    if let since, since <= windows.settlesUntil { return .met }
    return since == nil && day <= windows.settlesUntil ? .open : .missed
  }

  private static func code(_ findings: Findings, on day: CivilDate) -> Ruling.Code {
    let isBound = findings.boundSince != nil
    return Ruling.Code(
      state: codeState(findings, on: day),
      directSettlementUntil: isBound ? nil : findings.windows?.settlesUntil)
  }

  private static func codeState(_ findings: Findings, on day: CivilDate) -> Ruling.Code.State {
    let isBound = findings.boundSince != nil
    if findings.isVoid { return .retired }
    guard isBound || findings.hasValidCertificate else { return .none }
    if let died = findings.diedOn, day > died { return .retired }
    guard findings.coverage.contains(where: { $0.from <= day && day <= $0.to }) else {
      return .issued
    }
    if isBound { return .active }
    return findings.windows.map { day <= $0.settlesUntil } ?? true ? .active : .suspended
  }
}
