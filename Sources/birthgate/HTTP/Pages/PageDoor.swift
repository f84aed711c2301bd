import Casework
import Engine
import HTTPTypes
import Hummingbird
import LibCrypto
import Pages
import Wire

/// The door of every page behind a parent's link: who may pass, and in what language.
///
/// An unknown, a revoked and an ended link are one page, 404. A token has 128 random bits, so that
/// it is found by nobody; whoever has a real one is asked the same question in the same words,
/// whatever is known of its child.
struct PageDoor: Sendable {
  let office: Office
  let links: ParentLinks
  let sessions: PageSessions
  /// Wrong answers of a link.
  let tries: Tries
  /// Tokens cannot be guessed; this keeps a machine that tries from costing anything.
  let misses = Bucket(perSecond: 20, burst: 60)
  /// How often a certificate was asked for without a link, right or wrong.
  let finders: Tries
  /// What asking costs is a commit or two: so much of it, of all who ask together.
  private let finds = Bucket(perSecond: 10, burst: 60)
  /// Of one client, so that it does not use up what is there for all. Many may share an address: a
  /// ward, or the customers of a mobile network.
  private let findsOfOne = Buckets(places: 4_096, perSecond: 0.2, burst: 20)

  init(office: Office, links: ParentLinks) {
    self.office = office
    self.links = links
    sessions = PageSessions(digest: office.linkDigest, world: office.world)
    tries = Tries(kind: "pageTries", records: office.records, world: office.world)
    finders = Tries(kind: "findTries", records: office.records, world: office.world)
  }

  /// Whether one more may ask for a link at this moment. Who has asked too often takes nothing from
  /// the others.
  func mayFind(_ client: ClientAddress?) -> Bool {
    let now = office.world.now()
    if let client, !findsOfOne.take(for: client, now: now) { return false }
    return finds.take(now: now)
  }

  /// A request that holds a link, and how its answer is to look.
  struct Visit: Sendable {
    let exchange: Exchange
    let link: ParentLinks.Known
    /// `/p/TOKEN`, where the cookie is bound to.
    let base: String
    let look: PageLook

    var fields: Query { exchange.fields }
  }

  typealias Inside = (Visit, PageSessions.Session) async throws(StoreError) -> Response

  /// Leads a request to a page behind the second factor; without it, to the question.
  ///
  /// - Parameter prolongs: false for a page that fetches itself again: it would never end.
  func pass(_ exchange: Exchange, prolongs: Bool = true, _ inside: Inside) async -> Response {
    await guarded(exchange) { (visit) async throws(StoreError) in
      guard let session = session(of: visit) else { return try await question(visit) }
      var response = try await inside(visit, session)
      // Only a page that somebody opens prolongs a session: what a script fetches does not.
      let mode = exchange.header("Sec-Fetch-Mode") ?? "navigate"
      if prolongs, mode == "navigate", response.headers[.setCookie] == nil,
        let longer = sessions.prolonged(session)
      {
        response.headers[values: .setCookie].append(cookie(longer, visit))
      }
      return response
    }
  }

  /// Leads a form to its act: from a page of ours, with its token, or nothing is done.
  func act(_ exchange: Exchange, _ inside: Inside) async -> Response {
    await guarded(exchange) { (visit) async throws(StoreError) in
      guard let session = session(of: visit) else { return try await question(visit) }
      guard isFromHere(exchange), sessions.isForm(visit.fields["form"], of: session) else {
        return PageAnswer.page(FormPage.strange(back: visit.base), visit.look, .forbidden)
      }
      return try await inside(visit, session)
    }
  }

  /// Leads a request to what its link is for, whether or not the second factor is there.
  func guarded(
    _ exchange: Exchange, _ inside: (Visit) async throws(StoreError) -> Response
  ) async -> Response {
    let look = PageLook(exchange)
    do throws(StoreError) {
      let token = exchange.parameter("token")
      guard let link = try await links.find(token) else { return missed(look) }
      let visit = Visit(exchange: exchange, link: link, base: "/p/\(token)", look: look)
      var response = try await inside(visit)
      if let choice = look.cookie { response.headers[values: .setCookie].append(choice) }
      return response
    } catch {
      return Self.unavailable(look)
    }
  }

  static func unavailable(_ look: PageLook) -> Response {
    PageAnswer.html(
      ParentPage.unavailable(language: look.language, large: look.isLarge), .serviceUnavailable,
      [.retryAfter: "60"])
  }

  func missed(_ look: PageLook) -> Response {
    guard misses.take(now: office.world.now()) else { return tooMany(look) }
    return PageAnswer.html(
      ParentPage.notFound(language: look.language, large: look.isLarge), .notFound)
  }

  func tooMany(_ look: PageLook) -> Response {
    PageAnswer.html(
      ParentPage.tooMany(language: look.language, large: look.isLarge), .tooManyRequests,
      [.retryAfter: "60"])
  }

  func session(of visit: Visit) -> PageSessions.Session? {
    sessions.session(visit.exchange.request.headers[.cookie], of: visit.link.id)
  }

  /// The question of the second factor, or how long it is not asked.
  func question(_ visit: Visit) async throws(StoreError) -> Response {
    if let until = try await tries.lockedUntil(visit.link.id) { return locked(visit, until) }
    return PageAnswer.page(FormPage.enter(action: visit.base + "/enter"), visit.look)
  }

