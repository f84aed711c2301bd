import Casework
import Policies
import Testing

/// What holds whatever further families and people's orders say.
@Suite struct FurtherLawTests {
  let book: PolicyBook

  init() throws { book = try PolicyBook.builtIn() }

  @Test("order of arrival and repeats change nothing, with orders and further facts too")
  func confluence() {
    for seed in 0..<3_000 {
      var dice = Dice(seed: seed &* 17)
      let messages = Histories.makeFurther(seed: seed)
      let day = Histories.start.adding(days: Int.random(in: 0...900, using: &dice))
      let expected = Law.rule(messages, asOf: day, book: book, withOutlook: true)
      var again = messages.shuffled(using: &dice)
      again += again.prefix(Int.random(in: 0...again.count, using: &dice))
      let found = Law.rule(
        again.shuffled(using: &dice), asOf: day, book: book, withOutlook: true)
      if found != expected { Issue.record("seed \(seed), as of \(day)") }
    }
  }

  @Test("cover never overlaps and never leaves its year, in any region")
  func coverStaysInItsYear() {
    var covers = 0
    for seed in 0..<2_000 {
      let messages = Histories.makeFurther(seed: seed)
      for place in ["610104", "210502", "350203"] {
        let day = Histories.start.adding(days: 1_200)
        for formed in Law.rule(messages, asOf: day, place: place, book: book) {
          let list = formed.ruling.coverage
          covers += list.count
          let isSound =
            list.allSatisfy { cover in
              cover.from <= cover.to && cover.from.year == cover.premiumYear
                && cover.to.year == cover.premiumYear
            } && Set(list.map(\.premiumYear)).count == list.count
          if !isSound { Issue.record("seed \(seed) in \(place): \(list)") }
        }
      }
    }
    #expect(covers > 1_000)
  }

  @Test("every open case has a next review, or only waits for people")
  func openCasesAreLookedAtAgain() {
    for seed in 0..<2_000 {
      let messages = Histories.makeFurther(seed: seed)
      let day = Histories.start.adding(days: seed % 900)
      for formed in Law.rule(messages, asOf: day, book: book) {
        let ruling = formed.ruling
        let waits =
          ruling.deadlines.contains { $0.state == .open } || ruling.payment == .unpaid
          || ruling.payment == .unpaidLate || ruling.code.state == .active
        if waits, ruling.nextReview == nil { Issue.record("seed \(seed), as of \(day)") }
      }
    }
  }

  @Test("the next review is the first day on which the ruling differs, with orders too")
  func nextReviewIsExact() {
    for seed in 0..<80 {
      let day = Histories.start.adding(days: seed * 7 % 500)
      let happened = Histories.makeFurther(seed: seed).filter { $0.happenedOn <= day }
      for formed in Law.rule(happened, asOf: day, book: book) {
        let expected = (1...700).map(day.adding(days:)).first { later in
          let now = Law.rule(happened, asOf: later, book: book).first { $0.keys == formed.keys }
          guard var ruling = now?.ruling else { return true }
          ruling.asOf = formed.ruling.asOf
          ruling.nextReview = formed.ruling.nextReview
          return ruling != formed.ruling
        }
        if formed.ruling.nextReview != expected {
          Issue.record("seed \(seed), as of \(day): \(formed.ruling.nextReview as Any)")
        }
      }
    }
  }

  @Test("what an order parted, undoing the order restores")
  func undoingRestores() {
    for seed in 0..<400 {
      let messages = Histories.make(seed: seed)
      let keys = Set(messages.flatMap(\.keys)).sorted()
      let day = Histories.start.adding(days: 800)
      let certificates = keys.filter { if case .certificate = $0 { true } else { false } }
      let citizens = keys.filter { if case .citizenID = $0 { true } else { false } }
      guard let one = certificates.first, let other = citizens.first else { continue }
      var parting = OrderFact(
        action: .different, number: "1", orderedOn: day, orderedBy: "A", reason: "two children")
      parting.birthCertificateNumber = one.text
      parting.citizenID = other.text
      var undo = OrderFact(
        action: .undo, number: "2", orderedOn: day, orderedBy: "A", reason: "one child")
      undo.birthCertificateNumber = one.text
      undo.undoes = "1"
      let orders = [parting, undo].enumerated().map { index, fact in
        Message(
          sender: "A", id: "\(index)", sentAt: day.start, digest: "o\(index)", fact: .order(fact))
      }
      func core(_ messages: [Message]) -> [[CaseKey]] {
        Law.rule(messages, asOf: day, book: book).map(\.keys)
      }
      let before = core(messages)
      let parted = core(messages + orders.prefix(1))
      let isOne = before.contains { $0.contains(one) && $0.contains(other) }
      if isOne, parted.contains(where: { $0.contains(one) && $0.contains(other) }) {
        Issue.record("seed \(seed): still one child after the order")
      }
      if core(messages + orders) != before {
        Issue.record("seed \(seed): \(core(messages + orders)), not \(before)")
      }
    }
  }
}
