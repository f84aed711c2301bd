/// When cover begins for a premium paid after its window: a closed set, named by packs.
package enum LateCover: String, CaseIterable, Sendable {
  /// On the first of the month after the payment (缴费的次月, rule A11).
  case nextMonth
  /// On the day of the payment.
  case paymentDate

  /// The first covered day of a premium paid on `day`.
  package func start(paidOn day: CivilDate) -> CivilDate {
    switch self {
    case .nextMonth: day.firstOfNextMonth
    case .paymentDate: day
    }
  }

  /// The last day of a year on which a payment still brings a day of cover in that year.
  package func lastUsefulDay(of year: Int) -> CivilDate {
    let newYearsEve = CivilDate.startOfYear(year + 1).adding(days: -1)
    switch self {
    // In December the first of the next month is in the next year already.
    case .nextMonth: return newYearsEve.adding(days: -31)
    case .paymentDate: return newYearsEve
    }
  }
}