  func locked(_ visit: Visit, _ until: Instant) -> Response {
    let seconds = max(1, until.seconds - office.world.now().seconds)
    return PageAnswer.page(
      FormPage.locked(until: until), visit.look, .tooManyRequests,
      [.retryAfter: String(seconds)])
  }

  func cookie(_ session: PageSessions.Session, _ visit: Visit) -> String {
    sessions.cookie(session, path: visit.base, isSecure: isSecure)
  }

  var isSecure: Bool { office.settings().publicURL?.hasPrefix("https:") ?? false }

  /// Whether a form comes from a page of ours. A browser that says nothing of it (no
  /// `Sec-Fetch-Site`, and `Origin: null` under our own referrer policy) is left to the form's
  /// token and the cookie.
  func isFromHere(_ exchange: Exchange) -> Bool {
    if let site = exchange.header("Sec-Fetch-Site") {
      return site == "same-origin" || site == "none"
    }
    guard let origin = exchange.header("Origin"), origin != "null" else { return true }
    let host = exchange.request.head.authority ?? ""
    var own = ["http://\(host)", "https://\(host)"]
    if let base = office.settings().publicURL { own.append(Self.origin(of: base)) }
    return own.contains(origin)
  }

  /// The scheme and authority of an address.
  private static func origin(of url: String) -> String {
    let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
    return parts.prefix(3).joined(separator: "/")
  }
}

/// In what language and size a page is wanted: as it is asked for here, else as it was chosen
/// before, else as the browser prefers.
struct PageLook: Sendable {
  static let cookieName = "birthgate-view"

  let language: PageLanguage
  let isLarge: Bool
  /// Keeps a choice that was made by this request.
  let cookie: String?

  init(_ exchange: Exchange) {
    let kept = Self.kept(exchange.request.headers[.cookie])
    let asked = exchange.query["lang"].flatMap { PageLanguage(rawValue: $0) }
    let size = exchange.query["size"]
    let preferred: PageLanguage = exchange.language == .english ? .en : .zhCN
    language = asked ?? kept.language ?? preferred
    isLarge = size.map { $0 == "large" } ?? kept.isLarge
    let isChoice = asked != nil || size == "large" || size == "normal"
    let value = "\(language.rawValue).\(isLarge ? "large" : "normal")"
    cookie =
      isChoice
      ? "\(Self.cookieName)=\(value); Max-Age=34560000; Path=/p; HttpOnly; SameSite=Lax" : nil
  }

  private static func kept(_ cookies: String?) -> (language: PageLanguage?, isLarge: Bool) {
    for cookie in (cookies ?? "").split(separator: ";") {
      let parts = cookie.trimmed.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, parts[0] == cookieName else { continue }
      let choice = parts[1].split(separator: ".").map(String.init)
      return (choice.first.flatMap { PageLanguage(rawValue: $0) }, choice.last == "large")
    }
    return (nil, false)
  }
}

/// Answers with a page: nothing of one is kept, indexed, framed or told to another site.
enum PageAnswer {
  private static let policy = """
    default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; \
    img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'
    """

  static func html(
    _ page: String, _ status: HTTPResponse.Status = .ok, _ more: HTTPFields = [:]
  ) -> Response {
    .text(page, type: "text/html; charset=utf-8", status: status, headers: guarded(more))
  }

  static func page(
    _ page: FormPage, _ look: PageLook, _ status: HTTPResponse.Status = .ok,
    _ more: HTTPFields = [:]
  ) -> Response {
    html(page.render(language: look.language, large: look.isLarge), status, more)
  }

  /// A problem of the transport, for people: an address that somebody's telephone has cut short or
  /// lengthened, a form that is too long, a store that is away.
  static func refusal(_ problem: Problem, _ request: Request) -> Response {
    let look = PageLook(Exchange(request: request, parameters: [:], query: Query("")))
    switch problem.status {
    case .notFound:
      return html(
        ParentPage.notFound(language: look.language, large: look.isLarge), .notFound,
        problem.headers)
    case .serviceUnavailable:
      return html(
        ParentPage.unavailable(language: look.language, large: look.isLarge),
        .serviceUnavailable, problem.headers)
    default:
      return page(.refused, look, problem.status, problem.headers)
    }
  }

  /// To another page, by GET.
  static func go(to path: String, _ more: HTTPFields = [:]) -> Response {
    var headers = guarded(more)
    headers[.location] = path
    headers[.cacheControl] = "no-store"
    return Response(status: .seeOther, headers: headers)
  }

  /// The headers that every answer of a page bears.
  static func guarded(_ more: HTTPFields) -> HTTPFields {
    var headers = more
    headers[.contentSecurityPolicy] = policy
    headers[.referrerPolicy] = "no-referrer"
    headers[.robots] = "noindex, nofollow"
    headers[.vary] = "Accept-Language, Cookie"
    return headers
  }
}

extension HTTPField.Name {
  static let referrerPolicy = HTTPField.Name(known: "Referrer-Policy")
  static let robots = HTTPField.Name(known: "X-Robots-Tag")
  static let refresh = HTTPField.Name(known: "Refresh")
}

extension HTTPField.Name {
  /// A name known to be one.
  fileprivate init(known name: String) {
    guard let field = HTTPField.Name(name) else { preconditionFailure("no field name") }
    self = field
  }
}

extension Exchange {
  func header(_ name: String) -> String? {
    HTTPField.Name(name).flatMap { request.headers[$0] }
  }
}
