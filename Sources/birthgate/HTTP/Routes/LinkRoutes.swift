import Casework
import Engine
import HTTPTypes
import Hummingbird
import Wire

/// Household records and births that a person joins or parts by hand.
struct LinkRoutes: Sendable {
  let office: Office

  private var desk: OrderDesk { OrderDesk(office: office) }

  var routes: [Route] {
    [
      Route(
        .post, "/v1/links", caller: .sender, takes: .object(schema: "LinkRequest"), Self.post
      ) { exchange async throws(Problem) in try await link(exchange) },
      Route(
        .delete, "/v1/links/{id}", caller: .sender,
        takes: .object(schema: "LinkUndoing", optional: true), Self.delete
      ) { exchange async throws(Problem) in try await undo(exchange) },
    ]
  }

  private func link(_ exchange: Exchange) async throws(Problem) -> Response {
    let body = try exchange.object()
    try desk.admit(exchange.sender)
    var reader = RequestReader()
    let birthID = reader.needed("birth", body)
    let householdID = reader.needed("household", body)
    let verdict = reader.needed("verdict", body)
    if let verdict, verdict != "same", verdict != "different" {
      reader.complain(
        .unknownCode, "/verdict", "只有 same、different。", "There are only same and different.")
    }
    var draft = OrderDraft(
      verdict == "different" ? .different : .link, reason: body.member("reason")?.string,
      persons: exchange.persons(body), isBare: true, reader: &reader)
    try reader.close()
    let birth = try await desk.subject(CaseID(rawValue: birthID ?? ""))
    let household = try await desk.subject(CaseID(rawValue: householdID ?? ""))
    guard let pair = OrderDesk.pair([birth.certificate], [household.citizenID, household.ticket])
    else { throw .noPair }
    draft.keys = pair
    let given = try await desk.give(draft, about: birth, for: exchange) { () throws(Problem) in
      if draft.action == .link { try desk.checkLink(birth, household) }
    }
    let id = "\(birth.caseID.rawValue).\(given.number)"
    return .json(
      .record([
        "id": .string(id), "verdict": .text(verdict), "birth": .text(birthID),
        "household": .text(householdID), "reason": .string(draft.reason),
        "orderedBy": .string(draft.orderedBy), "approvedBy": .text(draft.approvedBy),
        "number": .string(given.number), "receipt": given.receipt.json,
      ]),
      status: given.isNew ? .created : .ok, headers: [.location: "/v1/links/\(id)"])
  }

  private func undo(_ exchange: Exchange) async throws(Problem) -> Response {
    let body = exchange.body.isEmpty ? JSONValue.record([:]) : try exchange.object()
    try desk.admit(exchange.sender)
    let parts = exchange.parameter("id").split(separator: ".", maxSplits: 1).map(String.init)
    guard parts.count == 2, let subject = try await desk.find(.id(CaseID(rawValue: parts[0]))),
      let order = subject.orders.first(where: { $0.fact.number == parts[1] }),
      order.fact.action == .link || order.fact.action == .different
    else { throw .noSuchLink }
    var reader = RequestReader()
    let isSigned = exchange.sender != nil
    let reason = body.member("reason")?.string ?? exchange.query["reason"]
    var draft = OrderDraft(
      .undo, reason: reason ?? (isSigned ? nil : "link taken back"),
      persons: exchange.persons(body), isBare: true, reader: &reader)
    try reader.close()
    draft.keys = order.message.keys
    draft.details["undoes"] = .string(order.fact.number)
    let given = try await desk.give(draft, about: subject, for: exchange) { () throws(Problem) in
      let stands = subject.ruling.further.orders.contains { $0.number == order.fact.number }
      if !stands { throw .noSuchLink }
    }
    return Response(
      status: .noContent,
      headers: [.location: "/v1/messages/\(given.receipt.sender)/\(given.number)"])
  }
}

extension Problem {
  fileprivate static let noSuchLink = Problem.notFound(
    Plain("没有这项关联。", "There is no such link."))

  fileprivate static let noPair = Problem.invalid([
    Fault(
      .notAllowed, at: "/birth",
      Plain(
        "birth 须是有出生医学证明的个案，household 须是有户口登记或缴费的个案。",
        """
        birth must be a case with a birth certificate, household one with a registration or a \
        payment.
        """))
  ])
}

extension Exchange {
  /// Who orders and who agrees: the signer, else who the body or the query names.
  func persons(_ body: JSONValue) -> OrderDraft.Persons {
    func named(_ name: String) -> String? {
      let text = body.member(name)?.string ?? query[name]
      return text.flatMap { $0.isEmpty ? nil : $0 }
    }
    return OrderDraft.Persons(signer: sender?.code, by: named("by"), approver: named("approver"))
  }
}

extension LinkRoutes {
  private static let post = Route.Description(
    operation: "linkRecords", tag: "links",
    summary: "Rules that a birth and a household record are of one child, or are not",
    answers: [
      .json(201, "The ruling, with the receipt of its order", "Link"),
      .json(200, "The same had been ruled before", "Link"),
    ],
    problems: [400, 401, 403, 404, 409, 413, 415, 422])
  private static let delete = Route.Description(
    operation: "unlinkRecords", tag: "links",
    summary: "Takes such a ruling back; both cases go on as they were",
    query: [
      Route.Description.Parameter("approver", "The second person, where there is no body"),
      Route.Description.Parameter("by", "Who takes it back, where requests are not signed"),
      Route.Description.Parameter("reason", "Why, where there is no body"),
    ],
    answers: [.empty(204, "Taken back")], problems: [400, 401, 403, 404, 409, 413, 415, 422])
}
