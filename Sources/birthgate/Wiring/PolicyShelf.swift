import Casework
import Wire

/// The policy packs in force, as the routes and `birthgate policy` show them.
struct PolicyShelf: Sendable {
  let book: PolicyBook

  /// Every pack with its documents, `CN` first.
  var list: [JSONValue] {
    let national = book.packs.filter { $0.region == "CN" }
    let regional = book.packs.filter { $0.region != "CN" }
    return (national + regional).map { pack in
      .record([
        "pack": .string(pack.region), "name": .plain(pack.name),
        "versions": .array(pack.versions.map(Self.version)),
      ])
    }
  }

  /// What holds in a region on a day, each value with the rule and the pack that give it; nil for
  /// what is no region. `CN` shows the national layer alone.
  func show(_ region: String, on day: CivilDate) -> JSONValue? {
    guard Self.isRegion(region) else { return nil }
    let division =
      region == "CN" ? nil : region + String(repeating: "0", count: 6 - region.utf8.count)
    guard let policy = book.policy(region: division, bornOn: day) else { return nil }
    let rules = policy.citations.sorted { $0.key < $1.key }.map { rule, citation in
      JSONValue.record([
        "rule": .string(rule), "document": .string(citation.document),
        "quote": .string(citation.quote),
      ])
    }
    return .record([
      "region": .string(region), "bornOn": .day(day),
      "policy": .array(policy.layers.map(\.json)),
      "values": .array(Self.values(policy)), "rules": .array(rules),
    ])
  }

  /// What differs between two regions on a day: `{"name", "a", "b"}`.
  func difference(_ one: String, _ other: String, on day: CivilDate) -> [JSONValue]? {
    guard let left = show(one, on: day)?["values"]?.array,
      let right = show(other, on: day)?["values"]?.array
    else { return nil }
    func place(_ value: JSONValue) -> [JSONValue?] { [value["name"], value["from"]] }
    let places = left.map(place) + right.map(place).filter { !left.map(place).contains($0) }
    return places.compactMap { wanted in
      let a = left.first { place($0) == wanted }
      let b = right.first { place($0) == wanted }
      guard a != b else { return nil }
      return .record(["name": wanted[0], "a": a, "b": b])
    }
  }

  static func isRegion(_ text: String) -> Bool {
    text == "CN"
      || [2, 4, 6].contains(text.utf8.count) && text.utf8.allSatisfy { (48...57).contains($0) }
  }

  private static func values(_ policy: Policy) -> [JSONValue] {
    func value<Value>(
      _ name: String, _ sourced: Policy.Sourced<Value>, _ shown: JSONValue
    ) -> JSONValue {
      .record([
        "name": .string(name), "value": shown, "rule": .string(sourced.rule),
        "pack": .string(sourced.pack), "assumed": .bool(sourced.assumed),
      ])
    }
    func days(_ days: [Int]) -> JSONValue { .array(days.map(JSONValue.int)) }
    let single = [
      value("payWindowDays", policy.payWindowDays, .int(policy.payWindowDays.value)),
      value("codeSettlesDays", policy.codeSettlesDays, .int(policy.codeSettlesDays.value)),
      value("reminderDays", policy.reminderDays, days(policy.reminderDays.value)),
      value("grassrootsDays", policy.grassrootsDays, days(policy.grassrootsDays.value)),
      value("codeWarningDays", policy.codeWarningDays, days(policy.codeWarningDays.value)),
    ]
    return single
      + policy.lateCover.map { step in
        value("lateCover", step.value, .string(step.value.value.rawValue))
          .with("from", .day(step.from))
      }
  }

  private static func version(_ version: PolicyPack.Version) -> JSONValue {
    .record([
      "from": .day(version.from), "document": .string(version.document),
      "status": .string(version.status.rawValue),
    ])
  }
}
