/// What lies before a child on a day: the years to come, what a payment today would bring, what
/// missing a year costs.
///
/// It changes with every day, so it is no part of the ``Ruling``, whose next review would mean
/// nothing then.
package struct Outlook: Hashable, Sendable {
  /// One premium year, seen from the day.
  package struct Year: Hashable, Sendable {
    package enum State: String, Sendable {
      /// Paid, and covering at some time of the year.
      case covered
      /// Paid, and covering nothing.
      case paidInVain
      /// Can still be paid with use.
      case open
      /// Over without cover, or too late to be covered.
      case missed
    }

    package var premiumYear: Int
    package var state: State
    package var cover: Ruling.Span?
    /// When it is collected (D01); nil for the birth year, which has its window.
    package var collection: Ruling.Span?
    /// What a payment on the day would cover; nil where nothing or where it is paid.
    package var ifPaidToday: Ruling.Span?
    package var waitingMonths: Int
    /// Of the premium, in per cent; nil where nobody helps or no document says how much.
    package var subsidyPercent: Int?
    package var premiumYuan: Int?
  }

  /// What it would mean not to pay for the next premium year, and to pay late for the one after.
  package struct Missing: Hashable, Sendable {
    package var premiumYear: Int
    /// Days without cover: all of the year.
    package var uncovered: Ruling.Span
    /// Months that the next premium would wait, as it stands and after paying the missed year too.
    package var waitingMonths: Int
    package var waitingMonthsRepaired: Int
    /// Yuan by which serious-illness insurance would pay less in the year after.
    package var capLoss: Int?
  }

  package struct Refundable: Hashable, Sendable {
    package var ticket: String
    package var refund: Refund
  }

  package private(set) var asOf: CivilDate
  package private(set) var years: [Year] = []
  package private(set) var missing: Missing?
  package private(set) var cap: CapLedger?
  /// True where the region's cap does not hold for the child, because it is assisted (G10).
  package private(set) var isExemptFromCap = false
  package private(set) var refunds: [Refundable] = []
  package private(set) var reasons: [Ruling.Reason] = []

  init?(_ findings: Findings, on day: CivilDate) {
    guard let windows = findings.windows, let coverage = findings.bought else { return nil }
    asOf = day
    let seer = Seer(findings: findings, windows: windows, coverage: coverage, day: day)
    let last = max(day.year + 1, windows.year + 2)
    years = (windows.year...last).map(seer.year)
    if findings.diedOn == nil { missing = seer.missing }
    isExemptFromCap = seer.isExemptFromCap
    cap = isExemptFromCap ? nil : seer.cap(covered: seer.coveredYears, on: day)
    refunds = seer.refunds
    reasons = OutlookReasons(self, policy: findings.policy).list
  }
}

/// Works out an outlook from what has been found.
private struct Seer {
  let findings: Findings
  let windows: Windows
  let coverage: Coverage
  let day: CivilDate

  private var policy: Policy { findings.policy }
  var coveredYears: Set<Int> { Set(coverage.covers.map(\.premiumYear)) }

  func year(_ year: Int) -> Outlook.Year {
    let cover = coverage.covers.first { $0.premiumYear == year }
    let isPaid = findings.premiums.counting[year] != nil
    let today = isPaid || cover != nil ? nil : ifPaidToday(year)
    let state: Outlook.Year.State =
      cover != nil ? .covered : isPaid ? .paidInVain : today != nil ? .open : .missed
    return Outlook.Year(
      premiumYear: year, state: findings.diedOn != nil && state == .open ? .missed : state,
      cover: cover.map { Ruling.Span(from: $0.from, to: $0.to) },
      collection: year > windows.year ? collection(for: year) : nil,
      ifPaidToday: findings.diedOn == nil ? today?.span : nil,
      waitingMonths: coverage.waits[year]?.months ?? today?.months ?? 0,
      subsidyPercent: findings.assistance.subsidy(for: year)?.percent?.value,
      premiumYuan: premium(of: year))
  }

  private func premium(of year: Int) -> Int? {
    guard case .byYear(let table)? = policy.value(.premiumYuan)?.value else { return nil }
    return table[year]
  }

  private func collection(for year: Int) -> Ruling.Span? {
    guard case .monthDay(let month, let first)? = policy.value(.collectionFrom)?.value,
      case .monthDay(let lastMonth, let last)? = policy.value(.collectionTo)?.value
    else { return nil }
    let to = CivilDate.day(last, of: lastMonth, in: year - 1)
    return Ruling.Span(
      from: .day(first, of: month, in: year - 1),
      to: max(to, windows.collectionEnd(of: year) ?? to))
  }

  private func ifPaidToday(_ year: Int) -> (span: Ruling.Span, months: Int)? {
    let end = CivilDate.startOfYear(year).endOfYear
    guard let bought = coverage.start(of: year, paidOn: day), bought.from <= end else {
      return nil
    }
    return (Ruling.Span(from: bought.from, to: end), bought.waiting.months)
  }

  /// The first year after the day that nobody has paid for.
  var missing: Outlook.Missing? {
    let next = day.year + 1
    guard next > windows.year, !coveredYears.contains(next) else { return nil }
    let late = CivilDate.startOfYear(next + 1)
    let missed = coveredYears.isEmpty ? [] : coverage.missedYears(before: next + 1)
    let isExempt = findings.assistance.holds(on: late)
    func wait(_ repaired: Set<Int>) -> Int {
      isExempt ? 0 : Waiting(missed: missed, repaired: repaired, policy: policy, on: late).months
    }
    let kept = cap(covered: coveredYears.union([next, next + 1]), on: late)?.cap
    let lost = cap(covered: coveredYears.union([next + 1]), on: late)?.cap
    return Outlook.Missing(
      premiumYear: next,
      uncovered: Ruling.Span(
        from: .startOfYear(next), to: CivilDate.startOfYear(next).endOfYear),
      waitingMonths: wait([]), waitingMonthsRepaired: wait(missed),
      capLoss: kept.flatMap { kept in lost.map { kept - $0 } })
  }

  var isExemptFromCap: Bool {
    policy.isOn(.capExemptsAssisted, on: day) && findings.assistance.subsidy(for: day.year) != nil
  }

  func cap(covered: Set<Int>, on day: CivilDate) -> CapLedger? {
    var claims: [Int: CapLedger.Claims] = [:]
    for record in findings.enrolments {
      guard let year = record.premiumYear, record.fundPaidFen != nil || record.bonusUsed else {
        continue
      }
      claims[year] = CapLedger.Claims(
        isZero: record.fundPaidFen.map { $0 == 0 }, usedBonus: record.bonusUsed)
    }
    return CapLedger(covered: covered, claims: claims, policy: policy, on: day)
  }

  var refunds: [Outlook.Refundable] {
    func start(_ payment: PaymentFact) -> CivilDate? {
      coverage.covers.first { $0.premiumYear == payment.premiumYear }?.from
    }
    func refund(_ payment: PaymentFact, _ reason: Refund.Reason) -> Outlook.Refundable {
      Outlook.Refundable(
        ticket: payment.ticketNumber,
        refund: Refund(
          reason, coverFrom: start(payment), isAssisted: findings.assistance.holds(on: day),
          policy: policy, on: day))
    }
    return findings.premiums.duplicates.map { refund($0.fact, .duplicatePayment) }
      + coverage.useless.map { refund($0.fact, .other) }
  }
}
