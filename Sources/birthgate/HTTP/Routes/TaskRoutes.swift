import Casework
import Engine
import HTTPTypes
import Hummingbird
import Wire

/// What waits for a person, and how a person sees to it.
struct TaskRoutes: Sendable {
  let office: Office

  private var desk: OrderDesk { OrderDesk(office: office) }

  var routes: [Route] {
    [
      Route(.get, "/v1/tasks", Self.list) { exchange async throws(Problem) in
        try await list(exchange)
      },
      Route(
        .post, "/v1/tasks/{id}/resolve", caller: .sender, takes: .object(schema: "OrderRequest"),
        Self.resolve
      ) { exchange async throws(Problem) in try await resolve(exchange) },
      Route(
        .post, "/v1/cases/{caseId}/orders", caller: .sender,
        takes: .object(schema: "OrderRequest"), Self.order
      ) { exchange async throws(Problem) in try await order(exchange) },
    ]
  }

  private func list(_ exchange: Exchange) async throws(Problem) -> Response {
    let query = exchange.query
    var reader = RequestReader()
    var filter = TaskFilter(limit: reader.limit(query["limit"], standard: 100, most: 500))
    filter.divisionPrefix = reader.division(query["division"])
    filter.kind = reader.choice("kind", query["kind"], Ruling.Task.Kind.allCases)
    filter.areResolved = reader.choice("state", query["state"], TaskState.allCases) == .resolved
    filter.after = reader.after(query["after"], .task)
    try reader.close()
    let wanted = filter
    let (tasks, next) = try await stored { () async throws(StoreError) in
      try await office.inspector.tasks(wanted)
    }
    office.access.note(
      Set(tasks.map(\.caseID)), route: Self.list.operation, who: exchange.reader)
    return .json(.record(["tasks": .array(tasks.map(\.json)), "next": .text(next)]))
  }

  private func resolve(_ exchange: Exchange) async throws(Problem) -> Response {
    let body = try exchange.object()
    try desk.admit(exchange.sender)
    let id = exchange.parameter("id")
    let task = try await stored { () async throws(StoreError) in
      try await office.inspector.task(id)
    }
    guard let task else {
      throw .notFound(Plain("没有这项待办。", "There is no such task."))
    }
    var reader = RequestReader()
    let action = reader.action(body, among: task.task.kind.remedies)
    let draft = try draft(action, body, exchange, &reader)
    let subject = try await desk.subject(task.caseID)
    let other = try await other(for: draft, body)
    let ready = try named(draft, subject, other, task)
    let given = try await desk.give(ready, about: subject, for: exchange) {
      () throws(Problem) in
      guard task.isOpen else {
        throw .conflicting(Plain("这项待办已经办结。", "This task has been seen to already."))
      }
      try desk.check(ready.action, ready, on: subject)
      if ready.action == .link, let child = other?.child { try desk.checkLink(subject, child) }
    }
    let after = try await stored { () async throws(StoreError) in
      try await office.inspector.task(id)
    }
    return answer(
      given, ready, .ok,
      ["id": .string(id), "state": .string(after?.isOpen == true ? "open" : "resolved")])
  }

  private func order(_ exchange: Exchange) async throws(Problem) -> Response {
    let body = try exchange.object()
    try desk.admit(exchange.sender)
    var reader = RequestReader()
    let action = reader.action(body, among: [.freeze, .release, .extend, .undo])
    var ready = try draft(action, body, exchange, &reader)
    let subject = try await desk.subject(CaseID(rawValue: exchange.parameter("caseId")))
    ready.keys = [try desk.key(of: subject)]
    let draft = ready
    let given = try await desk.give(draft, about: subject, for: exchange) {
      () throws(Problem) in try desk.check(draft.action, draft, on: subject)
    }
    return answer(
      given, draft, given.isNew ? .created : .ok, ["caseId": .string(subject.caseID.rawValue)])
  }

  private func draft(
    _ action: OrderFact.Action?, _ body: JSONValue, _ exchange: Exchange,
    _ reader: inout RequestReader
  ) throws(Problem) -> OrderDraft {
    var draft = OrderDraft(
      action ?? .dismiss, reason: body.member("reason")?.string,
      persons: exchange.persons(body), reader: &reader)
    draft.readDetails(body, &reader)
    try reader.close()
    return draft
  }

