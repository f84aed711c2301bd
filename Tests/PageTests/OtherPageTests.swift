import Casework
import Foundation
import Pages
import Testing

/// The pages that stand in for a parent's page, and the slip.
@Suite struct OtherPageTests {
  @Test(arguments: PageLanguage.allCases) func aLinkThatIsGoneTellsNothing(language: PageLanguage) {
    #expect(ParentPage.notFound(language: language) == ParentPage.expired(language: language))
    #expect(ParentPage.notFound(language: language).contains("href=\"/p/find\""))
    for page in [
      ParentPage.notFound(language: language), ParentPage.unavailable(language: language),
      ParentPage.tooMany(language: language),
    ] {
      let markup = Markup(page)
      #expect(markup.faults.isEmpty)
      #expect(markup.elements.filter { $0.name == "h1" }.count == 1)
      #expect(!page.contains("class=\"btn\""))
      for (text, lang) in markup.texts where lang == "en" {
        #expect(!text.unicodeScalars.contains { (0x3000...0x9FFF).contains($0.value) }, "\(text)")
      }
    }
  }

  /// Whatever may have happened, to whomever it was told and however it stands.
  private static let everything: [TimelineLine] = {
    let at = instant("2026-03-02T09:00:00+08:00")
    let states = ["queued", "delivered", "failed", "cancelled", "superseded", "noAddress"]
    let notices = Notice.Kind.allCases.flatMap { kind in
      Notice.Audience.allCases.map { reader in
        TimelineLine(at: at, kind: kind.rawValue, audience: reader.rawValue, state: "cancelled")
      }
    }
    let orders = InsuranceOrder.Operation.allCases.flatMap { operation in
      states.map { state in
        TimelineLine(at: at, kind: "insurance-order.\(operation.rawValue)", state: state)
      }
    }
    return notices + orders + [TimelineLine(at: at, kind: "joined")]
  }()

  @Test(
    "The copy of all that is held speaks one language, whatever happened",
    arguments: PageLanguage.allCases, Situation.all.map(\.model))
  func theCopy(language: PageLanguage, model: ParentPageModel) {
    var story = model
    story.timeline = Self.everything
    let row = HoldingsPage.Row(Plain("姓名", "Name"), "李一诺<b>")
    let moment = HoldingsPage.Row(
      Plain("提交", "Sent"), at: instant("2026-03-02T09:00:00+08:00"), Plain("已处理", "seen to"))
    let part = HoldingsPage.Part(Plain("孩子", "The child"), [row, moment])
    let empty = HoldingsPage.Part(Plain("空的标题", "Empty title"), [])
    let page = HoldingsPage(
      parts: [part, empty], messages: [part], story: story, looks: [], base: "/p/x"
    ).render(language: language)
    let markup = Markup(page)
    #expect(markup.faults.isEmpty)
    #expect(markup.elements.filter { $0.name == "h1" }.count == 1)
    #expect(page.contains("一诺&lt;b&gt;") && !page.contains("一诺<b>"))
    #expect(!page.contains("空的标题") && !page.contains("Empty title"))
    #expect(page.contains(language == .en ? "2\u{A0}March 2026, 09:00, seen to" : "09:00，已处理"))
    for (text, lang) in markup.texts where lang == "en" {
      #expect(!text.unicodeScalars.contains { (0x3000...0x9FFF).contains($0.value) }, "\(text)")
    }
    #expect(!page.contains("Message received") && !page.contains("收到一条消息"))
  }

  @Test("Orders to the platform stand in the page's story, but not after a death")
  func orders() throws {
    for situation in Situation.all {
      var model = situation.model
      let at = instant("2026-03-02T09:00:00+08:00")
      model.timeline = [
        TimelineLine(at: at, kind: "insurance-order.terminate", state: "delivered")
      ]
      let isShown = ParentPage.render(model, language: .en).contains("to end the record")
      #expect(isShown == (model.ruling.child.diedOn == nil), "\(situation.name)")
    }
  }

  @Test(arguments: PageLanguage.allCases) func theSlipCarriesTheLinkAndHidesTheName(
    language: PageLanguage
  ) {
    let slip = LinkSlip.render(
      LinkSlip.Model(
        childName: "李一诺", bornOn: date("2026-02-28"),
        url: "https://birthgate.example.cn/p/9fK2-x&y", qr: symbol,
        expiresAt: instant("2027-02-28T00:00:00+08:00")), language: language)
    let markup = Markup(slip)
    #expect(markup.faults.isEmpty)
    #expect(slip.contains("https://birthgate.example.cn/p/9fK2-x&amp;y</p>"))
    #expect(slip.contains(symbol.svg))
    #expect(!slip.contains("一诺") && slip.contains("李＊＊"))
    #expect(slip.contains(language == .en ? "28\u{A0}February 2027, 00:00" : "2027年2月28日 00:00"))
    #expect(!markup.elements.contains { $0.name == "link" || $0.name == "script" })
    #expect(!markup.elements.flatMap(\.attributes).contains { $0.name == "style" })
  }

  /// Writes every page for the eye, where `BIRTHGATE_PAGES` names a directory (`shots.sh`).
  @Test(.enabled(if: ProcessInfo.processInfo.environment["BIRTHGATE_PAGES"] != nil))
  func writesThePagesForLooking() throws {
    let place = try #require(ProcessInfo.processInfo.environment["BIRTHGATE_PAGES"])
    let folder = URL(fileURLWithPath: place, isDirectory: true)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    func write(_ text: String, _ name: String) throws {
      let local = text.replacingOccurrences(of: "href=\"/p/style.css\"", with: "href=\"style.css\"")
      try Data(local.utf8).write(to: folder.appendingPathComponent(name))
    }
    try write(ParentPage.styleSheet, "style.css")
    for language in PageLanguage.allCases {
      let suffix = language.rawValue
      for situation in Situation.all {
        try write(
          ParentPage.render(situation.model, language: language), "\(situation.name).\(suffix).html"
        )
        try write(
          ParentPage.render(situation.model, language: language, large: true),
          "\(situation.name).\(suffix).large.html")
      }
      try write(ParentPage.notFound(language: language), "not-found.\(suffix).html")
      try write(
        LinkSlip.render(
          LinkSlip.Model(
            childName: "李一诺", bornOn: date("2026-02-28"),
            url: "https://birthgate.example.cn/p/9fK2xQ7mTz4RbV1sLw8Nac", qr: symbol,
            expiresAt: instant("2027-02-28T00:00:00+08:00")), language: language),
        "slip.\(suffix).html")
    }
  }
}
