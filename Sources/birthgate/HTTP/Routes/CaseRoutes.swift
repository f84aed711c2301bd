import Casework
import Engine
import HTTPTypes
import Hummingbird
import Wire

/// Cases: one, many, found by a key, and what happened in one.
struct CaseRoutes: Sendable {
  let office: Office

  var routes: [Route] {
    [
      Route(.get, "/v1/cases/{caseId}", Self.get) {
        exchange async throws(Problem) in try await one(exchange)
      },
      Route(.get, "/v1/cases", Self.list) {
        exchange async throws(Problem) in try await many(exchange)
      },
      Route(.post, "/v1/cases/search", takes: .object(schema: "CaseSearch"), Self.search) {
        exchange async throws(Problem) in try await search(exchange)
      },
      Route(.get, "/v1/cases/{caseId}/timeline", Self.timeline) {
        exchange async throws(Problem) in try await timeline(exchange)
      },
    ]
  }

  private func one(_ exchange: Exchange) async throws(Problem) -> Response {
    let asOf = try RequestReader.day(exchange.query["asOf"], at: "/asOf")
    let id = CaseID(rawValue: exchange.parameter("caseId"))
    let wanted = try RequestReader.flag(exchange.query["outlook"], at: "/outlook")
    let found = try await stored { () async throws(StoreError) in
      wanted
        ? try await office.inspector.foresee(.id(id), asOf: asOf)
        : try await office.inspector.find(.id(id), asOf: asOf)
    }
    guard let view = found else { throw .noSuchCase }
    office.access.note([view.caseID], route: Self.get.operation, who: exchange.reader)
    let shown = try await shown(view)
    return .json(wanted ? shown.with("outlook", view.outlook?.json ?? .null) : shown)
  }

  /// A case, with the code that the insurance platform issued for it, where it did.
  private func shown(_ view: CaseView) async throws(Problem) -> JSONValue {
    let code = try await stored { () async throws(StoreError) in
      try await office.inspector.issuedCode(of: view.caseID)
    }
    return code.map { view.json.with("insurance", $0.json) } ?? view.json
  }

  private func many(_ exchange: Exchange) async throws(Problem) -> Response {
    let query = exchange.query
    let asOf = try RequestReader.day(query["asOf"], at: "/asOf")
    let keys: [(String, String?)] = [
      ("birthCertificate", query["birthCertificate"]), ("citizenId", query["citizenId"]),
      ("code", query["code"]),
    ]
    if keys.contains(where: { $0.1 != nil }) {
      return try await matches(try RequestReader.key(keys), asOf, exchange, Self.list)
    }
    var reader = RequestReader()
    let filter = CaseFilter(
      divisionPrefix: reader.division(query["division"]), state: reader.state(query["state"]),
      day: (asOf ?? office.today).daysSinceEpoch,
      after: reader.after(query["after"], .caseID).map { CaseID(rawValue: $0) },
      limit: reader.limit(query["limit"], standard: 100, most: 500))
    try reader.close()
    let (cases, next) = try await stored { () async throws(StoreError) in
      try await office.inspector.list(filter, asOf: asOf)
    }
    office.access.note(cases.map(\.caseID), route: Self.list.operation, who: exchange.reader)
    return .json(Self.list(cases.map(\.json), next: next))
  }

  private func search(_ exchange: Exchange) async throws(Problem) -> Response {
    let body = try exchange.object()
    let asOf = try RequestReader.day(body.member("asOf")?.string, at: "/asOf")
    return try await matches(try RequestReader.key(in: body), asOf, exchange, Self.search)
  }

  private func timeline(_ exchange: Exchange) async throws(Problem) -> Response {
    let id = CaseID(rawValue: exchange.parameter("caseId"))
    let entries = try await stored { () async throws(StoreError) in
      try await office.inspector.timeline(id)
    }
    guard let entries else { throw .noSuchCase }
    office.access.note([id], route: Self.timeline.operation, who: exchange.reader)
    return .json(entries.json)
  }

  private func find(_ query: CaseQuery, _ asOf: CivilDate?) async throws(Problem) -> CaseView? {
    try await stored { () async throws(StoreError) in
      try await office.inspector.find(query, asOf: asOf)
    }
  }

  private func matches(
    _ query: CaseQuery, _ asOf: CivilDate?, _ exchange: Exchange, _ about: Route.Description
  ) async throws(Problem) -> Response {
    let view = try await find(query, asOf)
    if let view {
      office.access.note([view.caseID], route: about.operation, who: exchange.reader)
    }
    var cases: [JSONValue] = []
    if let view { cases = [try await shown(view)] }
    return .json(Self.list(cases, next: nil))
  }

  private static func list(_ cases: [JSONValue], next: String?) -> JSONValue {
    .record(["cases": .array(cases), "next": .text(next)])
  }
}

extension CaseRoutes {
  private typealias Parameter = Route.Description.Parameter

  private static let day = Parameter(
    "asOf", "Rules for this day instead of today", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")

  private static let outlook = Parameter(
    "outlook", "Adds what lies before the child on that day", choices: ["true", "false"])

  private static let get = Route.Description(
    operation: "getCase", tag: "cases", summary: "A case with its ruling", query: [day, outlook],
    answers: [.json(200, "The case", "Case")], problems: [404, 422])
  private static let list = Route.Description(
    operation: "listCases", tag: "cases", summary: "Cases by key, or by division and state",
    query: [
      Parameter("birthCertificate", "A certificate number, for tools on the same machine"),
      Parameter("citizenId", "A citizen ID, for tools on the same machine"),
      Parameter("code", "A medical-insurance code"),
      Parameter("division", "Two, four or six digits", pattern: "^([0-9]{2}){1,3}$"),
      Parameter("state", "What is still open", choices: CaseFilter.State.allCases.map(\.rawValue)),
      Parameter("after", "The `next` of the page before"),
      Parameter("limit", "At most so many cases, 1 to 500"), day,
    ],
    answers: [.json(200, "Cases; none is an empty list", "CaseList")], problems: [422])
  private static let search = Route.Description(
    operation: "searchCases", tag: "cases",
    summary: "Finds a case by a key that stands in no address",
    answers: [.json(200, "Cases; none is an empty list", "CaseList")],
    problems: [400, 413, 415, 422])
  private static let timeline = Route.Description(
    operation: "getTimeline", tag: "cases", summary: "Everything that happened, oldest first",
    answers: [.json(200, "The timeline", "Timeline")], problems: [404])
}
