import Casework
import Engine
import HTTPTypes
import Hummingbird
import Wire

/// How many newborns are enrolled in their year of birth, by division (rules B01, B05, B10).
struct StatisticsRoutes: Sendable {
  let office: Office

  var routes: [Route] {
    [
      Route(.get, "/v1/statistics", Self.get) { exchange async throws(Problem) in
        try await count(exchange)
      }
    ]
  }

  private func count(_ exchange: Exchange) async throws(Problem) -> Response {
    var reader = RequestReader()
    let division = reader.division(exchange.query["division"]) ?? ""
    let year = reader.year(exchange.query["year"]) ?? office.today.year
    try reader.close()
    let question = BirthQuestion(divisionPrefix: division, year: year, asOf: office.today)
    let tallies = try await stored { () async throws(StoreError) in
      try await office.store.tally(question)
    }
    var whole = BirthTally(division: division)
    var parts: [String: BirthTally] = [:]
    for tally in tallies {
      whole.add(tally)
      guard division.utf8.count < 6 else { continue }
      let part = String(tally.division.prefix(division.utf8.count + 2))
      parts[part, default: BirthTally(division: part)].add(tally)
    }
    let divisions = parts.values.sorted { $0.division < $1.division }
    return .json(
      whole.json.with("division", .text(division.isEmpty ? nil : division))
        .with("year", .int(year)).with("asOf", .day(office.today))
        .with("divisions", .array(divisions.map(\.json)))
        .with("target", target(division, year)))
  }

  /// What the region's pack aims at (rule B01); null where no pack says.
  private func target(_ division: String, _ year: Int) -> JSONValue {
    let region = division + String(repeating: "0", count: 6 - division.utf8.count)
    let day = CivilDate.startOfYear(year).endOfYear
    guard
      let policy = office.policies.book.policy(
        region: division.isEmpty ? nil : region, bornOn: day),
      let aim = policy.number(.sameYearPercent)
    else { return .null }
    return .record([
      "sameYearPercent": .int(aim.value), "rule": .string(aim.rule), "pack": .string(aim.pack),
      "document": .text(policy.citations[aim.rule]?.document),
    ])
  }

  private static let get = Route.Description(
    operation: "getStatistics", tag: "statistics",
    summary: "Births of a year and how they were enrolled, by division",
    query: [
      Route.Description.Parameter(
        "division", "Two, four or six digits", pattern: "^([0-9]{2}){1,3}$"),
      Route.Description.Parameter(
        "year", "The year of birth; this year unless said", pattern: "^[0-9]{4}$"),
    ],
    answers: [.json(200, "The counts", "Statistics")], problems: [422])
}

extension RequestReader {
  fileprivate mutating func year(_ text: String?) -> Int? {
    guard let text else { return nil }
    if text.utf8.count == 4, let year = Int(text), (1900...2199).contains(year) { return year }
    complain(.format, "/year", "须为四位年份。", "A year of four digits.")
    return nil
  }
}

extension BirthTally {
  /// Without its parts; `rate` is `enrolledSameYear` ÷ `births`, null where nobody was born.
  fileprivate var json: JSONValue {
    .record([
      "division": .string(division), "births": .int(births),
      "enrolledSameYear": .int(enrolledSameYear), "rate": rate.map(JSONValue.double),
      "onTime": .int(onTime), "late": .int(late), "unregistered": .int(unregistered),
    ])
  }
}
