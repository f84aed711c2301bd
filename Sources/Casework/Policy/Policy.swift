/// The rules that hold for one child: a region's pack laid over the national one.
///
/// Numbers and switches come from packs; what is done with them is code (``Law``). The version of a
/// pack is chosen by the birth day for windows and by the payment day for late effects
/// (RULES.md, 1.3).
package struct Policy: Hashable, Sendable {
  /// Most specific first, the national pack last; only layers that gave a value.
  package var layers: [Ruling.PolicyLayer]
  /// Last day on which a payment is in time, counted from the birth day, which is day 0.
  package var payWindowDays: Sourced<Int>
  /// Last day on which the code settles on the birth certificate alone, counted likewise.
  package var codeSettlesDays: Sourced<Int>
  /// From when a late payment covers, by the day of the payment: the last step that has begun.
  package var lateCover: [Step<LateCover>]
  /// Days after birth on which an unpaid premium is called to mind.
  package var reminderDays: Sourced<[Int]>
  /// Of these, the days on which the village or neighbourhood is told too.
  package var grassrootsDays: Sourced<[Int]>
  /// Days after birth on which the code's end is announced.
  package var codeWarningDays: Sourced<[Int]>
  /// Quoted rules by id.
  package var citations: [String: Citation]

  package init(
    layers: [Ruling.PolicyLayer], payWindowDays: Sourced<Int>, codeSettlesDays: Sourced<Int>,
    lateCover: [Step<LateCover>], reminderDays: Sourced<[Int]>, grassrootsDays: Sourced<[Int]>,
    codeWarningDays: Sourced<[Int]>, citations: [String: Citation]
  ) {
    self.layers = layers
    self.payWindowDays = payWindowDays
    self.codeSettlesDays = codeSettlesDays
    self.lateCover = lateCover
    self.reminderDays = reminderDays
    self.grassrootsDays = grassrootsDays
    self.codeWarningDays = codeWarningDays
    self.citations = citations
  }

  /// How a payment on this day covers when it is late.
  package func lateCover(on day: CivilDate) -> Sourced<LateCover> {
    let begun = lateCover.last { step in step.from.map { $0 <= day } ?? true }
    return (begun ?? lateCover[0]).value
  }

  /// The rule where this child's packs quote it; else the general formula they share (RULES.md,
  /// 1.1).
  package func cited(_ rule: String) -> String {
    citations[rule] == nil ? "1.1" : rule
  }

  /// A value and where it comes from.
  package struct Sourced<Value: Hashable & Sendable>: Hashable, Sendable {
    package var value: Value
    /// The rule's id in the rule table.
    package var rule: String
    /// The pack that gave it.
    package var pack: String
    /// True where the documents are silent and the pack says so.
    package var assumed: Bool

    package init(_ value: Value, rule: String, pack: String, assumed: Bool = false) {
      self.value = value
      self.rule = rule
      self.pack = pack
      self.assumed = assumed
    }
  }

  /// A value from a day on.
  package struct Step<Value: Hashable & Sendable>: Hashable, Sendable {
    /// Nil: always.
    package var from: CivilDate?
    package var value: Sourced<Value>

    package init(from: CivilDate?, value: Sourced<Value>) {
      self.from = from
      self.value = value
    }
  }

  /// A sentence of a document.
  package struct Citation: Hashable, Sendable {
    package var document: String
    package var quote: String

    package init(document: String, quote: String) {
      self.document = document
      self.quote = quote
    }
  }
}

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
