import Casework

/// Writes the panel for the state that leads. The wording is the page design's table, row by row;
/// every date in it comes from the ruling or from the pack's advice.
struct PanelWriter {
  var model: ParentPageModel
  var language: PageLanguage

  var ruling: Ruling { model.ruling }
  var today: CivilDate { model.today }

  func say(_ chinese: String, _ english: String) -> String { language.say(chinese, english) }
  func day(_ date: CivilDate) -> String { language.day(date, in: today.year) }
  func deadline(_ date: CivilDate) -> String { language.deadline(date, in: today.year) }

  func panel(for lead: Lead) -> Panel {
    switch lead {
    case .death: afterDeath()
    case .conflict: conflict()
    case .certificateVoid: certificateVoid()
    case .nameMissing: nameMissing()
    case .suspended: suspended()
    case .held(let order): held(order)
    case .waitingForBirth: waiting()
    case .unpaid(let window): unpaid(window)
    case .secondPremiumMissing(let window): secondPremium(window)
    case .latePossible(let window): latePossible(window)
    case .tooLateThisYear(let year): tooLate(year)
    case .lateWithoutCover(let year): lateWithoutCover(year)
    case .missed(let year): missed(year)
    case .bindIdentity(let date): bindIdentity(date)
    case .covered(let cover): covered(cover)
    case .coverAhead(let cover): coverAhead(cover)
    case .coverEnded(let cover): coverEnded(cover)
    case .renew(let cover, let year, let last): renew(cover, year, by: last)
    case .payThisYear(let year, let span): payThisYear(year, span)
    case .closedThisYear(let year): closedThisYear(year)
    }
  }

  /// The button to pay: to the pack's place, else down to how to pay, else none.
  func payButton(_ label: String) -> Panel.Button? {
    if let place = model.advice.payPlace, place.url.hasPrefix("https://") {
      return Panel.Button(
        href: place.url, label: label,
        place: say("到：\(place.name.chinese)", "at \(place.name.english)"))
    }
    guard !model.advice.howToPay.isEmpty else { return nil }
    return Panel.Button(href: "#how", label: label, place: nil)
  }

  var taxTakesIt: String {
    say("费用由税务部门收取，本页不收钱。", "The tax bureau takes the payment; this page never does.")
  }

  /// The strip from birth to the last day of the window.
  func strip(_ window: Ruling.Span) -> HTML {
    DayStrip(
      first: window.from, last: window.to, today: today, birth: window.from,
      reminders: Set(model.advice.payReminders), language: language
    ).drawing
  }

  /// The bar of this year, or of the one that is spoken of.
  func bar(_ year: Int) -> HTML {
    guard let chart = Coverage(model: model, language: language).chart,
      let row = chart.rows.first(where: { $0.year == year })
    else { return .empty }
    var single = chart
    single.rows = [row]
    return single.single(row)
  }
}

extension PanelWriter {
  private func unpaid(_ window: Ruling.Span) -> Panel {
    let left = max(0, window.to.days(since: today))
    var panel = Panel(
      look: .act, tag: say("需要您办理", "For you to do"), figure: strip(window), action: "")
    let last = deadline(window.to)
    switch left {
    case 0:
      panel.word = say("今天是最后一天", "Today is the last day")
      panel.action = say(
        "\(last)24:00 前缴费，从出生那天起就有医保。",
        "Pay before midnight tonight, \(last), and cover starts on the day of birth.")
    case 1...7:
      panel.count = count(left, only: true)
      panel.action = say(
        "\(last)24:00 前缴费，从出生那天起就有医保。",
        "Pay by midnight at the end of \(last) and cover starts on the day of birth.")
    default:
      panel.count = count(left, only: false)
      panel.action = say(
        "最晚 \(last)缴费，从出生那天起就有医保。",
        "Pay by \(last) and cover starts on the day of birth.")
    }
    if let reversed = reversal {
      panel.tag = say("缴费被退回", "Payment reversed")
      panel.notes.append(
        say(
          "\(day(reversed))收到消息：之前的缴费已退回，现在没有这一年的医保。期限不变。",
          "Word came on \(day(reversed)) that the payment was reversed; there is no cover for this "
            + "year at present. The last day is unchanged."))
    }
    let isInParentsName = ruling.has(.parentNameEnrolment)
    if isInParentsName {
      panel.tag = say("缴在父母名下了", "Paid in a parent’s name")
      panel.action = say(
        "最晚 \(last)，请让孩子名下有一笔保费。",
        "By \(last) make sure that a premium stands in the child’s own name.")
      panel.notes.append(
        say(
          "收到过一笔用父母姓名的缴费，它不算孩子的。请先问医保经办窗口能否改到孩子名下，不要重复缴。",
          "A premium has arrived in a parent’s name; it does not count for the child. Ask the "
            + "insurance agency first whether it can be moved, so that you do not pay twice."))
    }
    if ruling.extended(.pay) != nil {
      panel.notes.append(
        say(
          "医保经办机构把缴费期限延长到了 \(last)。",
          "The insurance agency has extended the time to pay to \(last)."))
    }
    if !isInParentsName { panel.button = payButton(say("去缴费", "Pay")) }
    if let crossing = crossing(window) { panel.notes.append(crossing) }
    panel.notes.append(taxTakesIt)
    return panel
  }

