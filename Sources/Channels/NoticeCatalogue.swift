package import Casework

/// All texts of notices: those of the program, and over them those of regions.
///
/// A file holds one language. Before its first block stand `version …` and, for text messages,
/// `signature …`; a block begins with `== kind / reader`, a line `sms: …` and a line with the
/// title, and the rest is the body. `== foot / guardian` stands under every notice with a link;
/// `== page-link / guardian` is the letter that brings a link alone, to whoever asked for one.
package struct NoticeCatalogue: Sendable {
  /// The texts of one file.
  struct Sheet: Sendable {
    /// Two, four or six digits; empty for the program's own.
    var region: String
    var language: NoticeText.Language
    var version = ""
    var signature: String?
    /// By `kind / reader`.
    var blocks: [String: Block] = [:]
  }

  /// One notice in both lengths.
  struct Block: Sendable {
    var line: Int
    var title: NoticeTemplate
    var body: NoticeTemplate
    /// Nil where the file leaves it out.
    var short: NoticeTemplate?
  }

  /// What is wrong with a file, and on which line.
  package struct Fault: Error, Hashable, Sendable {
    package var line: Int
    package var message: Plain
  }

  static let foot = "foot / guardian"
  static let pageLink = "\(Letter.Kind.pageLink.rawValue) / guardian"

  private(set) var sheets: [Sheet]

  /// The texts that come with the program.
  package static let builtIn: NoticeCatalogue = {
    let files: [(NoticeText.Language, [UInt8])] = [
      (.chinese, PackageResources.zh_CN_mustache), (.english, PackageResources.en_mustache),
    ]
    let sheets = files.map { language, bytes in
      let reader = NoticeSheetReader(bytes, region: "", language: language)
      precondition(reader.faults.isEmpty, "the texts of \(language) cannot be read")
      return reader.sheet
    }
    return NoticeCatalogue(sheets: sheets)
  }()

  /// With a region's texts laid over these; a block there takes the place of the one here.
  ///
  /// - Parameter region: two, four or six digits.
  package func adding(
    _ file: [UInt8], region: String, language: NoticeText.Language
  ) throws(NoticeSheetTrouble) -> NoticeCatalogue {
    let reader = NoticeSheetReader(file, region: region, language: language)
    guard reader.faults.isEmpty else { throw NoticeSheetTrouble(faults: reader.faults) }
    return NoticeCatalogue(sheets: sheets + [reader.sheet])
  }

  /// The text of a notice. Values that a text may do without stand in its sections; without one
  /// that it needs there is no text, rather than one with a hole.
  package func render(
    _ kind: Notice.Kind, for audience: Notice.Audience, in language: NoticeText.Language,
    _ values: NoticeValues, region: String? = nil
  ) throws(NoticeTextError) -> NoticeText {
    let reader = NoticeText.Reader(audience)
    let over = self.over(region, language)
    guard let (block, sheet) = find("\(kind.rawValue) / \(reader.rawValue)", in: over) else {
      throw .noText
    }
    let words = values.words(in: language)
    let shortWords = values.words(in: language, isShort: true)
    let missing =
      block.title.missing(words) + block.body.missing(words)
      + (block.short?.missing(shortWords) ?? [])
    guard missing.isEmpty else { throw .missing(Self.each(missing)) }
    var body = block.body.filled(words)
    if reader == .guardian, values.link != nil, let foot = find(Self.foot, in: over)?.block.body {
      body += "\n" + foot.filled(words)
    }
    let title =
      Self.lead(reader == .guardian ? values.name : nil, language)
      + block.title.filled(words)
    let short = block.short?.filled(shortWords)
    let signature = over.lazy.compactMap(\.signature).first ?? ""
    return NoticeText(
      title: title, body: body,
      short: signature + (short ?? title)
        + (reader == .guardian ? tail(values.link, language) : ""),
      version: version(of: sheet))
  }

  /// The letter that brings a link and says nothing else: of no child, whatever became of it.
  package func renderPageLink(
    _ link: String, in language: NoticeText.Language, region: String? = nil
  ) throws(NoticeTextError) -> NoticeText {
    let over = self.over(region, language)
    guard let (block, sheet) = find(Self.pageLink, in: over), let short = block.short else {
      throw .noText
    }
    let words = ["link": link]
    let missing =
      block.title.missing(words) + block.body.missing(words) + short.missing(words)
    guard missing.isEmpty else { throw .missing(Self.each(missing)) }
    let signature = over.lazy.compactMap(\.signature).first ?? ""
    return NoticeText(
      title: block.title.filled(words), body: block.body.filled(words),
      short: signature + short.filled(words) + tail(link, language),
      version: version(of: sheet))
  }

  private func version(of sheet: Sheet) -> String {
    sheet.region.isEmpty ? sheet.version : "\(sheet.region) \(sheet.version)"
  }

  /// The sheets that hold for a region, the most specific first.
  func over(_ region: String?, _ language: NoticeText.Language) -> [Sheet] {
    sheets.filter { $0.language == language && (region ?? "").hasPrefix($0.region) }
      .sorted { $0.region.count > $1.region.count }
  }

  private func find(_ name: String, in sheets: [Sheet]) -> (block: Block, sheet: Sheet)? {
    for sheet in sheets {
      if let block = sheet.blocks[name] { return (block, sheet) }
    }
    return nil
  }

  /// Who has several children wants to know at a glance whom a letter is about.
  private static func lead(_ name: String?, _ language: NoticeText.Language) -> String {
    guard let name else { return "" }
    switch language {
    case .chinese: return name + "："
    case .english: return name + ": "
    }
  }

  func tail(_ link: String?, _ language: NoticeText.Language) -> String {
    guard let link else { return "" }
    switch language {
    case .chinese: return "查看：" + link
    case .english: return " " + link
    }
  }

  private static func each(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }
}

/// Why a region's texts were not taken.
package struct NoticeSheetTrouble: Error, Sendable {
  package var faults: [NoticeCatalogue.Fault]
}
