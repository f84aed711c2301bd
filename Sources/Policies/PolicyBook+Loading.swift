package import Casework
import Wire

extension PolicyBook {
  /// The packs that come with the gateway.
  package static func builtIn(trial: Set<String> = []) throws(PackError) -> PolicyBook {
    try load(builtInFiles, trial: trial)
  }

  /// Their files, as they were when the program was built.
  package static var builtInFiles: [[UInt8]] {
    [PackageResources.nation_json, PackageResources.shaanxi_json]
  }

  /// Loads packs and runs their examples; a pack whose examples fail does not start.
  ///
  /// - Parameter files: pack files, each one JSON object. Where none of them is `CN`, the built-in
  ///   national pack lies beneath them.
  /// - Parameter trial: regions whose drafts and reported packs are to rule.
  package static func load(
    _ files: [[UInt8]], trial: Set<String> = [], runningExamples: Bool = true
  ) throws(PackError) -> PolicyBook {
    var packs: [PolicyPack] = []
    for file in files { packs.append(try PackReader.read(try parse(file))) }
    if !packs.contains(where: { $0.region == "CN" }) {
      packs.append(try PackReader.read(try parse(PackageResources.nation_json)))
    }
    let regions = packs.map(\.region)
    if let twice = regions.first(where: { region in regions.filter { $0 == region }.count > 1 }) {
      throw PackError(pack: twice, place: "region", problem: "stands in two files")
    }
    let book = PolicyBook(packs: packs, trial: trial)
    if runningExamples {
      // A draft proves its examples too, by the rules it would bring.
      try PolicyBook(packs: packs, trial: Set(packs.map(\.region))).runExamples()
    }
    return book
  }

  private static func parse(_ file: [UInt8]) throws(PackError) -> JSONValue {
    do {
      return try JSONValue(parsing: file)
    } catch {
      let first = error.errors.first
      throw PackError(
        pack: "?", place: "line \(first?.line ?? 1)",
        problem: first?.message.english ?? "not JSON")
    }
  }

  /// Rules every example of every pack and compares.
  private func runExamples() throws(PackError) {
    for pack in packs {
      guard policy(region: nil, bornOn: .startOfYear(2026)) != nil else {
        throw PackError(pack: "CN", place: "versions", problem: "does not give every value")
      }
      for version in pack.versions {
        for (index, example) in version.examples.enumerated() {
          if let problem = contradiction(of: example, in: pack.region) {
            throw PackError(
              pack: pack.region,
              place: "example \(index) of \(version.from.map(\.description) ?? "always")",
              problem: problem + " — \(example.why)")
          }
        }
      }
    }
  }

  private func contradiction(of example: PolicyPack.Example, in region: String) -> String? {
    let place = region == "CN" ? "000000" : region + String(repeating: "0", count: 6 - region.count)
    guard
      let ruling = Law.rule(example.messages, asOf: example.asOf, place: place, book: self)
        .first?.ruling
    else { return "no ruling" }
    let covered = ruling.coverage.map { Ruling.Span(from: $0.from, to: $0.to) }
    if ruling.window?.to != example.windowEnd {
      return "the window ends \(ruling.window?.to.description ?? "never"), not \(example.windowEnd)"
    }
    if ruling.payment != example.state {
      return "the state is \(ruling.payment?.rawValue ?? "unknown"), not \(example.state.rawValue)"
    }
    if covered != example.covered {
      return "covered \(covered.map { "\($0.from)–\($0.to)" }), not as the example says"
    }
    return nil
  }
}

extension PolicyPack.Example {
  /// The example as messages: one certificate and its payments.
  fileprivate var messages: [Message] {
    let number = "A110000001"
    var certificate = CertificateFact(action: .issue, number: number, issuedOn: born)
    certificate.bornAt = born.start
    var facts: [Fact] = [.certificate(certificate)]
    for (index, payment) in paid.enumerated() {
      var fact = PaymentFact(
        action: .pay, ticketNumber: "EXAMPLE\(index)", paidAt: payment.on.start)
      fact.premiumYear = payment.year
      fact.insured = Party(idType: "birthCertificate", idNumber: number)
      facts.append(.payment(fact))
    }
    return facts.enumerated().map { index, fact in
      Message(
        sender: "example", id: String(index), sentAt: asOf.start, digest: String(index), fact: fact)
    }
  }
}
