import Casework
import HTTPTypes
import Hummingbird
import Wire

/// The policy packs in force.
struct PolicyRoutes: Sendable {
  let office: Office

  var routes: [Route] {
    [
      Route(.get, "/v1/policies", Self.list) { _ async throws(Problem) in
        .json(
          .record([
            "packs": .array(office.policies.list), "adopted": office.packs?.adopted?.publicView,
            "waiting": .bool(office.packs?.isWaiting ?? false),
            "named": .bool(office.packs?.isGuest ?? false),
          ]))
      },
      Route(.get, "/v1/policies/{region}", Self.get) { exchange async throws(Problem) in
        let day = try RequestReader.day(exchange.query["bornOn"], at: "/bornOn") ?? office.today
        guard let pack = office.policies.show(exchange.parameter("region"), on: day) else {
          throw .notFound(
            Plain("没有这个地区。", "There is no such region."))
        }
        return .json(pack)
      },
    ]
  }

  private static let list = Route.Description(
    operation: "listPolicies", tag: "policies", summary: "The packs in force, with documents",
    answers: [.json(200, "The packs", "PolicyList")])
  private static let get = Route.Description(
    operation: "getPolicy", tag: "policies",
    summary: "What holds in a region, and which pack says so",
    query: [
      .init(
        "bornOn", "For children born on this day instead of today",
        pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
    ],
    answers: [.json(200, "The region's policy", "Policy")], problems: [404, 422])
}
