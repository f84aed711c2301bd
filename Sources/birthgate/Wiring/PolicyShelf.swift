import Casework
import Policies
import Wire

/// The policy packs that are loaded, as the routes and `birthgate policy` show them.
struct PolicyShelf: Sendable {
  let book: PolicyBook

  /// Every pack with its documents, `CN` first.
  var list: [JSONValue] {
    let national = book.packs.filter { $0.region == "CN" }
    let regional = book.packs.filter { $0.region != "CN" }
    return (national + regional).map { pack in
      .record([
        "pack": .string(pack.region), "name": .plain(pack.name),
        "versions": .array(pack.versions.map { version($0, of: pack) }),
      ])
    }
  }

  /// What holds in a region on a day, each value with the rule, the document and the pack that give
  /// it; nil for what is no region. `CN` shows the national layer alone.
  ///
  /// - Parameter day: birth day; of what goes by the day of payment or service every step is shown
  ///   with its first day.
  func show(_ region: String, on day: CivilDate) -> JSONValue? {
    guard Self.isRegion(region) else { return nil }
    guard let policy = book.policy(region: Self.division(region), bornOn: day) else { return nil }
    let rules = policy.citations.sorted { $0.key < $1.key }.map { rule, citation in
      JSONValue.record([
        "rule": .string(rule), "document": .string(citation.document),
        "quote": .string(citation.quote), "status": .string(citation.status.rawValue),
      ])
    }
    return .record([
      "region": .string(region), "bornOn": .day(day),
      "policy": .array(policy.layers.map(\.json)),
      "notInForce": .array(resting(region)),
      "values": .array(
        Term.allCases.flatMap { term in
          policy.steps(term).map { value(term, $0, policy: policy, bornOn: day) }
        }),
      "rules": .array(rules),
    ])
  }

  static func isRegion(_ text: String) -> Bool {
    text == "CN"
      || [2, 4, 6].contains(text.utf8.count) && text.utf8.allSatisfy { (48...57).contains($0) }
  }

  /// Six digits, as children have them; nil for the nation.
  static func division(_ region: String) -> String? {
    region == "CN" ? nil : region + String(repeating: "0", count: 6 - region.utf8.count)
  }

  /// A value with where it comes from.
  static func sourced(_ term: Term, _ said: Policy.Sourced<TermValue>?) -> JSONValue {
    guard let said else { return .null }
    return .record([
      "name": .string(term.rawValue), "value": said.value.json, "rule": .string(said.rule),
      "pack": .string(said.pack), "assumed": .bool(said.assumed),
    ])
  }

  private func value(
    _ term: Term, _ step: Policy.Step<TermValue>, policy: Policy, bornOn: CivilDate
  ) -> JSONValue {
    let goesByBirth = term.axis == .birthDay
    let said = step.value
    let giver = giver(said.pack, on: goesByBirth ? bornOn : step.from)
    let shown = Self.sourced(term, said)
      .with("title", .plain(term.title))
      // What is assumed stands in no document, whatever its rule is near to.
      .with("document", .text(said.assumed ? nil : policy.citations[said.rule]?.document))
      .with("status", .text(giver?.status.rawValue))
      .with("note", giver?.notes[term].map(JSONValue.plain) ?? .null)
    return goesByBirth ? shown : shown.with("from", .day(step.from))
  }

  /// The version of a pack that speaks on a day, of those that rule.
  private func giver(_ region: String, on day: CivilDate?) -> PolicyPack.Version? {
    guard let pack = book.pack(region) else { return nil }
    var ruling = pack
    ruling.versions.removeAll { !rules($0, of: pack) }
    return ruling.version(on: day)
  }

  /// Drafts and reports about a region that do not rule.
  private func resting(_ region: String) -> [JSONValue] {
    book.packs.filter { region.hasPrefix($0.region) }.flatMap { pack in
      pack.versions.filter { !rules($0, of: pack) }.map { version($0, of: pack) }
    }
  }

  private func rules(_ version: PolicyPack.Version, of pack: PolicyPack) -> Bool {
    version.status == .inForce || book.trial.contains(pack.region)
  }

  private func version(_ version: PolicyPack.Version, of pack: PolicyPack) -> JSONValue {
    .record([
      "pack": .string(pack.region), "from": .day(version.from),
      "document": .string(version.document), "status": .string(version.status.rawValue),
      "rules": .bool(rules(version, of: pack)),
    ])
  }
}
