package import Casework

/// One thing in which two sets of packs differ, said in the words of the law: a term of a region
/// from a day on, not a line of a file.
package struct PackDifference: Hashable, Sendable {
  package enum What: Hashable, Sendable {
    /// The pack is in one set only.
    case pack
    case document(String?, String?)
    case status(PolicyPack.Status?, PolicyPack.Status?)
    case term(Term, Policy.Sourced<TermValue>?, Policy.Sourced<TermValue>?)
    case citation(String, Policy.Citation?, Policy.Citation?)
    /// How many examples are in one set only.
    case examples(Int, Int)
  }

  package var region: String
  /// From which day on; nil: always.
  package var from: CivilDate?
  package var what: What
  /// Whether the first set has the pack; only ``What/pack`` needs it.
  package var isInFirst = true

  /// Compares pack by pack, and in each day by day on which either of the two begins to say
  /// something new.
  package static func between(_ one: [PolicyPack], _ other: [PolicyPack]) -> [PackDifference] {
    let regions = Set((one + other).map(\.region)).sorted()
    return regions.flatMap { region -> [PackDifference] in
      let first = one.first { $0.region == region }
      let second = other.first { $0.region == region }
      guard let first, let second else {
        return [PackDifference(region: region, what: .pack, isInFirst: first != nil)]
      }
      return versions(first, second) + citations(first, second) + examples(first, second)
    }
  }

  private static func versions(_ one: PolicyPack, _ other: PolicyPack) -> [PackDifference] {
    let starts = Set((one.versions + other.versions).map(\.from))
    let ordered = starts.contains(nil) ? [nil] + days(starts) : days(starts)
    return ordered.flatMap { from -> [PackDifference] in
      let first = one.version(on: from)
      let second = other.version(on: from)
      var found: [What] = []
      if first?.document != second?.document {
        found.append(.document(first?.document, second?.document))
      }
      if first?.status != second?.status { found.append(.status(first?.status, second?.status)) }
      for term in Term.allCases {
        let said = one.said(term, on: from)
        let otherwise = other.said(term, on: from)
        if said != otherwise { found.append(.term(term, said, otherwise)) }
      }
      return found.map { PackDifference(region: one.region, from: from, what: $0) }
    }
  }

  private static func days(_ starts: Set<CivilDate?>) -> [CivilDate?] {
    starts.compactMap { $0 }.sorted().map { $0 }
  }

  private static func citations(_ one: PolicyPack, _ other: PolicyPack) -> [PackDifference] {
    let first = one.quotes
    let second = other.quotes
    return Set(first.keys).union(second.keys).sorted().compactMap { rule in
      guard first[rule] != second[rule] else { return nil }
      return PackDifference(
        region: one.region, what: .citation(rule, first[rule], second[rule]))
    }
  }

  private static func examples(_ one: PolicyPack, _ other: PolicyPack) -> [PackDifference] {
    let first = Set(one.versions.flatMap(\.examples))
    let second = Set(other.versions.flatMap(\.examples))
    guard first != second else { return [] }
    return [
      PackDifference(
        region: one.region,
        what: .examples(first.subtracting(second).count, second.subtracting(first).count))
    ]
  }
}

extension PolicyPack {
  /// What the pack itself says under a term on a day. What goes by the birth day is said by one
  /// version alone; all else goes on until a later version says something new.
  fileprivate func said(_ term: Term, on day: CivilDate?) -> Policy.Sourced<TermValue>? {
    guard term.axis != .birthDay else { return version(on: day)?.terms[term] }
    return versions.last { version in
      version.terms[term] != nil
        && version.from.map { from in day.map { from <= $0 } ?? false } ?? true
    }?.terms[term]
  }

  /// All quotes of all its versions, as a policy has them.
  fileprivate var quotes: [String: Policy.Citation] {
    versions.reduce(into: [:]) { quotes, version in quotes.merge(version.citations) { $1 } }
  }
}
