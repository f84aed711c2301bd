import Casework
import Foundation
import Pages
import Testing

/// The pages behind the second factor, and the question before it.
@Suite struct FormPageTests {
  static let forms: [FormPage] =
    [
      .enter(action: "/p/T/enter"), .enter(action: "/p/T/enter", triesLeft: 1),
      .enter(action: "/p/T/enter", triesLeft: 4),
      .locked(until: instant("2026-05-10T11:20:00+08:00")),
      .strange(back: "/p/T"), .refused, .stop(base: "/p/T", token: "a"),
      .resume(base: "/p/T", token: "a"),
      .revoke(base: "/p/T", token: "a"), .wrong(base: "/p/T", token: "a"),
      .wrong(base: "/p/T", token: "a", text: "<b>\"x\"", fault: Plain("请写。", "Please write.")),
      .phone(base: "/p/T", token: "a"), .guardians([], base: "/p/T", token: "a"),
      .guardians(
        [(Plain("母亲", "Mother"), "b1"), (Plain("父亲", "Father"), nil)], base: "/p/T", token: "a"),
      .unbind("b1", Plain("母亲", "Mother"), base: "/p/T", token: "a"), .find(token: "a"), .asked,
      .guardians(
        [(Plain("母亲", "Mother"), "b1"), (Plain("父亲", "Father"), "b2")], base: "/p/T", token: "a",
        fault: Plain("请核对。", "Please check."), certificate: "<b>\"x\"", name: "<i>"),
      .find(token: "a", certificate: "<b>\"x\"", faultAt: .birthCertificate),
      .find(token: "a", certificate: "Z610000001", faultAt: .documentNumber),
    ] + FormPage.Act.allCases.map { .done($0, base: "/p/T") } + [.done(.revoked, base: nil)]

  @Test(arguments: PageLanguage.allCases) func everyFormIsAPage(language: PageLanguage) {
    for form in Self.forms {
      let source = form.render(language: language)
      let markup = Markup(source)
      #expect(markup.faults.isEmpty, "\(form.title.english): \(markup.faults)")
      #expect(markup.elements.filter { $0.name == "h1" }.count == 1)
      #expect(source.components(separatedBy: "class=\"btn\"").count - 1 <= 1)
      let ids = markup.values("id")
      #expect(Set(ids).count == ids.count)
      for target in markup.values("for") + markup.values("aria-describedby") {
        for id in target.split(separator: " ") { #expect(ids.contains(String(id))) }
      }
      #expect(!markup.elements.contains { $0.name == "script" || $0.name == "style" })
      #expect(!source.contains("<b>\"x\""))
      for (text, lang) in markup.texts where lang == "en" {
        #expect(!text.unicodeScalars.contains { (0x3000...0x9FFF).contains($0.value) }, "\(text)")
      }
    }
  }

  @Test func everyFormButTheQuestionCarriesItsToken() {
    for form in Self.forms {
      let source = form.render(language: .en)
      let forms = source.components(separatedBy: "<form ").count - 1
      let tokens = source.components(separatedBy: "name=\"form\" value=\"a\"").count - 1
      #expect(tokens == (source.contains("name=\"last4\"") ? 0 : forms))
    }
  }

  @Test func aFaultIsSaidInTheTitleAboveAndAtItsField() {
    let page = FormPage.enter(action: "/p/T/enter", triesLeft: 1).render(language: .en)
    #expect(page.contains("<title>Error: "))
    #expect(page.contains("role=\"alert\"") && page.contains("href=\"#last4\""))
    #expect(page.contains("aria-invalid=\"true\"") && page.contains("One try left."))
  }

  /// Which of the three is wrong is not told: no field may look as if it were.
  @Test func aFaultOfAllFieldsMarksNone() {
    let page = FormPage.guardians(
      [], base: "/p/T", token: "a", fault: Plain("请核对。", "Please check."), certificate: "Z1",
      name: "王芳"
    ).render(language: .en)
    #expect(page.contains("role=\"alert\"") && !page.contains("aria-invalid"))
    #expect(page.contains("value=\"Z1\"") && page.contains("value=\"王芳\""))
  }

  @Test func aFaultIsSaidAtTheFieldThatHasIt() {
    let page = FormPage.find(token: "a", certificate: "Z610000001", faultAt: .documentNumber)
      .render(language: .en)
    #expect(page.contains("href=\"#documentNumber\""))
    #expect(!page.contains("id=\"birthCertificate-fault\""))
    #expect(page.contains("id=\"documentNumber-fault\""))
  }

  @Test func everyClassOfTheseHasARule() {
    var sources = Self.forms.map { $0.render(language: .zhCN, large: true) }
    for situation in Situation.all {
      sources.append(ParentPage.render(Self.confirmed(situation.model), language: .zhCN))
    }
    var used: Set<String> = []
    for source in sources {
      for value in Markup(source).values("class") {
        used.formUnion(value.split(separator: " ").map(String.init))
      }
    }
    for name in used.subtracting(["waiting", "t-sad", "large"]) {
      #expect(ParentPage.styleSheet.contains(".\(name)"), "no rule for \(name)")
    }
  }

  /// A situation as its family sees it behind the second factor.
  static func confirmed(_ model: ParentPageModel) -> ParentPageModel {
    var model = model
    model.isConfirmed = true
    model.links = PageLinks(script: "/p/page.js", base: "/p/T")
    model.codeUntil = instant("2026-05-10T11:20:00+08:00")
    model.looks = [
      LookLine(
        at: instant("2026-05-10T10:20:00+08:00"), who: Plain("家长", "A parent"),
        what: Plain("打开本页", "opened this page"), count: 2)
    ]
    return model
  }

  @Test(arguments: Situation.all) func behindTheFactorTheChildIsNamed(situation: Situation) {
    for language in PageLanguage.allCases {
      let model = Self.confirmed(situation.model)
      let page = ParentPage.render(model, language: language)
      let markup = Markup(page)
      #expect(markup.faults.isEmpty)
      if let name = model.ruling.child.name, model.ruling.identity != .placeholder {
        #expect(page.contains(name))
        let title = page.components(separatedBy: "<title>").last?.components(separatedBy: "</")
          .first
        #expect(title?.contains(name) == false)
      }
      let isSad = model.ruling.child.diedOn != nil
      for rest in ["stop", "deadlines.ics", "guardians"] {
        #expect(page.contains("/p/T/\(rest)\"") == !isSad, "\(rest)")
      }
      #expect(page.contains("/p/T/copy") && page.contains("/p/T/revoke"))
      #expect(page.utf8.count <= 100_000)
    }
  }

  @Test func thePaperHasNoSymbolAndNoErrands() {
    for situation in Situation.all {
      let page = PaperPage.render(
        Self.confirmed(situation.model), printedAt: instant("2026-05-10T10:20:00+08:00"),
        language: .zhCN)
      #expect(Markup(page).faults.isEmpty)
      #expect(!page.contains("class=\"qr\"") && !page.contains("/p/T/stop"))
      #expect(page.contains("打印于") && !page.contains("<script"))
    }
  }

  @Test func theCodeAloneIsShownOnlyWhereThereIsOne() {
    for situation in Situation.all {
      let model = Self.confirmed(situation.model)
      let page = CodePage.render(model, language: .en)
      let hasCode = model.codeValue != nil && model.qr != nil && model.ruling.child.diedOn == nil
      #expect((page != nil) == hasCode)
      if let page {
        #expect(Markup(page).faults.isEmpty)
        #expect(page.contains("data-wake") && page.contains("11:20"))
      }
    }
  }
}

/// The calendar file, by the letter of RFC 5545.
@Suite struct CalendarFileTests {
  private static func file(_ language: PageLanguage = .zhCN) -> String {
    let model = FormPageTests.confirmed(
      Situation.all.first { $0.name == "unpaid" }?.model ?? Situation.all[0].model)
    return CalendarFile.render(model, named: "c0ffee", language: language) ?? ""
  }

