import Casework

extension PanelWriter {
  func covered(_ cover: Ruling.Cover) -> Panel {
    let year = cover.from.year
    let fromBirth = cover.from == ruling.window?.from
    var panel = Panel(
      look: .ok, tag: say("已有医保", "Covered"),
      word: fromBirth
        ? say("孩子有医保了", "Your child is covered")
        : say("\(day(cover.from))起有医保", "Covered from \(day(cover.from))"),
      figure: bar(year),
      action: fromBirth
        ? say(
          "从出生那天（\(day(cover.from))）到 \(day(cover.to))，医疗费都能按规定报销。",
          "Care is covered under the rules from birth, \(day(cover.from)), to \(day(cover.to)).")
        : say(
          "\(day(cover.from))到 \(day(cover.to))，医疗费都能按规定报销。",
          "Care is covered under the rules from \(day(cover.from)) to \(day(cover.to))."))
    if cover.basis == .late { panel.notes.append(before(cover.from)) }
    if ruling.hasReplacedCertificate, ruling.hasValidCertificate {
      panel.notes.append(
        say(
          "出生医学证明换过，旧证明作废。医保码和保障都不变。",
          "The birth certificate was replaced and the old one is void. "
            + "Code and cover are unchanged."
        ))
    }
    if ruling.payment == .notDue, cover.premiumYear == ruling.window?.from.year {
      panel.notes.append(
        say("出生当年不用您缴费。", "You pay nothing for the birth year here."))
    }
    if let months = ruling.further.waits[cover.premiumYear]?.months {
      panel.notes.append(
        say(
          "这份保费缴在集中缴费期以后，所以等了 \(months) 个月。",
          "The premium came after the collection, so cover waited \(language.months(months))."))
    }
    if let next = ruling.coverAhead {
      panel.notes.append(
        say(
          "\(next.premiumYear) 年的保费也收到了，保障到 \(language.fullDay(next.to))。",
          "The premium for \(next.premiumYear) has arrived too; it runs to "
            + "\(language.fullDay(next.to))."
        ))
    }
    if let next = model.renewal, let last = next.collection?.to {
      panel.notes.append(
        say(
          "\(next.premiumYear) 年的保费现在可以缴了，最晚 \(day(last))。",
          "The premium for \(next.premiumYear) can be paid now, until \(day(last))."))
    }
    panel.notes.append(nothingElse)
    return panel
  }

  /// Whether anything is left to do for the family.
  private var nothingElse: String {
    let isAsked =
      Matters(model: model, lead: .waitingForBirth, language: language).isFamilyAsked
    let title = Matters.title(language)
    return isAsked
      ? say("另有一件事请您办，见下面“\(title)”。", "One more thing is for you to do: see “\(title)” below.")
      : say("现在不用办别的。", "Nothing else to do now.")
  }

  private func before(_ day: CivilDate) -> String {
    say("\(self.day(day))之前的费用不能报销。", "Costs before \(self.day(day)) are not covered.")
  }

  func coverAhead(_ cover: Ruling.Cover) -> Panel {
    let left = cover.from.days(since: today)
    return Panel(
      look: .ok, tag: say("已缴费", "Paid"),
      word: say("\(day(cover.from))起有医保", "Covered from \(day(cover.from))"),
      figure: bar(cover.from.year),
      action: say(
        "还有\u{A0}\(left)\u{A0}天，\(deadline(cover.from))开始，到 \(day(cover.to))为止。",
        "Cover begins in \(language.days(left)), on \(deadline(cover.from)), and runs to "
          + "\(day(cover.to))."),
      notes: [before(cover.from)] + waited(cover) + [nothingElse])
  }

  private func waited(_ cover: Ruling.Cover) -> [String] {
    guard let months = ruling.further.waits[cover.premiumYear]?.months else { return [] }
    return [
      say(
        "这份保费缴在集中缴费期以后，要等 \(months) 个月。",
        "The premium came after the collection, so cover waits \(language.months(months)).")
    ]
  }

  func coverEnded(_ cover: Ruling.Cover) -> Panel {
    Panel(
      look: .wait, tag: say("等待缴费", "Waiting for a payment"),
      word: say(
        "还没有收到 \(today.year) 年的缴费", "No payment for \(today.year) has reached us yet"),
      action: say(
        "上一段保障到 \(language.fullDay(cover.to))为止。",
        "The last cover ran to \(language.fullDay(cover.to))."),
      notes: [
        say(
          "\(today.year) 年怎么缴、从哪天起有保障，请问医保经办窗口。",
          "Ask the insurance agency how to pay for \(today.year) and when cover would start.")
      ])
  }

  func bindIdentity(_ last: CivilDate) -> Panel {
    let left = max(0, last.days(since: today))
    var panel = Panel(
      look: .act, tag: say("请尽快落户", "Please register"),
      action: say(
        "\(deadline(last))之后，没落户就不能刷码直接结算。",
        "After \(deadline(last)) the code stops settling at the counter unless the child is on the "
          + "household register."),
      notes: [
        say(
          "医保还在。已经落户了？请告诉医保经办窗口，我们还没有收到户口登记。",
          "Cover stays. Already registered? Please tell the insurance agency: no household "
            + "registration has reached us yet.")
      ])
    if left == 0 {
      panel.word = say("今天是最后一天", "Today is the last day")
    } else {
      panel.count = count(left, only: left <= 7)
    }
    if let window = ruling.window {
      panel.figure =
        DayStrip(
          first: window.to, last: last, today: today, birth: window.from, reminders: [],
          language: language
        ).drawing
    }
    return panel
  }

  func suspended() -> Panel {
    var panel = Panel(
      look: .miss, tag: say("暂时不能直接结算", "Counter settlement paused"),
      word: say(
        "医保还在，只是暂时不能刷码结算", "Still covered; only settling by code is paused"),
      action: say("看病先付费，留好单据。", "Pay first and keep the receipts."),
      notes: [
        say(
          "落户的消息收到后，就恢复刷码结算。",
          "Settling by code resumes once the household registration reaches us.")
      ])
    if let until = ruling.code.directSettlementUntil, until < today {
      let past = today.days(since: until)
      panel.notes.insert(
        say(
          "刷码直接结算到 \(deadline(until))为止，已过 \(past) 天。",
          "The code settled until \(deadline(until)), \(language.days(past)) ago."
        ),
        at: 0)
    }
    return panel
  }
}
