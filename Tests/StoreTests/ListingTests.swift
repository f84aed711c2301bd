import Casework
import Engine
import StoreSQLite
import Testing

/// Lists: the states as SQL and as Swift are one, and both are the contract's.
@Suite struct ListingTests {
  /// A row per seed, of days close together, so that every comparison comes out each way and often
  /// on the very day.
  private func randomRow(_ number: Int, _ chance: inout SplitMix) -> SummaryRow {
    func day() -> Int? { chance.next() % 3 == 0 ? nil : Int(chance.next() % 8) }
    var row = SummaryRow(
      caseID: CaseID(rawValue: "c\(1_000 + number)"),
      division: ["610104", "610113", "510104", ""][Int(chance.next() % 4)])
    row.bornOn = day()
    row.windowEnd = day()
    row.countingPayment = day()
    row.coverFrom = day()
    row.coverTo = day()
    row.boundSince = day()
    row.settlesUntil = day()
    row.diedOn = chance.next() % 3 == 0 ? day() : nil
    row.lateUntil = day()
    row.hasCertificate = chance.next() % 4 != 0
    row.conflict = chance.next() % 4 == 0
    row.survivor = chance.next() % 5 == 0 ? amina : nil
    row.heldSince = chance.next() % 4 == 0 ? day() : nil
    row.openTasks = TaskKinds(rawValue: Int(chance.next() % 8))
    row.resolvedTasks = TaskKinds(rawValue: chance.next() % 16 == 0 ? -1 : 0)
    return row
  }

  @Test func sqlAndSwiftShowTheSameRows() async throws {
    var chance = SplitMix(state: 20_261_121)
    let rows = (0..<3_000).map { randomRow($0, &chance) }
    try await StoreKind.sqlite.withStore { store in
      try await store.put(group { $0.summaries = rows })
      for day in -1..<9 {
        for state in CaseFilter.State.allCases {
          let filter = CaseFilter(state: state, day: day, limit: 9_999)
          let shown = try await store.list(filter).map(\.caseID)
          let meant = rows.filter { $0.isListed(as: state, on: day) }.map(\.caseID)
          #expect(shown == meant, "\(state) on \(day)")
        }
      }
      // A property over rows none of which is shown would say nothing.
      for state in CaseFilter.State.allCases {
        let count = try await store.list(CaseFilter(state: state, day: 4, limit: 9_999)).count
        #expect(count > 20 && count < 2_900, "\(state): \(count)")
      }
    }
  }

  /// A list of tasks finds each case that may have one of the kinds asked for, and skips the rest.
  @Test(arguments: StoreKind.allCases) func taskKindsAreFound(kind: StoreKind) async throws {
    var chance = SplitMix(state: 20_261_122)
    let rows = (0..<1_000).map { randomRow($0, &chance) }
    try await kind.withStore { store in
      try await store.put(group { $0.summaries = rows })
      for areResolved in [false, true] {
        for kinds in [TaskKinds(.updateIdentity), TaskKinds(.parentNameEnrolment), .unknown] {
          for prefix in [nil, "61", "610104"] {
            var filter = CaseFilter(divisionPrefix: prefix, day: 4, limit: 9_999)
            filter.tasks = (kinds, areResolved)
            let meant = rows.filter { row in
              let own = areResolved ? row.resolvedTasks : row.openTasks
              return row.survivor == nil && !own.isDisjoint(with: kinds)
                && row.division.hasPrefix(prefix ?? "")
            }
            #expect(!meant.isEmpty && meant.count < 1_000)
            #expect(try await store.list(filter) == meant)
          }
        }
      }
    }
  }

  /// Births are counted by division, in both stores alike.
  @Test func sqlAndSwiftCountTheSameBirths() async throws {
    var chance = SplitMix(state: 61)
    let rows = (0..<3_000).map { randomRow($0, &chance) }
    try await StoreKind.sqlite.withStore { store in
      try await store.put(group { $0.summaries = rows })
      for prefix in ["", "61", "6101", "610104", "51"] {
        for asOf in -1..<9 {
          var question = BirthQuestion(
            divisionPrefix: prefix, year: 1970, asOf: .startOfYear(1970))
          question.days = 0...3
          question.asOf = asOf
          let counted = try await store.tally(question)
          #expect(counted == question.tallies(rows) && !counted.isEmpty)
        }
      }
    }
  }

