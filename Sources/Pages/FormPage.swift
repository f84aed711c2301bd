package import Casework

/// A page that asks for something or tells how an act ended: one question, one button, and how to
/// go back. The second factor, every act of a parent, and finding a page are this.
package struct FormPage: Hashable, Sendable {
  /// What is typed in.
  package struct Field: Hashable, Sendable {
    package enum Kind: String, Sendable { case four, line, number, phone, area }

    package var name: String
    package var kind: Kind
    package var label: Plain
    package var hint: Plain?
    /// A question some readers have here, and its answer, which others need not read.
    package var more: [Plain] = []
    /// What had been typed, where it is no secret.
    package var value: String

    package init(
      _ name: String, _ kind: Kind, _ label: Plain, hint: Plain? = nil, value: String = ""
    ) {
      self.name = name
      self.kind = kind
      self.label = label
      self.hint = hint
      self.value = value
    }
  }

  package var title: Plain
  package var lines: [Plain]
  package var fields: [Field] = []
  /// Nil on a page that asks for nothing.
  package var button: Plain?
  /// The same for an act that is not what the page is for.
  package var quietButton: Plain?
  /// Where the form goes.
  package var action: String = ""
  /// Sent along unseen.
  package var hidden: [Hidden] = []
  /// Said below the form.
  package var after: [Plain] = []
  /// Where else the reader may go.
  package var ways: [Way] = []
  /// What of the page's query makes it what it is; another language keeps it.
  package var query: Hidden?
  /// What is wrong with the answer before.
  package var fault: Plain?
  /// At which field; the first, unless said.
  package var faultAt: String?
  /// Whether it is of all fields together, so that none is marked.
  package var isFaultOfAll = false
  /// What the fields are for, where something else stands before them.
  package var formTitle: Plain?
  /// Smaller forms that stand before the own one, as one for each who is bound.
  package var forms: [FormPage] = []

  /// A value that a form carries without asking for it.
  package struct Hidden: Hashable, Sendable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// A link away from here.
  package struct Way: Hashable, Sendable {
    package var address: String
    package var words: Plain

    package init(_ address: String, _ words: Plain) {
      self.address = address
      self.words = words
    }
  }

  package init(_ title: Plain, _ lines: [Plain] = []) {
    self.title = title
    self.lines = lines
  }

  package func render(
    language: PageLanguage, large: Bool = false, links: PageLinks = PageLinks()
  ) -> String {
    let house = language.say("出生一件事", "Birthgate")
    let error = fault == nil ? "" : language.say("错误：", "Error: ")
    let card: HTML = """
      <div class="card">\(summary(language))<h1 class="h1">\(language.say(title))</h1>\
      \(content(language))\(way(language))</div>
      """
    var frame = Frame(
      title: "\(error)\(language.say(title)) · \(house)", language: language, large: large,
      styleSheet: links.styleSheet, kind: "plain")
    if let query { frame.query = "\(query.name)=\(query.value)&" }
    return frame.page(
      main: card,
      foot: "<p>\(language.say("本页没有广告，不推荐任何商业保险。", "No advertising here."))</p>")
  }

  private func content(_ language: PageLanguage) -> HTML {
    let texts: [HTML] = lines.map { "<p>\(language.say($0))</p>" }
    let last: [HTML] = after.map { "<p class=\"small\">\(language.say($0))</p>" }
    let heading: HTML =
      formTitle.map { "<h2 class=\"part\">\(language.say($0))</h2>" } ?? .empty
    return """
      \(HTML(texts))\(HTML(forms.map { $0.section(language) }))\(heading)\(form(language))\
      \(HTML(last))
      """
  }

  /// One of several who can each be dealt with: who it is, and the button beside it.
  private func section(_ language: PageLanguage) -> HTML {
    "<div class=\"one\"><h2>\(language.say(title))</h2>\(content(language))</div>"
  }

  private func form(_ language: PageLanguage) -> HTML {
    guard let words = button ?? quietButton else { return .empty }
    let look: HTML = button == nil ? "quiet-btn" : "btn"
    let secrets: [HTML] = hidden.map {
      "<input type=\"hidden\" name=\"\($0.name)\" value=\"\($0.value)\">"
    }
    return """
      <form method="post" action="\(action)">\(HTML(secrets))\
      \(HTML(fields.map { markup($0, language) }))\
      <button class="\(look)" type="submit">\(language.say(words))</button></form>
      """
  }

  /// The summary leads to the field, which says the same again.
  private func summary(_ language: PageLanguage) -> HTML {
    guard let fault else { return .empty }
    let words = language.say(fault)
    let place: HTML =
      faulty.map { "<a href=\"#\($0.name)\">\(words)</a>" } ?? "\(words)"
    let title =
      isFaultOfAll
      ? language.say("请再核对一遍", "Please check again")
      : language.say("有 1 处要改", "One thing to change")
    return """
      <div class="bad" role="alert"><h2>\(title)</h2><p>\(place)</p></div>
      """
  }

  private var faulty: Field? {
    isFaultOfAll ? nil : fields.first { $0.name == faultAt } ?? fields.first
  }

  private func markup(_ field: Field, _ language: PageLanguage) -> HTML {
    let isWrong = fault != nil && field == faulty
    let hintID = "\(field.name)-hint"
    let faultID = "\(field.name)-fault"
    let hint: HTML =
      field.hint.map { "<p class=\"small\" id=\"\(hintID)\">\(language.say($0))</p>" } ?? .empty
    let wrong: HTML =
      isWrong
      ? "<p class=\"wrong\" id=\"\(faultID)\">\(fault.map(language.say) ?? "")</p>" : .empty
    let about = [field.hint == nil ? nil : hintID, isWrong ? faultID : nil].compactMap { $0 }
    let described: HTML =
      about.isEmpty ? .empty : " aria-describedby=\"\(about.joined(separator: " "))\""
    let invalid: HTML = isWrong ? " aria-invalid=\"true\"" : .empty
    return """
      <div class="field"><label for="\(field.name)">\(language.say(field.label))</label>\(hint)\
      \(wrong)\(input(field, described: "\(described)\(invalid)"))\(more(field, language))</div>
      """
  }

  private func more(_ field: Field, _ language: PageLanguage) -> HTML {
    guard let question = field.more.first else { return .empty }
    let answers: [HTML] = field.more.dropFirst().map {
      "<p class=\"small\">\(language.say($0))</p>"
    }
    return """
      <details><summary>\(language.say(question))</summary>\(HTML(answers))</details>
      """
  }

  private func input(_ field: Field, described: HTML) -> HTML {
    let name = field.name
    switch field.kind {
    case .four:
      return """
        <input class="four" type="text" id="\(name)" name="\(name)" value="" maxlength="8" \
        inputmode="text" autocomplete="off" autocapitalize="characters" spellcheck="false" \
        required="required"\(described)>
        """
    case .line:
      return """
        <input type="text" id="\(name)" name="\(name)" value="\(field.value)" maxlength="64" \
        autocomplete="off" spellcheck="false" required="required"\(described)>
        """
    case .number:
      return """
        <input type="text" id="\(name)" name="\(name)" value="\(field.value)" maxlength="64" \
        autocomplete="off" autocapitalize="characters" spellcheck="false" required="required"\
        \(described)>
        """
    case .phone:
      return """
        <input type="tel" id="\(name)" name="\(name)" value="\(field.value)" maxlength="24" \
        autocomplete="tel" required="required"\(described)>
        """
    case .area:
      return """
        <textarea id="\(name)" name="\(name)" rows="5" maxlength="500" required="required"\
        \(described)>\(field.value)</textarea>
        """
    }
  }

  private func way(_ language: PageLanguage) -> HTML {
    guard !ways.isEmpty else { return .empty }
    let links: [HTML] = ways.map { way in
      "<a class=\"plainly\" href=\"\(way.address)\">\(language.say(way.words))</a>"
    }
    return "<p class=\"go\">\(HTML(links))</p>"
  }
}

