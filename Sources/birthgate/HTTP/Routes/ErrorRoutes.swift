import Casework
import HTTPTypes
import Hummingbird
import Wire

/// What codes and problems mean and what cures them; `type` of every problem leads here.
struct ErrorRoutes: Sendable {
  var routes: [Route] {
    [
      Route(.get, "/v1/errors", Self.list) { _ async throws(Problem) in
        .json(
          .record(["errors": .array(ErrorCatalogue.entries.map(\.json))]),
          headers: [.cacheControl: "no-cache"])
      },
      Route(.get, "/v1/errors/{code}", Self.get) { exchange async throws(Problem) in
        guard let entry = ErrorCatalogue.entry(exchange.parameter("code")) else {
          throw .notFound(
            Plain("没有这个错误代码。全部代码见 /v1/errors。", "There is no such code; all are at /v1/errors."))
        }
        return .json(entry.json, headers: [.cacheControl: "no-cache"])
      },
    ]
  }

  private static let list = Route.Description(
    operation: "listErrors", tag: "errors",
    summary: "Every code a sender may meet, with meaning and cure",
    answers: [.json(200, "The codes", "ErrorList")])
  private static let get = Route.Description(
    operation: "getError", tag: "errors", summary: "What a code means and what cures it",
    answers: [.json(200, "The code", "ErrorEntry")], problems: [404])
}
