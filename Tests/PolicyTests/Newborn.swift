import Casework

/// A child as these tests rule it: a certificate, some premiums, and what else is told.
struct Newborn {
  static let number = "A610000001"

  var born: CivilDate
  /// Premiums: year and day of payment.
  var paid: [(year: Int, on: CivilDate)] = []
  var recognised: [(category: AssistanceFact.Category, on: CivilDate)] = []

  var messages: [Message] {
    var certificate = CertificateFact(action: .issue, number: Self.number, issuedOn: born)
    certificate.bornAt = born.start
    var facts: [Fact] = [.certificate(certificate)]
    for (index, payment) in paid.enumerated() {
      var fact = PaymentFact(
        action: .pay, ticketNumber: "TICKET\(index)", paidAt: payment.on.start)
      fact.premiumYear = payment.year
      fact.insured = Party(idType: "birthCertificate", idNumber: Self.number)
      facts.append(.payment(fact))
    }
    return facts.enumerated().map { index, fact in
      Message(
        sender: "test", id: String(index), sentAt: born.start, digest: String(index), fact: fact)
    }
  }

  /// The ruling for a day in a place of six digits.
  func ruling(on day: CivilDate, in place: String, by book: PolicyBook = Packs.book) -> Ruling? {
    Law.rule(messages, asOf: day, place: place, book: book).first?.ruling
  }

  /// First and last covered day by premium year.
  func cover(on day: CivilDate, in place: String, by book: PolicyBook = Packs.book)
    -> [Int: [String]]
  {
    let covers = ruling(on: day, in: place, by: book)?.coverage ?? []
    return Dictionary(
      covers.map { ($0.premiumYear, [$0.from.description, $0.to.description]) },
      uniquingKeysWith: { $0 + $1 })
  }
}

/// A day written as in the documents.
func day(_ text: StaticString) -> CivilDate {
  guard let day = CivilDate("\(text)") else { preconditionFailure("no day: \(text)") }
  return day
}
