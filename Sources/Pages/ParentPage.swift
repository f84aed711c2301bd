import Casework

/// The page behind a parent's link: where the child stands, what to do and by when.
///
/// A pure function of its model, a language and a size, complete without a script, with one request
/// for itself and one for ``styleSheet``. Behind a bare link it names the child by initials and
/// shows no number but the code.
package enum ParentPage {
  /// The complete document.
  package static func render(
    _ model: ParentPageModel, language: PageLanguage, large: Bool = false
  ) -> String {
    render(model, language: language, large: large, note: .empty, back: nil)
  }

  /// - Parameters:
  ///   - note: said first in the foot.
  ///   - back: where a page that is for paper leads back to, on the screen alone.
  static func render(
    _ model: ParentPageModel, language: PageLanguage, large: Bool = false, note: HTML,
    back: FormPage.Way?
  ) -> String {
    let lead = Lead(model)
    let panel = PanelWriter(model: model, language: language).panel(for: lead)
    var frame = Frame(
      title: title(model, lead, panel, language), language: language, large: large,
      styleSheet: model.links.styleSheet)
    frame.script = model.links.script
    frame.events = model.links.base.map { $0 + "/events" }
    let main: HTML
    if case .death = lead {
      frame.kind = "quiet"
      main = """
        \(head(model, lead, language))<div class="col">\(panel.html)</div>\
        <div class="col">\(contact(model, language))\
        \(Grounds(model: model, lead: lead, language: language).section)\
        \(Errands(model: model, language: language).section)</div>
        """
    } else {
      main = """
        \(head(model, lead, language))<div class="col">\(panel.html)\
        \(Matters(model: model, lead: lead, language: language).section)\
        \(Steps(model: model, lead: lead, language: language).section)\
        \(Coverage(model: model, language: language).section)\
        \(Grounds(model: model, lead: lead, language: language).section)</div>\
        <div class="col">\(CodeSheet(model: model, language: language).section)\
        \(howToPay(model, lead, language))\
        \(Help(model: model, language: language).section)\
        \(Ahead(model: model, language: language).section)\
        \(History(model: model, language: language).section)\
        \(Errands(model: model, language: language).section)\
        \(contact(model, language))</div>
        """
    }
    let way: HTML =
      back.map {
        "<p class=\"go hint\"><a href=\"\($0.address)\">\(language.say($0.words))</a></p>"
      } ?? .empty
    frame.offersChoices = back == nil
    return frame.page(main: main, foot: "\(note)\(foot(model, lead, language))\(way)")
  }

  /// What the tab shows: the state, with nothing of a person in it.
  private static func title(
    _ model: ParentPageModel, _ lead: Lead, _ panel: Panel, _ language: PageLanguage
  ) -> String {
    let house = language.say("出生一件事", "Birthgate")
    if case .death = lead { return house }
    let state =
      panel.count.map { count in
        language.say(
          "还有\u{A0}\(count.days)\u{A0}天", "\(language.days(count.days)) left")
      } ?? panel.word ?? panel.action
    return "\(state) · \(house)"
  }

  private static func name(_ model: ParentPageModel, _ language: PageLanguage) -> HTML {
    if model.isConfirmed, model.ruling.identity != .placeholder,
      let name = model.ruling.child.name
    {
      return Masking.isHan(name) && language == .en
        ? "<span lang=\"zh-CN\">\(name)</span>" : "\(name)"
    }
    guard model.ruling.identity != .placeholder,
      let initials = Masking.initials(model.ruling.child.name)
    else { return "\(language.say("新生儿", "Newborn"))" }
    let isChinese = initials.hasSuffix("＊")
    return language == .en && isChinese
      ? "<span lang=\"zh-CN\">\(initials)</span>" : "\(initials)"
  }

  private static func head(
    _ model: ParentPageModel, _ lead: Lead, _ language: PageLanguage
  ) -> HTML {
    var facts: [String] = []
    if let sex = sex(model.ruling.child.sex, language) { facts.append(sex) }
    if let born = model.ruling.child.bornOn {
      facts.append(
        language.say("\(language.fullDay(born))出生", "born \(language.fullDay(born))"))
      if case .death = lead {
      } else if born <= model.today, model.today.days(since: born) < 366 {
        let number = model.today.days(since: born)
        facts.append(language.say("今天是第 \(number) 天", "today is day \(number)"))
      }
    }
    let line: HTML = facts.isEmpty ? "" : "<p>\(facts.joined(separator: " · "))</p>"
    return """
      <div class="who"><h1>\(name(model, language))</h1>\(line)\(draft(model, language))</div>
      """
  }

  /// GB/T 2261.1.
  private static func sex(_ code: String?, _ language: PageLanguage) -> String? {
    switch code {
    case "1": language.say("男", "Boy")
    case "2": language.say("女", "Girl")
    default: nil
    }
  }

  private static func draft(_ model: ParentPageModel, _ language: PageLanguage) -> HTML {
    let lines: [HTML] = model.ruling.policy.compactMap { layer in
      let status = PolicyPack.Status(rawValue: layer.status)
      guard let status, let word = language.word(status) else { return nil }
      let lang: HTML = language == .en ? " lang=\"zh-CN\"" : ""
      return """
        <p class="line">\(Look.act.tag(word)) <span\(lang)>\(layer.document)</span></p>
        """
    }
    guard !lines.isEmpty else { return .empty }
    return """
      <div class="banner">\(HTML(lines))<p>\(language.say(
        "本页按上面的文件试算，不是正式规定，请以当地医保部门的答复为准。",
        "This page tries out the document above. It is not law in force: what your insurance "
          + "agency says holds."))</p></div>
      """
  }

  private static func howToPay(
    _ model: ParentPageModel, _ lead: Lead, _ language: PageLanguage
  ) -> HTML {
    switch lead {
    case .unpaid, .latePossible, .tooLateThisYear, .lateWithoutCover, .nameMissing,
      .secondPremiumMissing, .renew, .payThisYear, .closedThisYear:
      break
    default: return .empty
    }
    guard !model.advice.howToPay.isEmpty else { return .empty }
    let items: [HTML] = model.advice.howToPay.map { "<li>\(language.say($0))</li>" }
    return """
      <section class="card o5" aria-labelledby="how"><h2 id="how" tabindex="-1">\
      \(language.say("怎么缴费", "How to pay"))</h2><ol class="how">\(HTML(items))</ol></section>
      """
  }

  private static func contact(_ model: ParentPageModel, _ language: PageLanguage) -> HTML {
    guard let contact = model.advice.contact else { return .empty }
    let order: HTML = model.ruling.child.diedOn == nil ? "o8" : "o2"
    return """
      <section class="card \(order)" aria-labelledby="k"><h2 id="k">\
      \(language.say("有问题找谁", "Whom to ask"))</h2><p>\(language.say(contact))</p></section>
      """
  }

  private static func foot(
    _ model: ParentPageModel, _ lead: Lead, _ language: PageLanguage
  ) -> HTML {
    let updated = language.moment(model.updatedAt)
    guard !model.isConfirmed else { return confirmedFoot(updated, language) }
    return """
      <p>\(language.say(
        "更新于 \(updated)。只显示已经收到的消息。",
        "Updated \(updated), China time. Only messages that have arrived are shown."))</p>\
      <p>\(language.say(
        "凭链接只显示姓名的第一个字和日期。这个链接只给您用，请不要转发。",
        "A link alone shows initials and dates. It is for you only; please do not pass it "
          + "on."))</p>\
      <p>\(language.say(
        "本页没有广告，不推荐任何商业保险。", "No advertising here, and no commercial insurance."))</p>
      """
  }

  private static func confirmedFoot(_ updated: String, _ language: PageLanguage) -> HTML {
    """
    <p>\(language.say(
      "更新于 \(updated)。只显示已经收到的消息。",
      "Updated \(updated), China time. Only messages that have arrived are shown."))</p>\
    <p>\(language.say(
      "您已确认身份，半小时不用会自动退出。每次查看都有记录。",
      "You have confirmed who you are; after half an hour without use the page closes. Every view "
        + "is recorded."))</p>\
    <p>\(language.say(
      "本页没有广告，不推荐任何商业保险。", "No advertising here, and no commercial insurance."))</p>
    """
  }
}
