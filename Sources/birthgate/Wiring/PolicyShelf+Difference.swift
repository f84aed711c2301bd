import Casework
import Policies
import Wire

extension PolicyShelf {
  /// In what two regions differ, term by term: `{"name", "title", "from", "a", "b"}`.
  ///
  /// - Parameter day: for births, payments and services of this day; nil for the whole history.
  func difference(_ one: String, _ other: String, on day: CivilDate?) -> [JSONValue]? {
    guard Self.isRegion(one), Self.isRegion(other) else { return nil }
    let found = book.differences(Self.division(one), Self.division(other), on: day)
    return found.map { difference in
      .record([
        "name": .string(difference.term.rawValue), "title": .plain(difference.term.title),
        "from": .day(difference.from), "a": Self.sourced(difference.term, difference.one),
        "b": Self.sourced(difference.term, difference.other),
      ])
    }
  }

  /// In what two sets of packs differ, pack by pack and version by version:
  /// `{"pack", "name", "title", "from", "a", "b"}`.
  static func difference(_ one: [PolicyPack], _ other: [PolicyPack]) -> [JSONValue] {
    PackDifference.between(one, other).map { difference in
      let told = told(difference)
      return .record([
        "pack": .string(difference.region), "name": .string(told.name),
        "title": .plain(told.title), "from": .day(difference.from), "a": told.a, "b": told.b,
      ])
    }
  }

  private static func told(_ difference: PackDifference)
    -> (name: String, title: Plain, a: JSONValue, b: JSONValue)
  {
    switch difference.what {
    case .pack:
      (
        "pack", Plain("政策包", "The pack"), .bool(difference.isInFirst),
        .bool(!difference.isInFirst)
      )
    case .document(let one, let other):
      ("document", Plain("文件", "The document"), .text(one), .text(other))
    case .status(let one, let other):
      ("status", Plain("效力", "The status"), .text(one?.rawValue), .text(other?.rawValue))
    case .term(let term, let one, let other):
      (term.rawValue, term.title, sourced(term, one), sourced(term, other))
    case .citation(let rule, let one, let other):
      (rule, Plain("引文 \(rule)", "Quote of \(rule)"), cited(one), cited(other))
    case .examples(let one, let other):
      ("examples", Plain("仅一方有的算例", "Examples of one side only"), .int(one), .int(other))
    }
  }

  private static func cited(_ citation: Policy.Citation?) -> JSONValue {
    guard let citation else { return .null }
    return .record([
      "document": .string(citation.document), "quote": .string(citation.quote),
    ])
  }
}
