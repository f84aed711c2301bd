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
          "The birth certificate was replaced and the old one is void. Code and cover are unchanged."))
    }
    panel.notes.append(say("现在不用办别的。", "Nothing else to do now."))
    return panel
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
        "还有 \(left) 天，\(deadline(cover.from))开始，到 \(day(cover.to))为止。",
        "Cover begins in \(language.days(left)), on \(deadline(cover.from)), and runs to "
          + "\(day(cover.to))."),
      notes: [before(cover.from), say("现在不用办别的。", "Nothing else to do now.")])
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
    if let until = ruling.code.directSettlementUntil {
      panel.notes.insert(
        say(
          "刷码直接结算到 \(deadline(until))为止，已过 \(today.days(since: until)) 天。",
          "The code settled until \(deadline(until)), \(language.days(today.days(since: until))) ago."),
        at: 0)
    }
    return panel
  }

  func conflict() -> Panel {
    Panel(
      look: .dispute, tag: say("核对中", "Being checked"),
      word: say("两份材料对不上，正在核对", "Two records differ and are being checked"),
      action: say("您不用重办。", "There is nothing for you to redo."),
      notes: [
        say(
          "核对的是出生日期或性别，由\(office(.identityConflict))核实。",
          "The difference is in the birth day or the sex; \(office(.identityConflict)) is on it."),
        say("不影响已有的保障。", "Existing cover is unaffected."),
      ] + payLine)
  }

  func certificateVoid() -> Panel {
    Panel(
      look: .dispute, tag: say("核对中", "Being checked"),
      word: say(
        "这份出生医学证明已作废，正在核对", "This birth certificate was voided and is being checked"),
      action: say("请联系签发机构。", "Please contact the hospital that issued it."),
      notes: [
        say(
          "收到换发的证明后，这里会接着显示。", "Once a new certificate reaches us, this page goes on.")
      ])
  }

  func nameMissing() -> Panel {
    var panel = Panel(
      look: .act, tag: say("还没有名字", "No name yet"),
      word: say("给宝宝起好名字，才能参保", "A name is needed before enrolment"),
      action: say("请到签发医院办理。", "Please see the hospital that issued the certificate."),
      notes: payLine)
    if ruling.payment == .unpaid, let window = ruling.window { panel.figure = strip(window) }
    return panel
  }

  /// The date of the payment, where something else leads while it still runs.
  private var payLine: [String] {
    guard ruling.payment == .unpaid, let window = ruling.window else { return [] }
    let left = window.to.days(since: today)
    return left <= 0
      ? [
        say(
          "缴费期限不变：今天（\(deadline(window.to))）是最后一天。",
          "The payment date stays as it is: today, \(deadline(window.to)), is the last day.")
      ]
      : [
        say(
          "缴费期限不变：\(deadline(window.to))，还有 \(left) 天。",
          "The payment date stays \(deadline(window.to)), \(language.days(left)) left.")
      ]
  }

  func waiting() -> Panel {
    let known = ruling.hasValidCertificate
    return Panel(
      look: .wait, tag: say("等待消息", "Waiting"),
      word: known
        ? say("还没有收到出生日期", "No birth day has reached us yet")
        : say("还没有收到出生医学证明", "No birth certificate has reached us yet"),
      action: say(
        "收到后，这里会显示该办什么、最晚哪天办。",
        "Once it does, this page says what to do and by when."),
      notes: [say("现在不用办别的。", "Nothing else to do now.")])
  }

  func afterDeath() -> Panel {
    var notes: [String] = []
    if let line = claimable {
      notes.append(line)
    }
    notes.append(
      say(
        "怎么申请，可以问医保经办窗口。不用急，也可以请家人代办。",
        "The insurance agency explains how to claim. There is no hurry, and a relative may do it."))
    return Panel(
      look: .sad,
      word: say("我们已收到孩子离开的消息，请节哀。", "We have received the news, and we are sorry for your loss."),
      action: say("这里不会再发任何提醒。", "No more reminders will come."), notes: notes)
  }

  /// What can be claimed: the days of cover up to the last day.
  private var claimable: String? {
    guard let last = ruling.child.diedOn else { return nil }
    let spans = ruling.coverage.filter { $0.from <= last }
      .map { (from: $0.from, to: min($0.to, last)) }
    guard let from = spans.map(\.from).min(), let to = spans.map(\.to).max() else { return nil }
    return say(
      "\(language.fullDay(from))至\(language.fullDay(to))的医疗费用可以申请报销。",
      "Costs of care from \(language.fullDay(from)) to \(language.fullDay(to)) can be claimed.")
  }

  /// The office that a task waits for.
  private func office(_ kind: Ruling.Task.Kind) -> String {
    let audience = ruling.tasks.first { $0.kind == kind }?.audience
    switch audience.flatMap(Notice.Audience.init) {
    case .registrationOffice: return say("公安户籍窗口", "the household registration office")
    case .hospital: return say("签发医院", "the issuing hospital")
    case .taxOffice: return say("税务部门", "the tax bureau")
    case .insuranceAgency, .grassroots, .guardian, nil:
      return say("医保经办机构", "the insurance agency")
    }
  }
}
