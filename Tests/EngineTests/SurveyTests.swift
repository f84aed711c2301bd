import Casework
import Engine
import Policies
import Testing
import Wire

/// A survey shows every child exactly as each set of packs rules it, and leaves none out: held
/// against the law applied to all messages at once.
@Suite struct SurveyTests {
  /// The built-in packs with another window and another end of the code.
  private static func others(_ book: PolicyBook, window: Int, settles: Int) -> PolicyBook {
    PolicyBook(
      packs: book.packs.map { pack in
        var pack = pack
        for index in pack.versions.indices {
          pack.versions[index].terms[.payWindowDays]?.value = .number(window)
          pack.versions[index].terms[.codeSettlesDays]?.value = .number(settles)
        }
        return pack
      })
  }

  @Test(arguments: 0..<6) func everyChildByBothSetsAndNoneLeftOut(_ seed: Int) async throws {
    var dice = Dice(seed: seed)
    let counter = try Counter("2026-12-31")
    let reader = counter.ledger.reader
    let texts = (0..<15).flatMap { serial in Child.family(serial, dice: &dice) }
      .flatMap(\.messages).shuffled(using: &dice)
    var messages: [Message] = []
    for text in texts {
      try await counter.send(text)
      messages.append(try reader.read(Array(text.utf8), form: .json).message)
    }
    let now = counter.ledger.book
    let other = Self.others(now, window: dice.pick([30, 60, 120]), settles: dice.pick([150, 200]))
    let day = CivilDate.startOfYear(2026).adding(days: Int.random(in: 60..<365, using: &dice))
    // Pages smaller than a share, and shares on several cores.
    let survey = Survey(
      store: counter.memory, ledger: counter.ledger, before: now, after: other, day: day, cores: 3,
      pageSize: 7)
    var seen: [Survey.Child] = []
    var last: CaseID?
    repeat {
      let page = try await survey.page(after: last) { $0 }
      seen += page.findings
      #expect(page.children == page.findings.count)
      last = page.last
    } while last != nil
    func inOrder(_ formed: [FormedCase]) -> [Ruling] {
      formed.sorted { left, right in
        guard let one = left.sortKey, let two = right.sortKey else { return left.sortKey != nil }
        return one < two
      }.map(\.ruling)
    }
    #expect(inOrder(seen.map(\.before)) == inOrder(Law.rule(messages, asOf: day, book: now)))
    #expect(inOrder(seen.map(\.after)) == inOrder(Law.rule(messages, asOf: day, book: other)))
    #expect(Set(seen.map(\.caseID)).count == seen.count)
    for child in seen { #expect(child.before.keys == child.after.keys) }
  }

  @Test func anAdoptionWritesOnlyWhatItChangesAndOnlyOnce() async throws {
    let counter = try Counter("2026-06-08")
    // Born on 28 February: unpaid until 29 May, B+90; by 120 days until 28 June.
    let open = try await counter.send(Papers.birth("Z610000001"))
    let paid = try await counter.send(
      Papers.birth("Z610000002", mother: Papers.mother(2)))
    try await counter.send(
      Papers.pay("T000002", for: "birthCertificate", "Z610000002", on: "2026-03-10"))
    var ledger = counter.ledger
    ledger.book = Self.others(counter.ledger.book, window: 120, settles: 180)
    let office = Simulation.open(counter.store, ledger, FaultyChannel(), chain: "1")
    let change = ChangeOfPacks(former: counter.ledger.book, occasion: "adoption")
    func same(_ book: PolicyBook) async throws -> Bool {
      var ledger = counter.ledger
      ledger.book = book
      let office = Simulation.open(counter.store, ledger, FaultyChannel(), chain: "2")
      return try await office.caseworker.review(
        open.caseID, change: ChangeOfPacks(former: book, occasion: "nothing"))
    }
    #expect(try await same(counter.ledger.book) == false)
    #expect(try await office.caseworker.review(open.caseID, change: change))
    #expect(try await office.caseworker.review(paid.caseID, change: change))
    func corrections(_ id: CaseID) async throws -> Int {
      let lines = try #require(try await office.inspector.timeline(id))
      return lines.count { $0.kind == "correction" && $0.audience == .guardian }
    }
    #expect(try await corrections(open.caseID) == 1)
    #expect(try await corrections(paid.caseID) == 0)
    let versions = try await counter.memory.histories(of: [open.caseID, paid.caseID])
    _ = try await office.caseworker.review(open.caseID, change: change)
    #expect(try await corrections(open.caseID) == 1)
    #expect(
      try await counter.memory.histories(of: [open.caseID, paid.caseID]).map(\.events)
        == versions.map(\.events))
    // Lists go by the new window too: on 8 June the child is unpaid, no longer missed.
    let day = counter.clock.now.day.daysSinceEpoch
    let unpaid = try await counter.memory.list(CaseFilter(state: .unpaid, day: day))
    #expect(unpaid.map(\.caseID) == [open.caseID])
    #expect(unpaid.first?.windowEnd == CivilDate("2026-06-28")?.daysSinceEpoch)
  }
}
