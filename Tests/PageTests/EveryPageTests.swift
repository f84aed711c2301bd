import Casework
import Foundation
import Pages
import Testing

/// What must hold of every page there is: each situation, in each language and size.
@Suite struct EveryPageTests {
  static let pages: [Page] = Situation.all.flatMap { situation in
    PageLanguage.allCases.flatMap { language in
      [false, true].map { Page(situation: situation, language: language, large: $0) }
    }
  }

  struct Page: Sendable, CustomStringConvertible {
    var situation: Situation
    var language: PageLanguage
    var large: Bool
    var description: String { "\(situation.name) \(language.rawValue)\(large ? " large" : "")" }
    var source: String {
      ParentPage.render(situation.model, language: language, large: large)
    }
  }

  @Test(arguments: pages) func isWellFormed(page: Page) {
    let markup = Markup(page.source)
    #expect(markup.faults.isEmpty)
    let ids = markup.values("id")
    #expect(Set(ids).count == ids.count)
    for reference in markup.values("aria-labelledby").flatMap({ $0.split(separator: " ") }) {
      #expect(ids.contains(String(reference)))
    }
    for target in markup.values("href") where target.hasPrefix("#") {
      #expect(ids.contains(String(target.dropFirst())), "no place \(target)")
    }
  }

  @Test(arguments: pages) func hasOneTitleAndHeadingsInOrder(page: Page) {
    let levels = Markup(page.source).elements.compactMap { element in
      ["h1": 1, "h2": 2, "h3": 3][element.name]
    }
    #expect(levels.filter { $0 == 1 }.count == 1)
    #expect(levels.first == 1)
    for (above, below) in zip(levels, levels.dropFirst()) { #expect(below <= above + 1) }
  }

  /// WCAG 2.2, 1.1.1 and 1.3.1: a drawing is named or hidden; the main parts are landmarks.
  @Test(arguments: pages) func namesWhatIsDrawn(page: Page) {
    let markup = Markup(page.source)
    for name in ["header", "main", "footer", "nav"] {
      #expect(markup.elements.filter { $0.name == name }.count == 1)
    }
    for element in markup.elements where element.attributes.contains(where: { $0.value == "img" }) {
      #expect(
        element.attributes.contains {
          ($0.name == "aria-label" && !$0.value.isEmpty) || $0.name == "aria-labelledby"
        })
    }
  }

  @Test(arguments: pages) func leavesNoWordOut(page: Page) {
    let source = page.source
    for trace in ["nil", "Optional(", "{", "}", "undefined", "  </", "（）", "()", "第 -", "ay -"] {
      #expect(!source.contains(trace), "\(trace) in the page")
    }
    #expect(
      source.range(
        of: "<(p|h1|h2|h3|b|span|li|title|summary)( [^>]*)?></", options: .regularExpression) == nil
    )
  }

  @Test(arguments: pages) func speaksOneLanguage(page: Page) {
    let markup = Markup(page.source)
    var spoken = markup.texts
    for name in ["aria-label", "title"] {
      for element in markup.elements {
        for attribute in element.attributes where attribute.name == name {
          spoken.append((attribute.value, element.lang))
        }
      }
    }
    for (text, lang) in spoken {
      if lang == "en" {
        #expect(!text.unicodeScalars.contains { (0x3000...0x9FFF).contains($0.value) }, "\(text)")
      } else if page.language == .zhCN || lang == "zh-CN" {
        let isCode = text.range(of: "^[0-9A-Z]{1,4}$", options: .regularExpression) != nil
        #expect(
          isCode || text.range(of: "[A-Za-z]{2}", options: .regularExpression) == nil, "\(text)")
      }
    }
  }

  @Test(arguments: pages) func hasAtMostOneFilledButton(page: Page) {
    let source = page.source
    let count = source.components(separatedBy: "class=\"btn\"").count - 1
    #expect(count <= 1)
    if !source.contains("k-act") && !source.contains("k-miss") { #expect(count == 0) }
  }

  /// Behind a bare link: initials, dates and the code; no number of a person or a paper, no name.
  @Test(arguments: pages) func keepsPersonalDataBack(page: Page) {
    let source = page.source
    #expect(source.range(of: "[0-9]{15,18}", options: .regularExpression) == nil)
    #expect(source.range(of: "[A-Z][0-9]{9}", options: .regularExpression) == nil)
    for word in ["李一诺", "一诺", "王芳", "之子", "610104"] { #expect(!source.contains(word)) }
    let title = source.components(separatedBy: "<title>").last?.components(separatedBy: "</").first
    #expect(title?.contains("李") == false)
  }

  /// The content security policy of the pages refuses anything inline or from elsewhere.
  @Test(arguments: pages) func needsNothingInlineAndNothingFromElsewhere(page: Page) {
    let markup = Markup(page.source)
    let names = Set(markup.elements.map(\.name))
    #expect(names.isDisjoint(with: ["script", "style", "img", "iframe", "form", "object", "base"]))
    for element in markup.elements {
      for attribute in element.attributes {
        #expect(attribute.name != "style" && !attribute.name.hasPrefix("on"))
        #expect(attribute.name != "src")
      }
    }
    for href in markup.values("href") {
      #expect(
        href.hasPrefix("?") || href.hasPrefix("#") || href == "/p/style.css"
          || href.hasPrefix("https://pay.example.cn/"))
    }
    #expect(page.source.utf8.count <= 100_000)
  }

  @Test(arguments: Situation.all) func isAFunctionOfItsModel(situation: Situation) {
    let first = ParentPage.render(situation.model, language: .zhCN, large: false)
    var shuffled = situation.model
    shuffled.timeline.reverse()
    #expect(ParentPage.render(shuffled, language: .zhCN, large: false) == first)
  }

  /// The design counts with any window: of a policy of 60 and 150 days no 90 or 180 is left.
  @Test(arguments: PageLanguage.allCases) func takesItsNumbersFromTheRuling(language: PageLanguage)
  {
    for situation in Situation.all {
      var model = situation.model
      guard let birth = model.ruling.window?.from else { continue }
      guard model.today <= birth.adding(days: 60) else { continue }
      model.ruling.reasons = []
      model.ruling.policy = []
      model.ruling.window = Ruling.Span(from: birth, to: birth.adding(days: 61))
      model.ruling.code.directSettlementUntil = birth.adding(days: 151)
      model.ruling.deadlines = [
        Ruling.Deadline(kind: .pay, date: birth.adding(days: 61), state: .open),
        Ruling.Deadline(kind: .bindIdentity, date: birth.adding(days: 151), state: .open),
      ]
      let words = Markup(ParentPage.render(model, language: language)).texts.map(\.text)
      let said = words.joined(separator: " ")
      #expect(said.range(of: "\\b(90|180|80|85|89)\\b", options: .regularExpression) == nil)
    }
  }
}
