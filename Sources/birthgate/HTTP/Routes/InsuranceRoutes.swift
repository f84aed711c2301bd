import Casework
import Engine
import HTTPTypes
import Hummingbird
import Wire

/// What the insurance platform was told about a child, and what it answered.
struct InsuranceRoutes: Sendable {
  let office: Office

  var routes: [Route] {
    [
      Route(.get, "/v1/cases/{caseId}/insurance-orders", Self.list) {
        exchange async throws(Problem) in try await list(exchange)
      }
    ]
  }

  private func list(_ exchange: Exchange) async throws(Problem) -> Response {
    let id = CaseID(rawValue: exchange.parameter("caseId"))
    let found = try await stored {
      () async throws(StoreError) -> (orders: [OrderView], code: IssuedCode?)? in
      guard let view = try await office.inspector.find(.id(id), asOf: nil),
        let orders = try await office.inspector.orders(of: view.caseID)
      else { return nil }
      return (orders, try await office.inspector.issuedCode(of: view.caseID))
    }
    guard let found else { throw .noSuchCase }
    office.access.note([id], route: Self.list.operation, who: exchange.reader)
    return .json(
      .record([
        "orders": .array(found.orders.map(\.json)), "insurance": found.code?.json ?? .null,
      ]))
  }

  private static let list = Route.Description(
    operation: "listInsuranceOrders", tag: "cases",
    summary: "What the insurance platform was told about a child, and what it answered",
    answers: [.json(200, "The orders, oldest first", "InsuranceOrderList")], problems: [404])
}
