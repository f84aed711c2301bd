/// What a child's premiums buy, year by year (contract, "Cover").
struct Coverage {
  /// What is known of the child beside its premiums.
  struct Circumstances {
    /// The first day on which an insurance platform had a record of the child.
    var enrolledOn: CivilDate?
    var assistance: Assistance
    var enrolments: [EnrolmentFact]
  }

  /// Periods with a benefit, by premium year.
  private(set) var covers: [Ruling.Cover] = []
  /// How the birth-year premium was paid; nil where nothing counts for it.
  private(set) var paid: Ruling.PaymentState?
  /// Payments for the birth year that buy nothing.
  private(set) var useless: [Told<PaymentFact>] = []
  /// What each late premium of a later year waited, by premium year.
  private(set) var waits: [Int: Waiting] = [:]

  private let windows: Windows
  private let policy: Policy
  private let premiums: Premiums
  private let known: Circumstances

  init(_ premiums: Premiums, windows: Windows, policy: Policy, known: Circumstances) {
    self.windows = windows
    self.policy = policy
    self.premiums = premiums
    self.known = known
    birthYear()
    for year in premiums.counting.keys.sorted() where year > windows.year { laterYear(year) }
  }

  /// The day that dates a payment (edge case 3).
  static func day(of payment: PaymentFact, policy: Policy) -> CivilDate {
    guard policy.word(.paymentInstant)?.value == "intoTreasury" else { return payment.paidAt.day }
    return (payment.treasuryAt ?? payment.paidAt).day
  }

  private func day(_ payment: PaymentFact) -> CivilDate { Self.day(of: payment, policy: policy) }

  // MARK: The birth year

  private mutating func birthYear() {
    let payment = premiums.counting[windows.year]
    if let free = policy.word(.birthYearPremium), free.value != "payable" {
      // Where the public purse pays, its payment is no mistake; where nobody is charged, one is.
      let isSubsidised = free.value == "subsidised"
      paid = .notDue
      if let payment, !isSubsidised { useless.append(payment) }
      cover(
        windows.year, from: windows.born, .onTime,
        ticket: isSubsidised ? payment?.fact.ticketNumber ?? "" : "", rules: [free.rule])
      return
    }
    guard let payment else {
      coverByNextYear()
      return
    }
    let day = day(payment.fact)
    guard let bought = windows.birthYear(paidOn: day, isTimely: isTimely) else {
      useless.append(payment)
      return
    }
    paid = bought.state
    cover(
      windows.year, from: bought.from, bought.basis, ticket: payment.fact.ticketNumber,
      rules: rules(of: bought.basis, paidOn: day))
  }

  /// Whether a payment within the window is in time by all that the region asks for.
  private var isTimely: Bool { isEnrolledInTime && isBothPaid }

  /// Where a window that crosses the year takes one premium, that of the next year covers both.
  private mutating func coverByNextYear() {
    guard windows.crossesYear, crossing?.value == "single",
      let next = premiums.counting[windows.year + 1], day(next.fact) <= windows.payUntil
    else { return }
    paid = .paidOnTime
    cover(
      windows.year, from: windows.born, .onTime, ticket: next.fact.ticketNumber,
      rules: [crossing?.rule ?? "1.1"])
  }

  private var crossing: Policy.Sourced<String>? { policy.word(.crossYear) }

  /// Edge cases 7 and 8: whether the region wants the enrolment in the window too.
  private var isEnrolledInTime: Bool {
    guard policy.word(.windowTest)?.value == "both" else { return true }
    return known.enrolledOn.map { $0 <= windows.payUntil } ?? false
  }

  /// Whether a window that crosses the year has both its premiums, where the region wants both.
  private var isBothPaid: Bool {
    guard windows.crossesYear, crossing?.value == "bothRequired" else { return true }
    guard let next = premiums.counting[windows.year + 1] else { return false }
    return day(next.fact) <= windows.payUntil
  }

  // MARK: Later years

  private mutating func laterYear(_ year: Int) {
    guard let payment = premiums.counting[year] else { return }
    let day = day(payment.fact)
    guard let bought = start(of: year, paidOn: day) else { return }
    var rules = rules(of: bought.basis, paidOn: day)
    if bought.waiting.months > 0 {
      rules += [bought.waiting.rule?.rule].compactMap { $0 }
      waits[year] = bought.waiting
    }
    cover(year, from: bought.from, bought.basis, ticket: payment.fact.ticketNumber, rules: rules)
  }

  /// From when a premium covers that is paid on a day, and what it waits for; nil where it covers
  /// nothing.
  func start(of year: Int, paidOn day: CivilDate)
    -> (basis: Ruling.Cover.Basis, from: CivilDate, waiting: Waiting)?
  {
    if year == windows.year {
      return windows.birthYear(paidOn: day, isTimely: isTimely).map { ($0.basis, $0.from, .none) }
    }
    if windows.isAnnual(year, paidOn: day) { return (.annual, .startOfYear(year), .none) }
    // Paid after its year a premium repairs, and covers nothing (F03, F05).
    guard day <= CivilDate.startOfYear(year).endOfYear else { return nil }
    let waiting = waiting(for: year, paidOn: day)
    let from = lateCover(on: day).value.start(paidOn: day)
    return (.late, waiting.months > 0 ? from.adding(months: waiting.months) : from, waiting)
  }

  private func lateCover(on day: CivilDate) -> Policy.Sourced<LateCover> {
    let isStudent = known.enrolments.contains { $0.group == .student && $0.runs(on: day) }
    let student = isStudent ? policy.value(.studentLateCover, on: day) : nil
    return student?.mapped(\.lateCover) ?? policy.lateCover(on: day)
  }

  /// What a payment on this day for this year waits for.
  func waiting(for year: Int, paidOn day: CivilDate) -> Waiting {
    let newborn = policy.number(.newbornAgeDays, on: day)?.value ?? 0
    let isNewborn = day <= windows.born.adding(days: newborn)
    guard !isNewborn, !known.assistance.holds(on: day) else { return .none }
    let missed = missedYears(before: year)
    let repaired = premiums.counting.filter { entry in
      missed.contains(entry.key) && self.day(entry.value.fact) <= day
    }
    return Waiting(missed: missed, repaired: Set(repaired.keys), policy: policy, on: day)
  }

  /// Whole years without cover since the last that had any; none for who was never covered.
  func missedYears(before year: Int) -> Set<Int> {
    guard let last = covers.map(\.premiumYear).filter({ $0 < year }).max() else { return [] }
    return Set((last + 1)..<max(year, last + 1))
  }

  // MARK: Rules

  private mutating func cover(
    _ year: Int, from: CivilDate, _ basis: Ruling.Cover.Basis, ticket: String, rules: [String]
  ) {
    let end = CivilDate.startOfYear(year).endOfYear
    guard from <= end else { return }
    covers.append(
      Ruling.Cover(
        premiumYear: year, from: from, to: end, basis: basis, ticket: ticket, rules: rules))
  }

  private func rules(of basis: Ruling.Cover.Basis, paidOn day: CivilDate) -> [String] {
    let late = lateCover(on: day)
    return switch basis {
    case .onTime: [policy.payWindowDays.rule, policy.cited("A09")]
    case .late: late.rule == "A11" ? ["A10", "A11"] : [late.rule]
    case .annual: [policy.cited("D01")]
    }
  }
}
