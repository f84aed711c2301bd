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
    Term.allCases.flatMap { term in
      policy.steps(term).map { step in
        let value = JSONValue.record([
          "name": .string(term.rawValue), "value": step.value.value.json,
          "rule": .string(step.value.rule), "pack": .string(step.value.pack),
          "assumed": .bool(step.value.assumed),
        ])
        return term.axis == .birthDay ? value : value.with("from", .day(step.from))
      }
    }
  }

  private static func version(_ version: PolicyPack.Version) -> JSONValue {
    .record([
      "from": .day(version.from), "document": .string(version.document),
      "status": .string(version.status.rawValue),
    ])
  }
}

extension TermValue {
  /// As a pack file writes it.
  var json: JSONValue {
    switch self {
    case .number(let value): .int(value)
    case .numbers(let values): .array(values.map(JSONValue.int))
    case .flag(let value): .bool(value)
    case .word(let value): .string(value)
    case .words(let values): .texts(values)
    case .monthDay(let month, let day): .string("\(Self.two(month))-\(Self.two(day))")
    case .days(let days): .array(days.map { .string($0.description) })
    case .byYear(let table): .table(table.map { (String($0), .int($1)) })
    case .dayByYear(let table): .table(table.map { (String($0), .string($1.description)) })
    case .byWord(let table): .table(table.map { ($0, .int($1)) })
    case .wordsByWord(let table): .table(table.map { ($0, .texts($1)) })
    }
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}

extension JSONValue {
  fileprivate static func table(_ members: [(String, JSONValue)]) -> JSONValue {
    members.sorted { $0.0 < $1.0 }.reduce(.record([:])) { $0.with($1.0, $1.1) }
  }
}
