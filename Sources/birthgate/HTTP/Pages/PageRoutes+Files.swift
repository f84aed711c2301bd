import Casework
import Engine
import HTTPTypes
import Hummingbird
import Pages
import Wire

/// What a parent takes away from the page: the dates, a sheet of paper, a copy of what is held.
extension PageRoutes {
  var fileRoutes: [Route] {
    [
      Route(.get, "/p/{token}/deadlines.ics", caller: .tokenHolder, Self.calendar) {
        exchange async throws(Problem) in await calendar(exchange)
      },
      Route(.get, "/p/{token}/print", caller: .tokenHolder, Self.paper) {
        exchange async throws(Problem) in await paper(exchange)
      },
      Route(.get, "/p/{token}/copy", caller: .tokenHolder, Self.copy) {
        exchange async throws(Problem) in await copy(exchange)
      },
    ]
  }

  private func calendar(_ exchange: Exchange) async -> Response {
    await door.pass(exchange) { (visit, _) async throws(StoreError) in
      guard let (model, view) = try await model(visit, noting: "getParentCalendar") else {
        return door.missed(visit.look)
      }
      let name = office.linkDigest(Array("calendar\n\(view.caseID.rawValue)".utf8)).prefix(12)
      let file = CalendarFile.render(
        model, named: Hex.encode(Array(name)), language: visit.look.language)
      guard let file else { return PageAnswer.go(to: visit.base) }
      return .text(
        file, type: "text/calendar; charset=utf-8",
        headers: PageAnswer.guarded([
          .contentDisposition: "attachment; filename=\"birthgate.ics\""
        ]))
    }
  }

  private func paper(_ exchange: Exchange) async -> Response {
    await door.pass(exchange) { (visit, _) async throws(StoreError) in
      guard let (model, _) = try await model(visit, noting: "getParentPrint") else {
        return door.missed(visit.look)
      }
      return PageAnswer.html(
        PaperPage.render(model, printedAt: office.world.now(), language: visit.look.language))
    }
  }

  private func copy(_ exchange: Exchange) async -> Response {
    await door.pass(exchange) { (visit, _) async throws(StoreError) in
      guard let (model, view) = try await model(visit, noting: "getParentCopy") else {
        return door.missed(visit.look)
      }
      let held = try await Holdings.gather(view, in: office)
      guard visit.exchange.query["form"] == "json" else {
        let page = HoldingsPage(
          parts: held.parts(office.settings()), messages: held.messages.map(\.part), story: model,
          looks: held.looks.prefix(Self.looksShown).map { line($0) }, base: visit.base)
        return PageAnswer.html(
          page.render(language: visit.look.language, large: visit.look.isLarge))
      }
      let file = held.json(madeAt: office.world.now(), office.settings())
      return .json(
        file,
        headers: PageAnswer.guarded([
          .contentDisposition: "attachment; filename=\"birthgate-copy.json\""
        ]))
    }
  }

  /// The page has the latest; the file has them all.
  private static let looksShown = 200

  private static let calendar = Route.Description(
    operation: "getParentCalendar", tag: "pages",
    summary: "The child's days as a calendar file (RFC 5545), without a name or a number",
    answers: [
      .other(200, "The calendar", "text/calendar"), .empty(303, "There are no days to keep"),
    ] + refusals)
  private static let paper = Route.Description(
    operation: "getParentPrint", tag: "pages", summary: "The page laid out for one sheet of paper",
    answers: [.other(200, "The page", "text/html")] + refusals)
  private static let copy = Route.Description(
    operation: "getParentCopy", tag: "pages",
    summary: "A copy of what is held of the child, and who looked",
    query: [.init("form", "The file for machines instead of the page", choices: ["json"])],
    answers: [.other(200, "The copy", "text/html")] + refusals)
}
