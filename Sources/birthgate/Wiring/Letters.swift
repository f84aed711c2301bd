import Casework
import Channels
import Engine

/// How people are written to by this program.
struct LetterParts: Sendable {
  /// Where the gateway listens, for links where the settings name no other address.
  var listening: @Sendable () -> String

  /// For verbs that decide notices and leave the sending to a gateway.
  static let offline = LetterParts(listening: { "http://127.0.0.1:8080" })
}

extension Settings {
  /// The channels by which somebody can be reached: whose address is for another has none.
  var channelNames: Set<String> {
    var names: Set = ["webhook"]
    if noticeFolder != nil { names.insert("file") }
    if !channels.sms.isEmpty { names.insert("sms") }
    if channels.email != nil { names.insert("email") }
    if channels.wechat != nil { names.insert("wechat") }
    if !channels.peers.isEmpty { names.insert("push") }
    return names
  }

  /// By what people are written to.
  var letterTerms: LetterTerms {
    var terms = letters
    terms.channels = channelNames
    return terms
  }
}

extension LetterWriter {
  /// Writes from the texts in force, in the language of the reader, else in Chinese.
  init(_ texts: @escaping @Sendable () -> NoticeCatalogue, links: ParentLinks) {
    self.init(
      write: { draft in Self.letter(draft, texts()) },
      line: { draft in NoticeLine.bytes(draft, texts()) },
      pageLink: { link, language, region in
        Self.pageLink(link, language, region, texts())
      },
      link: { (caseID, delivery) async throws(StoreError) in
        try await links.link(for: caseID, delivery: delivery).url
      })
  }

  private static func pageLink(
    _ link: String, _ wanted: String?, _ region: String?, _ texts: NoticeCatalogue
  ) -> Letter? {
    let language = spoken(wanted)
    guard let text = try? texts.renderPageLink(link, in: language, region: region) else {
      return nil
    }
    return Letter(
      kind: .pageLink, language: language.rawValue, title: text.title, body: text.body,
      short: text.short, version: text.version, values: ["link": link], link: link)
  }

  private static func spoken(_ wanted: String?) -> NoticeText.Language {
    wanted.flatMap(NoticeText.Language.init(rawValue:)) ?? .chinese
  }

  private static func letter(_ draft: LetterDraft, _ texts: NoticeCatalogue) -> Letter? {
    let language = spoken(draft.language)
    let text = try? texts.render(
      draft.notice.kind, for: draft.notice.audience, in: language, draft.values,
      region: draft.region)
    guard let text else { return nil }
    return Letter(
      kind: .notice(draft.notice.kind), language: language.rawValue, title: text.title,
      body: text.body, short: text.short, version: text.version,
      values: draft.values.wordsForProviders(in: language),
      link: draft.values.link)
  }
}
