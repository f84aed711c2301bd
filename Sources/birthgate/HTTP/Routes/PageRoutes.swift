import Casework
import Engine
import HTTPTypes
import Hummingbird
import LibQR
import Pages
import Wire

/// The pages parents open.
struct PageRoutes: Sendable {
  let office: Office
  let links: ParentLinks
  /// Tokens cannot be guessed; this keeps a machine that tries from costing anything.
  let misses = Bucket(perSecond: 20, burst: 60)

  var routes: [Route] {
    [
      Route(.get, "/p/style.css", Self.style) { _ async throws(Problem) in
        .text(
          ParentPage.styleSheet, type: "text/css; charset=utf-8",
          headers: [.cacheControl: "public, max-age=3600"])
      },
      Route(.get, "/p/{token}", caller: .tokenHolder, Self.page) {
        exchange async throws(Problem) in await page(exchange)
      },
    ]
  }

  private func page(_ exchange: Exchange) async -> Response {
    let language = language(exchange)
    let large = exchange.query["size"] == "large"
    do throws(StoreError) {
      guard let caseID = try await links.caseID(for: exchange.parameter("token")),
        let view = try await office.inspector.foresee(.id(caseID), asOf: nil)
      else {
        guard misses.take(now: office.world.now()) else {
          let page = ParentPage.tooMany(language: language, large: large)
          return Self.answer(page, .tooManyRequests, [.retryAfter: "60"])
        }
        return Self.answer(ParentPage.notFound(language: language, large: large), .notFound)
      }
      let entries = try await office.inspector.timeline(view.caseID) ?? []
      let model = model(view, entries)
      return Self.answer(ParentPage.render(model, language: language, large: large), .ok)
    } catch {
      let page = ParentPage.unavailable(language: language, large: large)
      return Self.answer(page, .serviceUnavailable, [.retryAfter: "60"])
    }
  }

  private func language(_ exchange: Exchange) -> PageLanguage {
    if let asked = exchange.query["lang"], let language = PageLanguage(rawValue: asked) {
      return language
    }
    return exchange.language == .english ? .en : .zhCN
  }

  private func model(_ view: CaseView, _ entries: [TimelineEntry]) -> ParentPageModel {
    let drawing = view.codeValue.flatMap { QRCode($0, correction: .quartile) }
      .flatMap { QRDrawing(svg: $0.svg(title: "QR")) }
    let lines = entries.map { entry in
      let message = entry.family.map { "\($0).\(entry.action ?? "")" }
      return TimelineLine(
        at: entry.at, kind: message ?? entry.kind, audience: entry.audience?.rawValue,
        state: entry.state?.rawValue)
    }
    return ParentPageModel(
      ruling: view.ruling, codeValue: view.codeValue, qr: drawing, timeline: lines,
      updatedAt: entries.map(\.at).max() ?? office.world.now(), advice: advice(view),
      outlook: view.outlook)
  }

  /// What the packs of the child's place add to its ruling.
  private func advice(_ view: CaseView) -> PackAdvice {
    let book = office.policies.book
    var advice = PackAdvice()
    for pack in book.packs where pack.region != "CN" { advice.places[pack.region] = pack.name }
    let ruling = view.ruling
    guard let window = ruling.window,
      let policy = book.policy(region: ruling.region, bornOn: window.from)
    else { return advice }
    let word = policy.word(.crossYear)?.value
    advice.crossing = word.flatMap(PackAdvice.Crossing.init) ?? .independent
    advice.payReminders = policy.numbers(.reminderDays)?.value.map(window.from.adding(days:)) ?? []
    let warnings = policy.numbers(.codeWarningDays)?.value
    advice.identityRemindersFrom = warnings?.min().map(window.from.adding(days:))
    let today = ruling.asOf
    let late = policy.lateCover(on: today).value
    let (start, last) = (late.start(paidOn: today), late.lastUsefulDay(of: window.from.year))
    if window.to < today, start <= window.from.endOfYear {
      advice.lateOffer = PackAdvice.LateOffer(coverFrom: start, lastDay: last)
    }
    return advice
  }

  /// Nothing of a page is kept, indexed, framed or told to another site.
  private static func answer(
    _ page: String, _ status: HTTPResponse.Status, _ more: HTTPFields = [:]
  ) -> Response {
    var headers = more
    headers[.contentSecurityPolicy] =
      "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; "
      + "form-action 'none'; frame-ancestors 'none'"
    headers[.referrerPolicy] = "no-referrer"
    headers[.robots] = "noindex, nofollow"
    headers[.vary] = "Accept-Language"
    return .text(page, type: "text/html; charset=utf-8", status: status, headers: headers)
  }

  private static let style = Route.Description(
    operation: "getStyleSheet", tag: "pages", summary: "The style sheet of the pages",
    answers: [.other(200, "The style sheet", "text/css")])
  private static let page = Route.Description(
    operation: "getParentPage", tag: "pages", summary: "A child's page for its parents",
    query: [
      .init("lang", "The language of the page", choices: PageLanguage.allCases.map(\.rawValue)),
      .init("size", "Large print", choices: ["large"]),
    ],
    answers: [
      .other(200, "The page", "text/html"),
      .other(404, "One page for unknown, expired and revoked links", "text/html"),
      .other(429, "Too many links that open nothing", "text/html"),
    ])
}

extension HTTPField.Name {
  static let referrerPolicy = HTTPField.Name(known: "Referrer-Policy")
  static let robots = HTTPField.Name(known: "X-Robots-Tag")
}

extension HTTPField.Name {
  /// A name known to be one.
  fileprivate init(known name: String) {
    guard let field = HTTPField.Name(name) else { preconditionFailure("no field name") }
    self = field
  }
}
