import Casework

/// The list “how far we have come”: each thing that has to happen, done or not, with what is known
/// of it. What has not arrived is “not received yet”: the gateway knows messages, not the world.
struct Steps {
  var model: ParentPageModel
  var lead: Lead
  var language: PageLanguage

  /// One line of the list.
  struct Step {
    enum Standing { case done, now, missed, waiting, disputed }
    var standing: Standing
    var title: String
    var word: String
    var detail: String = ""
    var tag: String?
  }

  var ruling: Ruling { model.ruling }
  func say(_ chinese: String, _ english: String) -> String {
    language.say(chinese, english)
  }
  func day(_ date: CivilDate) -> String { language.day(date, in: model.today.year) }
  func deadline(_ date: CivilDate) -> String {
    language.deadline(date, in: model.today.year)
  }

  var section: HTML {
    let steps = [certificate, code, premium].compactMap { $0 } + later + [household, update]
    return """
      <section class="card o3" aria-labelledby="s"><h2 id="s">\
      \(say("办到哪一步了", "How far things are"))</h2><ol>\
      \(HTML(steps.compactMap { $0 }.map(line)))</ol></section>
      """
  }

  private func line(_ step: Step) -> HTML {
    let (kind, icon): (HTML, Icon) =
      switch step.standing {
      case .done: ("done", .tick)
      case .now: ("now", .clock)
      case .missed: ("missed", .bar)
      case .waiting: ("waiting", .dots)
      case .disputed: ("waiting", .triangle)
      }
    let detail: HTML = step.detail.isEmpty ? "" : " <span>\(step.detail)</span>"
    return """
      <li class="st \(kind)"><span class="dot" aria-hidden="true">\(icon.drawing)</span><div>\
      <h3>\(step.title)</h3><p class="small"><b>\(step.word)</b>\(detail)</p></div>\
      \(step.tag.map { "<span class=\"tag t-act\">\($0)</span>" } ?? .empty)</li>
      """
  }

  private var certificate: Step {
    let title = say("出生医学证明", "Birth certificate")
    if ruling.hasValidCertificate {
      let date = received("birthCertificate")
      return Step(
        standing: .done, title: title,
        word: ruling.hasReplacedCertificate
          ? say("证明已换", "Replaced") : say("已收到", "Received"),
        detail: ruling.hasReplacedCertificate
          ? say("旧证明作废，医保码不变", "The old one is void; the code is unchanged")
          : date.map(day) ?? "")
    }
    if ruling.hasOnlyVoidCertificates {
      return Step(
        standing: .disputed, title: title, word: say("已作废", "Void"),
        detail: say("签发机构核对中", "Being checked by the issuing hospital"))
    }
    return Step(standing: .waiting, title: title, word: say("还没有收到", "Not received yet"))
  }

  private var code: Step {
    let title = say("医保码", "Insurance code")
    switch ruling.code.state {
    case .none:
      return Step(
        standing: .waiting, title: title, word: say("还没有发放", "Not issued yet"),
        detail: say("收到出生医学证明后发放", "It is issued once the birth certificate is received"))
    case .issued:
      return Step(
        standing: .done, title: title, word: say("已发放", "Issued"),
        detail: say("有保障后才能直接结算", "It settles once there is cover"))
    case .active:
      return Step(
        standing: .done, title: title, word: say("可直接结算", "Settles at the counter"),
        detail: ruling.code.directSettlementUntil.map {
          say("最晚到 \(deadline($0))", "until \(deadline($0))")
        } ?? "")
    case .suspended:
      return Step(
        standing: .missed, title: title, word: say("暂时不能直接结算", "Does not settle for now"),
        detail: ruling.freeze == nil
          ? say("先付费，留好单据", "Pay first and keep the receipts")
          : say("证件信息核对中", "Papers are being looked into"))
    case .retired:
      return Step(standing: .waiting, title: title, word: say("已停用", "Retired"))
    }
  }

  var isSecondMissing: Bool {
    if case .secondPremiumMissing = lead { true } else { false }
  }

  private var premium: Step? {
    guard let state = ruling.payment, let window = ruling.window else { return nil }
    let year = window.from.year
    let title = say("\(year) 年度医保费", "Premium for \(year)")
    let cover = ruling.coverage.first { $0.premiumYear == year }
    let span = cover.map { "\(day($0.from))–\(day($0.to))" } ?? ""
    switch state {
    case .paidLate where isSecondMissing:
      return Step(
        standing: .done, title: title, word: say("已收到", "Received"),
        detail: say("还差 \(window.to.year) 年的", "the one for \(window.to.year) is missing"))
    case .unpaid:
      let left = window.to.days(since: model.today)
      return Step(
        standing: .now, title: title, word: say("待缴费", "To be paid"),
        detail: say("\(deadline(window.to))24:00 前", "by the end of \(deadline(window.to))"),
        tag: left == 0
          ? say("今天", "Today") : say("还有\u{A0}\(left)\u{A0}天", "\(language.days(left)) left"))
    case .paidOnTime:
      return Step(standing: .done, title: title, word: say("按时缴了", "Paid on time"), detail: span)
    case .notDue:
      return Step(
        standing: .done, title: title, word: say("当年不用缴", "None due this year"), detail: span)
    case .paidLate:
      return cover == nil
        ? Step(
          standing: .missed, title: title, word: say("缴了，没有保障期", "Paid, without cover"))
        : Step(standing: .done, title: title, word: say("已补缴", "Paid late"), detail: span)
    case .unpaidLate:
      return Step(
        standing: .now, title: title, word: say("还可以补缴", "Can still be paid late"),
        detail: say(
          "期限已在 \(deadline(window.to))结束", "The window ended on \(deadline(window.to))"))
    case .missed:
      return Step(
        standing: .missed, title: title, word: say("没有参保", "Not covered"),
        detail: say(
          "期限已在 \(deadline(window.to))结束", "The window ended on \(deadline(window.to))"))
    }
  }
}
