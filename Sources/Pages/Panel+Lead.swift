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
    case .waitingForBirth: waiting()
    case .unpaid(let window): unpaid(window)
    case .latePossible(let window): latePossible(window)
    case .tooLateThisYear(let year): tooLate(year)
    case .lateWithoutCover(let year): lateWithoutCover(year)
    case .missed(let year): missed(year)
    case .bindIdentity(let date): bindIdentity(date)
    case .covered(let cover): covered(cover)
    case .coverAhead(let cover): coverAhead(cover)
    case .coverEnded(let cover): coverEnded(cover)
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
    panel.button = payButton(say("去缴费", "Pay"))
    let (year, next) = (window.from.year, window.to.year)
    if next != year {
      panel.notes.append(
        say(
          "孩子在年底出生：\(year) 年和 \(next) 年各是一份保费，缴哪份保障哪年。",
          "Your child was born late in the year: \(year) and \(next) are separate premiums, "
            + "and each covers its own year."))
    }
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