  /// Three births of 2026 in one county: paid in time, paid late, never paid; a fourth the year
  /// before, a fifth that was joined to another case. 1 of 3 by birth, 2 of 3 in the year.
  @Test(arguments: StoreKind.allCases) func birthsAreCountedOnce(kind: StoreKind) async throws {
    func day(_ text: String) -> Int? { CivilDate(text)?.daysSinceEpoch }
    func born(_ name: String, _ text: String, paid: String? = nil, from: String? = nil)
      -> SummaryRow
    {
      var row = SummaryRow(caseID: CaseID(rawValue: name), division: "610104")
      row.hasCertificate = true
      row.bornOn = day(text)
      row.countingPayment = paid.flatMap(day)
      row.coverFrom = from.flatMap(day)
      return row
    }
    var bound = born("a", "2026-02-01", paid: "2026-03-01", from: "2026-02-01")
    bound.boundSince = day("2026-03-02")
    var joined = born("e", "2026-02-01")
    joined.survivor = bound.caseID
    let rows = [
      bound, born("b", "2026-02-01", paid: "2026-12-31", from: nil), born("c", "2026-12-31"),
      born("d", "2025-12-31", paid: "2026-01-02", from: "2025-12-31"), joined,
    ]
    try await kind.withStore { store in
      try await store.put(group { $0.summaries = rows })
      let asOf = try #require(CivilDate("2027-01-01"))
      let found = try await store.tally(
        BirthQuestion(divisionPrefix: "61", year: 2026, asOf: asOf))
      var expected = BirthTally(division: "610104")
      expected.births = 3
      expected.enrolledSameYear = 2
      expected.onTime = 1
      expected.late = 1
      expected.unregistered = 2
      #expect(found == [expected])
      // 2 ÷ 3 = 0.66666…, to four places.
      #expect(found.first?.rate == 0.6667)
      // Born on the last day of 2025 and paid in 2026: in time, and not in the year of birth.
      let before = try await store.tally(
        BirthQuestion(divisionPrefix: "", year: 2025, asOf: asOf))
      #expect(before.first?.births == 1 && before.first?.enrolledSameYear == 0)
      #expect(before.first?.onTime == 1 && before.first?.rate == 0)
    }
    #expect(BirthTally(division: "").rate == nil)
  }

  /// Where a case stands is computed anew with every change; what a list was told before is gone.
  @Test(arguments: StoreKind.allCases) func aSummaryFollowsItsCase(kind: StoreKind) async throws {
    try await kind.withStore { store in
      var row = SummaryRow(caseID: amina, division: "610104")
      row.windowEnd = 90
      try await store.put(group { $0.summaries = [row] })
      let unpaid = CaseFilter(state: .unpaid, day: 60)
      #expect(try await store.list(unpaid).map(\.caseID) == [amina])
      row.countingPayment = 50
      try await store.put(group { $0.summaries = [row] })
      #expect(try await store.list(unpaid).isEmpty)
      #expect(try await store.list(CaseFilter(day: 60)) == [row])
    }
  }

  @Test(arguments: StoreKind.allCases) func listsArePagedWithinADivision(kind: StoreKind)
    async throws
  {
    var chance = SplitMix(state: 7)
    let rows = (0..<200).map { randomRow($0, &chance) }
    try await kind.withStore { store in
      try await store.put(group { $0.summaries = rows })
      for prefix in ["61", "6101", "610104", "51", "7"] {
        var seen: [SummaryRow] = []
        var page: [SummaryRow]
        repeat {
          page = try await store.list(
            CaseFilter(divisionPrefix: prefix, day: 0, after: seen.last?.caseID, limit: 7))
          seen += page
        } while !page.isEmpty
        #expect(seen == rows.filter { $0.division.hasPrefix(prefix) }, "\(prefix)")
      }
    }
  }

  /// The last day of a window belongs to it; the states change on the next (contract, "Day D").
  @Test func aWindowIsOpenOnItsLastDay() {
    var row = SummaryRow(caseID: amina, division: "610104")
    row.hasCertificate = true
    row.bornOn = 0
    row.windowEnd = 90
    row.settlesUntil = 180
    #expect(row.isListed(as: .unpaid, on: 90))
    #expect(!row.isListed(as: .missed, on: 90))
    #expect(!row.isListed(as: .unpaid, on: 91))
    #expect(row.isListed(as: .missed, on: 91))
    // In the late season a payment still brings cover: owing, not missed.
    row.lateUntil = 200
    #expect(row.isListed(as: .unpaid, on: 200))
    #expect(row.isListed(as: .missed, on: 201))
    #expect(!row.isListed(as: .unpaid, on: 201))
  }

  /// Birth + 180 still settles; from 181 the unbound code is suspended while there is cover.
  @Test func theCodeIsSuspendedFromDay181() {
    var row = SummaryRow(caseID: amina, division: "610104")
    row.hasCertificate = true
    row.bornOn = 0
    row.windowEnd = 90
    row.settlesUntil = 180
    row.countingPayment = 10
    row.coverFrom = 0
    row.coverTo = 300
    #expect(!row.isListed(as: .suspended, on: 180))
    #expect(row.isListed(as: .suspended, on: 181))
    #expect(!row.isListed(as: .suspended, on: 301))
    row.boundSince = 185
    #expect(row.isListed(as: .suspended, on: 184))
    #expect(!row.isListed(as: .suspended, on: 185))
    // Care on the day of death settles by the ordinary rules; the code is retired from the next.
    row.diedOn = 182
    #expect(row.isListed(as: .suspended, on: 182))
    #expect(!row.isListed(as: .suspended, on: 183))
  }

  @Test func whoDiedOwesNothingAndAJoinedCaseIsShownOnce() {
    var row = SummaryRow(caseID: amina, division: "610104")
    row.hasCertificate = true
    row.bornOn = 0
    row.windowEnd = 90
    #expect(row.isListed(as: .unregistered, on: 20) && row.isListed(as: .unpaid, on: 20))
    row.diedOn = 20
    #expect(row.isListed(as: .unregistered, on: 19) && row.isListed(as: .unpaid, on: 19))
    #expect(!row.isListed(as: .unregistered, on: 20) && !row.isListed(as: .unpaid, on: 20))
    row.diedOn = nil
    row.survivor = bolin
    for state in CaseFilter.State.allCases { #expect(!row.isListed(as: state, on: 20)) }
  }
}

/// Repeatable chance for tests (Vigna's SplitMix64).
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
