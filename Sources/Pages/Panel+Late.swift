import Casework

/// States after the window: what a payment still brings, and what it does not.
extension PanelWriter {
  func latePossible(_ window: Ruling.Span) -> Panel {
    let offer = model.advice.lateOffer
    let days = window.to.days(since: window.from)
    var panel = Panel(
      look: .act, tag: say("还可以补缴", "Late payment possible"),
      figure: bar(window.from.year), action: "")
    if let offer, offer.coverFrom == today {
      panel.word = say("哪天缴费，哪天起有医保", "Cover starts on the day you pay")
      panel.action = say(
        "现在补缴，保障到 \(day(window.from.endOfYear))。",
        "Pay now and be covered to \(day(window.from.endOfYear)).")
    } else if let offer {
      panel.word = say(
        "现在补缴，\(day(offer.coverFrom))起有医保", "Pay now and cover starts on \(day(offer.coverFrom))")
      panel.action = say("早一个月缴，就早一个月有保障。", "Each month earlier is a month more of cover.")
    } else {
      panel.word = say("现在补缴，今年还能有医保", "Pay now and this year can still bring cover")
      panel.action = say("早一些缴，就早一些有保障。", "The earlier the payment, the earlier the cover.")
    }
    panel.button = payButton(say("去缴费", "Pay"))
    var note =
      ruling.extended(.pay) == nil
      ? say(
        "\(days) 天的期限已在 \(deadline(window.to))结束。",
        "The \(days) days ended on \(deadline(window.to)).")
      : say(
        "延长后的期限也已在 \(deadline(window.to))结束。",
        "The extended time ended on \(deadline(window.to)).")
    if let offer, offer.lastDay >= today {
      let left = offer.lastDay.days(since: today)
      note += language.gap
      note +=
        left == 0
        ? say("今天是最后一天。", "Today is the last useful day.")
        : say(
          "最晚 \(deadline(offer.lastDay))，还有\u{A0}\(left)\u{A0}天。",
          "Last useful day \(deadline(offer.lastDay)), \(language.days(left)) left.")
    }
    panel.notes = [note, taxTakesIt]
    return panel
  }

  func tooLate(_ year: Int) -> Panel {
    Panel(
      look: .miss, tag: say("请先别缴今年的", "Do not pay for this year"),
      word: say(
        "现在缴今年的保费，已经没有保障期了", "This year’s premium would no longer bring any cover"),
      action: say(
        "请改缴 \(year + 1) 年的保费，\(year + 1)年1月1日起有医保。",
        "Pay for \(year + 1) instead; cover starts on 1 January \(year + 1)."),
      button: payButton(say("缴 \(year + 1) 年保费", "Pay for \(year + 1)")),
      notes: [lastDayOfYear(year), taxTakesIt])
  }

  private func lastDayOfYear(_ year: Int) -> String {
    let end = CivilDate.startOfYear(year).endOfYear
    let left = end.days(since: today)
    return left == 0
      ? say("最晚今天（\(deadline(end))）缴。", "The last day for that is today, \(deadline(end)).")
      : say(
        "最晚 \(deadline(end))缴，还有\u{A0}\(left)\u{A0}天。",
        "The last day for that is \(deadline(end)), \(language.days(left)) left.")
  }

  func lateWithoutCover(_ year: Int) -> Panel {
    let running = today.year == year
    return Panel(
      look: .miss, tag: say("缴费没有带来保障", "Paid, without cover"),
      word: say(
        "\(year) 年的保费收到了，但没有保障期", "The \(year) premium arrived, but brings no cover"),
      action: running
        ? say(
          "缴 \(year + 1) 年的保费，\(year + 1)年1月1日起有医保。",
          "Pay for \(year + 1) and cover starts on 1 January \(year + 1).")
        : say("\(year) 年的费用不能报销。", "Costs of \(year) cannot be claimed."),
      button: running ? payButton(say("缴 \(year + 1) 年保费", "Pay for \(year + 1)")) : nil,
      notes: (running ? [lastDayOfYear(year)] : []) + [
        say(
          "已缴的钱怎么处理，请问医保经办窗口。", "Ask the insurance agency what becomes of the payment.")
      ])
  }

  func missed(_ year: Int) -> Panel {
    Panel(
      look: .miss, tag: say("出生当年没有参保", "Birth year not covered"),
      word: say("\(year) 年没有参保", "\(year) was not covered"),
      action: say("\(year) 年的费用不能报销。", "Costs of \(year) cannot be claimed."),
      notes: [
        say(
          "\(today.year) 年怎么参保，请问医保经办窗口。",
          "Ask the insurance agency how to enrol for \(today.year).")
      ])
  }
}
