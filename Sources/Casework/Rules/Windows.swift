/// The rules of one child's windows: what the numbers of a pack mean for a birth day.
package struct Windows: Hashable, Sendable {
  package let born: CivilDate
  /// Last day on which the birth-year premium is paid in time.
  package let payUntil: CivilDate
  private let policy: Policy
  /// The last day to which a person extended the settlement on the certificate, where one did.
  private let settlesAtLeastUntil: CivilDate?

  /// The birth day is day 0; the last day of an N-day window is birth + N (contract, section 5).
  ///
  /// - Parameters:
  ///   - born: the birth day.
  ///   - policy: of the child's region.
  ///   - payExtendedTo: the last day a person ordered, where one did (edge case 17).
  ///   - settlesExtendedTo: the same for settlement on the certificate.
  package init(
    born: CivilDate, policy: Policy, payExtendedTo: CivilDate? = nil,
    settlesExtendedTo: CivilDate? = nil
  ) {
    self.born = born
    self.policy = policy
    settlesAtLeastUntil = settlesExtendedTo
    let last = Self.lastDay(born: born, policy: policy)
    payUntil = max(last, payExtendedTo ?? last)
  }

  private static func lastDay(born: CivilDate, policy: Policy) -> CivilDate {
    let isFirstDay = policy.word(.dayCount)?.value == "includeBirthDay"
    let months = policy.number(.payWindowMonths)?.value
    let plain =
      months.map { born.adding(months: $0) } ?? born.adding(days: policy.payWindowDays.value)
    var last = isFirstDay ? plain.adding(days: -1) : plain
    guard policy.isOn(.holidayRoll), case .days(let holidays)? = policy.value(.holidays)?.value
    else { return last }
    while holidays.contains(last) { last = last.adding(days: 1) }
    return last
  }

  package var year: Int { born.year }

  /// Whether the window ends in the year after birth.
  package var crossesYear: Bool { payUntil.year > born.year }

  /// Last day on which the code settles on the birth certificate alone, for service on a day
  /// (RULES.md, 1.3: settlement goes by the service date).
  package func settlesUntil(on day: CivilDate) -> CivilDate {
    let last = born.adding(days: policy.codeSettlesDays(on: day).value)
    return max(last, settlesAtLeastUntil ?? last)
  }

  /// The rule to cite for that limit. It is the one in force when the limit comes, so that the same
  /// number is not told by another rule from one day to the next.
  func settlementRule(on day: CivilDate) -> Policy.Sourced<Int> {
    let today = policy.codeSettlesDays(on: day)
    let last = policy.codeSettlesDays(on: born.adding(days: today.value))
    return last.value == today.value ? last : today
  }

  /// Days on which the limit of settlement may change.
  var settlementSteps: [CivilDate] { policy.codeSettlesDays.compactMap(\.from) }

  /// How the birth-year premium stands when it was paid on a day: rules A01, A09–A11.
  func birthYear(paidOn day: CivilDate, isTimely: Bool = true)
    -> (state: Ruling.PaymentState, basis: Ruling.Cover.Basis, from: CivilDate)?
  {
    if day <= payUntil, isTimely { return (.paidOnTime, .onTime, born) }
    guard day <= born.endOfYear else { return nil }
    return (.paidLate, .late, policy.lateCover(on: day).value.start(paidOn: day))
  }

  /// How the birth-year premium stands on a day while nothing counts for it.
  func unpaid(on day: CivilDate) -> Ruling.PaymentState {
    if day <= payUntil { return .unpaid }
    let start = policy.lateCover(on: day).value.start(paidOn: day)
    return start <= born.endOfYear ? .unpaidLate : .missed
  }

  /// Whether a premium of a later year was paid in time for all of it: before the year, in the
  /// birth window, or in a collection that a province extended (D03).
  func isAnnual(_ year: Int, paidOn day: CivilDate) -> Bool {
    if day < CivilDate.startOfYear(year) || (year == self.year + 1 && day <= payUntil) {
      return true
    }
    return collectionEnd(of: year).map { day <= $0 } ?? false
  }

  /// The day to which the collection for a premium year was extended, where it was.
  func collectionEnd(of year: Int) -> CivilDate? {
    guard case .dayByYear(let table)? = policy.value(.collectionExtended)?.value else {
      return nil
    }
    return table[year]
  }
}
