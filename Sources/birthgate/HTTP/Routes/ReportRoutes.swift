import Casework
import Engine
import HTTPTypes
import Hummingbird
import Wire

/// What parents reported from their pages, for the agency that sees to it.
struct ReportRoutes: Sendable {
  let office: Office

  private var reports: ParentReports {
    ParentReports(records: office.records, world: office.world)
  }

  var routes: [Route] {
    [
      Route(.get, "/v1/parent-reports", Self.list) { exchange async throws(Problem) in
        try await list(exchange)
      },
      Route(
        .post, "/v1/parent-reports/{id}/resolve", caller: .sender,
        takes: .object(schema: "ReportResolution"), Self.resolve
      ) { exchange async throws(Problem) in try await resolve(exchange) },
    ]
  }

  private func list(_ exchange: Exchange) async throws(Problem) -> Response {
    var reader = RequestReader()
    let limit = reader.limit(exchange.query["limit"], standard: 100, most: 500)
    let state = reader.choice("state", exchange.query["state"], TaskState.allCases) ?? .open
    let after = reader.after(exchange.query["after"], .report)
    try reader.close()
    let page = try await stored { () async throws(StoreError) in
      try await reports.list(after: after, limit: limit)
    }
    let shown = page.filter { $0.isOpen == (state == .open) }
    office.access.note(shown.map(\.caseID), route: Self.list.operation, who: exchange.reader)
    return .json(
      .record([
        "reports": .array(shown.map(\.json)),
        "next": .text(page.count == limit ? page.last?.id : nil),
      ]))
  }

  private func resolve(_ exchange: Exchange) async throws(Problem) -> Response {
    let body = try exchange.object()
    var reader = RequestReader()
    let reason = reader.needed("reason", body)
    try reader.close()
    var person = exchange.reader
    if person == .desk, let name = body.member("by")?.string { person = .claimed(name) }
    let resolver = person
    let id = exchange.parameter("id")
    let report = try await stored { () async throws(StoreError) in
      try await reports.resolve(id, by: resolver, reason: reason ?? "")
    }
    guard let report else {
      throw .notFound(Plain("没有这条反映。", "There is no such report."))
    }
    return .json(report.json)
  }

  private static let list = Route.Description(
    operation: "listParentReports", tag: "parents",
    summary: "What parents reported: something is wrong, or another telephone number",
    query: [
      .init("state", "`open` unless said", choices: TaskState.allCases.map(\.rawValue)),
      .init("after", "The `next` of the page before"),
      .init("limit", "At most so many are looked at, 1 to 500"),
    ],
    answers: [.json(200, "Reports; none is an empty list", "ReportList")], problems: [422])
  private static let resolve = Route.Description(
    operation: "resolveParentReport", tag: "parents", summary: "Says that a report was seen to",
    answers: [.json(200, "Seen to, now or before", "Report")],
    problems: [400, 401, 404, 413, 415, 422])
}
