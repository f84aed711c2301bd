import Casework
import Policies
import Testing

/// The rules of the first mile, each named as in the rule table. Expected days are calculated by
/// hand beside each row.
@Suite struct LawTests {
  let book: PolicyBook

  init() throws { book = try PolicyBook.builtIn() }

  struct Row: Sendable, CustomTestStringConvertible {
    var rule: String
    var born: String
    var paid: [String] = []
    var years: [Int] = []
    var place = "610104"
    var asOf: String
    var state: Ruling.PaymentState
    var cover: [String] = []
    var testDescription: String { "\(rule): born \(born), paid \(paid), as of \(asOf)" }
  }

  static let rows = [
    // 28 February + 90 = 29 May: 31 days of March, 30 of April, 29 of May.
    Row(
      rule: "A01 A09", born: "2026-02-28", paid: ["2026-05-29"], asOf: "2026-05-29",
      state: .paidOnTime, cover: ["2026-02-28/2026-12-31 onTime"]),
    // B + 91 = 30 May is late: from the first of June (A11).
    Row(
      rule: "A10 A11", born: "2026-02-28", paid: ["2026-05-30"], asOf: "2026-05-30",
      state: .paidLate, cover: ["2026-06-01/2026-12-31 late"]),
    // Paid on the first of a month: the next month, not the same day.
    Row(
      rule: "A11", born: "2026-02-28", paid: ["2026-06-01"], asOf: "2026-06-02",
      state: .paidLate, cover: ["2026-07-01/2026-12-31 late"]),
    // Paid in December: the next month lies in the next year; nothing is left.
    Row(
      rule: "A11 December", born: "2026-02-28", paid: ["2026-12-01"], asOf: "2026-12-02",
      state: .paidLate),
    // On the last day the window is still open; the next day it is not.
    Row(rule: "A01", born: "2026-02-28", asOf: "2026-05-29", state: .unpaid),
    Row(rule: "A10", born: "2026-02-28", asOf: "2026-05-30", state: .unpaidLate),
    // In Shaanxi a payment on 30 November still covers December; on 1 December nothing.
    Row(rule: "A11", born: "2026-02-28", asOf: "2026-11-30", state: .unpaidLate),
    Row(rule: "A11", born: "2026-02-28", asOf: "2026-12-01", state: .missed),
    // Elsewhere cover starts with the payment, so until 31 December (assumed).
    Row(
      rule: "1.1 elsewhere", born: "2026-02-28", paid: ["2026-05-30"], place: "350203",
      asOf: "2026-06-30", state: .paidLate, cover: ["2026-05-30/2026-12-31 late"]),
    Row(
      rule: "1.1 elsewhere", born: "2026-02-28", place: "350203", asOf: "2026-12-31",
      state: .unpaidLate),
    Row(
      rule: "1.1 elsewhere", born: "2026-02-28", place: "350203", asOf: "2027-01-01",
      state: .missed),
    // 2 October + 90 = 31 December: 29 + 30 + 31. No crossing.
    Row(
      rule: "A01 edge 12", born: "2026-10-02", paid: ["2027-01-01"], asOf: "2027-01-02",
      state: .missed),
    // 3 October + 90 = 1 January: the birth-year premium is in time in the next year.
    Row(
      rule: "A01 edge 12", born: "2026-10-03", paid: ["2027-01-01"], years: [2026],
      asOf: "2027-01-02", state: .paidOnTime, cover: ["2026-10-03/2026-12-31 onTime"]),
    // Born 31 December: + 90 = 31 March (31 + 28 + 31). One covered day, and the whole next year.
    Row(
      rule: "1.1 edge 13", born: "2026-12-31", paid: ["2027-03-31", "2027-03-31"],
      years: [2026, 2027], asOf: "2027-04-01", state: .paidOnTime,
      cover: ["2026-12-31/2026-12-31 onTime", "2027-01-01/2027-12-31 annual"]),
    // The next year's premium a day after the window: from the first of May (late), not January.
    Row(
      rule: "1.1 next year", born: "2026-12-31", paid: ["2027-04-01"], years: [2027],
      asOf: "2027-04-02", state: .missed, cover: ["2027-05-01/2027-12-31 late"]),
    // Paid in the collection window (D01) for the next year.
    Row(
      rule: "D01", born: "2026-02-28", paid: ["2026-03-01", "2026-12-31"], years: [2026, 2027],
      asOf: "2026-12-31", state: .paidOnTime,
      cover: ["2026-02-28/2026-12-31 onTime", "2027-01-01/2027-12-31 annual"]),
    // Born on a leap day: 29 February + 90 = 29 May (31 + 30 + 29).
    Row(
      rule: "A01 edge 5", born: "2028-02-29", paid: ["2028-05-29"], asOf: "2028-05-30",
      state: .paidOnTime, cover: ["2028-02-29/2028-12-31 onTime"]),
  ]