  @Test(arguments: PageLanguage.allCases) func linesAreFoldedAtSeventyFiveOctets(
    language: PageLanguage
  ) {
    let file = Self.file(language)
    #expect(file.hasSuffix("END:VCALENDAR\r\n"))
    #expect(!file.replacingOccurrences(of: "\r\n", with: "").contains("\n"))
    for line in file.components(separatedBy: "\r\n") { #expect(line.utf8.count <= 75) }
    #expect(!file.unicodeScalars.contains("\u{FFFD}"))
  }

  /// Born 28 February 2026: pay by birth + 90, 29 May; register by birth + 180, 27 August.
  @Test func daysAreWholeDaysOfTheRuling() {
    let lines = Self.file().replacingOccurrences(of: "\r\n ", with: "")
      .components(separatedBy: "\r\n")
    for (name, day, next) in [
      ("pay", "20260529", "20260530"), ("register", "20260827", "20260828"),
    ] {
      guard let place = lines.firstIndex(of: "UID:c0ffee-\(name)@birthgate") else {
        Issue.record("no event \(name)")
        continue
      }
      let event = lines[place...].prefix { $0 != "END:VEVENT" }
      #expect(event.contains("DTSTART;VALUE=DATE:\(day)"))
      #expect(event.contains("DTEND;VALUE=DATE:\(next)"))
      #expect(event.contains("TRIGGER:-P6DT15H") && event.contains("TRIGGER:PT9H"))
    }
    #expect(lines.count { $0 == "BEGIN:VALARM" } == lines.count { $0 == "END:VALARM" })
  }

  @Test func aCommaInATextIsEscaped() {
    let whole = Self.file(.en).replacingOccurrences(of: "\r\n ", with: "")
    #expect(whole.contains("Paid before midnight\\, cover starts on the day of birth."))
  }

  @Test func afterADeathThereIsNone() {
    for situation in Situation.all where situation.model.ruling.child.diedOn != nil {
      #expect(CalendarFile.render(situation.model, named: "x", language: .en) == nil)
    }
  }
}
