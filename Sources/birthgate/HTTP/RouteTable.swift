import HTTPTypes
import Hummingbird
import Logging
import Wire

/// Every request the gateway answers, in one table.
struct RouteTable: Sendable {
  let routes: [Route]

  init(office: Office, links: ParentLinks, jump: ClockJump?, logger: Logger) {
    let sandbox = jump != nil
    let settings = office.settings
    let subscriptions = SubscriptionRoutes(
      office: office,
      allowsPrivateReceivers: { sandbox || settings().allowsPrivateReceivers })
    let groups: [[Route]] = [
      MessageRoutes(office: office).routes, BatchRoutes(office: office).routes,
      SOAPRoutes(office: office).routes, ErrorRoutes().routes,
      ManifestRoutes(office: office).routes, ReconciliationRoutes(office: office).routes,
      RefusalRoutes(office: office).routes,
      CaseRoutes(office: office).routes, InsuranceRoutes(office: office).routes,
      ParentLinkRoutes(office: office, links: links).routes,
      EligibilityRoutes(office: office, logger: logger).routes,
      TaskRoutes(office: office).routes, LinkRoutes(office: office).routes,
      StatisticsRoutes(office: office).routes, subscriptions.routes,
      DeliveryRoutes(office: office).routes,
      PolicyRoutes(office: office).routes, ReceiptRoutes(office: office).routes,
      jump.map { SandboxRoutes(jump: $0).routes } ?? [],
      CodeRoutes(office: office).routes, ReportRoutes(office: office).routes,
      OperationRoutes(office: office).routes, PageRoutes(office: office, links: links).routes,
    ]
    let own = groups.flatMap { $0 }
    let document = OpenAPI.document(of: own + [Self.openAPI([])]).canonical
    routes = own + [Self.openAPI(document)]
  }

  // It describes itself as well, so it stands in the table twice: once to be described.
  private static func openAPI(_ document: [UInt8]) -> Route {
    Route(.get, "/openapi.json", about) { _ async throws(Problem) in
      .bytes(document, type: "application/json", headers: [.cacheControl: "no-cache"])
    }
  }

  private static let about = Route.Description(
    operation: "getOpenAPI", tag: "operation", summary: "This description",
    answers: [.other(200, "OpenAPI 3.1", "application/json")])
}
