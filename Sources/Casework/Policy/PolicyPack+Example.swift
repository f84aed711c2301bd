extension PolicyPack {
  /// A calculation the pack must come to when it is loaded.
  package struct Example: Hashable, Sendable {
    package var born: CivilDate
    /// Payments: premium year and day.
    package var paid: [Payment]
    package var asOf: CivilDate
    package var state: Ruling.PaymentState
    package var windowEnd: CivilDate
    /// Nil: no matter.
    package var covered: [Ruling.Span]?
    package var why: String
    package var given = Given()
    package var expected = Expected()

    package struct Payment: Hashable, Sendable {
      package var year: Int
      package var on: CivilDate

      package init(year: Int, on: CivilDate) {
        self.year = year
        self.on = on
      }
    }

    /// What else is known of the child.
    package struct Given: Hashable, Sendable {
      /// Premium years each paid on 1 December of the year before.
      package var yearly: ClosedRange<Int>?
      package var recognised: [Recognition] = []
      /// Premium years in which the fund paid nothing.
      package var zeroClaims: [Int] = []

      package init() {}
    }

    package struct Recognition: Hashable, Sendable {
      package var category: AssistanceFact.Category
      package var on: CivilDate

      package init(category: AssistanceFact.Category, on: CivilDate) {
        self.category = category
        self.on = on
      }
    }

    /// What else the law must say; nil and absent years: no matter.
    package struct Expected: Hashable, Sendable {
      /// The last day on which the code settles on the certificate alone.
      package var codeUntil: CivilDate?
      /// What serious-illness insurance pays at most, in yuan.
      package var cap: Int?
      /// That the region, or the child's category, has no such limit.
      package var isWithoutCap = false
      /// By premium year: the months it waits.
      package var waits: [Int: Int] = [:]
      /// By premium year: the share that is paid for the child, in per cent.
      package var subsidy: [Int: Int] = [:]
      /// By premium year: when it is collected.
      package var collection: [Int: Ruling.Span] = [:]

      package init() {}

      package var needsOutlook: Bool {
        cap != nil || isWithoutCap || !waits.isEmpty || !subsidy.isEmpty || !collection.isEmpty
      }
    }

    package init(
      born: CivilDate, paid: [Payment], asOf: CivilDate, state: Ruling.PaymentState,
      windowEnd: CivilDate, covered: [Ruling.Span]?, why: String
    ) {
      self.born = born
      self.paid = paid
      self.asOf = asOf
      self.state = state
      self.windowEnd = windowEnd
      self.covered = covered
      self.why = why
    }
  }
}
