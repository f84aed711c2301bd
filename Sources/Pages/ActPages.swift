package import Casework

/// What a parent can do from the page, each in its own words: asked once, done by one button.
extension FormPage {
  private static let back = Plain("不办了，返回", "Back, change nothing")

  private static func act(
    _ title: Plain, _ lines: [Plain], _ button: Plain, _ base: String, _ name: String,
    _ token: String
  ) -> FormPage {
    var page = FormPage(title, lines)
    page.button = button
    page.action = "\(base)/\(name)"
    page.hidden = [Hidden("form", token)]
    page.ways = [Way(base, back)]
    return page
  }

  package static func stop(base: String, token: String) -> FormPage {
    act(
      Plain("不再收消息？", "No more messages?"),
      [
        Plain(
          "关于这个孩子，短信、邮件和微信都不再发，期限提醒也不发；通知仍会留在本页。随时可以改回来。",
          "About this child neither text messages nor mail nor WeChat, and no reminders of dates. "
            + "Every notice still stands on the page. You can change this back at any time.")
      ], Plain("不再接收", "Stop messages"), base, "stop", token)
  }

  package static func resume(base: String, token: String) -> FormPage {
    var page = act(
      Plain("重新接收消息？", "Get messages again?"),
      [
        Plain(
          "期限提醒和办理通知会再发到登记的联系方式。",
          "Reminders and notices will go to the registered contacts again.")
      ], Plain("重新接收", "Get messages"), base, "stop", token)
    page.hidden.append(Hidden("again", "yes"))
    return page
  }

  package static func revoke(base: String, token: String) -> FormPage {
    act(
      Plain("停用这个链接？", "Switch this link off?"),
      [
        Plain(
          "停用后，任何人都不能再用它打开孩子的页面。需要时可以请窗口发新的。",
          "Nobody can then open your child’s page with it. A counter can give you a new one.")
      ], Plain("停用", "Switch off"), base, "revoke", token)
  }

  /// - Parameter text: what had been written, where it was too long or nothing.
  package static func wrong(base: String, token: String, text: String = "", fault: Plain? = nil)
    -> FormPage
  {
    var page = act(
      Plain("哪里不对？", "What is wrong?"),
      [
        Plain(
          "写清楚哪里和实际不一样，由工作人员核实。不用写证件号码。已有的保障不受影响。",
          "Say what differs from how it really is; a person will look into it. No numbers of "
            + "documents are needed. Existing cover is not affected.")
      ], Plain("提交", "Send"), base, "wrong", token)
    page.fields = [Field("text", .area, Plain("哪里不对", "What is wrong"), value: text)]
    page.fault = fault
    return page
  }

  package static func phone(base: String, token: String, number: String = "", fault: Plain? = nil)
    -> FormPage
  {
    var page = act(
      Plain("更正手机号码", "Correct the telephone number"),
      [
        Plain(
          "工作人员核实以后改用新号码，之前仍发到原来的号码。",
          "A person checks it before the new number is used; until then messages go to the old one."
        )
      ], Plain("提交", "Send"), base, "phone", token)
    page.fields = [
      Field("number", .phone, Plain("新手机号码", "New telephone number"), value: number)
    ]
    page.fault = fault
    return page
  }

