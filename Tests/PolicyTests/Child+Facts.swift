import Casework
import Testing

extension Child {
  mutating func isRecognised(
    _ category: AssistanceFact.Category, on text: String, by department: String = "civilAffairs"
  ) throws {
    var fact = AssistanceFact(
      action: .recognise, category: category, department: department, occurredOn: try date(text))
    fact.birthCertificateNumber = Self.certificate
    tell(.assistance(fact))
  }

  mutating func isNoLonger(_ category: AssistanceFact.Category, on text: String) throws {
    var fact = AssistanceFact(
      action: .withdraw, category: category, department: "civilAffairs", occurredOn: try date(text))
    fact.birthCertificateNumber = Self.certificate
    tell(.assistance(fact))
  }

  /// A record of the insurance under the child's own certificate, unless `change` says otherwise.
  mutating func isEnrolled(
    _ number: String, from text: String, to end: String? = nil, basis: String? = nil,
    change: (inout EnrolmentFact) -> Void = { _ in }
  ) throws {
    var fact = EnrolmentFact(
      action: .report, recordNumber: number, reportedOn: try date(text))
    fact.birthCertificateNumber = Self.certificate
    fact.standsUnder = Party(
      name: "李一诺", idType: "birthCertificate", idNumber: Self.certificate)
    fact.scheme = .resident
    fact.status = .normal
    fact.region = place
    fact.from = try date(text)
    fact.to = try end.map { try date($0) }
    fact.basis = basis
    change(&fact)
    tell(.enrolment(fact))
  }

  /// What an insurance platform reports of a premium year's claims, in a record that has ended.
  mutating func claims(_ year: Int, fen: Int64, usingBonus: Bool = false) throws {
    try isEnrolled("C\(year)", from: "\(year)-12-31") { fact in
      fact.status = .terminated
      fact.premiumYear = year
      fact.fundPaidFen = fen
      fact.bonusUsed = usingBonus
    }
  }

  mutating func lives(
    in division: String, from text: String, to end: String? = nil,
    kind: ResidenceFact.Kind = .residencePermit
  ) throws {
    var fact = ResidenceFact(
      action: .issue, permitNumber: "P\(facts.count)", occurredOn: try date(text))
    fact.kind = kind
    fact.birthCertificateNumber = Self.certificate
    fact.division = division
    fact.validFrom = try date(text)
    fact.validTo = try end.map { try date($0) }
    tell(.residence(fact))
  }

  mutating func has(
    guardian name: String, relation: String, on text: String,
    action: GuardianFact.Action = .appoint, channel: String? = nil
  ) throws {
    let document = Party(name: name, idType: "passport", idNumber: "E" + name)
    var fact = GuardianFact(action: action, guardian: document, occurredOn: try date(text))
    fact.birthCertificateNumber = Self.certificate
    fact.relation = relation
    fact.channel = channel
    tell(.guardian(fact))
  }

  mutating func isOrdered(
    _ action: OrderFact.Action, on text: String, change: (inout OrderFact) -> Void = { _ in }
  ) throws {
    var fact = OrderFact(
      action: action, number: "O\(facts.count)", orderedOn: try date(text), orderedBy: "甲",
      reason: "…")
    fact.birthCertificateNumber = Self.certificate
    fact.approvedBy = "乙"
    change(&fact)
    tell(.order(fact))
  }

  func tasks(_ text: String, book: PolicyBook = Packs.book) throws -> [Ruling.Task.Kind] {
    try ruling(asOf: text, book: book).tasks.map(\.kind)
  }

  func task(_ kind: Ruling.Task.Kind, asOf text: String, book: PolicyBook = Packs.book) throws
    -> Ruling.Task
  {
    try #require(ruling(asOf: text, book: book).tasks.first { $0.kind == kind })
  }
}

extension Child {
  /// What lies before the child on a day.
  func outlook(asOf text: String, book: PolicyBook = Packs.book) throws -> Outlook {
    let asOf = try date(text)
    let cases = Law.rule(messages(sentAt: asOf.start), asOf: asOf, book: book, withOutlook: true)
    return try #require(
      cases.first { formed in
        formed.ruling.certificates.contains { $0.number == Self.certificate }
      }?.outlook)
  }

  /// One premium year of the outlook.
  func year(_ year: Int, asOf text: String, book: PolicyBook = Packs.book) throws -> Outlook.Year {
    try #require(outlook(asOf: text, book: book).years.first { $0.premiumYear == year })
  }

  /// What the law says of the records of enrolment, by number.
  func verdicts(_ text: String, book: PolicyBook = Packs.book) throws
    -> [String: Duplicates.Verdict]
  {
    let judged = try ruling(asOf: text, book: book).further.enrolments
    return Dictionary(judged.map { ($0.record.recordNumber, $0.verdict) }) { first, _ in first }
  }
}
