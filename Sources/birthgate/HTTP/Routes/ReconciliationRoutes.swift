import Casework
import Engine
import HTTPTypes
import Hummingbird
import Wire

/// A tax bureau's tickets of a day, held against its messages.
///
/// Tickets are named to their sender and to nobody else: a list of reconciliations shows counts and
/// sums, and one reconciliation with its tickets is given to whoever signs as its sender.
struct ReconciliationRoutes: Sendable {
  let office: Office

  var routes: [Route] {
    [
      Route(.post, "/v1/reconciliations", caller: .sender, takes: .tickets, Self.post) {
        exchange async throws(Problem) in try await take(exchange)
      },
      Route(.get, "/v1/reconciliations", Self.list) { exchange async throws(Problem) in
        try await list(exchange)
      },
      Route(.get, "/v1/reconciliations/{id}", caller: .sender, Self.get) {
        exchange async throws(Problem) in try await show(exchange)
      },
    ]
  }

  private func take(_ exchange: Exchange) async throws(Problem) -> Response {
    let request = try ReconciliationRequest.read(exchange)
    _ = try exchange.own(request.sender)
    let view = try await stored { () async throws(StoreError) in
      try await office.reconciliations.take(
        request.tickets, of: request.sender, on: request.day)
    }
    return .json(view.json)
  }

  private func list(_ exchange: Exchange) async throws(Problem) -> Response {
    let query = exchange.query
    var reader = RequestReader()
    let limit = reader.limit(query["limit"], standard: 31, most: 366)
    let after = reader.after(query["after"], .sender)
    try reader.close()
    let sender = try exchange.own(query["sender"])
    let (views, next) = try await stored { () async throws(StoreError) in
      try await office.reconciliations.list(of: sender, after: after, limit: limit)
    }
    return .json(
      .record([
        "reconciliations": .array(views.map(\.summary)), "next": .text(next),
      ]))
  }

  private func show(_ exchange: Exchange) async throws(Problem) -> Response {
    let id = exchange.parameter("id")
    let view = try await stored { () async throws(StoreError) in
      try await office.reconciliations.find(id)
    }
    guard let view else {
      throw .notFound(Plain("没有这次对账。", "There is no such reconciliation."))
    }
    _ = try exchange.own(view.sender)
    return .json(view.json)
  }
}

extension ReconciliationRoutes {
  private static let parameters: [Route.Description.Parameter] = [
    .init("sender", "Of tickets line by line: whose they are"),
    .init("day", "Of tickets line by line: the day they were paid on", pattern: "^[0-9-]{10}$"),
  ]
  private static let post = Route.Description(
    operation: "reconcile", tag: "lists",
    summary: "Compares the tickets of a day by count, sum and ticket",
    query: parameters,
    answers: [.json(200, "What agrees and what does not", "Reconciliation")],
    problems: [400, 401, 403, 413, 415, 422])
  private static let list = Route.Description(
    operation: "listReconciliations", tag: "lists",
    summary: "Reconciliations by sender and day, without tickets",
    query: [
      .init("sender", "A sender; one who signs sees only its own"),
      .init("after", "The `next` of the page before"), .init("limit", "1 to 366, normally 31"),
    ],
    answers: [.json(200, "Counts and sums", "ReconciliationList")], problems: [401, 403, 422])
  private static let get = Route.Description(
    operation: "getReconciliation", tag: "lists",
    summary: "One reconciliation with its tickets, for their sender",
    answers: [.json(200, "The reconciliation", "Reconciliation")], problems: [401, 403, 404])
}