/// The second factor in words. They are the same for every link, whatever is known of its child, so
/// that they tell nothing to whoever has found one.
extension FormPage {
  package static func enter(action: String, triesLeft: Int? = nil) -> FormPage {
    var page = FormPage(Plain("先确认是您", "First, confirm it is you"))
    page.fields = [
      Field(
        "last4", .four, Plain("母亲证件号码的后四位", "Last four of the mother’s document number"),
        hint: Plain(
          "身份证最后一位可能是 X；没有身份证的，填登记时用的证件。",
          "An ID card may end in X; without one, use the document that was registered."))
    ]
    page.fields[0].more = [
      Plain("没有登记母亲？", "No mother registered?"),
      Plain(
        "填父亲的；也没有的，填其他监护人的；都没有的，填孩子出生医学证明编号的后四位，没有证明的填孩子身份证号的后四位。",
        "Use the father’s; without one, another guardian’s; where nobody is registered, the last "
          + "four of the child’s birth certificate, or of its ID number where there is none."),
    ]
    page.button = Plain("继续", "Continue")
    page.action = action
    page.after = [
      Plain(
        "确认后半小时内不用再填。每次查看都有记录。",
        "You need not do this again for half an hour. Every view is recorded.")
    ]
    if let triesLeft {
      page.fault = Plain(
        "后四位不对，还可以试 \(triesLeft) 次。",
        "Not the right four. \(triesLeft == 1 ? "One try" : "\(triesLeft) tries") left.")
    }
    return page
  }

  /// - Parameter until: when the link may be tried again.
  package static func locked(until: Instant) -> FormPage {
    let (chinese, english) = (PageLanguage.zhCN.clock(until), PageLanguage.en.clock(until))
    var page = FormPage(
      Plain("试错太多次", "Too many wrong answers"),
      [
        Plain(
          "\(chinese) 以后再试。急用请到医院或医保窗口。",
          "Try again after \(english), China time. If it is urgent, ask at the hospital or the "
            + "insurance counter.")
      ])
    // Who has locked a link that went astray has not locked the next.
    page.ways = [
      Way(
        FormPage.findPath,
        Plain("用出生医学证明编号要一个新链接", "Get a new link by the birth certificate"))
    ]
    return page
  }

  /// A form that cannot be read: too long, or of a kind that no page of ours sends.
  package static let refused = FormPage(
    Plain("没有办理", "Nothing was done"),
    [
      Plain(
        "提交的内容太长，或者不是从本页提交的。请回到页面再试一次。",
        "What was sent is too long, or was not sent from this page. Please go back and try again.")
    ])

  /// A form that did not come from a page of ours, or from one too old.
  package static func strange(back: String) -> FormPage {
    var page = FormPage(
      Plain("没有办理", "Nothing was done"),
      [
        Plain(
          "这张表单太旧了，或者不是从本页提交的。请回到页面再试一次。",
          "The form is too old, or was not sent from this page. Please go back and try again.")
      ])
    page.ways = [Way(back, Plain("回到页面", "Back to the page"))]
    return page
  }
}
