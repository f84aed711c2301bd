/// Which births are counted: those of a year in divisions that begin so, as they stand on a day.
package struct BirthQuestion: Hashable, Sendable {
  package var divisionPrefix: String
  /// First and last day of the year, in days since 1970.
  package var days: ClosedRange<Int>
  /// The day on which registration is looked at, in days since 1970.
  package var asOf: Int

  package init(divisionPrefix: String, year: Int, asOf day: CivilDate) {
    self.divisionPrefix = divisionPrefix
    let first = CivilDate.startOfYear(year)
    days = first.daysSinceEpoch...first.endOfYear.daysSinceEpoch
    asOf = day.daysSinceEpoch
  }
}

/// How many children of one division were born in a year, and how they were enrolled (rules B01,
/// B05, B10).
package struct BirthTally: Hashable, Sendable {
  /// As the cases have it, six digits or none; or what they begin with.
  package var division: String
  package var births = 0
  /// Whose birth-year premium was paid by 31 December of the year, or who were covered by then
  /// where none is charged.
  package var enrolledSameYear = 0
  /// Covered from birth.
  package var onTime = 0
  /// Whose birth-year premium was paid and does not cover from birth.
  package var late = 0
  package var unregistered = 0

  package init(division: String) { self.division = division }

  package mutating func add(_ other: BirthTally) {
    births += other.births
    enrolledSameYear += other.enrolledSameYear
    onTime += other.onTime
    late += other.late
    unregistered += other.unregistered
  }

  /// Births who were enrolled in the year of birth ÷ births, to four places, half up; nil where
  /// nobody was born.
  package var rate: Double? {
    guard births > 0 else { return nil }
    return Double((enrolledSameYear * 20_000 + births) / (births * 2)) / 10_000
  }
}
