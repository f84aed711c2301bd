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

  /// The pack as far as it rules: without versions that are not in force, unless it is on trial;
  /// nil where nothing is left.
  func ruling(isOnTrial: Bool) -> PolicyPack? {
    guard !isOnTrial else { return self }
    let inForce = versions.filter { $0.status == .inForce }
    return inForce.isEmpty ? nil : PolicyPack(region: region, name: name, versions: inForce)
  }

  package enum Status: String, CaseIterable, Sendable { case inForce, draft, reported }

  /// The rules of a pack from a day on. Values it leaves nil come from the layer beneath.
  package struct Version: Hashable, Sendable {
    package var from: CivilDate?
    package var document: String
    package var status: Status
    package var terms: [Term: Policy.Sourced<TermValue>]
    /// What a reader should know of a value: why it is assumed, how the document was read.
    package var notes: [Term: Plain]
    package var citations: [String: Policy.Citation]
    package var examples: [Example]

    package init(from: CivilDate?, document: String, status: Status) {
      self.from = from
      self.document = document
      self.status = status
      terms = [:]
      notes = [:]
      citations = [:]
      examples = []
    }
  }
}
