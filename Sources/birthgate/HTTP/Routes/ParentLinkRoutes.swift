import Casework
import Engine
import HTTPTypes
import Hummingbird
import LibCrypto
import Wire

/// Links by which parents see their child's page, made and revoked.
struct ParentLinkRoutes: Sendable {
  let office: Office
  let links: ParentLinks

  var routes: [Route] {
    [
      Route(.post, "/v1/cases/{caseId}/parent-links", Self.post) {
        exchange async throws(Problem) in try await make(exchange)
      },
      Route(.delete, "/v1/cases/{caseId}/parent-links/{id}", Self.delete) {
        exchange async throws(Problem) in try await revoke(exchange)
      },
    ]
  }

  private func make(_ exchange: Exchange) async throws(Problem) -> Response {
    let asked = CaseID(rawValue: exchange.parameter("caseId"))
    let view = try await stored { () async throws(StoreError) in
      try await office.inspector.find(.id(asked), asOf: nil)
    }
    guard let view else { throw .noSuchCase }
    let link = try await stored { () async throws(StoreError) in
      try await links.make(for: view.caseID)
    }
    return .json(link.json, status: .created, headers: [.location: link.url])
  }

  private func revoke(_ exchange: Exchange) async throws(Problem) -> Response {
    let caseID = CaseID(rawValue: exchange.parameter("caseId"))
    let id = exchange.parameter("id")
    let revoked = try await stored { () async throws(StoreError) in
      try await links.revoke(id, of: caseID)
    }
    guard revoked else {
      throw .notFound(Plain("没有这个链接。", "There is no such link."))
    }
    return .noContent
  }

  private static let post = Route.Description(
    operation: "makeParentLink", tag: "parents",
    summary: "Makes a link to a child's page; its address is shown this once",
    answers: [.json(201, "The link", "ParentLink")], problems: [404])
  private static let delete = Route.Description(
    operation: "revokeParentLink", tag: "parents", summary: "Revokes a link",
    answers: [.empty(204, "Revoked")], problems: [404])
}
