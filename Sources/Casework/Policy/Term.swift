/// Everything a policy pack may say, each with what may stand there.
///
/// Numbers, switches and lists come from packs; what is done with them is code (``Law``). A choice
/// is always from a closed set: a pack cannot bring a formula of its own.
package enum Term: String, CaseIterable, Sendable {
  // Windows of the birth year.
  /// Days in which the birth-year premium is paid in time (A01, A07).
  case payWindowDays
  /// The same in calendar months, where a region counts so; outranks the days.
  case payWindowMonths
  /// Whether the birth day is day 0 or day 1.
  case dayCount
  /// Whether a last day that is a holiday moves on to the next working day, and the holidays.
  case holidayRoll, holidays
  /// Whether the payment alone must lie in the window, or the enrolment too (edge cases 7, 8).
  case windowTest
  /// Which of its two instants dates a payment (edge case 3).
  case paymentInstant
  /// Whether the birth-year premium is charged at all.
  case birthYearPremium
  /// How the premiums of two years hang together for a window that crosses the year.
  case crossYear
  /// From when a late payment covers (A11).
  case lateCover

  // The code and the certificate.
  /// Days in which the code settles on the birth certificate alone (A02).
  case codeSettlesDays
  /// Whether a birth certificate is enough to enrol (A03).
  case certificateEnrols
  /// Whether the code of a child without a name waits (edge case 35).
  case placeholderHolds
  /// What binds a citizen ID: the registration, or the insurance record (edge case 21).
  case bindingTest
  /// Days after registration in which the insurance record should follow (A05), a soft number.
  case updateAfterDays
  /// Whether care is given before payment within the window (edge case 23).
  case treatFirst
  /// Which day of an inpatient stay counts (edge case 19).
  case settleBasis
  /// How many guardians may bind one child (edge case 24).
  case maxBindings
  /// The ways to a code (A04).
  case codeChannels

  // Notices.
  case reminderDays, grassrootsDays, codeWarningDays

  // Later years.
  /// First and last day of collecting the next year's premium (D01, D06).
  case collectionFrom, collectionTo
  /// By premium year: the day to which a province extended its collection (D03).
  case collectionExtended
  /// Months without cover after a payment out of the window (F01, F06).
  case waitingMonths
  /// Months more for each missed year, fewer for each repaired one (F02, F03).
  case waitingPerMissedYear, waitingRepairPerYear
  /// From how many missed years on the sum is at least how many months (F04).
  case waitingFloorYears, waitingFloorMonths
  /// The first premium year whose absence counts as missed.
  case waitingCountsFrom
  /// Up to what age a late payment does not wait (A13, A14).
  case newbornAgeDays
  /// What a year's premium costs, in yuan, by premium year.
  case premiumYuan

  // Serious-illness insurance (大病保险).
  case capYuan, capBonusYuan, capBonusAfterYears, capZeroClaimYuan, capBonusPercent
  case capPenaltyYuan, capPenaltyPercent, capKeepsBonus, capExemptsAssisted

  // Assistance.
  case assistedCategories
  /// By category: the share of the premium that is paid for the child, in per cent.
  case subsidyPercent
  /// From which premium year on (D17).
  case subsidyStarts
  /// By category: the departments whose word counts (E07–E09).
  case categorySources

  // Where to enrol, duplicates, refunds.
  /// By what places a child may enrol (C01–C07).
  case enrolmentPlaces
  /// Whether living somewhere must be shown by a permit.
  case permitNeeded
  /// Which of several records stays, question by question (H03–H08).
  case duplicateOrder
  /// Months of employee insurance from which the employee's record stays (H06).
  case keepEmployeeMonths
  /// For what reasons a premium is given back before cover starts (I01).
  case refundReasons
  /// Whether anybody gets it back after (I02, I03).
  case refundAfterStart

  // Students, whom the same engine rules (N).
  case studentLateCover, graduateCoverTo

  // Who takes part, and what is aimed at.
  case bundleItems, participants, senders, enrolmentChannels, payerRelations, paymentSources
  case sameYearPercent, coveragePercent

  /// What may stand under a term.
  package enum Shape: Hashable, Sendable {
    case number(ClosedRange<Int>)
    case numbers(ClosedRange<Int>)
    case flag
    case choice([String])
    case choices([String])
    case words
    case monthDay
    case days
    /// By year: a number.
    case byYear(ClosedRange<Int>)
    /// By year: a day.
    case dayByYear
    /// By one of these words: a number.
    case byWord([String], ClosedRange<Int>)
    /// By one of these words: several of others.
    case wordsByWord([String], [String])
  }

  /// Which day chooses the version that gives a term (RULES.md, 1.3).
  package enum Axis: Sendable { case birthDay, paymentDay, serviceDay }

  package var axis: Axis {
    switch self {
    case .lateCover, .studentLateCover, .waitingMonths, .waitingPerMissedYear,
      .waitingRepairPerYear, .waitingFloorYears, .waitingFloorMonths, .waitingCountsFrom,
      .newbornAgeDays, .collectionExtended:
      .paymentDay
    case .codeSettlesDays, .certificateEnrols, .treatFirst, .settleBasis, .capYuan, .capBonusYuan,
      .capBonusAfterYears, .capZeroClaimYuan, .capBonusPercent, .capPenaltyYuan,
      .capPenaltyPercent, .capKeepsBonus, .capExemptsAssisted, .assistedCategories,
      .subsidyPercent, .subsidyStarts, .categorySources, .enrolmentPlaces, .permitNeeded,
      .duplicateOrder, .keepEmployeeMonths, .refundReasons, .refundAfterStart:
      .serviceDay
    default: .birthDay
    }
  }

  package var shape: Shape {
    switch self {
    case .payWindowDays, .codeSettlesDays, .updateAfterDays, .newbornAgeDays: .number(1...3660)
    case .payWindowMonths: .number(1...36)
    case .maxBindings: .number(1...20)
    case .waitingMonths, .waitingPerMissedYear, .waitingRepairPerYear, .waitingFloorMonths:
      .number(0...24)
    case .waitingFloorYears, .capBonusAfterYears: .number(1...50)
    case .waitingCountsFrom: .number(2000...2100)
    case .capYuan, .capBonusYuan, .capZeroClaimYuan, .capPenaltyYuan: .number(0...10_000_000)
    case .capBonusPercent, .capPenaltyPercent, .sameYearPercent, .coveragePercent:
      .number(0...100)
    case .keepEmployeeMonths: .number(1...600)
    case .reminderDays, .grassrootsDays, .codeWarningDays: .numbers(0...3660)
    case .holidayRoll, .certificateEnrols, .placeholderHolds, .treatFirst, .capKeepsBonus,
      .capExemptsAssisted, .permitNeeded:
      .flag
    case .holidays: .days
    case .collectionFrom, .collectionTo, .graduateCoverTo: .monthDay
    case .collectionExtended: .dayByYear
    case .premiumYuan: .byYear(0...100_000)
    case .dayCount, .windowTest, .paymentInstant, .birthYearPremium, .crossYear, .lateCover,
      .studentLateCover, .bindingTest, .settleBasis, .subsidyStarts, .refundAfterStart:
      .choice(choices)
    case .codeChannels, .assistedCategories, .enrolmentPlaces, .duplicateOrder, .refundReasons,
      .payerRelations, .paymentSources:
      .choices(choices)
    case .subsidyPercent: .byWord(Self.categories, 0...100)
    case .categorySources: .wordsByWord(Self.categories, Self.departments)
    case .bundleItems, .participants, .senders, .enrolmentChannels: .words
    }
  }

  /// The closed set a choice is from.
  private var choices: [String] {
    switch self {
    case .dayCount: ["excludeBirthDay", "includeBirthDay"]
    case .windowTest: ["payment", "both"]
    case .paymentInstant: ["charged", "intoTreasury"]
    case .birthYearPremium: ["payable", "notCharged", "subsidised"]
    case .crossYear: ["independent", "bothRequired", "single"]
    case .lateCover, .studentLateCover: LateCover.allCases.map(\.rawValue)
    case .bindingTest: ["registration", "recordUpdated"]
    case .settleBasis: ["admission", "discharge"]
    case .subsidyStarts: ["nextYear", "sameYear"]
    case .refundAfterStart: ["nobody", "assisted"]
    case .codeChannels: ["familyAccount", "agency"]
    case .assistedCategories: Self.categories
    case .enrolmentPlaces: ["household", "residence", "school", "work"]
    case .duplicateOrder: ["freshman", "employee", "flexible", "student", "resident"]
    case .refundReasons: ["duplicatePayment", "joinedEmployee", "otherPoolResident", "enlisted"]
    case .payerRelations:
      [
        "self", "mother", "father", "guardian", "grandparent", "sibling", "spouse", "child",
        "other",
      ]
    case .paymentSources:
      ["self", "parentEmployeeAccount", "relativeAccount", "wallet", "assistance"]
    default: []
    }
  }

  private static let categories = AssistanceFact.Category.allCases.map(\.rawValue)
  private static let departments = [
    "civilAffairs", "ruralRevitalisation", "agricultureRural", "disabledFederation", "other",
  ]

  /// Its place in tables that hold every term.
  var index: Int { Self.places[self] ?? 0 }

  private static let places = Dictionary(
    uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })
}
