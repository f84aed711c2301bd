import Casework
import Engine
import HTTPTypes
import Hummingbird
import Pages
import Wire

/// What a parent does from the page. Every act is a form of ours, answered by a way to the page
/// that says how it ended.
extension PageRoutes {
  private static let acts = ["stop", "revoke", "wrong", "phone", "guardians"]

  var actRoutes: [Route] {
    Self.acts.flatMap { name in
      [
        Route(.get, "/p/{token}/\(name)", caller: .tokenHolder, Self.ask(name)) {
          exchange async throws(Problem) in await ask(name, exchange)
        },
        Route(.post, "/p/{token}/\(name)", caller: .tokenHolder, takes: .form, Self.act(name)) {
          exchange async throws(Problem) in await act(name, exchange)
        },
      ]
    } + [
      Route(.get, "/p/{token}/done", caller: .tokenHolder, Self.ending) {
        exchange async throws(Problem) in await done(exchange)
      }
    ]
  }

  private var reports: ParentReports {
    ParentReports(records: office.records, world: office.world)
  }
  private var bindings: BindingDesk { BindingDesk(office: office) }

  /// Whoever writes letters asks of each of a child's cases, so this does too.
  func isQuieted(_ view: CaseView) async throws(StoreError) -> Bool {
    for id in view.homes where try await office.optOuts.stopped(nil, of: id) != nil { return true }
    return false
  }

  private func ask(_ name: String, _ exchange: Exchange) async -> Response {
    await door.pass(exchange) { (visit, session) async throws(StoreError) in
      let token = door.sessions.formToken(session)
      let base = visit.base
      let page: FormPage
      switch name {
      case "stop":
        guard let view = try await office.inspector.find(.id(visit.link.caseID), asOf: nil) else {
          return door.missed(visit.look)
        }
        page =
          try await isQuieted(view)
          ? FormPage.resume(base: base, token: token) : FormPage.stop(base: base, token: token)
      case "revoke": page = .revoke(base: base, token: token)
      case "wrong": page = .wrong(base: base, token: token)
      case "phone": page = .phone(base: base, token: token)
      default:
        guard let view = try await office.inspector.find(.id(visit.link.caseID), asOf: nil) else {
          return door.missed(visit.look)
        }
        page = try await guardians(view, visit, token)
      }
      return PageAnswer.page(page, visit.look)
    }
  }

  private func act(_ name: String, _ exchange: Exchange) async -> Response {
    await door.act(exchange) { (visit, session) async throws(StoreError) in
      if name == "revoke" { return try await revoke(visit) }
      guard let view = try await office.inspector.find(.id(visit.link.caseID), asOf: nil) else {
        return door.missed(visit.look)
      }
      let token = door.sessions.formToken(session)
      switch name {
      case "stop":
        let isAgain = visit.fields["again"] != nil
        if isAgain {
          try await office.optOuts.resume(of: view.caseID)
        } else {
          try await office.optOuts.stop(of: view.caseID)
        }
        return go(isAgain ? .resumed : .stopped, visit)
      case "wrong": return try await report(.wrong, "text", 1...500, view, visit, token)
      case "phone": return try await report(.phone, "number", 5...16, view, visit, token)
      default: return try await bind(view, visit, token)
      }
    }
  }

  private func go(_ act: FormPage.Act, _ visit: PageDoor.Visit) -> Response {
    PageAnswer.go(to: "\(visit.base)/done?what=\(act.rawValue)")
  }

  private func done(_ exchange: Exchange) async -> Response {
    await door.pass(exchange) { (visit, _) async throws(StoreError) in
      guard let act = visit.exchange.query["what"].flatMap({ FormPage.Act(rawValue: $0) }) else {
        return PageAnswer.go(to: visit.base)
      }
      return PageAnswer.page(.done(act, base: visit.base), visit.look)
    }
  }

  /// There is no page to go to any more, so this one says it itself.
  private func revoke(_ visit: PageDoor.Visit) async throws(StoreError) -> Response {
    _ = try await door.links.revoke(visit.link.id, of: visit.link.caseID)
    return PageAnswer.page(
      .done(.revoked, base: nil), visit.look, .ok,
      [.setCookie: door.sessions.ending(path: visit.base, isSecure: door.isSecure)])
  }