  @Test(arguments: rows) func premiums(_ row: Row) throws {
    let ruling = try #require(Self.rule(row, book: book))
    #expect(ruling.payment == row.state)
    #expect(
      ruling.coverage.map { "\($0.from)/\($0.to) \($0.basis.rawValue)" } == row.cover)
  }

  static func rule(_ row: Row, book: PolicyBook) -> Ruling? {
    guard let born = CivilDate(row.born), let asOf = CivilDate(row.asOf) else { return nil }
    var birth = CertificateFact(action: .issue, number: "Z610000001", issuedOn: born)
    birth.bornAt = born.start
    birth.birthDivision = row.place
    birth.sex = "2"
    birth.childName = "李一诺"
    var facts = [Fact.certificate(birth)]
    for (index, paid) in row.paid.enumerated() {
      guard let day = CivilDate(paid) else { continue }
      var fact = PaymentFact(
        action: .pay, ticketNumber: "T0000\(index)", paidAt: day.start.adding(seconds: 86_399))
      fact.premiumYear = row.years.isEmpty ? born.year : row.years[index]
      fact.insured = Party(idType: "birthCertificate", idNumber: "Z610000001")
      fact.division = row.place
      facts.append(.payment(fact))
    }
    let messages = facts.enumerated().map { index, fact in
      Message(
        sender: "S", id: "\(index)", sentAt: asOf.start, digest: "d\(index)", fact: fact)
    }
    return Law.rule(messages, asOf: asOf, book: book).first?.ruling
  }

  /// A02: the code settles on the certificate alone through day 180 and not on day 181; cover
  /// stays.
  @Test func a02TheCodeSettlesThroughDay180() throws {
    // 28 February + 180 = 27 August: 31 + 30 + 31 + 30 + 31 = 153 to the end of July, + 27.
    for (asOf, state) in [
      ("2026-08-27", Ruling.Code.State.active), ("2026-08-28", .suspended),
      ("2027-01-01", .issued),
    ] {
      let ruling = try #require(
        Self.rule(
          Row(
            rule: "A02", born: "2026-02-28", paid: ["2026-03-01"], asOf: asOf, state: .paidOnTime),
          book: book))
      #expect(ruling.code.state == state, "as of \(asOf)")
      #expect(ruling.code.directSettlementUntil?.description == "2026-08-27")
      #expect(ruling.coverage.count == 1)
    }
  }

  /// Every statement cites rule, document and quote.
  @Test(arguments: rows) func reasonsCite(_ row: Row) throws {
    let ruling = try #require(Self.rule(row, book: book))
    #expect(!ruling.reasons.isEmpty)
    for reason in ruling.reasons {
      #expect(!reason.document.isEmpty && !reason.quote.isEmpty, "\(reason.rule)")
      #expect(!reason.plain.chinese.isEmpty && !reason.plain.english.isEmpty)
    }
    #expect(ruling.policy.last?.pack == "CN")
  }
}