  /// Who may act, each with a form of its own to unbind, and the three fields that bind.
  ///
  /// - Parameters:
  ///   - people: who is bound, in words, and under what id where this page may unbind.
  ///   - certificate: what had been typed, like the name; the document's number is not shown again.
  package static func guardians(
    _ people: [(words: Plain, id: String?)], base: String, token: String, fault: Plain? = nil,
    certificate: String = "", name: String = ""
  ) -> FormPage {
    var page = act(
      Plain("谁能办理、谁会收到消息", "Who may act and is told"),
      [
        Plain(
          "绑定的监护人可以代孩子办理医保，也会收到消息。",
          "A bound guardian may act for the child in matters of insurance, and is told."),
        people.isEmpty
          ? Plain("还没有绑定监护人。", "No guardian is bound yet.")
          : Plain("已绑定：", "Bound:"),
      ], Plain("绑定", "Bind"), base, "guardians", token)
    page.formTitle = Plain("绑定母亲", "Bind the mother")
    page.fields = [
      Field(
        "birthCertificate", .number, Plain("出生医学证明编号", "Number of the birth certificate"),
        hint: Plain("一个字母和九位数字。", "One letter and nine digits."), value: certificate),
      Field("motherName", .line, Plain("母亲姓名", "Mother’s name"), value: name),
      Field("motherIdNumber", .number, Plain("母亲证件号码", "Number of the mother’s document")),
    ]
    page.fault = fault
    page.isFaultOfAll = true
    page.forms = people.map { person in
      var form = FormPage(person.words)
      guard let id = person.id else { return form }
      form.action = "\(base)/guardians"
      form.hidden = [Hidden("form", token), Hidden("unbind", id)]
      form.quietButton = Plain("解除", "Unbind")
      return form
    }
    page.ways = [Way(base, Plain("返回", "Back"))]
    return page
  }

  /// Asked once more, since the other person loses something.
  ///
  /// - Parameter words: who it is.
  package static func unbind(_ id: String, _ words: Plain, base: String, token: String)
    -> FormPage
  {
    var page = act(
      Plain("解除这位监护人？", "Unbind this guardian?"),
      [
        Plain("\(words.chinese)。", "\(words.english)."),
        Plain(
          "解除后，对方不能再代办，也收不到消息。医保码不变。以后可以重新绑定。",
          "They can then no longer act, nor are they told. The code stays the same, and they can "
            + "be bound again."),
      ], Plain("解除", "Unbind"), base, "guardians", token)
    page.ways = [Way("\(base)/guardians", back)]
    page.hidden += [Hidden("unbind", id), Hidden("sure", "yes")]
    return page
  }
}

/// How an act ended. The words depend on nothing but the act, so that a form sent twice shows the
/// same page twice.
extension FormPage {
  /// The acts that have a page at their end.
  package enum Act: String, CaseIterable, Sendable {
    case stopped, resumed, revoked, reported, tooMany, bound, unbound

    var title: Plain {
      switch self {
      case .stopped: Plain("不再发消息了", "No more messages")
      case .resumed: Plain("会再发消息", "Messages go out again")
      case .revoked: Plain("链接已停用", "The link is switched off")
      case .reported: Plain("收到了", "Received")
      case .tooMany: Plain("已经有几条在核实", "Several reports are being looked into")
      case .bound: Plain("已绑定", "Bound")
      case .unbound: Plain("已解除", "Unbound")
      }
    }

    var text: Plain {
      switch self {
      case .stopped:
        Plain(
          "通知仍会留在您的页面。随时可以改回来。",
          "Notices still stand on your page. You can change this back at any time.")
      case .resumed:
        Plain("发到登记的联系方式。", "They go to the registered contacts.")
      case .revoked:
        Plain(
          "任何人都不能再用它打开页面。需要时请医院或医保窗口发新的。",
          "Nobody can open the page with it. Ask the hospital or the insurance counter for a new "
            + "one when you need it.")
      case .reported:
        Plain(
          "工作人员会核实。已有的保障不受影响，期限不变。",
          "A person will look into it. Existing cover and your dates stay as they are.")
      case .tooMany:
        Plain(
          "工作人员看过以后，您可以再写。急事请到医保窗口。",
          "You can write again once they were seen to. If it is urgent, go to the counter.")
      case .bound:
        Plain("监护人已绑定，办理经过里可以看到。", "The guardian is bound; the page shows it under “So far”.")
      case .unbound:
        Plain("监护人已解除。医保码不变。", "The guardian is unbound. The code stays the same.")
      }
    }
  }

  /// - Parameter base: nil where there is no page to go back to.
  package static func done(_ act: Act, base: String?) -> FormPage {
    var page = FormPage(act.title, [act.text])
    // Where there is no page any more, there is none in another language either.
    if base != nil { page.query = Hidden("what", act.rawValue) }
    if let base { page.ways = [Way(base, Plain("回到页面", "Back to the page"))] }
    return page
  }
}
