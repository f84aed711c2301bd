/// All packs that are loaded, and which of them rule a child.
///
/// Which packs lie over each other depends on the region alone, and which of their versions on the
/// birth day alone; so all policies are laid out when the book is made, and found by one search.
package struct PolicyBook: Sendable {
  /// The policy for births from a day on, up to the next era of the region; nil: where not every
  /// value is given.
  private struct Era: Sendable {
    /// Nil: always.
    var from: CivilDate?
    var policy: Policy?
  }

  package let packs: [PolicyPack]
  private let byRegion: [String: PolicyPack]
  /// Oldest first, under the region of the most specific pack.
  private var eras: [String: [Era]] = [:]

  /// Regions whose packs rule although they are drafts or only reported.
  package let trial: Set<String>

  /// - Precondition: the packs hold the national one, `CN`, and it gives every value.
  /// - Parameters:
  ///   - packs: all there are, in any order.
  ///   - trial: regions whose drafts and reported packs are to rule.
  package init(packs: [PolicyPack], trial: Set<String> = []) {
    self.packs = packs.sorted { $0.region < $1.region }
    self.trial = trial
    byRegion = Dictionary(
      packs.compactMap { pack in pack.ruling(isOnTrial: trial.contains(pack.region)) }
        .map { ($0.region, $0) },
      uniquingKeysWith: { _, last in last })
    for region in byRegion.keys { eras[region] = Self.eras(chain(region)) }
  }

  package func pack(_ region: String) -> PolicyPack? { packs.first { $0.region == region } }

  /// The rules for a child born on a day in a region (six digits of GB/T 2260, or nil).
  package func policy(region: String?, bornOn: CivilDate) -> Policy? {
    let eras = Self.prefixes(region).lazy.compactMap { self.eras[$0] }.first ?? []
    return eras.last { $0.from.map { $0 <= bornOn } ?? true }?.policy
  }

  private static func prefixes(_ region: String?) -> [String] {
    (region.map { [$0, String($0.prefix(4)), String($0.prefix(2))] } ?? []) + ["CN"]
  }

  /// The packs that lie over each other in a region, most specific first.
  private func chain(_ region: String) -> [PolicyPack] {
    var seen: Set<String> = []
    return Self.prefixes(region).filter { seen.insert($0).inserted }.compactMap { byRegion[$0] }
  }

  private static func eras(_ chain: [PolicyPack]) -> [Era] {
    let starts = Set(chain.flatMap { $0.versions.compactMap(\.from) }).sorted()
    return ([nil] + starts.map { $0 }).map { from in
      let versions = chain.compactMap { pack in
        pack.version(on: from).map { (pack, $0) }
      }
      return Era(from: from, policy: overlay(versions, all: chain))
    }
  }

  private static func overlay(
    _ versions: [(PolicyPack, PolicyPack.Version)], all: [PolicyPack]
  ) -> Policy? {
    var steps: [Term: [Policy.Step<TermValue>]] = [:]
    for term in Term.allCases {
      steps[term] =
        term.axis == .birthDay
        ? versions.lazy.compactMap { $0.1.terms[term] }.first
          .map { [Policy.Step(from: nil, value: $0)] }
        : self.steps(term, all)
    }
    let givers = Set(steps.values.flatMap { $0.map(\.value.pack) })
    var citations: [String: Policy.Citation] = [:]
    for pack in all.reversed() {
      for version in pack.versions { citations.merge(version.citations) { $1 } }
    }
    for pack in all { for version in pack.versions { cite(version, in: &citations) } }
    return Policy(
      layers: versions.filter { givers.contains($0.0.region) }.map { pack, version in
        Ruling.PolicyLayer(
          pack: pack.region, document: version.document, from: version.from,
          status: version.status.rawValue)
      },
      steps: steps, citations: citations)
  }

  /// What a version not in force says without quoting a sentence still comes from its document, and
  /// must be known by it.
  private static func cite(
    _ version: PolicyPack.Version, in citations: inout [String: Policy.Citation]
  ) {
    guard version.status != .inForce else { return }
    for term in version.terms.values where citations[term.rule] == nil {
      citations[term.rule] = Policy.Citation(
        document: version.document, quote: "", status: version.status)
    }
  }

  /// What goes by a later day than birth: all versions of the most specific pack that speaks, over
  /// what lies beneath.
  private static func steps(_ term: Term, _ chain: [PolicyPack]) -> [Policy.Step<TermValue>] {
    var steps: [Policy.Step<TermValue>] = []
    for pack in chain.reversed() {
      let own = pack.versions.compactMap { version in
        version.terms[term].map { Policy.Step(from: version.from, value: $0) }
      }
      guard let first = own.first else { continue }
      // From the day on which the more specific pack begins to speak, those beneath are silent.
      let beneath = first.from.map { from in
        steps.filter { step in step.from.map { $0 < from } ?? true }
      }
      steps = (beneath ?? []) + own
    }
    return steps
  }
}
