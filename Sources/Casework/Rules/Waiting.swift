/// How long a premium paid too late for its year waits before it covers (待遇等待期, rules F01–F07).
///
/// Missed years lengthen the wait, repaired ones shorten it, and after several missed years it does
/// not fall below a floor. Newborns and assisted people do not wait (A13, A14).
package struct Waiting: Hashable, Sendable {
  /// Premium years without cover since the last one that was covered.
  package let missedYears: Int
  /// Of these, how many were paid afterwards.
  package let repairedYears: Int
  package let months: Int
  /// The rule that set the wait, nil where there is none.
  package let rule: Policy.Sourced<Int>?

  /// - Parameters:
  ///   - missed: missed years, before any that the pack does not count.
  ///   - repaired: of the missed years those that were paid later.
  ///   - policy: of the child's region.
  ///   - day: of the payment that is to cover.
  package init(missed: Set<Int>, repaired: Set<Int>, policy: Policy, on day: CivilDate) {
    let first = policy.number(.waitingCountsFrom, on: day)?.value ?? 0
    let counted = missed.filter { $0 >= first }
    missedYears = counted.count
    repairedYears = counted.intersection(repaired).count
    rule = policy.number(.waitingMonths, on: day)
    guard let fixed = rule?.value, fixed > 0 else {
      months = 0
      return
    }
    func number(_ term: Term) -> Int { policy.number(term, on: day)?.value ?? 0 }
    let longer = missedYears * number(.waitingPerMissedYear)
    let shorter = repairedYears * number(.waitingRepairPerYear)
    let plain = fixed + max(0, longer - shorter)
    let floorYears = policy.number(.waitingFloorYears, on: day)?.value ?? Int.max
    months = missedYears >= floorYears ? max(plain, number(.waitingFloorMonths)) : plain
  }

  /// Nobody waits.
  static let none = Waiting()

  private init() {
    missedYears = 0
    repairedYears = 0
    months = 0
    rule = nil
  }
}
