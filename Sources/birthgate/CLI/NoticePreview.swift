import ArgumentParser
import Casework
import Channels
import Engine
import Wire

/// Shows a notice as its reader would get it, with the text messages it takes and what it lacks.
struct NoticePreview: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "preview",
    abstract: "预览一条通知 · Show a notice as its reader would get it")

  @Argument(help: ArgumentHelp("种类，如 pay-reminder A kind, as pay-reminder.", valueName: "kind"))
  var kind: String

  @Option(help: "读者 An audience: guardian hospital registrationOffice insuranceAgency …")
  var audience = "guardian"

  @Option(help: "语言 zh-CN 或 en；不给则两种都显示 A language; both if none.")
  var lang: String?

  @Option(help: "地区 A region, whose texts may differ.")
  var region: String?

  @Option(
    help: ArgumentHelp(
      "取值，JSON 对象，如 {\"payBy\": \"2026-05-29\", \"daysLeft\": 4} The values, a JSON object.",
      valueName: "json"))
  var values: String?

  @Option(
    name: .customLong("case"),
    help: ArgumentHelp("用某个个案今天的情况 A case as it stands today.", valueName: "id"))
  var caseID: String?

  @Option(help: "sms 或 email sms or email.")
  var channel: String?

  @OptionGroup var place: PlaceOptions
  @OptionGroup var options: TextOptions

  /// What the words are filled with.
  private struct Filling {
    var values: NoticeValues
    var region: String?
    var withdrawal: Withdrawal?
  }

  func run() async throws {
    guard let kind = Letter.Kind(rawValue: kind) else {
      let all = (Notice.Kind.allCases.map(\.rawValue) + [Letter.Kind.pageLink.rawValue])
        .joined(separator: " ")
      throw Stop.usage(
        Plain("没有这种通知；有：\(all)", "There is no such kind of notice; there are: \(all)"))
    }
    guard let audience = Notice.Audience(rawValue: audience) else {
      let all = Notice.Audience.allCases.map(\.rawValue).joined(separator: " ")
      throw Stop.usage(Plain("读者只有：\(all)", "The audiences are: \(all)"))
    }
    if let channel, channel != "sms", channel != "email" {
      throw Stop.usage(Plain("--channel 只有 sms 和 email。", "--channel is sms or email."))
    }
    let catalogue = try options.catalogue(try place.read())
    var filling = Filling(values: NoticeValues(), region: region)
    if case .notice(let kind) = kind {
      filling = try await self.filling(kind, audience)
    } else {
      filling.values.link = try place.read().sampleLink ?? NoticeLint.usualLink
    }
    var views: [JSONValue] = []
    var isWhole = true
    for language in try languages() {
      let preview = self.preview(kind, audience, language, filling, catalogue)
      isWhole = isWhole && preview["missing"]?.array?.isEmpty == true
      views.append(preview)
    }
    if options.json {
      Output.json(.array(views))
    } else {
      show(views, withdrawal: filling.withdrawal)
    }
    if !isWhole { throw Stop.invalid() }
  }

  private func languages() throws -> [NoticeText.Language] {
    guard let lang else { return NoticeText.Language.allCases }
    guard let language = NoticeText.Language(rawValue: lang) else {
      throw Stop.usage(Plain("--lang 只有 zh-CN 和 en。", "--lang is zh-CN or en."))
    }
    return [language]
  }

  private func filling(_ kind: Notice.Kind, _ audience: Notice.Audience) async throws -> Filling {
    guard let caseID else {
      let values = try self.values.map(Self.read) ?? NoticeValues.example(kind, audience)
      return Filling(values: values, region: region)
    }
    let office = try await ReadingRoom(place).office()
    let id = try await ReadingRoom.find(caseID, in: office, asOf: nil).caseID
    let found = try await ReadingRoom.read { () async throws(StoreError) in
      try await office.inspector.notice(kind, for: audience, of: id)
    }
    guard let found else { throw Stop.invalid(Plain("没有这个个案。", "There is no such case.")) }
    var values = found.values
    // Links are made when letters are written; this one leads nowhere.
    if audience == .guardian {
      values.link = try place.read().sampleLink ?? NoticeLint.usualLink
    } else {
      values.name = nil
    }
    return Filling(values: values, region: region ?? found.region, withdrawal: found.withdrawal)
  }

  private func preview(
    _ kind: Letter.Kind, _ audience: Notice.Audience, _ language: NoticeText.Language,
    _ filling: Filling, _ catalogue: NoticeCatalogue
  ) -> JSONValue {
    var members: [String: JSONValue?] = [
      "kind": .string(kind.rawValue), "audience": .string(audience.rawValue),
      "language": .string(language.rawValue), "missing": .array([]),
      "withdrawn": filling.withdrawal.map { .string($0.rawValue) },
    ]
    do throws(NoticeTextError) {
      let text =
        switch kind {
        case .notice(let kind):
          try catalogue.render(
            kind, for: audience, in: language, filling.values, region: filling.region)
        case .pageLink:
          try catalogue.renderPageLink(
            filling.values.link ?? "", in: language, region: filling.region)
        }
      members["version"] = .string(text.version)
      if channel != "sms" {
        members["title"] = .string(text.title)
        members["body"] = .string(text.body)
      }
      if channel != "email" {
        members["sms"] = .string(text.short)
        members["units"] = .int(text.short.utf16.count)
        members["segments"] = .int(TextMessage.segments(text.short))
      }
    } catch .missing(let names) {
      members["missing"] = .texts(names)
    } catch {
      members["missing"] = .texts(["\(kind.rawValue)"])
    }
    var object = JSONObject()
    for (name, value) in members.sorted(by: { $0.key < $1.key }) {
      if let value { object[name] = value }
    }
    return .object(object)
  }

  private func show(_ views: [JSONValue], withdrawal: Withdrawal?) {
    if let withdrawal {
      let why = NoteWords.plain(withdrawal.note)
      Output.line(
        Plain(
          "这条通知现在不会发出：\(why.chinese)。",
          "This notice would not be sent now: \(why.english)."))
    }
    for view in views {
      let version = view["version"]?.string.map { "  \($0)" } ?? ""
      Output.line("[\(view["language"]?.string ?? "")]\(version)")
      let missing = view["missing"]?.texts ?? []
      if !missing.isEmpty {
        let names = missing.joined(separator: " ")
        Output.line(Plain("缺少：\(names)", "Missing: \(names)"))
      }
      for name in ["title", "body"] {
        if let text = view[name]?.string { Output.line(text) }
      }
      if let sms = view["sms"]?.string, let units = view["units"]?.int,
        let segments = view["segments"]?.int
      {
        Output.line("sms: " + sms)
        Output.line(
          Plain(
            "短信 \(units) 个单位，\(segments) 段", "\(units) units, text messages: \(segments)"))
      }
    }
  }
}

