/// What serious-illness insurance pays at most in a year, and why (大病保险最高支付限额, rules
/// G01–G15).
///
/// A ledger, no formula on the years alone: what was earned by years without a gap may stay after
/// a gap, and years without a claim are used up by a payment that drew on them.
package struct CapLedger: Hashable, Sendable {
  /// What an insurance platform reported of a premium year.
  package struct Claims: Hashable, Sendable {
    /// Nil: nothing reported, so nothing is earned.
    package var isZero: Bool?
    package var usedBonus: Bool

    package init(isZero: Bool?, usedBonus: Bool = false) {
      self.isZero = isZero
      self.usedBonus = usedBonus
    }
  }

  /// All amounts in yuan.
  package let base: Int
  /// Earned by years without a gap after the first few.
  package private(set) var continuity = 0
  /// Earned by years without a claim.
  package private(set) var zeroClaim = 0
  /// Of both, what counts under the limit.
  package private(set) var bonus = 0
  package private(set) var penalty = 0
  /// Years without a gap up to now.
  package private(set) var continuousYears = 0
  package private(set) var lapses = 0
  package let rule: String

  package var cap: Int { base + bonus - penalty }

  /// - Parameters:
  ///   - covered: premium years with cover.
  ///   - claims: by premium year.
  ///   - policy: of the child's region.
  ///   - day: for which the cap is wanted; its year is the last that counts.
  /// - Returns: nil where the region gives no cap.
  package init?(
    covered: Set<Int>, claims: [Int: Claims], policy: Policy, on day: CivilDate
  ) {
    guard let base = policy.number(.capYuan, on: day) else { return nil }
    self.base = base.value
    rule = base.rule
    guard let first = covered.min(), first <= day.year else { return }
    // By the rules asked for: those of a year before there were any cannot say that it counts.
    let firstCounted = policy.number(.waitingCountsFrom, on: day)?.value ?? 0
    var zeroYears = 0
    for year in first...day.year {
      // Rules hold from the day they are made, never backwards (G09).
      let ruleDay = year == day.year ? day : CivilDate.startOfYear(year).endOfYear
      func number(_ term: Term) -> Int { policy.number(term, on: ruleDay)?.value ?? 0 }
      if covered.contains(year) {
        continuousYears += 1
        let after = policy.number(.capBonusAfterYears, on: ruleDay)?.value ?? Int.max
        if continuousYears > after { continuity += number(.capBonusYuan) }
      } else {
        continuousYears = 0
        if !policy.isOn(.capKeepsBonus, on: ruleDay) { continuity = 0 }
        if year >= firstCounted { lapses += 1 }
      }
      let before = claims[year - 1]
      if before?.usedBonus == true { zeroYears = 0 }
      if before?.isZero == true, covered.contains(year - 1) { zeroYears += 1 }
      zeroClaim = zeroYears * number(.capZeroClaimYuan)
    }
    limit(policy, on: day)
  }

  private mutating func limit(_ policy: Policy, on day: CivilDate) {
    func number(_ term: Term) -> Int { policy.number(term, on: day)?.value ?? 0 }
    bonus = min(base * number(.capBonusPercent) / 100, continuity + zeroClaim)
    penalty = min(
      base * number(.capPenaltyPercent) / 100, lapses * number(.capPenaltyYuan))
  }
}
