import Casework
import Engine
import HTTPTypes
import Hummingbird
import LibCrypto
import Pages
import Wire

/// Finding a page again without its link: by the number of the certificate and the whole number of
/// the document whose last four are the second factor.
///
/// Whoever asks learns nothing: the answer is one page at a whole quarter of a second, and the link
/// goes to the addresses on record. So a stranger who has both numbers can have a family written to
/// three times a day, and read nothing. The count by certificate is for whoever holds the family's
/// telephone: guessing the document here takes as long as guessing the last four at a link.
extension PageRoutes {
  /// What the session of the form is bound to; no link is called so.
  private static let finder = "find"
  private static let sentPath = FormPage.findPath + "/sent"

  var findRoutes: [Route] {
    [
      Route(.get, FormPage.findPath, Self.findForm) { exchange async throws(Problem) in
        form(exchange) { FormPage.find(token: $0) }
      },
      Route(.post, FormPage.findPath, takes: .form, Self.find) {
        exchange async throws(Problem) in await find(exchange)
      },
      Route(.get, Self.sentPath, Self.sent) { exchange async throws(Problem) in
        let look = PageLook(exchange)
        return Self.keeping(look, PageAnswer.page(.asked, look))
      },
    ]
  }

  /// The form with its token, under the session that the reader has, else under a new one.
  private func form(
    _ exchange: Exchange, _ status: HTTPResponse.Status = .ok, _ page: (String) -> FormPage
  ) -> Response {
    let look = PageLook(exchange)
    let known = session(of: exchange)
    let session = known.map { door.sessions.prolonged($0) ?? $0 } ?? door.sessions.open(Self.finder)
    var response = PageAnswer.page(page(door.sessions.formToken(session)), look, status)
    if session != known {
      response.headers[.setCookie] = door.sessions.cookie(
        session, path: FormPage.findPath, isSecure: door.isSecure)
    }
    return Self.keeping(look, response)
  }

  private func session(of exchange: Exchange) -> PageSessions.Session? {
    door.sessions.session(exchange.request.headers[.cookie], of: Self.finder)
  }

  private static func keeping(_ look: PageLook, _ response: Response) -> Response {
    guard let choice = look.cookie else { return response }
    var response = response
    response.headers[values: .setCookie].append(choice)
    return response
  }

  private func find(_ exchange: Exchange) async -> Response {
    let look = PageLook(exchange)
    guard door.isFromHere(exchange), let session = session(of: exchange),
      door.sessions.isForm(exchange.fields["form"], of: session)
    else { return PageAnswer.page(.strange(back: FormPage.findPath), look, .forbidden) }
    func typed(_ field: FormPage.FindField) -> String {
      Self.plain(exchange.fields[field.rawValue] ?? "")
    }
    let (certificate, number) = (typed(.birthCertificate), typed(.documentNumber))
    // What no certificate and no document can be is said at once: it tells of no child.
    let fault: FormPage.FindField? =
      if certificate.wholeMatch(of: /[A-Z][0-9]{9}/) == nil {
        .birthCertificate
      } else if !(4...64).contains(number.utf8.count) {
        .documentNumber
      } else {
        nil
      }
    if let fault {
      let shown = String(certificate.prefix(64))
      return form(exchange, .unprocessableContent) {
        FormPage.find(token: $0, certificate: shown, faultAt: fault)
      }
    }
    guard door.mayFind(exchange.client(office.settings())) else { return door.tooMany(look) }
    let isWritten = await EvenTime.answer {
      do throws(StoreError) {
        try await ask(certificate, number)
        return true
      } catch {
        return false
      }
    }
    return isWritten ? PageAnswer.go(to: Self.sentPath) : PageDoor.unavailable(look)
  }

  /// Has a link sent where both fit. Whatever is found, a count is written and a request is: of
  /// numbers that name no child in so many places and no more, or invented ones would fill the
  /// store.
  private func ask(_ certificate: String, _ number: String) async throws(StoreError) {
    let digest = Hex.encode(
      Array(office.linkDigest(Array("find\n\(certificate)".utf8)).prefix(16)))
    let view = try await office.inspector.find(.birthCertificate(certificate), asOf: nil)
    let verdict = try await door.finders.spend(view == nil ? "nobody-\(digest.prefix(3))" : digest)
    var named: CaseView?
    if case .mayTry = verdict, let view, Self.names(number, view) { named = view }
    _ = try await office.linkRequests.ask(for: named)
    guard let named else { return }
    office.access.note([named.caseID], route: "findParentPage", who: .asker)
  }

  /// Whether this is the whole number of a document that counts. All are compared.
  static func names(_ typed: String, _ view: CaseView) -> Bool {
    var isRight = false
    for number in view.secondDocuments
    where equalInConstantTime(Array(plain(number).utf8), Array(typed.utf8)) {
      isRight = true
    }
    return isRight
  }

  /// As identifiers are, without the blanks that people part long numbers with.
  private static func plain(_ typed: String) -> String {
    RequestReader.normalised(typed).filter { !$0.isWhitespace }
  }

  private static let findForm = Route.Description(
    operation: "askToFindPage", tag: "pages", summary: "The form by which a page is found again",
    query: choices, answers: [.other(200, "The form", "text/html")])
  private static let find = Route.Description(
    operation: "findParentPage", tag: "pages",
    summary: "Sends a link to the addresses on record, where the certificate (birthCertificate) "
      + "and the whole number of the document (documentNumber) fit together; the answer is the "
      + "same where they do not",
    answers: [
      .empty(303, "To the page that everybody is shown"),
      .other(403, "The form is too old or from elsewhere", "text/html"),
      .other(422, "No certificate or document has such a number", "text/html"),
      .other(429, "Too many ask at this moment", "text/html"),
    ])
  private static let sent = Route.Description(
    operation: "getFindSent", tag: "pages", summary: "What everybody is told who has asked",
    query: choices, answers: [.other(200, "The page", "text/html")])
}
