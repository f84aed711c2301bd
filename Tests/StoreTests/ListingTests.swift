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
