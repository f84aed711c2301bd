import Casework
import Testing

/// A child whose story a test tells, fact by fact, to hear what the law makes of it.
struct Child {
  static let certificate = "Z610000001"

  let born: CivilDate
  /// The division in which the premium is paid and the household is registered.
  var place: String
  private(set) var facts: [Fact] = []

  /// A girl, with a certificate issued on the day of her birth.
  init(born: String, place: String = "610104", name: String = "李一诺") throws {
    self.born = try date(born)
    self.place = place
    var birth = CertificateFact(action: .issue, number: Self.certificate, issuedOn: self.born)
    birth.bornAt = self.born.start
    birth.birthDivision = place
    birth.sex = "2"
    birth.childName = name
    birth.placeholderName = name.hasSuffix("之女")
    birth.mother = Self.mother
    facts = [.certificate(birth)]
  }

  static let mother = Party(
    name: "刘芳", idType: "citizenId", idNumber: "610104199501010027")

  mutating func tell(_ fact: Fact) { facts.append(fact) }

  /// A premium paid in the last second of a day: what counts is the day.
  mutating func pays(_ year: Int, on text: String, insured: Party? = nil) throws {
    var fact = PaymentFact(
      action: .pay, ticketNumber: "T0000\(facts.count)",
      paidAt: try date(text).start.adding(seconds: 86_399))
    fact.premiumYear = year
    fact.amountFen = 40_000
    fact.insured = insured ?? Party(idType: "birthCertificate", idNumber: Self.certificate)
    fact.division = place
    tell(.payment(fact))
  }

  /// The household registration, with a citizen ID of which the digits fit.
  mutating func isRegistered(on text: String) throws {
    var fact = HouseholdFact(
      action: .register, citizenID: citizenID, occurredOn: try date(text))
    fact.name = "李一诺"
    fact.sex = "2"
    fact.bornOn = born
    fact.division = place
    fact.birthCertificateNumber = Self.certificate
    tell(.household(fact))
  }

  /// 610104, the birth day, 002 (even: a girl) and the check digit of GB 11643.
  var citizenID: String {
    let digits = "610104" + born.description.filter(\.isNumber) + "002"
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    let sum = zip(digits.compactMap(\.wholeNumberValue), weights).map(*).reduce(0, +)
    return digits + String(Array("10X98765432")[sum % 11])
  }

  func messages(sentAt: Instant) -> [Message] {
    facts.enumerated().map { index, fact in
      Message(sender: "S", id: "\(index)", sentAt: sentAt, digest: "d\(index)", fact: fact)
    }
  }

  func cases(asOf text: String, book: PolicyBook = Packs.book) throws -> [FormedCase] {
    let asOf = try date(text)
    return Law.rule(messages(sentAt: asOf.start), asOf: asOf, book: book)
  }

  /// The ruling on the child itself: the case that holds its certificate.
  func ruling(asOf text: String, book: PolicyBook = Packs.book) throws -> Ruling {
    try #require(
      cases(asOf: text, book: book).map(\.ruling).first { ruling in
        ruling.certificates.contains { $0.number == Self.certificate }
      })
  }

  /// Cover as `from/to basis`, one line a premium year.
  func cover(asOf text: String, book: PolicyBook = Packs.book) throws -> [String] {
    try ruling(asOf: text, book: book).coverage.map {
      "\($0.from)/\($0.to) \($0.basis.rawValue)"
    }
  }
}

/// A day a test names; a misspelt one fails the test.
func date(_ text: String) throws -> CivilDate { try #require(CivilDate(text), "\(text)") }

extension Packs {
  /// What holds for a child born on a day in a place.
  static func policy(
    _ region: String, bornOn text: String = "2026-03-01", trial: Set<String> = []
  ) throws -> Policy {
    let book = trial.isEmpty ? Packs.book : Packs.book(trial: trial)
    return try #require(book.policy(region: region, bornOn: try date(text)))
  }
}
