package import Casework

extension CaseFilter {
  /// Whether a list by this filter shows a row; order, `after` and `limit` apart from `after`.
  package func shows(_ row: SummaryRow) -> Bool {
    guard after.map({ $0 < row.caseID }) ?? true,
      divisionPrefix.map({ row.division.hasPrefix($0) }) ?? true
    else { return false }
    if let tasks, !row.mayHave(tasks.kinds, areResolved: tasks.areResolved) { return false }
    return state.map { row.isListed(as: $0, on: day) } ?? true
  }
}

extension SummaryRow {
  /// Whether a list by `state=` shows this case on a day (contract, sections 3 and 5).
  ///
  /// What happened after the day has not happened yet: a payment, a binding, a death later than it
  /// do not count. The day itself is still running, so on the last day of a window the window is
  /// open. A case that was joined to another is shown under the survivor alone. Somebody who has
  /// died by the day owes nothing any more: no registration and no premium; the code settles to the
  /// end of the day of death and is retired from the next (section 5, "Death").
  package func isListed(as state: CaseFilter.State, on day: Int) -> Bool {
    guard survivor == nil else { return false }
    return switch state {
    case .unregistered: hasCertificate && isBorn(by: day) && !isBound(by: day) && !hasDied(by: day)
    case .unpaid: owes(on: day) && !hasDied(by: day)
    case .missed: hasMissed(by: day)
    case .suspended: isSuspended(on: day)
    case .conflict: conflict
    case .unmatched: !hasCertificate
    }
  }

  /// Whether a list of tasks must look at this case.
  package func mayHave(_ kinds: TaskKinds, areResolved: Bool) -> Bool {
    survivor == nil && !(areResolved ? resolvedTasks : openTasks).isDisjoint(with: kinds)
  }

  private func isBorn(by day: Int) -> Bool { bornOn.map { $0 <= day } ?? true }
  private func isBound(by day: Int) -> Bool { boundSince.map { $0 <= day } ?? false }
  private func hasDied(by day: Int) -> Bool { diedOn.map { $0 <= day } ?? false }
  private func hasPaid(by day: Int) -> Bool { countingPayment.map { $0 <= day } ?? false }

  /// The last day on which a birth-year payment still brings cover: the window's end, or in the
  /// late season a later one.
  private var lastPayDay: Int? {
    windowEnd.map { max($0, lateUntil ?? $0) }
  }

  /// `unpaid` and `unpaidLate` of section 5.
  private func owes(on day: Int) -> Bool {
    guard let lastPayDay else { return false }
    return isBorn(by: day) && day <= lastPayDay && !hasPaid(by: day)
  }

  /// `missed` of section 5: of the birth-year premium, whatever was paid for later years.
  private func hasMissed(by day: Int) -> Bool {
    guard let lastPayDay else { return false }
    return day > lastPayDay && !hasPaid(by: day)
  }

  /// `code.state` `suspended` of section 5: cover on that day, but past birth + 180 unbound; or
  /// held by a person's order.
  private func isSuspended(on day: Int) -> Bool {
    guard let coverFrom, let coverTo else { return false }
    let isCovered =
      coverFrom <= day && day <= coverTo && (countingPayment.map { $0 <= day } ?? true)
    let isHeld = heldSince.map { $0 <= day } ?? false
    let isPast = hasCertificate && (settlesUntil.map { day > $0 } ?? false) && !isBound(by: day)
    return isCovered && (isHeld || isPast) && !(diedOn.map { $0 < day } ?? false)
  }
}

extension BirthQuestion {
  /// Counts these rows. A birth counts in the year of its birth day and in the division that
  /// answers for it, once however many cases were joined; a registration alone is no birth yet.
  package func tallies(_ rows: some Sequence<SummaryRow>) -> [BirthTally] {
    var found: [String: BirthTally] = [:]
    for row in rows where row.survivor == nil && row.hasCertificate {
      guard row.division.hasPrefix(divisionPrefix), row.bornOn.map(days.contains) ?? false
      else { continue }
      found[row.division, default: BirthTally(division: row.division)].count(row, self)
    }
    return found.values.sorted { $0.division < $1.division }
  }
}

extension BirthTally {
  fileprivate mutating func count(_ row: SummaryRow, _ question: BirthQuestion) {
    births += 1
    let enrolled = row.countingPayment ?? row.coverFrom
    if let enrolled, enrolled <= question.days.upperBound { enrolledSameYear += 1 }
    let isOnTime = row.coverFrom != nil && row.coverFrom == row.bornOn
    if isOnTime { onTime += 1 }
    if !isOnTime, row.countingPayment != nil { late += 1 }
    if row.isListed(as: .unregistered, on: question.asOf) { unregistered += 1 }
  }
}
