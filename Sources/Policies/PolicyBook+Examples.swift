package import Casework

extension PolicyBook {
  /// Rules every example of every pack and compares; the first that does not hold is thrown.
  func runExamples() throws(PackError) {
    guard policy(region: nil, bornOn: .startOfYear(2026)) != nil else {
      throw PackError(pack: "CN", place: "versions", problem: "does not give every value")
    }
    for pack in packs {
      if let first = contradictions(in: pack).first { throw first }
    }
  }

  /// The examples of a pack that do not hold, with what the law says instead.
  package func contradictions(in pack: PolicyPack) -> [PackError] {
    pack.versions.flatMap { version in
      version.examples.enumerated().compactMap { index, example in
        contradiction(of: example, in: pack.region).map { problem in
          PackError(
            pack: pack.region,
            place: "example \(index) of \(version.from.map(\.description) ?? "always")",
            problem: problem + " — \(example.why)")
        }
      }
    }
  }

  private func contradiction(of example: PolicyPack.Example, in region: String) -> String? {
    let place = region == "CN" ? "000000" : region + String(repeating: "0", count: 6 - region.count)
    let expected = example.expected
    guard
      let formed = Law.rule(
        example.messages, asOf: example.asOf, place: place, book: self,
        withOutlook: expected.needsOutlook
      ).first
    else { return "no ruling" }
    let ruling = formed.ruling
    let covered = ruling.coverage.map { Ruling.Span(from: $0.from, to: $0.to) }
    if ruling.window?.to != example.windowEnd {
      return "the window ends \(told(ruling.window?.to)), not \(told(example.windowEnd))"
    }
    if ruling.payment != example.state {
      return "the state is \(ruling.payment?.rawValue ?? "unknown"), not \(example.state.rawValue)"
    }
    if let wanted = example.covered, covered != wanted {
      return "covered \(covered.map { "\($0.from)–\($0.to)" }), not as the example says"
    }
    if let until = expected.codeUntil, until != formed.standing.settlesUntil {
      return "the code settles until \(told(formed.standing.settlesUntil)), not \(until)"
    }
    return contradiction(of: expected, formed)
  }

  private func contradiction(of expected: PolicyPack.Example.Expected, _ formed: FormedCase)
    -> String?
  {
    let outlook = formed.outlook
    if expected.isWithoutCap, let cap = outlook?.cap {
      return "the cap is \(cap.cap), where there is none"
    }
    if let cap = expected.cap, cap != outlook?.cap?.cap {
      return "the cap is \(told(outlook?.cap?.cap)), not \(cap)"
    }
    func year(_ year: Int) -> Outlook.Year? { outlook?.years.first { $0.premiumYear == year } }
    for (premiumYear, months) in expected.waits.sorted(by: { $0.key < $1.key })
    where year(premiumYear)?.waitingMonths != months {
      return "\(premiumYear) waits \(told(year(premiumYear)?.waitingMonths)), not \(months)"
    }
    for (premiumYear, percent) in expected.subsidy.sorted(by: { $0.key < $1.key })
    where (year(premiumYear)?.subsidyPercent ?? 0) != percent {
      return "of \(premiumYear) \(told(year(premiumYear)?.subsidyPercent)) per cent are paid, "
        + "not \(percent)"
    }
    for (premiumYear, span) in expected.collection.sorted(by: { $0.key < $1.key })
    where year(premiumYear)?.collection != span {
      return "\(premiumYear) is not collected from \(span.from) to \(span.to)"
    }
    return nil
  }

  private func told(_ value: (some CustomStringConvertible)?) -> String {
    value?.description ?? "nothing"
  }
}

extension PolicyPack.Example {
  private static let number = "A110000001"

  /// The example as messages: one certificate, its payments and what else is given.
  fileprivate var messages: [Message] {
    var certificate = CertificateFact(action: .issue, number: Self.number, issuedOn: born)
    certificate.bornAt = born.start
    let yearly = (given.yearly.map(Array.init) ?? []).map { year in
      Payment(year: year, on: .day(1, of: 12, in: year - 1))
    }
    var facts: [Fact] = [.certificate(certificate)]
    for (index, payment) in (paid + yearly).enumerated() {
      var fact = PaymentFact(
        action: .pay, ticketNumber: "EXAMPLE\(index)", paidAt: payment.on.start)
      fact.premiumYear = payment.year
      fact.insured = Party(idType: "birthCertificate", idNumber: Self.number)
      facts.append(.payment(fact))
    }
    facts += given.recognised.map(Self.fact) + given.zeroClaims.map(Self.zeroClaim)
    return facts.enumerated().map { index, fact in
      Message(
        sender: "example", id: String(index), sentAt: asOf.start, digest: String(index), fact: fact)
    }
  }

  private static func fact(_ recognition: Recognition) -> Fact {
    var fact = AssistanceFact(
      action: .recognise, category: recognition.category, department: "civilAffairs",
      occurredOn: recognition.on)
    fact.birthCertificateNumber = number
    return .assistance(fact)
  }

  /// Reported on the last day of its year.
  private static func zeroClaim(_ year: Int) -> Fact {
    var fact = EnrolmentFact(
      action: .report, recordNumber: "EXAMPLE\(year)", reportedOn: .day(31, of: 12, in: year))
    fact.birthCertificateNumber = number
    fact.scheme = .resident
    fact.status = .normal
    fact.from = .startOfYear(year)
    fact.to = CivilDate.startOfYear(year).endOfYear
    fact.premiumYear = year
    fact.fundPaidFen = 0
    return .enrolment(fact)
  }
}
