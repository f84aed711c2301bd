import Casework
import Policies
import Testing

/// The same set of messages gives the same ruling: in any order, repeated, on any day.
@Suite struct ConfluenceTests {
  let book: PolicyBook

  init() throws { book = try PolicyBook.builtIn() }

  @Test func orderAndRepeatsChangeNothing() {
    var cases = 0
    for seed in 0..<10_000 {
      var dice = Dice(seed: seed &* 31)
      let messages = Histories.make(seed: seed)
      let day = Histories.start.adding(days: Int.random(in: 0...800, using: &dice))
      let expected = Law.rule(messages, asOf: day, book: book)
      var again = messages.shuffled(using: &dice)
      again += again.prefix(Int.random(in: 0...again.count, using: &dice))
      let found = Law.rule(again.shuffled(using: &dice), asOf: day, book: book)
      // A macro for each of ten thousand comparisons would take longer than the rulings.
      if found != expected { Issue.record("seed \(seed), as of \(day)") }
      cases += expected.count
    }
    #expect(cases > 10_000)
  }

  /// `nextReview` is the first later day on which anything else of the ruling differs: found here
  /// by ruling every day, from the messages that had happened by the day ruled for.
  @Test func nextReviewIsTheFirstDayThatDiffers() {
    for seed in 0..<60 {
      let messages = Histories.make(seed: seed)
      let day = Histories.start.adding(days: seed * 3 % 500)
      let happened = messages.filter { $0.happenedOn <= day }
      for formed in Law.rule(happened, asOf: day, book: book) {
        let expected = firstDifference(happened, formed, after: day)
        #expect(formed.ruling.nextReview == expected, "seed \(seed), as of \(day)")
      }
    }
  }

  private func firstDifference(_ messages: [Message], _ formed: FormedCase, after day: CivilDate)
    -> CivilDate?
  {
    for offset in 1...900 {
      let later = day.adding(days: offset)
      let now = Law.rule(messages, asOf: later, book: book).first { $0.keys == formed.keys }
      guard var ruling = now?.ruling else { return later }
      ruling.asOf = formed.ruling.asOf
      ruling.nextReview = formed.ruling.nextReview
      if ruling != formed.ruling { return later }
    }
    return nil
  }

  /// A later payment never gives an earlier start of cover, and cover never leaves its year.
  @Test func laterPaymentNeverCoversEarlier() throws {
    for offset in stride(from: 0, to: 366, by: 5) {
      let born = Histories.start.adding(days: offset)
      let policy = try #require(book.policy(region: "610104", bornOn: born))
      let windows = Windows(born: born, policy: policy)
      var last = born
      for delay in 0...400 {
        let paid = born.adding(days: delay)
        guard let formed = rule(born: born, paid: paid).first?.ruling,
          let cover = formed.coverage.first
        else { continue }
        let isSound =
          cover.from >= last && cover.from >= born && cover.to == born.endOfYear
          && (cover.basis == .onTime) == (paid <= windows.payUntil)
        if !isSound { Issue.record("born \(born), paid \(paid): \(cover)") }
        last = cover.from
      }
    }
  }

  private func rule(born: CivilDate, paid: CivilDate) -> [FormedCase] {
    var fact = CertificateFact(action: .issue, number: "Z610000001", issuedOn: born)
    fact.bornAt = born.start
    fact.birthDivision = "610104"
    var payment = PaymentFact(action: .pay, ticketNumber: "T00001", paidAt: paid.start)
    payment.premiumYear = born.year
    payment.insured = Party(idType: "birthCertificate", idNumber: "Z610000001")
    payment.division = "610104"
    let messages = [Fact.certificate(fact), .payment(payment)].enumerated().map { index, fact in
      Message(sender: "S", id: "\(index)", sentAt: paid.start, digest: "\(index)", fact: fact)
    }
    return Law.rule(messages, asOf: paid, book: book)
  }
}