  /// What a window that runs into the next year means for the premiums of the two years.
  private func crossing(_ window: Ruling.Span) -> String? {
    let (year, next) = (window.from.year, window.to.year)
    guard next != year else { return nil }
    switch model.advice.crossing {
    case .independent:
      return say(
        "孩子在年底出生：\(year) 年和 \(next) 年各是一份保费，缴哪份保障哪年。",
        "Your child was born late in the year: \(year) and \(next) are separate premiums, "
          + "and each covers its own year.")
    case .bothRequired:
      return say(
        "孩子在年底出生：\(year) 年和 \(next) 年的保费都要在期限内缴清，保障才从出生那天算起。",
        "Your child was born late in the year: cover from birth needs the premiums of both "
          + "\(year) and \(next) by that day.")
    case .single:
      return say(
        "孩子在年底出生：缴 \(next) 年的一份保费，就从出生那天保障到 \(next) 年底。",
        "Your child was born late in the year: the premium of \(next) alone covers from birth to "
          + "the end of \(next).")
    }
  }

  /// One premium is there; the other is still to come for cover from birth.
  private func secondPremium(_ window: Ruling.Span) -> Panel {
    let (year, next) = (window.from.year, window.to.year)
    let isNextPaid = ruling.coverage.contains { $0.premiumYear == next }
    let (paid, missing) = isNextPaid ? (next, year) : (year, next)
    let left = window.to.days(since: today)
    let last = deadline(window.to)
    var panel = Panel(
      look: .act, tag: say("还差一份保费", "One premium still missing"), figure: strip(window),
      action: say(
        "最晚 \(last)再缴 \(missing) 年的，从出生那天起就有医保。",
        "Pay for \(missing) as well by \(last) and cover starts on the day of birth."))
    if left == 0 {
      panel.word = say("今天是最后一天", "Today is the last day")
    } else {
      panel.count = count(left, only: left <= 7)
    }
    panel.notes.append(
      say(
        "\(paid) 年的保费已收到。这里两个年度都要在期限内缴清，保障才从出生那天算起。",
        "The premium of \(paid) has arrived. Here both years must be paid in time for cover from "
          + "birth."))
    if let cover = ruling.coverage.first(where: { $0.premiumYear == year }) {
      panel.notes.append(
        say(
          "不再缴的话，\(year) 年的保障只从 \(day(cover.from))算起。",
          "Without it the cover of \(year) begins only on \(day(cover.from))."))
    }
    panel.button = payButton(say("缴 \(missing) 年保费", "Pay for \(missing)"))
    panel.notes.append(taxTakesIt)
    return panel
  }

  /// The day on which word of a reversal came, where nothing was paid since.
  private var reversal: CivilDate? {
    model.timeline.filter { $0.kind == Notice.Kind.paymentReversed.rawValue }.map(\.at.day).max()
  }

  func count(_ days: Int, only: Bool) -> Panel.Count {
    language == .zhCN
      ? Panel.Count(before: only ? "只剩" : "还有", days: days, after: "天")
      : Panel.Count(
        before: only ? "Only" : "", days: days, after: days == 1 ? "day left" : "days left")
  }
}
