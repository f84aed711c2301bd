import Casework
import Engine
import HTTPTypes
import Hummingbird
import LibQR
import Pages
import Wire

/// The pages parents open, and what they do there.
struct PageRoutes: Sendable {
  let office: Office
  let door: PageDoor

  init(office: Office, links: ParentLinks) {
    self.office = office
    door = PageDoor(office: office, links: links)
  }

  var routes: [Route] {
    sheets + [
      Route(.get, "/p/{token}", caller: .tokenHolder, Self.page) { exchange async throws(Problem) in
        await page(exchange)
      },
      Route(.get, "/p/{token}/enter", caller: .tokenHolder, Self.question) {
        exchange async throws(Problem) in await question(exchange)
      },
      Route(.post, "/p/{token}/enter", caller: .tokenHolder, takes: .form, Self.answer) {
        exchange async throws(Problem) in await answer(exchange)
      },
      Route(.get, "/p/{token}/code", caller: .tokenHolder, Self.code) {
        exchange async throws(Problem) in await code(exchange)
      },
      Route(.get, "/p/{token}/events", caller: .tokenHolder, Self.events) {
        exchange async throws(Problem) in await events(exchange)
      },
    ] + fileRoutes + actRoutes + findRoutes
  }

  private var sheets: [Route] {
    let day: HTTPFields = [.cacheControl: "public, max-age=3600"]
    return [
      Route(.get, "/p/style.css", Self.style) { _ async throws(Problem) in
        .text(ParentPage.styleSheet, type: "text/css; charset=utf-8", headers: day)
      },
      Route(.get, "/p/print.css", Self.printStyle) { _ async throws(Problem) in
        .text(ParentPage.paperSheet, type: "text/css; charset=utf-8", headers: day)
      },
      Route(.get, "/p/page.js", Self.script) { _ async throws(Problem) in
        .text(ParentPage.script, type: "text/javascript; charset=utf-8", headers: day)
      },
    ]
  }

  private func page(_ exchange: Exchange) async -> Response {
    await door.pass(exchange) { (visit, _) async throws(StoreError) in
      guard let (model, _) = try await model(visit, noting: "getParentPage") else {
        return door.missed(visit.look)
      }
      let look = visit.look
      return PageAnswer.html(
        ParentPage.render(model, language: look.language, large: look.isLarge))
    }
  }

  private func code(_ exchange: Exchange) async -> Response {
    await door.pass(exchange, prolongs: false) { (visit, _) async throws(StoreError) in
      guard let (model, _) = try await model(visit, noting: "getParentCode"),
        let page = CodePage.render(
          model, language: visit.look.language, large: visit.look.isLarge)
      else { return PageAnswer.go(to: visit.base) }
      // A minute before it ends the browser fetches the next, without a script. As a header, since
      // the same in the markup is read out by some readers.
      return PageAnswer.html(page, .ok, [.refresh: String(CodeMint.seconds - 60)])
    }
  }

  /// Everything the page of a link's child is made from; nil where its case is gone.
  ///
  /// - Parameter operation: under what name the reading is written down; nil for a reading that is
  ///   part of another.
  func model(_ visit: PageDoor.Visit, noting operation: String?) async throws(StoreError)
    -> (model: ParentPageModel, view: CaseView)?
  {
    guard let view = try await office.inspector.foresee(.id(visit.link.caseID), asOf: nil) else {
      return nil
    }
    let entries = try await office.inspector.timeline(view.caseID) ?? []
    let looks = try await office.access.looks(at: view, most: 20)
    if let operation { office.access.note([view.caseID], route: operation, who: .parent) }
    let token = view.codeValue.map { office.codes.token($0) }
    let drawing = token.flatMap { QRCode($0.text, correction: .medium) }
      .flatMap { QRDrawing(svg: $0.svg(title: "QR")) }
    var model = ParentPageModel(
      ruling: view.ruling, codeValue: view.codeValue, qr: drawing,
      timeline: entries.map(Self.line), updatedAt: entries.map(\.at).max() ?? office.world.now(),
      advice: PackAdvice(view, office.policies.book), outlook: view.outlook)
    model.links = PageLinks(script: "/p/page.js", base: visit.base)
    model.codeUntil = token?.expiresAt
    model.isConfirmed = true
    model.looks = looks.map { line($0) }
    model.isQuieted = try await isQuieted(view)
    return (model, view)
  }

