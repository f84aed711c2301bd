import Casework

/// What else a parent can do here, and who looked: the last sections of the page, behind the second
/// factor only.
struct Errands {
  var model: ParentPageModel
  var language: PageLanguage

  private func say(_ chinese: String, _ english: String) -> String {
    language.say(chinese, english)
  }

  var section: HTML {
    guard model.isConfirmed, let base = model.links.base else { return .empty }
    let isSad = model.ruling.child.diedOn != nil
    var ways: [(String, String)] = []
    if !isSad {
      ways.append(("\(base)/deadlines.ics", say("把期限放进手机日历", "Put the dates into your calendar")))
    }
    ways += [
      ("\(base)/print", say("打印一页", "Print one page")),
      ("\(base)/copy", say("我的信息副本", "A copy of what is held")),
      ("\(base)/wrong", say("哪里不对，告诉我们", "Something is wrong")),
    ]
    if !isSad {
      let messages =
        model.isQuieted ? say("重新接收消息", "Get messages again") : say("不再收消息", "Stop messages")
      ways += [
        ("\(base)/phone", say("更正手机号码", "Correct the telephone number")),
        ("\(base)/guardians", say("谁能办理、谁会收到消息", "Who may act and is told")),
        ("\(base)/stop", messages),
      ]
    }
    ways.append(("\(base)/revoke", say("停用这个链接", "Switch this link off")))
    let items: [HTML] = ways.map { "<li><a href=\"\($0.0)\">\($0.1)</a></li>" }
    return """
      <section class="card errands o7" aria-labelledby="e"><h2 id="e">\(say("还可以办", "More"))</h2>\
      <ul>\(HTML(items))</ul>\(looks)</section>
      """
  }

  /// Personal Information Protection Law, article 45: who looked.
  private var looks: HTML {
    guard !model.looks.isEmpty else { return .empty }
    return """
      <div class="rest looks"><h3>\(say("最近谁看过", "Who looked lately"))</h3>\
      \(Self.list(Array(model.looks.prefix(5)), language))</div>
      """
  }

  static func list(_ looks: [LookLine], _ language: PageLanguage) -> HTML {
    let items: [HTML] = looks.map { look in
      let times =
        look.count == 1
        ? "" : language.say("，\(look.count) 次", ", \(look.count) times")
      return """
        <li><p class="small">\(language.moment(look.at))</p>\
        <p>\(language.say(look.who))\(language.say("：", ": "))\(language.say(look.what))\
        \(times)</p></li>
        """
    }
    return "<ul class=\"seen\">\(HTML(items))</ul>"
  }
}