  /// Whom a link or a parting names beside the task's own child: a case, or a number.
  private func other(for draft: OrderDraft, _ body: JSONValue) async throws(Problem)
    -> (key: CaseKey?, child: Subject?)?
  {
    guard draft.action == .link || draft.action == .different else { return nil }
    var reader = RequestReader()
    let text = reader.needed("with", body)
    try reader.close()
    guard let text else { return nil }
    if let child = try await desk.find(.id(CaseID(rawValue: text))) { return (nil, child) }
    guard let key = CaseKey(typed: text) else {
      throw .invalid([
        Fault(
          .format, at: "/with",
          Plain(
            "须为个案编号、出生医学证明编号、公民身份号码或缴款凭证号。",
            "A case id, certificate number, citizen ID or ticket number."))
      ])
    }
    switch key {
    case .certificate(let number): return (key, try await desk.find(.birthCertificate(number)))
    case .citizenID(let number): return (key, try await desk.find(.citizenID(number)))
    case .ticket: return (key, nil)
    }
  }

  private func named(
    _ draft: OrderDraft, _ subject: Subject, _ other: (key: CaseKey?, child: Subject?)?,
    _ task: TaskView
  ) throws(Problem) -> OrderDraft {
    var draft = draft
    if draft.action == .dismiss {
      draft.details["task"] = .string(task.task.kind.rawValue)
      if !task.task.about.isEmpty, !task.task.kind.endsAsAWhole {
        draft.details["about"] = .texts(task.task.about.sorted())
      }
    }
    guard let other else {
      draft.keys = [try desk.key(of: subject)]
      return draft
    }
    let own = [subject.certificate, subject.citizenID, subject.ticket]
    let child = other.child.map { [$0.citizenID, $0.certificate, $0.ticket] } ?? []
    let pair = OrderDesk.pair(own, other.key.map { [$0] } ?? child)
    guard let pair else {
      throw .invalid([
        Fault(
          .notAllowed, at: "/with",
          Plain(
            "须与本个案的号码不同类：一方出生医学证明，另一方身份号码或凭证号。",
            """
            The two must be named by numbers of different sorts: a certificate and a citizen ID \
            or a ticket.
            """))
      ])
    }
    draft.keys = pair
    return draft
  }

  private func answer(
    _ given: OrderDesk.Given, _ draft: OrderDraft, _ status: HTTPResponse.Status,
    _ more: KeyValuePairs<String, JSONValue?>
  ) -> Response {
    let view = JSONValue.record(more)
      .with("number", .string(given.number)).with("action", .string(draft.action.rawValue))
      .with("orderedBy", .string(draft.orderedBy)).with("approvedBy", .text(draft.approvedBy))
      .with("receipt", given.receipt.json)
    return .json(view, status: status)
  }
}

/// The states of `state=` in lists of tasks.
enum TaskState: String, CaseIterable { case open, resolved }

extension TaskRoutes {
  private typealias Parameter = Route.Description.Parameter

  private static let list = Route.Description(
    operation: "listTasks", tag: "tasks", summary: "What waits for a person, over all cases",
    query: [
      Parameter("division", "Two, four or six digits", pattern: "^([0-9]{2}){1,3}$"),
      Parameter(
        "kind", "Only tasks of this kind", choices: Ruling.Task.Kind.allCases.map(\.rawValue)),
      Parameter("state", "`open` unless said", choices: TaskState.allCases.map(\.rawValue)),
      Parameter("after", "The `next` of the page before"),
      Parameter("limit", "At most so many tasks, 1 to 500"),
    ],
    answers: [.json(200, "Tasks; none is an empty list", "TaskList")], problems: [422])
  private static let resolve = Route.Description(
    operation: "resolveTask", tag: "tasks",
    summary: "Sees to a task by a person's order, with a second person where two are needed",
    answers: [.json(200, "Ordered, now or before", "OrderAnswer")],
    problems: [400, 401, 403, 404, 409, 413, 415, 422])
  private static let order = Route.Description(
    operation: "orderOnCase", tag: "tasks",
    summary: "Holds a code, lets it go, extends a deadline, or takes an order back",
    answers: [
      .json(201, "Ordered", "OrderAnswer"), .json(200, "Ordered before", "OrderAnswer"),
    ],
    problems: [400, 401, 403, 404, 409, 413, 415, 422])
}
