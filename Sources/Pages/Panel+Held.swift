import Casework

/// States in which the family waits for somebody else, or is left in peace.
extension PanelWriter {
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
          "缴费期限不变：\(deadline(window.to))，还有\u{A0}\(left)\u{A0}天。",
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
