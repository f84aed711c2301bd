package import Casework

/// A copy of what is held of a child, in words (Personal Information Protection Law, article 45):
/// the same that the file for machines carries.
package struct HoldingsPage: Hashable, Sendable {
  /// Some facts under one heading.
  package struct Part: Hashable, Sendable {
    package var title: Plain
    package var rows: [Row]

    package init(_ title: Plain, _ rows: [Row]) {
      self.title = title
      self.rows = rows
    }

    /// Facts of one day, which stands behind the title as each language writes it.
    package init(_ title: Plain, on day: CivilDate, _ rows: [Row]) {
      self.init(
        Plain(
          "\(title.chinese)，\(PageLanguage.zhCN.fullDay(day))",
          "\(title.english), \(PageLanguage.en.fullDay(day))"), rows)
    }
  }

  /// One fact.
  package struct Row: Hashable, Sendable {
    package var label: Plain
    package var value: Plain

    package init(_ label: Plain, _ value: String) {
      self.init(label, Plain(value, value))
    }

    package init(_ label: Plain, _ value: Plain) {
      self.label = label
      self.value = value
    }

    /// A moment, with words behind it where there are any.
    package init(_ label: Plain, at moment: Instant, _ rest: Plain? = nil) {
      func written(_ language: PageLanguage) -> String {
        [language.moment(moment), rest.map { language.say($0) }].compactMap { $0 }
          .joined(separator: language.say("，", ", "))
      }
      self.init(label, Plain(written(.zhCN), written(.en)))
    }

    /// A day, or the first and last of some, as each language writes them.
    package init(_ label: Plain, _ first: CivilDate, to last: CivilDate? = nil) {
      func written(_ language: PageLanguage, _ to: String) -> String {
        let days = [first, last].compactMap { $0 }.map(language.fullDay)
        return days.joined(separator: to)
      }
      self.label = label
      value = Plain(written(.zhCN, "至"), written(.en, " to "))
    }

    /// A day with words before and behind it.
    package init(_ label: Plain, _ before: Plain, _ day: CivilDate, _ after: Plain) {
      func written(_ language: PageLanguage) -> String {
        language.say(before) + language.fullDay(day) + language.say(after)
      }
      self.init(label, Plain(written(.zhCN), written(.en)))
    }

    /// A code in groups that can be read out.
    package init(_ label: Plain, code: String) {
      self.init(label, CodeSheet.groups(code).joined(separator: " "))
    }
  }

  package var parts: [Part]
  /// What was received, one part a message, to be opened by whoever wants to read it.
  package var messages: [Part]
  /// The page of the child, whose timeline is shown whole.
  package var story: ParentPageModel
  package var looks: [LookLine]
  package var base: String

  package init(
    parts: [Part], messages: [Part], story: ParentPageModel, looks: [LookLine], base: String
  ) {
    self.parts = parts
    self.messages = messages
    self.story = story
    self.looks = looks
    self.base = base
  }

  package func render(
    language: PageLanguage, large: Bool = false, links: PageLinks = PageLinks()
  ) -> String {
    let house = language.say("出生一件事", "Birthgate")
    let title = language.say("我的信息副本", "A copy of what is held")
    let cards: [HTML] = parts.filter { !$0.rows.isEmpty }.map { part in
      """
      <section class="card"><h2>\(language.say(part.title))</h2>\
      \(list(part.rows, language))</section>
      """
    }
    return Frame(
      title: "\(title) · \(house)", language: language, large: large,
      styleSheet: links.styleSheet, kind: "plain"
    ).page(
      main: """
        <div class="card"><h1 class="h1">\(title)</h1><p>\(language.say(
          "这是网关保存的孩子的信息。其他人的证件号码和联系方式只显示一小部分；原件由收件的部门保管。",
          "This is what the gateway holds of your child. Of other persons’ numbers and addresses "
            + "only a small part is shown; originals are with the offices that took them."))</p>\
        <p class="go"><a class="plainly" href="\(base)/copy?form=json">\
        \(language.say("下载数据文件", "Download as a file"))</a> \
        <a class="plainly" href="\(base)">\(language.say("返回", "Back"))</a></p></div>\
        \(HTML(cards))\(received(language))\
        \(History(model: story, language: language, isWhole: true).section)\(seen(language))
        """,
      foot: "<p>\(language.say("本次查看也已记录。", "This view is recorded as well."))</p>")
  }

  private func list(_ rows: [Row], _ language: PageLanguage) -> HTML {
    let items: [HTML] = rows.map { row in
      let value = language.say(row.value)
      // The mark of a number that is cut short is no word of any language.
      let isHan = Masking.isHan(value.filter { $0 != "＊" })
      let lang: HTML = language == .en && isHan ? " lang=\"zh-CN\"" : .empty
      return "<div><dt>\(language.say(row.label))</dt><dd\(lang)>\(value)</dd></div>"
    }
    return "<dl class=\"rows\">\(HTML(items))</dl>"
  }

  private func received(_ language: PageLanguage) -> HTML {
    guard !messages.isEmpty else { return .empty }
    let items: [HTML] = messages.map { part in
      """
      <details><summary>\(language.say(part.title))</summary>\
      \(list(part.rows, language))</details>
      """
    }
    return """
      <section class="card"><h2>\(language.say("收到的材料", "What was received"))</h2>\
      \(HTML(items))</section>
      """
  }

  private func seen(_ language: PageLanguage) -> HTML {
    guard !looks.isEmpty else { return .empty }
    return """
      <section class="card o7"><h2>\(language.say("谁看过", "Who looked"))</h2>\
      \(Errands.list(looks, language))</section>
      """
  }
}
