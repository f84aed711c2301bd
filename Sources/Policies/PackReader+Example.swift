import Casework
import Wire

extension PackReader {
  private static let names: Set<String> = [
    "born", "paid", "yearly", "recognised", "zeroClaims", "asOf", "state", "windowEnd", "covered",
    "codeUntil", "cap", "waits", "subsidy", "collection", "why",
  ]

  func example(_ json: JSONValue, at place: String) throws(PackError) -> PolicyPack.Example {
    try allow(json, Self.names, at: place)
    guard let born = try date(json["born"], at: "\(place)/born"),
      let asOf = try date(json["asOf"], at: "\(place)/asOf"),
      let windowEnd = try date(json["windowEnd"], at: "\(place)/windowEnd"),
      let state = json["state"]?.string.flatMap(Ruling.PaymentState.init),
      let why = json["why"]?.string
    else { throw fail(place, "needs born, asOf, state, windowEnd and why") }
    var paid: [PolicyPack.Example.Payment] = []
    for entry in json["paid"]?.array ?? [] {
      guard let year = entry["year"]?.int, let day = try date(entry["on"], at: "\(place)/paid")
      else { throw fail("\(place)/paid", "needs year and on") }
      paid.append(PolicyPack.Example.Payment(year: year, on: day))
    }
    var covered: [Ruling.Span]?
    for entry in json["covered"]?.array ?? [] {
      covered = (covered ?? []) + [try span(entry, at: "\(place)/covered")]
    }
    if json["covered"]?.array?.isEmpty == true { covered = [] }
    var example = PolicyPack.Example(
      born: born, paid: paid, asOf: asOf, state: state, windowEnd: windowEnd, covered: covered,
      why: why)
    example.given = try given(json, at: place)
    example.expected = try expected(json, at: place)
    return example
  }

  private func given(_ json: JSONValue, at place: String) throws(PackError)
    -> PolicyPack.Example.Given
  {
    var given = PolicyPack.Example.Given()
    if let yearly = json["yearly"] {
      guard let first = yearly.at(pointer: "/0")?.int, let last = yearly.at(pointer: "/1")?.int,
        first <= last, last - first < 100
      else { throw fail("\(place)/yearly", "needs a first and a last premium year") }
      given.yearly = first...last
    }
    for entry in json["recognised"]?.array ?? [] {
      let place = "\(place)/recognised"
      guard
        let category = entry["category"]?.string.flatMap(AssistanceFact.Category.init),
        let day = try date(entry["on"], at: place)
      else { throw fail(place, "needs a category and on") }
      given.recognised.append(PolicyPack.Example.Recognition(category: category, on: day))
    }
    for entry in json["zeroClaims"]?.array ?? [] {
      guard let year = entry.int else { throw fail("\(place)/zeroClaims", "not a year") }
      given.zeroClaims.append(year)
    }
    return given
  }

  private func expected(_ json: JSONValue, at place: String) throws(PackError)
    -> PolicyPack.Example.Expected
  {
    var expected = PolicyPack.Example.Expected()
    expected.codeUntil = try date(json["codeUntil"], at: "\(place)/codeUntil")
    if json["cap"] == .null {
      expected.isWithoutCap = true
    } else if let cap = json["cap"] {
      guard let yuan = cap.int else { throw fail("\(place)/cap", "not a number of yuan") }
      expected.cap = yuan
    }
    for (year, value) in try years(json["waits"], at: "\(place)/waits") {
      guard let months = value.int else { throw fail("\(place)/waits", "not a number") }
      expected.waits[year] = months
    }
    for (year, value) in try years(json["subsidy"], at: "\(place)/subsidy") {
      guard let percent = value.int else { throw fail("\(place)/subsidy", "not a number") }
      expected.subsidy[year] = percent
    }
    for (year, value) in try years(json["collection"], at: "\(place)/collection") {
      expected.collection[year] = try span(value, at: "\(place)/collection")
    }
    return expected
  }

  private func years(_ json: JSONValue?, at place: String) throws(PackError) -> [(Int, JSONValue)] {
    var years: [(Int, JSONValue)] = []
    for member in json?.object?.members ?? [] {
      guard let year = Int(member.name) else { throw fail(place, "\(member.name) is no year") }
      years.append((year, member.value))
    }
    return years
  }

  private func span(_ json: JSONValue, at place: String) throws(PackError) -> Ruling.Span {
    guard let from = try date(json.at(pointer: "/0"), at: place),
      let to = try date(json.at(pointer: "/1"), at: place)
    else { throw fail(place, "needs two days") }
    return Ruling.Span(from: from, to: to)
  }
}
