import Casework

/// States in which the family waits for somebody else, or is left in peace.
extension PanelWriter {
  func conflict() -> Panel {
    Panel(
      look: .dispute, tag: say("核对中", "Being checked"),
      word: say("两份材料对不上，正在核对", "Two records differ and are being checked"),
      action: say("您不用重办。", "There is nothing for you to redo."),
      notes: differing + [
        say(
          "由\(office(.identityConflict))核实，不影响已有的保障。",
          "\(capital(office(.identityConflict))) is on it; existing cover is unaffected.")
      ] + payLine)
  }

  /// What the sources say, side by side, a line for each thing they differ in; numbers of papers
  /// stay out.
  private var differing: [String] {
    let sides = ruling.tasks.first { $0.kind == .identityConflict }?.sides ?? []
    guard !sides.isEmpty else {
      return [say("不同的是出生日期或性别。", "The difference is in the birth day or the sex.")]
    }
    return ["bornOn", "sex"].compactMap { member in
      let said = sides.filter { $0.member == member }.map { side in
        let value =
          CivilDate(side.value).map(language.fullDay)
          ?? (side.value == "1" ? say("男", "boy") : say("女", "girl"))
        return say("\(source(side))写的是\(value)", "\(source(side)) says \(value)")
      }
      guard !said.isEmpty else { return nil }
      let title = member == "sex" ? say("性别", "Sex") : say("出生日期", "Birth day")
      return title + say("：", ": ") + said.joined(separator: say("，", ", ")) + say("。", ".")
    }
  }

  private func source(_ side: Ruling.Side) -> String {
    if side.source.hasPrefix("birthCertificate") { return say("出生医学证明", "the birth certificate") }
    if side.source.hasPrefix("householdRegistration") { return say("户口登记", "the register") }
    return say("身份证号", "the ID number")
  }

  private func capital(_ sentence: String) -> String {
    sentence.prefix(1).uppercased() + sentence.dropFirst()
  }

  /// The code waits for a person; nothing else does.
  func held(_ order: Ruling.Order) -> Panel {
    Panel(
      look: .dispute, tag: say("核对中", "Being checked"),
      word: say(
        "医保还在，证件信息正在核对", "Still covered; the papers are being looked into"),
      action: say(
        "核对期间看病先付费，留好单据。", "While that lasts pay first and keep the receipts."),
      notes: [
        say(
          "医保经办机构从 \(day(order.orderedOn))起核对，其间不能刷码直接结算。",
          "The insurance agency has been looking into them since \(day(order.orderedOn)); the code "
            + "does not settle meanwhile."),
        say(
          "保障照常计算，不会因此中断。核对完就恢复刷码结算。",
          "Cover goes on being counted and does not break. Settling by code resumes afterwards."),
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
