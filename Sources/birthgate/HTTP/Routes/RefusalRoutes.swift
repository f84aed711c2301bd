import Casework
import Engine
import HTTPTypes
import Hummingbird
import Wire

/// What was refused, and what came of it.
struct RefusalRoutes: Sendable {
  let office: Office

  var routes: [Route] {
    [
      Route(.get, "/v1/refusals", Self.list) { exchange async throws(Problem) in
        try await list(exchange)
      }
    ]
  }

  private func list(_ exchange: Exchange) async throws(Problem) -> Response {
    let query = exchange.query
    var reader = RequestReader()
    var filter = RefusalFilter(limit: reader.limit(query["limit"], standard: 100, most: 500))
    filter.state = reader.choice("state", query["state"], RefusalFilter.State.allCases)
    filter.after = reader.after(query["after"], .sender)
    try reader.close()
    filter.sender = try exchange.own(query["sender"])
    let wanted = filter
    let (refusals, next) = try await stored { () async throws(StoreError) in
      try await office.inspector.refusals(wanted)
    }
    return .json(
      .record(["refusals": .array(refusals.map(\.json)), "next": .text(next)]))
  }

  private static let list = Route.Description(
    operation: "listRefusals", tag: "lists",
    summary: "Messages that were refused, by sender and time, and what came of them",
    query: [
      .init("sender", "A sender; one who signs sees only its own"),
      .init(
        "state", "corrected once a message was taken under the same sender and id",
        choices: RefusalFilter.State.allCases.map(\.rawValue)),
      .init("after", "The `next` of the page before"), .init("limit", "1 to 500, normally 100"),
    ],
    answers: [.json(200, "Refusals, without what the messages said", "RefusalList")],
    problems: [401, 403, 422])
}
