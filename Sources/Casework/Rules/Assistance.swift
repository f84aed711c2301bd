/// For whom, from when and how much of a child's premium is paid by others (资助参保).
///
/// Rules D16–D19 and E01–E11: a category recognised within a premium year helps from the next year
/// on; only the department that is answerable for a category may say so.
package struct Assistance: Hashable, Sendable {
  /// A time in which a child is counted in one category.
  package struct Period: Hashable, Sendable {
    package var category: AssistanceFact.Category
    package var since: CivilDate
    /// The last day, where one is known.
    package var until: CivilDate?
    /// The first premium year that is paid for (D17).
    package var subsidyFrom: Int
    /// Share of the premium, in per cent; nil where the region's documents give none.
    package var percent: Policy.Sourced<Int>?
    package var startRule: String
    /// Whether the pack counts the category at all (E03, E05, E06).
    package var isCounted: Bool
    /// Whether the department that says so is answerable for it (E07–E09).
    package var isFromSource: Bool
  }

  package private(set) var periods: [Period] = []
  private let policy: Policy

  /// - Parameter told: recognitions and withdrawals, by day.
  init(_ told: [Told<AssistanceFact>], policy: Policy) {
    self.policy = policy
    for (fact, _) in told {
      let day = fact.occurredOn
      let running = periods.lastIndex { period in
        period.category == fact.category && period.until.map { day <= $0 } ?? true
      }
      switch (fact.action, running) {
      // Recognised again: the last word on how long, and help goes on from when it began.
      case (.recognise, let running?): periods[running].until = fact.validUntil
      case (.recognise, nil): periods.append(Self.period(fact, policy: policy))
      case (.withdraw, let running?): periods[running].until = day.adding(days: -1)
      case (.withdraw, nil): continue
      }
    }
  }

  private static func period(_ fact: AssistanceFact, policy: Policy) -> Period {
    let day = fact.occurredOn
    let category = fact.category.rawValue
    let starts = policy.word(.subsidyStarts, on: day)
    var percent: Policy.Sourced<Int>?
    if let told = policy.value(.subsidyPercent, on: day), case .byWord(let table) = told.value {
      percent = told.mapped { _ in table[category] }
    }
    var isFromSource = true
    if case .wordsByWord(let table)? = policy.value(.categorySources, on: day)?.value,
      let departments = table[category]
    {
      isFromSource = departments.contains(fact.department)
    }
    return Period(
      category: fact.category, since: day, until: fact.validUntil,
      subsidyFrom: starts?.value == "sameYear" ? day.year : day.year + 1, percent: percent,
      startRule: starts?.rule ?? "D17",
      isCounted: policy.words(.assistedCategories, on: day)?.value.contains(category) ?? true,
      isFromSource: isFromSource)
  }

  /// Whether the child is of a counted category on a day: such people do not wait.
  package func holds(on day: CivilDate) -> Bool {
    let counted = policy.words(.assistedCategories, on: day)?.value
    return periods.contains { period in
      counted?.contains(period.category.rawValue) ?? true && period.since <= day
        && period.until.map { day <= $0 } ?? true
    }
  }

  /// What pays for a premium year: the best of what was recognised in time for it and not withdrawn
  /// before it began (a paid year is not taken back, edge case 69).
  package func subsidy(for year: Int) -> Period? {
    let newYear = CivilDate.startOfYear(year)
    return periods.filter { period in
      period.isCounted && period.subsidyFrom <= year
        && period.until.map { $0 >= newYear } ?? true
    }.max { ($0.percent?.value ?? 0) < ($1.percent?.value ?? 0) }
  }
}
