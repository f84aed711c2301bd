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

  /// - Precondition: the packs hold the national one, `CN`, and it gives every value.
  package init(packs: [PolicyPack]) {
    self.packs = packs.sorted { $0.region < $1.region }
    byRegion = Dictionary(packs.map { ($0.region, $0) }, uniquingKeysWith: { _, last in last })
    for region in byRegion.keys { eras[region] = Self.eras(chain(region)) }
  }

  package func pack(_ region: String) -> PolicyPack? { byRegion[region] }

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
    func first<Value>(_ path: KeyPath<PolicyPack.Version, Value?>) -> Value? {
      versions.lazy.compactMap { $0.1[keyPath: path] }.first
    }
    guard let payWindow = first(\.payWindowDays), let settles = first(\.codeSettlesDays),
      let reminders = first(\.reminderDays), let grassroots = first(\.grassrootsDays),
      let warnings = first(\.codeWarningDays), let late = lateSteps(all), !late.isEmpty
    else { return nil }
    let givers = Set(
      [payWindow.pack, settles.pack, reminders.pack, grassroots.pack, warnings.pack]
        + late.map(\.value.pack))
    var citations: [String: Policy.Citation] = [:]
    for pack in all.reversed() {
      for version in pack.versions { citations.merge(version.citations) { $1 } }
    }
    return Policy(
      layers: versions.filter { givers.contains($0.0.region) }.map { pack, version in
        Ruling.PolicyLayer(
          pack: pack.region, document: version.document, from: version.from,
          status: version.status.rawValue)
      },
      payWindowDays: payWindow, codeSettlesDays: settles, lateCover: late,
      reminderDays: reminders, grassrootsDays: grassroots, codeWarningDays: warnings,
      citations: citations)
  }

  /// The late effect goes by the payment day, so all versions of the most specific pack that has
  /// one are kept, over the national value.
  private static func lateSteps(_ chosen: [PolicyPack]) -> [Policy.Step<LateCover>]? {
    var steps: [Policy.Step<LateCover>] = []
    for pack in chosen.reversed() {
      let own = pack.versions.compactMap { version in
        version.lateCover.map { Policy.Step(from: version.from, value: $0) }
      }
      guard let firstDay = own.first else { continue }
      steps = firstDay.from == nil ? own : steps + own
    }
    return steps.isEmpty ? nil : steps
  }
}

/// One region's rules through time, with the examples that prove them.
package struct PolicyPack: Hashable, Sendable {
  /// `CN`, or 2, 4 or 6 digits of GB/T 2260.
  package var region: String
  package var name: Plain
  /// Oldest first.
  package var versions: [Version]

  package init(region: String, name: Plain, versions: [Version]) {
    self.region = region
    self.name = name
    self.versions = versions
  }

  /// The version in force on a day; for nil, before all days.
  package func version(on day: CivilDate?) -> Version? {
    versions.last { version in
      version.from.map { from in day.map { from <= $0 } ?? false } ?? true
    }
  }

  package enum Status: String, CaseIterable, Sendable { case inForce, draft, reported }

  /// The rules of a pack from a day on. Values it leaves nil come from the layer beneath.
  package struct Version: Hashable, Sendable {
    package var from: CivilDate?
    package var document: String
    package var status: Status
    package var payWindowDays: Policy.Sourced<Int>?
    package var codeSettlesDays: Policy.Sourced<Int>?
    package var lateCover: Policy.Sourced<LateCover>?
    package var reminderDays: Policy.Sourced<[Int]>?
    package var grassrootsDays: Policy.Sourced<[Int]>?
    package var codeWarningDays: Policy.Sourced<[Int]>?
    package var citations: [String: Policy.Citation]
    package var examples: [Example]

    package init(from: CivilDate?, document: String, status: Status) {
      self.from = from
      self.document = document
      self.status = status
      citations = [:]
      examples = []
    }
  }

  /// A calculation the pack must come to when it is loaded.
  package struct Example: Hashable, Sendable {
    package var born: CivilDate
    /// Payments: premium year and day.
    package var paid: [Payment]
    package var asOf: CivilDate
    package var state: Ruling.PaymentState
    package var windowEnd: CivilDate
    package var covered: [Ruling.Span]
    package var why: String

    package struct Payment: Hashable, Sendable {
      package var year: Int
      package var on: CivilDate

      package init(year: Int, on: CivilDate) {
        self.year = year
        self.on = on
      }
    }

    package init(
      born: CivilDate, paid: [Payment], asOf: CivilDate, state: Ruling.PaymentState,
      windowEnd: CivilDate, covered: [Ruling.Span], why: String
    ) {
      self.born = born
      self.paid = paid
      self.asOf = asOf
      self.state = state
      self.windowEnd = windowEnd
      self.covered = covered
      self.why = why
    }
  }
}