  private func report(
    _ kind: ParentReports.Kind, _ name: String, _ length: ClosedRange<Int>, _ view: CaseView,
    _ visit: PageDoor.Visit, _ token: String
  ) async throws(StoreError) -> Response {
    let text = (visit.fields[name] ?? "").trimmed
    // Of a number everybody reads the same form; shorter ones are no telephone of a family.
    let said = kind == .wrong ? text : TelephoneNumber(text)?.text
    guard let said, length.contains(said.count) else {
      let page: FormPage =
        switch kind {
        case .wrong:
          .wrong(
            base: visit.base, token: token, text: String(text.prefix(500)),
            fault: Plain("请写 1 至 500 个字。", "Please write 1 to 500 characters."))
        case .phone:
          .phone(
            base: visit.base, token: token, number: String(text.prefix(24)),
            fault: Plain("请填一个电话号码。", "Please enter a telephone number."))
        }
      return PageAnswer.page(page, visit.look, .unprocessableContent)
    }
    let isTaken = try await reports.add(kind, said, of: view)
    return go(isTaken ? .reported : .tooMany, visit)
  }
}

/// Guardians, from the page.
extension PageRoutes {
  private func guardians(
    _ view: CaseView, _ visit: PageDoor.Visit, _ token: String, fault: Plain? = nil
  ) async throws(StoreError) -> FormPage {
    let people = try await people(view)
    func typed(_ name: String) -> String {
      fault == nil ? "" : String((visit.fields[name] ?? "").prefix(64))
    }
    return .guardians(
      people, base: visit.base, token: token, fault: fault,
      certificate: typed("birthCertificate"), name: typed("motherName"))
  }

  /// Who is bound, in words, and under what id where this page may unbind.
  private func people(_ view: CaseView) async throws(StoreError) -> [(words: Plain, id: String?)] {
    let bound: [Binding]
    do throws(Problem) {
      bound = try await bindings.bindings(of: view).filter { $0.endedAt == nil }
    } catch {
      throw .unavailable("bindings")
    }
    return view.ruling.further.guardians.map { guardian in
      let number = guardian.guardian?.number
      let own = bound.first { $0.mother.idNumber == number }
      return (words: Self.words(guardian), id: own?.id)
    }
  }

  private static func words(_ guardian: Guardianship) -> Plain {
    let relation = guardian.inWords
    let tail = Holdings.tail(guardian.guardian?.number)
    return Plain(
      "\(relation.chinese)，证件尾号 \(tail)", "\(relation.english), document ends in \(tail)")
  }

  private func bind(
    _ view: CaseView, _ visit: PageDoor.Visit, _ token: String
  ) async throws(StoreError) -> Response {
    do throws(Problem) {
      if let id = visit.fields["unbind"] {
        // Whoever is bound no longer, or never was here, is nobody to ask about.
        guard let person = try await person(id, view) else { return go(.unbound, visit) }
        guard visit.fields["sure"] != nil else {
          return PageAnswer.page(.unbind(id, person, base: visit.base, token: token), visit.look)
        }
        try await bindings.unbind(id, from: view, by: nil)
        return go(.unbound, visit)
      }
      let fields = BindingDesk.Fields(
        certificate: visit.fields["birthCertificate"] ?? "",
        name: visit.fields["motherName"] ?? "", number: visit.fields["motherIdNumber"] ?? "")
      _ = try await bindings.bind(fields, .familyAccount, to: view, by: nil)
      return go(.bound, visit)
    } catch {
      guard error.kind != .unavailable else { throw .unavailable("bindings") }
      let words = error.faults.first?.message ?? error.detail
      let page = try await guardians(view, visit, token, fault: words)
      return PageAnswer.page(page, visit.look, error.status)
    }
  }

  private func person(_ id: String, _ view: CaseView) async throws(Problem) -> Plain? {
    try await stored { () async throws(StoreError) in
      try await people(view).first { $0.id == id }?.words
    }
  }

  private static func ask(_ name: String) -> Route.Description {
    Route.Description(
      operation: "askParent\(titled(name))", tag: "pages", summary: summaries[name] ?? name,
      answers: [.other(200, "The form", "text/html")] + refusals)
  }

  private static func act(_ name: String) -> Route.Description {
    Route.Description(
      operation: "doParent\(titled(name))", tag: "pages",
      summary: (summaries[name] ?? name) + ": done",
      answers: [
        .empty(303, "Done: to the page that says so"),
        .other(403, "The form is too old or from elsewhere", "text/html"),
      ] + refusals)
  }

  private static func titled(_ name: String) -> String {
    name.prefix(1).uppercased() + name.dropFirst()
  }

  private static let summaries = [
    "stop": "No messages to the contacts of the case, or again",
    "revoke": "Switches the link off",
    "wrong": "Says that something is wrong, for a person to look into",
    "phone": "Says that the telephone number is another, for a person to check",
    "guardians": "Who is bound, binding by the three fields, unbinding",
  ]

  private static let ending = Route.Description(
    operation: "getParentActDone", tag: "pages", summary: "How an act ended",
    query: [
      .init("what", "Which act", choices: FormPage.Act.allCases.map(\.rawValue))
    ],
    answers: [.other(200, "The page", "text/html")] + refusals)
}
