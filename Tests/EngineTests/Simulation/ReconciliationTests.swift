import Casework
import Engine
import Testing
import Wire

/// A tax bureau's day against ours: counts, sums, and every ticket that differs.
@Suite struct ReconciliationTests {
  private func book(_ counter: Counter) -> ReconciliationBook {
    ReconciliationBook(
      store: counter.store, queue: counter.office.queue, evidence: ListDesk(counter).evidence,
      ledger: counter.ledger)
  }

  private func pay(
    _ number: Int, fen: Int = 40_000, year: Int = 2026, office: String = "16101040000",
    day: String = "2026-03-10", sentOn: String? = nil, id: String? = nil
  ) -> String {
    let yuan = "\(fen / 100).\(fen % 100 < 10 ? "0" : "")\(fen % 100)"
    return """
      {"header":{"id":"\(id ?? "P-\(number)")","sender":"S1",\
      "sentAt":"\(sentOn ?? day)T10:00:00+08:00"},"taxPayment":{"action":"pay",\
      "ticketNumber":"T\(100_000 + number)","premiumYear":\(year),"amount":"\(yuan)",\
      "paidAt":"\(day)T08:00:00+08:00","insured":{"name":"李","idType":"birthCertificate",\
      "idNumber":"Z6100\(10_000 + number)"},"taxOffice":{"code":"\(office)"},\
      "division":"610104"}}
      """
  }

  private func ticket(
    _ number: Int, fen: Int64 = 40_000, year: Int = 2026, office: String = "16101040000"
  ) -> Ticket {
    Ticket(
      Ticket.Key(number: "T\(100_000 + number)"), amountFen: fen, premiumYear: year,
      office: office)
  }

  private func keyed(_ tickets: [Ticket]) -> [Ticket.Key: Ticket] {
    Dictionary(tickets.map { ($0.key, $0) }, uniquingKeysWith: { $1 })
  }

  /// Random days: each total equals the sum of a second list that the test keeps by itself, and
  /// each ticket is said to differ in just what was made to differ.
  @Test(arguments: 0..<8) func sumsAndDifferencesAreThoseOfTheLists(seed: Int) async throws {
    var dice = Dice(seed: 7_000 + seed)
    let counter = try Counter("2026-03-12")
    var theirs: [Ticket] = []
    var expected: [Ticket.Key: [Reconciliation.Difference]] = [:]
    // By office and year: count and sum of theirs and of ours.
    var sums: [String: [Int64]] = [:]
    func add(_ ticket: Ticket, _ side: Int) {
      let name = "\(ticket.office ?? "") \(ticket.premiumYear ?? 0)"
      sums[name, default: [0, 0, 0, 0]][side * 2] += 1
      sums[name, default: [0, 0, 0, 0]][side * 2 + 1] += ticket.amountFen ?? 0
    }
    for number in 0..<25 {
      let fen = Int.random(in: 1...99_999, using: &dice)
      let year = dice.pick([2026, 2027])
      let office = dice.pick(["16101040000", "16101130000"])
      var listed = ticket(number, fen: Int64(fen), year: year, office: office)
      let fate = dice.pick(["both", "both", "theirs", "ours", "amount", "year", "office"])
      if fate != "theirs" {
        try await counter.send(pay(number, fen: fen, year: year, office: office))
        add(listed, 1)
      }
      switch fate {
      case "theirs": expected[listed.key] = [.missing]
      case "ours": expected[listed.key] = [.unlisted]
      case "amount":
        listed.amountFen = Int64(fen) + 1
        expected[listed.key] = [.amount]
      case "year":
        listed.premiumYear = year + 1
        expected[listed.key] = [.premiumYear]
      case "office":
        listed.office = "16101999999"
        expected[listed.key] = [.office]
      default: break
      }
      guard fate != "ours" else { continue }
      theirs.append(listed)
      add(listed, 0)
    }
    let day = try #require(CivilDate("2026-03-10"))
    let view = try await book(counter).take(keyed(theirs), of: "S1", on: day)
    var found: [Ticket.Key: [Reconciliation.Difference]] = [:]
    for finding in view.findings { found[finding.key] = finding.what }
    #expect(found == expected)
    #expect(view.findings.map(\.key) == view.findings.map(\.key).sorted())
    var totals: [String: [Int64]] = [:]
    for total in view.totals {
      totals["\(total.group.office ?? "") \(total.group.premiumYear ?? 0)"] = [
        Int64(total.theirs.count), total.theirs.fen, Int64(total.ours.count), total.ours.fen,
      ]
    }
    #expect(totals == sums)
    // What was kept is what was answered.
    #expect(try await book(counter).find(view.id) == view)
  }

  /// Ours are the tickets paid on the day, by the day of `paidAt` and not of `sentAt`; of one
  /// ticket the message sent later stands.
  @Test func oursAreThoseOfTheDay() async throws {
    let counter = try Counter("2026-03-20")
    // 1 paid on the 10th and sent on the 15th; 2 paid on the 11th; 3 said twice, then 300.00.
    try await counter.send(pay(1, sentOn: "2026-03-15"))
    try await counter.send(pay(2, day: "2026-03-11"))
    try await counter.send(pay(3))
    try await counter.send(pay(3, fen: 30_000, sentOn: "2026-03-16", id: "P-3b"))
    let day = try #require(CivilDate("2026-03-10"))
    let tickets = [ticket(1), ticket(2), ticket(3, fen: 30_000)]
    let view = try await book(counter).take(keyed(tickets), of: "S1", on: day)
    // Only the second differs: it came, and was paid on another day.
    #expect(view.findings.map(\.key.number) == ["T100002"])
    #expect(view.findings.map(\.what) == [[.day]])
    #expect(view.totals.map(\.ours) == [Reconciliation.Sum(count: 2, fen: 70_000)])
  }

  /// A ticket whose message was refused is not just missing: what was wrong with it is said.
  @Test func aRefusedTicketIsSaidToBeRefused() async throws {
    let counter = try Counter("2026-03-12")
    let wrong = pay(1).replacing("400.00", with: "400")
    await #expect(throws: NotTaken.self) { try await counter.take(wrong) }
    let day = try #require(CivilDate("2026-03-10"))
    let view = try await book(counter).take(
      keyed([ticket(1), ticket(2)]), of: "S1", on: day)
    #expect(view.findings.map(\.what) == [[.refused], [.missing]])
    #expect(view.findings[0].messageID == "P-1" && view.findings[0].codes == ["format"])
  }
}
