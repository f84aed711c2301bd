/// Which payments of a child count on a day, and what each one buys (contract, "Cover").
struct Premiums {
  /// The counting payment of each premium year.
  private(set) var counting: [Int: (fact: PaymentFact, message: Message)] = [:]
  /// Others for a year that has one.
  private(set) var duplicates: [(fact: PaymentFact, message: Message)] = []
  /// Reversed or wholly refunded: the digests of the payments and of what undid them.
  private(set) var undone: [(payment: Message, by: Message)] = []

  /// - Parameter payments: all that happened by the day, by (paidAt, ticketNumber, line), without
  ///   those made in a parent's name.
  init(_ payments: [(fact: PaymentFact, message: Message)]) {
    var reversals: [CaseKey: Message] = [:]
    var refunds: [CaseKey: (fen: Int64, last: Message)] = [:]
    for (fact, message) in payments {
      guard let original = fact.originalTicketNumber else { continue }
      let key = CaseKey.ticket(original, line: fact.line)
      switch fact.action {
      case .pay: continue
      case .reverse: reversals[key] = reversals[key] ?? message
      case .refund:
        refunds[key] = ((refunds[key]?.fen ?? 0) + (fact.amountFen ?? 0), message)
      }
    }
    for (fact, message) in payments where fact.action == .pay {
      let key = CaseKey.ticket(fact.ticketNumber, line: fact.line)
      if let reversal = reversals[key] {
        undone.append((message, reversal))
      } else if let refund = refunds[key], let paid = fact.amountFen, refund.fen >= paid {
        undone.append((message, refund.last))
      } else if let year = fact.premiumYear {
        if counting[year] == nil {
          counting[year] = (fact, message)
        } else {
          duplicates.append((fact, message))
        }
      }
    }
  }
}

/// The rules of one child's windows: what the numbers of a pack mean for a birth day.
package struct Windows: Hashable, Sendable {
  package let born: CivilDate
  /// Last day on which the birth-year premium is paid in time.
  package let payUntil: CivilDate
  /// Last day on which the code settles on the birth certificate alone.
  package let settlesUntil: CivilDate

  /// The birth day is day 0; the last day of an N-day window is birth + N.
  package init(born: CivilDate, policy: Policy) {
    self.born = born
    payUntil = born.adding(days: policy.payWindowDays.value)
    settlesUntil = born.adding(days: policy.codeSettlesDays.value)
  }

  var year: Int { born.year }

  /// How the birth-year premium stands when it was paid on a day: rules A01, A09–A11.
  func birthYear(paidOn day: CivilDate, policy: Policy)
    -> (state: Ruling.PaymentState, basis: Ruling.Cover.Basis, from: CivilDate)?
  {
    if day <= payUntil { return (.paidOnTime, .onTime, born) }
    guard day <= born.endOfYear else { return nil }
    return (.paidLate, .late, policy.lateCover(on: day).value.start(paidOn: day))
  }

  /// How the birth-year premium stands on a day while nothing counts for it.
  func unpaid(on day: CivilDate, policy: Policy) -> Ruling.PaymentState {
    if day <= payUntil { return .unpaid }
    let start = policy.lateCover(on: day).value.start(paidOn: day)
    return start <= born.endOfYear ? .unpaidLate : .missed
  }

  /// The cover a premium of a later year buys.
  func laterYear(_ year: Int, paidOn day: CivilDate, policy: Policy)
    -> (basis: Ruling.Cover.Basis, from: CivilDate)?
  {
    let newYear = CivilDate.startOfYear(year)
    if day < newYear || (year == self.year + 1 && day <= payUntil) { return (.annual, newYear) }
    guard day <= newYear.endOfYear else { return nil }
    return (.late, policy.lateCover(on: day).value.start(paidOn: day))
  }
}
