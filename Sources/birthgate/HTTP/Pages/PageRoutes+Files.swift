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
      let looks = try await office.access.looks(at: view, most: 500)
      guard visit.exchange.query["form"] == "json" else {
        let page = HoldingsPage(
          parts: Holdings.parts(view, model), looks: looks.map { line($0) }, base: visit.base)
        return PageAnswer.html(
          page.render(language: visit.look.language, large: visit.look.isLarge))
      }
      let entries = try await office.inspector.timeline(view.caseID) ?? []
      let file = JSONValue.record([
        "format": "birthgate-copy/1", "madeAt": .instant(office.world.now()),
        "case": view.json, "timeline": .array(entries.map(\.json)),
        "parents": Holdings.parents(view), "contacts": Holdings.contacts(view),
        "looks": .array(looks.map(\.json)),
      ])
      return .json(
        file,
        headers: PageAnswer.guarded([
          .contentDisposition: "attachment; filename=\"birthgate-copy.json\""
        ]))
    }
  }

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

/// What is held of a child, for its family.
enum Holdings {
  static func parts(_ view: CaseView, _ model: ParentPageModel) -> [HoldingsPage.Part] {
    typealias Row = HoldingsPage.Row
    let ruling = view.ruling
    var child: [Row] = []
    if let name = ruling.child.name { child.append(Row(Plain("姓名", "Name"), name)) }
    if let born = ruling.child.bornOn {
      child.append(Row(Plain("出生日期", "Born on"), born))
    }
    for certificate in ruling.certificates {
      child.append(Row(Plain("出生医学证明", "Birth certificate"), certificate.number))
    }
    if let id = ruling.citizenID { child.append(Row(Plain("身份证号", "ID number"), id)) }
    if let code = view.codeValue { child.append(Row(Plain("医保码", "Insurance code"), code: code)) }
    var persons: [Row] = []
    for (title, party) in people(view) {
      persons.append(Row(title, "\(party.name ?? "")  \(tail(party.idNumber))"))
    }
    let contacts = view.contacts.once.map { contact in
      Row(channel(contact.channel), tail(contact.address))
    }
    let premiums = ruling.coverage.map { cover in
      Row(
        Plain("\(cover.premiumYear) 年保障", "Cover in \(cover.premiumYear)"), cover.from,
        to: cover.to)
    }
    return [
      HoldingsPage.Part(Plain("孩子", "The child"), child),
      HoldingsPage.Part(Plain("父母和监护人", "Parents and guardians"), persons),
      HoldingsPage.Part(Plain("通知发到哪里", "Where messages go"), contacts),
      HoldingsPage.Part(Plain("医保", "Insurance"), premiums),
    ]
  }

  private static func channel(_ name: String?) -> Plain {
    switch name {
    case "sms": Plain("手机短信", "Text message")
    case "email": Plain("电子邮件", "E-mail")
    case "wechat": Plain("微信", "WeChat")
    default: Plain("联系方式", "Contact")
    }
  }

  static func parents(_ view: CaseView) -> JSONValue {
    .array(
      people(view).map { title, party in
        .record([
          "role": .string(title.english), "name": .text(party.name),
          "idType": .text(party.idType), "idNumberEnds": .string(tail(party.idNumber)),
        ])
      })
  }

  static func contacts(_ view: CaseView) -> JSONValue {
    .array(
      view.contacts.once.map { contact in
        .record([
          "channel": .text(contact.channel), "addressEnds": .string(tail(contact.address)),
          "language": .text(contact.language),
        ])
      })
  }

  private static func people(_ view: CaseView) -> [(Plain, Party)] {
    var people: [(Plain, Party)] = []
    if let mother = view.parents.mother { people.append((Plain("母亲", "Mother"), mother)) }
    if let father = view.parents.father { people.append((Plain("父亲", "Father"), father)) }
    return people
  }

  /// The last four of a number or an address.
  static func tail(_ text: String?) -> String {
    guard let text, !text.isEmpty else { return "" }
    return "＊\(text.suffix(4))"
  }
}