extension NoticePreview {
  /// Values given by hand, under their names in the templates.
  private static func read(_ text: String) throws -> NoticeValues {
    guard let json = try? JSONValue.reading(Array(text.utf8)), json.isObject else {
      throw Stop.usage(Plain("--values 须为 JSON 对象。", "--values needs a JSON object."))
    }
    var values = NoticeValues()
    for name in json.memberNames {
      guard let value = json[name], values.take(name, value) else {
        let all = NoticeValues.names.sorted().joined(separator: " ")
        throw Stop.usage(
          Plain(
            "--values 的 \(name) 不对；可用：\(all)", "--values: \(name) is wrong; there are: \(all)"))
      }
    }
    return values
  }
}

extension NoticeValues {
  /// Takes one value; false where there is none of this name, or not of this kind.
  fileprivate mutating func take(_ name: String, _ value: JSONValue) -> Bool {
    let dates: [String: WritableKeyPath<NoticeValues, CivilDate?>] = [
      "payBy": \.payBy, "windowEnd": \.windowEnd, "coverFrom": \.coverFrom, "coverTo": \.coverTo,
      "settleBy": \.settleBy, "windowFrom": \.windowFrom, "windowTo": \.windowTo,
    ]
    if let path = dates[name] {
      self[keyPath: path] = value.string.flatMap { CivilDate($0) }
      return self[keyPath: path] != nil
    }
    switch name {
    case "caseId": caseID = value.string
    case "child": self.name = value.string
    case "link": link = value.string
    case "year": year = value.int
    case "daysLeft": daysLeft = value.int
    case "lastDay":
      isLastDay = value.bool ?? false
      return value.bool != nil
    default: return false
    }
    return value.string != nil || value.int != nil
  }

  /// A child born on the last day of February 2026, for whoever only wants to see the words.
  fileprivate static func example(_ kind: Notice.Kind, _ audience: Notice.Audience) -> NoticeValues
  {
    var values = NoticeValues()
    let born = CivilDate(year: 2026, month: 2, day: 28) ?? .startOfYear(2026)
    values.today = born.adding(days: 75)
    values.name = audience == .guardian ? "李＊" : nil
    values.link = audience == .guardian ? NoticeLint.usualLink : nil
    values.caseID = String(repeating: "0", count: 32)
    values.payBy = born.adding(days: 90)
    values.windowEnd = values.payBy
    values.daysLeft = 15
    values.settleBy = born.adding(days: 180)
    values.year = kind == .nextYearWindow ? 2027 : 2026
    values.coverFrom = born
    values.coverTo = born.endOfYear
    values.windowFrom = CivilDate(year: 2026, month: 9, day: 1)
    values.windowTo = values.coverTo
    return values
  }
}
