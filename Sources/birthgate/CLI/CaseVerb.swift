import ArgumentParser
import Casework
import Engine
import Foundation
import LibQR
import Pages
import Wire

/// Cases in the data folder, with or without a running gateway.
struct CaseVerb: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "case", abstract: "个案 · Cases",
    subcommands: [CaseList.self, CaseShow.self, CaseLink.self])
}

/// Lists cases.
struct CaseList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "列出个案 · List cases")

  @OptionGroup var place: PlaceOptions

  @Option(help: "区划前缀 A division prefix.")
  var division: String?

  @Option(help: "状态 A state: unregistered unpaid missed suspended conflict unmatched.")
  var state: String?

  @Option(help: ArgumentHelp("裁定日 The day to rule for.", valueName: "date"))
  var asOf: String?

  @Flag(help: "输出 JSON Print JSON.")
  var json = false

  func run() async throws {
    let office = try await ReadingRoom(place).office()
    let day = try CaseShow.day(asOf)
    var reader = RequestReader()
    let division = reader.division(division)
    let state = reader.state(state)
    do throws(Problem) {
      try reader.close()
    } catch {
      let texts = error.faults.map(\.message)
      throw Stop.usage(
        Plain(
          texts.map(\.chinese).joined(separator: "\n"),
          texts.map(\.english).joined(separator: "\n")))
    }
    var filter = CaseFilter(
      divisionPrefix: division, state: state, day: (day ?? office.today).daysSinceEpoch,
      limit: 200)
    var all: [JSONValue] = []
    while true {
      let (cases, next) = try await ReadingRoom.read { () async throws(StoreError) in
        try await office.inspector.list(filter, asOf: day)
      }
      for view in cases {
        if json { all.append(view.json) } else { Output.line(view.text.brief(in: Output.language)) }
      }
      guard let next else { break }
      filter.after = CaseID(rawValue: next)
    }
    if json { Output.json(.array(all)) }
  }
}

/// Shows one case with its ruling and timeline.
struct CaseShow: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "查看个案 · Show a case with its timeline")

  @Argument(help: "个案、证号、身份号码或医保码 A case, certificate, citizen ID or code.")
  var id: String

  @OptionGroup var place: PlaceOptions

  @Option(help: ArgumentHelp("裁定日 The day to rule for.", valueName: "date"))
  var asOf: String?

  @Flag(help: "输出 JSON Print JSON.")
  var json = false

  func run() async throws {
    let office = try await ReadingRoom(place).office()
    let day = try Self.day(asOf)
    let view = try await ReadingRoom.find(id, in: office, asOf: day)
    let entries = try await ReadingRoom.read { () async throws(StoreError) in
      try await office.inspector.timeline(view.caseID) ?? []
    }
    let looks = try await ReadingRoom.read { () async throws(StoreError) in
      try await office.access.looks(at: view)
    }
    let (orders, code) = try await ReadingRoom.read {
      () async throws(StoreError) -> ([OrderView], IssuedCode?) in
      (
        try await office.inspector.orders(of: view.caseID) ?? [],
        try await office.inspector.issuedCode(of: view.caseID)
      )
    }
    guard !json else {
      Output.json(
        view.json.with("insurance", code?.json ?? .null)
          .with("orders", .array(orders.map(\.json)))
          .with("timeline", .array(entries.map(\.json)))
          .with("looks", .array(looks.map(\.json))))
      return
    }
    Output.line(view.text.text(in: Output.language))
    if let code {
      Output.line(
        Plain("医保平台发码：\(code.value)", "code issued by the insurance platform: \(code.value)"))
    }
    for order in orders { Output.line("  " + order.line) }
    for entry in entries {
      let rest = [
        entry.family, entry.action, entry.audience?.rawValue, entry.occasion,
        entry.state?.rawValue,
        entry.note.map { "(\(NoteWords.plain($0).said(in: Output.language)))" },
      ]
      Output.line(
        "  \(entry.at.rfc3339)  \(entry.kind)  "
          + rest.compactMap { $0 }.joined(separator: " "))
    }
    for look in looks {
      let times = look.count == 1 ? "" : "  ×\(look.count)"
      let who = look.who.inWords(office.settings()).said(in: Output.language)
      Output.line("  \(look.at.rfc3339)  look  \(who)  \(look.route)\(times)")
    }
  }

  static func day(_ text: String?) throws -> CivilDate? {
    guard let text else { return nil }
    guard let day = CivilDate(text) else {
      throw Stop.usage(
        Plain("--as-of 须为日期 YYYY-MM-DD。", "--as-of needs a day, YYYY-MM-DD."))
    }
    return day
  }
}

extension OrderView {
  fileprivate var line: String {
    let answer = answers.last.map { "infcode \($0.code) \($0.message ?? "")" } ?? note ?? ""
    return "\(at.rfc3339)  order  \(operation.word.said(in: Output.language))  "
      + "\(state.rawValue)  \(answer)"
  }
}

/// Makes a parent's link and a slip to hand out.
struct CaseLink: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "link", abstract: "生成家长链接和可打印的单子 · Make a parent's link and a slip")

  @Argument(help: "个案、证号、身份号码或医保码 A case, certificate, citizen ID or code.")
  var id: String

  @OptionGroup var place: PlaceOptions

  @Option(help: ArgumentHelp("单子写入此文件 Where the slip is written.", valueName: "file"))
  var slip = "parent-link.html"

  @Flag(help: "输出 JSON Print JSON.")
  var json = false

  func run() async throws {
    let room = ReadingRoom(place)
    let office = try await room.office()
    let view = try await ReadingRoom.find(id, in: office, asOf: nil)
    let link = try await make(view.caseID, room)
    try write(link, view)
    guard !json else {
      Output.json(link.json.with("slip", .string(slip)))
      return
    }
    Output.line(link.url)
    Output.line(
      Plain(
        "有效期至 \(link.expiresAt.day)，单子：\(slip)",
        "Valid until \(link.expiresAt.day); the slip: \(slip)"))
  }

  // A running gateway is the one writer, so it makes the link; without one we are.
  private func make(_ id: CaseID, _ room: ReadingRoom) async throws -> ParentLinks.Link {
    if let url = try room.gateway() {
      let answer = try? await GatewayClient(base: url).post(
        "/v1/cases/\(id.rawValue)/parent-links", [], type: "application/json")
      if let answer, answer.status == 201, let link = ParentLinks.Link(answer.body) {
        return link
      }
    }
    let links = try await room.links()
    return try await ReadingRoom.read { () async throws(StoreError) in
      try await links.make(for: id)
    }
  }

  private func write(_ link: ParentLinks.Link, _ view: CaseView) throws {
    guard
      let drawing = QRCode(link.url, correction: .medium)
        .flatMap({ QRDrawing(svg: $0.svg(title: "QR")) })
    else {
      throw Stop.unavailable(Plain("无法生成二维码。", "Cannot draw the QR code."))
    }
    let model = LinkSlip.Model(
      childName: view.ruling.child.name, bornOn: view.ruling.child.bornOn, url: link.url,
      qr: drawing, expiresAt: link.expiresAt)
    let page = LinkSlip.render(
      model, language: Output.language == .english ? .en : .zhCN)
    do {
      try Data(page.utf8).write(to: URL(fileURLWithPath: slip))
    } catch {
      throw Stop.unavailable(Plain("无法写入 \(slip)。", "Cannot write \(slip)."))
    }
  }
}