  private static func line(_ entry: TimelineEntry) -> TimelineLine {
    // A message is known by its family, an order to the platform by its kind.
    let kind = (entry.family ?? entry.action.map { _ in entry.kind })
      .map { "\($0).\(entry.action ?? "")" }
    return TimelineLine(
      at: entry.at, kind: kind ?? entry.kind, audience: entry.audience?.rawValue,
      state: entry.state?.rawValue)
  }

  /// A reading in words: of a sender its name, as the settings have it.
  func line(_ look: AccessBook.Look) -> LookLine {
    LookLine(
      at: look.at, who: look.who.inWords(office.settings()), what: look.routeInWords,
      count: look.count)
  }
}

extension PackAdvice {
  /// What the packs of the child's place add to its ruling.
  init(_ view: CaseView, _ book: PolicyBook) {
    self.init()
    for pack in book.packs where pack.region != "CN" { places[pack.region] = pack.name }
    let ruling = view.ruling
    guard let window = ruling.window,
      let policy = book.policy(region: ruling.region, bornOn: window.from)
    else { return }
    let word = policy.word(.crossYear)?.value
    crossing = word.flatMap(PackAdvice.Crossing.init) ?? .independent
    payReminders = policy.numbers(.reminderDays)?.value.map(window.from.adding(days:)) ?? []
    let warnings = policy.numbers(.codeWarningDays)?.value
    identityRemindersFrom = warnings?.min().map(window.from.adding(days:))
    let today = ruling.asOf
    let late = policy.lateCover(on: today).value
    let (start, last) = (late.start(paidOn: today), late.lastUsefulDay(of: window.from.year))
    if window.to < today, start <= window.from.endOfYear {
      lateOffer = PackAdvice.LateOffer(coverFrom: start, lastDay: last)
    }
  }
}

extension PageRoutes {
  private static let style = Route.Description(
    operation: "getStyleSheet", tag: "pages", summary: "The style sheet of the pages",
    answers: [.other(200, "The style sheet", "text/css")])
  private static let printStyle = Route.Description(
    operation: "getPaperSheet", tag: "pages", summary: "The style sheet of the page for paper",
    answers: [.other(200, "The style sheet", "text/css")])
  private static let script = Route.Description(
    operation: "getPageScript", tag: "pages",
    summary: "The script of the pages, which they are complete without",
    answers: [.other(200, "The script", "text/javascript")])

  static let choices: [Route.Description.Parameter] = [
    .init("lang", "The language of the page", choices: PageLanguage.allCases.map(\.rawValue)),
    .init("size", "Large print", choices: ["large", "normal"]),
  ]
  /// What any page behind a link may answer beside itself.
  static let refusals: [Route.Description.Answer] = [
    .other(404, "One page for unknown, ended and revoked links", "text/html"),
    .other(429, "Too many links that open nothing, or wrong answers", "text/html"),
  ]

  private static let page = Route.Description(
    operation: "getParentPage", tag: "pages",
    summary: "A child's page for its parents, or the question of the second factor",
    query: choices, answers: [.other(200, "The page", "text/html")] + refusals)
  private static let question = Route.Description(
    operation: "askSecondFactor", tag: "pages", summary: "The question of the second factor",
    query: choices, answers: [.other(200, "The question", "text/html")] + refusals)
  private static let answer = Route.Description(
    operation: "answerSecondFactor", tag: "pages",
    summary: "Opens a session of half an hour; five wrong answers lock the link for an hour",
    answers: [
      .empty(303, "Right: to the page"), .other(403, "Wrong", "text/html"),
    ] + refusals)
  private static let code = Route.Description(
    operation: "getParentCode", tag: "pages",
    summary: "The code full screen; the answer asks to be fetched again before the code ends",
    answers: [.other(200, "The code", "text/html"), .empty(303, "There is no code to show")]
      + refusals)
  private static let events = Route.Description(
    operation: "getPageEvents", tag: "pages",
    summary: "Tells when the case changes; ends with the session",
    answers: [
      .other(200, "Server-sent events: changed, end, full", "text/event-stream"),
      .empty(204, "Not for this reader, or too many listen"),
    ])
}
