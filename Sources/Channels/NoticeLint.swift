package import Casework

/// Reads texts of notices for what must never stand in one, and for what must.
///
/// No number of a person or a certificate, no diagnosis, no advertising, no blame; only names of
/// values there are, those that matter; and a text message that fits with its longest values.
package struct NoticeLint: Sendable {
  package struct Finding: Hashable, Sendable {
    /// Empty for the program's own texts.
    package var region: String
    package var language: NoticeText.Language
    package var block: String
    package var line: Int
    package var message: Plain
  }

  /// As long as an ordinary office's address makes it.
  package static let usualLink =
    "https://yjs.example.gov.cn/p/" + String(repeating: "0", count: 32)

  private let catalogue: NoticeCatalogue
  private let link: String
  package private(set) var findings: [Finding] = []

  /// - Parameter link: as long as links are here; text messages must fit with it.
  package init(_ catalogue: NoticeCatalogue, link: String = usualLink) {
    self.catalogue = catalogue
    self.link = link
    for sheet in catalogue.sheets {
      if sheet.region.isEmpty { lookForGaps(sheet) }
      for (name, block) in sheet.blocks.sorted(by: { $0.value.line < $1.value.line }) {
        look(at: block, name, in: sheet)
      }
    }
  }

  private mutating func lookForGaps(_ sheet: NoticeCatalogue.Sheet) {
    let names = Notice.Kind.allCases.flatMap { kind in
      NoticeText.Reader.allCases.map { "\(kind.rawValue) / \($0.rawValue)" }
    }
    for name in names + [NoticeCatalogue.pageLink] where sheet.blocks[name] == nil {
      complain(sheet, name, 1, "缺少这一段。", "This block is missing.")
    }
  }

  private mutating func look(
    at block: NoticeCatalogue.Block, _ name: String, in sheet: NoticeCatalogue.Sheet
  ) {
    let isForFamily = name.hasSuffix("guardian")
    let whole = [block.title, block.body]
    for template in whole + [block.short].compactMap({ $0 }) {
      for word in NoticeLintWords.found(
        in: template.plain, language: sheet.language, isForFamily: isForFamily)
      {
        complain(sheet, name, block.line, "不能有“\(word)”。", "“\(word)” must not stand here.")
      }
      let allowed =
        name == NoticeCatalogue.pageLink ? ["link"] : NoticeLintWords.allowed(isForFamily)
      for value in template.names.subtracting(allowed).sorted() {
        complain(sheet, name, block.line, "没有这个值：\(value)。", "There is no value \(value).")
      }
    }
    guard name != NoticeCatalogue.foot else {
      return need(["link"], of: [block.body], sheet, name, block.line)
    }
    let kind = Letter.Kind(rawValue: String(name.prefix { $0 != " " }))
    let needed = isForFamily ? NoticeLintWords.needed(kind) : ["caseId"]
    need(needed, of: whole, sheet, name, block.line)
    guard let short = block.short else {
      return complain(
        sheet, name, block.line, "缺少短信用的一行。", "The line for text messages is missing.")
    }
    if !isForFamily { need(needed, of: [short], sheet, name, block.line) }
    measure(short, sheet, name, block.line)
  }

  private mutating func need(
    _ values: Set<String>, of templates: [NoticeTemplate], _ sheet: NoticeCatalogue.Sheet,
    _ name: String, _ line: Int
  ) {
    let there = templates.reduce(into: Set<String>()) { $0.formUnion($1.names) }
    for value in values.subtracting(there).sorted() {
      complain(sheet, name, line, "缺少 {{\(value)}}。", "{{\(value)}} is missing.")
    }
  }

  /// Whichever of its sections are shown, a text message fits.
  private mutating func measure(
    _ short: NoticeTemplate, _ sheet: NoticeCatalogue.Sheet, _ name: String, _ line: Int
  ) {
    let isForFamily = name.hasSuffix("guardian")
    let all = NoticeValues.longest(link: link).words(in: sheet.language, isShort: true)
    let signature = catalogue.over(sheet.region, sheet.language).lazy.compactMap(\.signature).first
    let tail = isForFamily ? catalogue.tail(link, sheet.language) : ""
    var longest = 0
    for choice in Self.choices(of: short.conditions.sorted()) {
      let words = all.filter { !choice.contains($0.key) }
      guard short.missing(words).isEmpty else { continue }
      longest = max(
        longest, ((signature ?? "") + short.filled(words) + tail).utf16.count)
    }
    let most = TextMessage.segmentsMax * TextMessage.unitsEach
    guard longest > most else { return }
    complain(
      sheet, name, line, "短信最长 \(longest) 个单位，至多 \(most)。",
      "The text message takes up to \(longest) units; \(most) is the most.")
  }

  /// Every set of values that may be lacking.
  private static func choices(of names: [String]) -> [Set<String>] {
    names.reduce([[]]) { sets, name in sets + sets.map { $0.union([name]) } }
  }

  private mutating func complain(
    _ sheet: NoticeCatalogue.Sheet, _ block: String, _ line: Int, _ chinese: String,
    _ english: String
  ) {
    findings.append(
      Finding(
        region: sheet.region, language: sheet.language, block: block, line: line,
        message: Plain(chinese, english)))
  }
}

extension NoticeValues {
  /// Every value, and each as long as it gets.
  package static func longest(link: String) -> NoticeValues {
    var values = NoticeValues()
    let day = CivilDate.startOfYear(2031).endOfYear
    values.caseID = String(repeating: "0", count: 32)
    values.today = day.adding(days: -366)
    (values.payBy, values.windowEnd, values.settleBy) = (day, day, day)
    (values.coverFrom, values.coverTo) = (day, day)
    (values.windowFrom, values.windowTo) = (day, day)
    values.year = 2031
    values.daysLeft = 180
    values.isLastDay = true
    values.link = link
    return values
  }
}
