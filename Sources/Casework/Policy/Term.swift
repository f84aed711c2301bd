/// Everything a policy pack may say, each with what may stand there.
///
/// Numbers, switches and lists come from packs; what is done with them is code (``Law``). A choice
/// is always from a closed set: a pack cannot bring a formula of its own.
///
/// All terms show where packs are shown: `policy show`, `policy diff` and `/v1/policies/{region}`.
/// Of some the comment says "shown, steers nothing": a document has it, and no ruling hangs on it.
/// Ids in brackets are rows of the rule table; packs quote the sentences.
package enum Term: String, CaseIterable, Sendable {
  // Windows of the birth year.
  /// Days in which the birth-year premium is paid in time (A01, A07: 出生后90天内).
  case payWindowDays
  /// The same in calendar months, where a region counts so (table 1.2); outranks the days.
  case payWindowMonths
  /// Whether the birth day is day 0 or day 1; the documents do not say (1.1).
  case dayCount
  /// Whether a last day that is a holiday moves on to the next working day, and the holidays
  /// (1.1, edge case 4). Off, and no pack lists holidays.
  case holidayRoll, holidays
  /// Whether the payment alone must lie in the window, or the enrolment too (edge cases 7, 8).
  case windowTest
  /// Which of its two instants dates a payment: `paidAt` or `treasuryAt` (edge case 3).
  case paymentInstant
  /// Whether the family pays the birth-year premium: `payable`, `notCharged` to anybody, or
  /// `subsidised`, that is paid by the public purse (table 1.2).
  case birthYearPremium
  /// How the premiums of two years hang together for a window that crosses the year (1.1).
  case crossYear
  /// From when a late payment covers (A11: 缴费的次月起).
  case lateCover

  // The code and the certificate.
  /// Days in which the code settles on the birth certificate alone (A02: 出生后180天内).
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
  /// The ways to a code (A04). Shown, steers nothing: a guardian's message may name either.
  case codeChannels

  // Notices.
  /// Days after birth on which an unpaid premium is called to mind (L01, L06; the days are
  /// assumed).
  case reminderDays
  /// Of these, the days on which the village or community is told too (L05, L09).
  case grassrootsDays
  /// Days after birth on which the end of settlement on the certificate is called to mind.
  case codeWarningDays

  // Later years.
  /// First and last day of collecting the next year's premium (D01, D06), for the outlook; cover
  /// of a later year goes by the turn of the year, and by an extension.
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
  /// Up to what age, in days, a late payment does not wait (A13, A14; the age is assumed).
  case newbornAgeDays
  /// What a year's premium costs, in yuan, by premium year (table 1.2). The outlook and the
  /// parents' page show it; no payment is held against it.
  case premiumYuan

  // Serious-illness insurance (大病保险), all amounts in yuan.
  /// What it pays at most in a year, before bonus and penalty (G01, G10: 封顶线).
  case capYuan
  /// More for each year without a gap after so many years (G02, G11: 满4年后每连续参保1年).
  case capBonusYuan, capBonusAfterYears
  /// More in the year after one in which the fund paid nothing (G03, G12: 零报销).
  case capZeroClaimYuan
  /// The most that both add, in per cent of `capYuan` (G04, G13).
  case capBonusPercent
  /// Less for each missed year, and the most that takes away in per cent (G05; Sichuan only).
  case capPenaltyYuan, capPenaltyPercent
  /// Whether the bonus for years without a gap outlives a gap (G07; Liaoning says nothing).
  case capKeepsBonus
  /// Whether assisted people have no such limit (G10).
  case capExemptsAssisted

  // Assistance.
  /// The categories that a region helps (E03, E05, E06).
  case assistedCategories
  /// By category: the share of the premium that is paid for the child, in per cent (E01).
  case subsidyPercent
  /// From which premium year on: the year after recognition, or the same (D17).
  case subsidyStarts
  /// By category: the departments whose word counts (E07–E09).
  case categorySources

  // Where to enrol, duplicates, refunds.
  /// By what places a child may enrol (C01–C07).
  case enrolmentPlaces
  /// Whether living somewhere must be shown by a permit (C03, C07; not in Sichuan's draft, C04).
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
  /// `lateCover` for whoever a record of enrolment shows as a student on the day (N01).
  case studentLateCover
  /// To when graduates are covered (N02). Shown, steers nothing: cover ends with its year anyway.
  case graduateCoverTo

  // Who takes part, and what is aimed at.
  /// What belongs to the "one thing" (A16). Shown, steers nothing.
  case bundleItems
  /// Departments that take part (A22, A25), and that share data (J01, J13, M02, M03). Shown, steer
  /// nothing: who may send what is for the setting `senders`.
  case participants, senders
  /// Where a child is enrolled (A26, K06). Shown, steers nothing.
  case enrolmentChannels
  /// Who may pay for a child, and out of what (D10–D12, K07). Shown, steer nothing: what the tax
  /// bureau took counts.
  case payerRelations, paymentSources
  /// What is aimed at, in per cent of a year's births enrolled within it (B01, B03);
  /// `/v1/statistics` shows it beside the rate.
  case sameYearPercent
  /// The share of all people to be insured (B02, B03). Shown, steers nothing: the gateway knows
  /// newborns only.
  case coveragePercent

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
