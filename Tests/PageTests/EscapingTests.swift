import Casework
@testable import Pages
import Testing

/// Nothing that came from outside becomes markup.
@Suite struct EscapingTests {
  static let hostile = [
    "<script>alert(1)</script>", "\"onload=\"alert(1)", "' onmouseover='x",
    "</title><svg onload=x>",
    "&lt;b&gt;", "]]><!--", "李<b>", "\u{202E}gnp.exe", "a\u{0}b", "{{name}}",
  ]

  @Test func everyCharacterThatMeansSomethingIsReplaced() {
    for seed in 0..<2_000 {
      var state = UInt64(seed) &* 6_364_136_223_846_793_005 &+ 1
      let alphabet = Array("<>\"'&=/ a李;#x-!`\n")
      let text = String(
        (0..<24).map { _ -> Character in
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          return alphabet[Int(state >> 33) % alphabet.count]
        })
      let html: HTML = "<p title=\"\(text)\">\(text)</p>"
      let inside = html.source.dropFirst("<p title=\"".count).dropLast("</p>".count)
      #expect(!inside.contains("<") && !inside.contains("'"))
      #expect(inside.filter { $0 == "\"" }.count == 1)
      #expect(unescaped(HTML.escaped(text)) == text)
    }
  }

  private func unescaped(_ text: String) -> String {
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
      .reduce(text) { text, pair in
        text.split(separator: pair.0, omittingEmptySubsequences: false).joined(separator: pair.1)
      }
  }

  /// Each text of a model replaced by a hostile one: the same elements and attributes, whatever
  /// the words.
  @Test(arguments: hostile) func aHostileTextCannotBreakOut(text: String) {
    for language in PageLanguage.allCases {
      let hostile = Markup(ParentPage.render(poisoned(text), language: language))
      let harmless = Markup(ParentPage.render(poisoned("词"), language: language))
      #expect(hostile.faults.isEmpty)
      #expect(hostile.elements.map(\.name) == harmless.elements.map(\.name))
      #expect(
        hostile.elements.map { $0.attributes.map(\.name) }
          == harmless.elements.map { $0.attributes.map(\.name) })
    }
    let slip = LinkSlip.render(
      LinkSlip.Model(childName: text, bornOn: nil, url: text, qr: symbol), language: .zhCN)
    #expect(Markup(slip).faults.isEmpty)
    #expect(Markup(slip).elements.allSatisfy { $0.name != "script" })
  }

  private func poisoned(_ text: String) -> ParentPageModel {
    var ruling = ruling(on: "2026-05-10")
    ruling.child.name = "李\(text)"
    ruling.policy[0].document = text
    ruling.policy[0].status = "draft"
    ruling.reasons = [
      Ruling.Reason(
        rule: text, document: text, quote: "“\(text)", because: text, plain: Plain(text, text))
    ]
    var model = model(
      ruling, timeline: [TimelineLine(at: instant("2026-05-10T10:15:00+08:00"), kind: text)])
    model.codeValue = "AAAA"
    model.links.styleSheet = "/p/\(text)"
    model.advice = PackAdvice(
      payPlace: PackAdvice.PayPlace(url: "https://x/\(text)", name: Plain(text, text)),
      howToPay: [Plain(text, text)], contact: Plain(text, text))
    return model
  }

  @Test(arguments: hostile) func aHostileCodeOrNameIsText(text: String) {
    var model = model(ruling(on: "2026-05-10"))
    model.codeValue = text
    model.ruling.child.name = text
    let markup = Markup(ParentPage.render(model, language: .zhCN))
    #expect(markup.faults.isEmpty)
    #expect(
      markup.elements.allSatisfy { $0.name != "script" && $0.name != "b" || $0.attributes.isEmpty })
    #expect(!markup.elements.contains { $0.name == "script" })
    #expect(!markup.elements.flatMap(\.attributes).contains { $0.name.hasPrefix("on") })
  }

  @Test func controlsAndTurningMarksAreLeftOut() {
    #expect(HTML.escaped("a\u{202E}b\u{0}c\u{2066}d\ne") == "abcd\ne")
  }

  @Test func numbersOfPeopleAreShortened() {
    #expect(Masking.withoutNumbers("证 610104202602280020 号") == "证 ＊0020 号")
    #expect(Masking.withoutNumbers("2026年5月29日 第90天") == "2026年5月29日 第90天")
    #expect(Masking.withoutNumbers("61010420260228002X") == "＊8002X")
    var ruling = ruling(on: "2026-05-10")
    ruling.reasons[0].plain = Plain("身份证 610104202602280020", "ID 610104202602280020")
    for language in PageLanguage.allCases {
      #expect(!ParentPage.render(model(ruling), language: language).contains("6101042026"))
    }
  }

  @Test func aNameIsShownByItsInitials() {
    #expect(Masking.initials("李一诺") == "李＊＊")
    #expect(Masking.initials("欧阳娜娜子") == "欧＊＊")
    #expect(Masking.initials("李") == "李＊＊")
    #expect(Masking.initials("𪚥一") == "𪚥＊＊")
    #expect(Masking.initials("Anna maria Li") == "A. M. L.")
    #expect(Masking.initials(" 阿依古丽·买买提 ") == "阿＊＊")
    for text in ["", " ", "<script>", "\"", "※", "12"] { #expect(Masking.initials(text) == nil) }
    #expect(Masking.initials(nil) == nil)
  }

  @Test(arguments: [
    "<svg><script>x</script></svg>", "<svg onload=\"x\"></svg>", "<svg><path d='x'/></svg>",
    "<svg><a href=\"x\"></a></svg>", "<svg style=\"x\"></svg>", "<svg></svg><p></p>",
    "<svg><g></svg>",
    "<svg>", "", "svg", "<svg><rect fill=\"url(http://x)\"/></svg>", "<svg></svg>x",
    "<svg/><svg></svg>",
    "<svg><image/></svg>", "<svg xlink:href=\"x\"></svg>", "<svg><!-- --></svg>",
  ])
  func aDrawingIsADrawingOnly(text: String) {
    #expect(QRDrawing(svg: text) == nil)
  }

  @Test func aPlainDrawingIsTaken() {
    #expect(
      QRDrawing(svg: "<?xml version=\"1.0\"?>\n<svg><title>QR</title><path d=\"M4 4h1\"/></svg>\n")
        != nil)
    #expect(symbol.svg.hasPrefix("<svg "))
  }
}
