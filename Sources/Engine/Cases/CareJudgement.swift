import Casework

/// Judges one day of care, or one stay, by all that is known of a child now.
struct CareJudgement {
  let formed: FormedCase
  let policy: Policy?
  let today: CivilDate
  /// The code asked for was given up when two cases were found to be one child's.
  let isSuperseded: Bool

  /// No rule of a document: the code itself is at its end.
  private static let retired = "retired"

  var ruling: Ruling { formed.ruling }

  init(_ formed: FormedCase, policy: Policy?, today: CivilDate, isSuperseded: Bool) {
    self.formed = formed
    self.policy = policy
    self.today = today
    self.isSuperseded = isSuperseded
  }

  func judge(_ question: CareQuestion) -> Eligibility {
    let (day, basis) = decidingDay(question)
    let cover = ruling.coverage.first { $0.from <= day && day <= $0.to }
    var reasons = [cover.map(covered) ?? uncovered(on: day)]
    if let basis { reasons.append(basis) }
    if let end = endOfCover(question, cover, decidedBy: day) { reasons.append(end) }
    let obstacle = obstacle(on: day)
    let treated = cover == nil && obstacle == nil ? treatedFirst(on: day) : nil
    if let obstacle {
      reasons.append(obstacle)
    } else if cover != nil {
      reasons.append(settling(on: day))
    } else if let treated {
      reasons.append(treated)
    }
    if ruling.tasks.contains(where: { $0.kind == .duplicateEnrolment }) {
      reasons.append(duplicate)
    }
    return Eligibility(
      settles: obstacle == nil && (cover != nil || treated != nil), covered: cover != nil,
      reasons: reasons, decidedBy: day)
  }

  /// Which day decides: of a stay that of admission, unless the region goes by discharge (edge case
  /// 19). The version of that term is the one of the day of care (RULES.md, 1.3).
  private func decidingDay(_ question: CareQuestion) -> (CivilDate, Eligibility.Reason?) {
    guard let admitted = question.admittedOn else { return (question.serviceDate, nil) }
    let basis = policy?.word(.settleBasis, on: admitted)
    let rule = basis?.rule ?? "A02"
    guard basis?.value == "discharge" else {
      return (
        admitted,
        reason(
          rule, "住院以入院日\(admitted.chinese)为准。",
          "Of a stay the day of admission decides: \(admitted.english).")
      )
    }
    let day = question.dischargedOn ?? question.serviceDate
    return (
      day,
      reason(
        rule, "此地住院以出院日\(day.chinese)为准。",
        "Here the day of discharge decides: \(day.english).")
    )
  }

  /// A stay that goes on when the cover that decides it has ended.
  private func endOfCover(
    _ question: CareQuestion, _ cover: Ruling.Cover?, decidedBy day: CivilDate
  ) -> Eligibility.Reason? {
    guard let cover, let last = question.dischargedOn, question.admittedOn != nil, last > cover.to,
      day <= cover.to
    else { return nil }
    let next = ruling.coverage.first { $0.from == cover.to.adding(days: 1) }
    return next == nil
      ? reason(
        cover.rules.last ?? "1.1",
        "保障到\(cover.to.chinese)为止，以后的日子还没有缴费；整次住院按\(day.chinese)判断。",
        """
        Cover ends on \(cover.to.english) and nothing is paid for later; the whole stay is judged \
        by \(day.english).
        """)
      : reason(
        cover.rules.last ?? "1.1", "住院跨年度，下一年度也已缴费。",
        "The stay runs into the next year, which is paid for too.")
  }

  func reason(_ rule: String, _ chinese: String, _ english: String) -> Eligibility.Reason {
    let cited = rule == Self.retired ? rule : policy?.cited(rule) ?? rule
    let document = policy?.citations[cited]?.document
    return Eligibility.Reason(rule: cited, text: Plain(chinese, english), document: document)
  }
}

// MARK: - Cover

extension CareJudgement {
  private func covered(_ cover: Ruling.Cover) -> Eligibility.Reason {
    reason(
      cover.rules.last ?? "1.1",
      "\(cover.premiumYear) 年度的保障从\(cover.from.chinese)到\(cover.to.chinese)。",
      """
      Cover for \(cover.premiumYear) runs from \(cover.from.english) to \(cover.to.english).
      """)
  }

  private func uncovered(on day: CivilDate) -> Eligibility.Reason {
    if let born = ruling.child.bornOn, day < born {
      return reason("1.1", "就诊日期早于出生日期。", "The day of care lies before the birth.")
    }
    if let window = ruling.window, ruling.payment == .unpaid, window.to >= today {
      // Also after a death: who pays in time may claim (edge case 64).
      return reason(
        "A01",
        "还没有缴费；最晚\(window.to.chinese)缴费，从出生那天起的费用都可以报销。",
        """
        Nothing is paid yet; paid by \(window.to.english), all costs since birth can be claimed.
        """)
    }
    if !formed.causes.undone.isEmpty, ruling.coverage.isEmpty {
      return reason(
        "A09", "缴费已被冲正或退回，\(day.chinese)没有保障。",
        "The payment was reversed or refunded: there is no cover on \(day.english).")
    }
    // Later years are collected ahead (D01); in the birth year the late way is what is left (A10).
    let isLater = ruling.child.bornOn.map { day.year > $0.year } ?? false
    return reason(
      isLater ? "D01" : "A10", "就目前收到的缴费记录，\(day.chinese)没有保障。",
      "By the payments received so far there is no cover on \(day.english).")
  }
}

// MARK: - Settlement

extension CareJudgement {
  private func isBound(on day: CivilDate) -> Bool {
    formed.standing.boundSince.map { $0 <= day } ?? false
  }

  /// The last day of settlement on the certificate alone, by the version of the day of care.
  private func settlesUntil(on day: CivilDate) -> CivilDate? {
    formed.standing.windows?.settlesUntil(on: day)
  }

  /// What keeps the code from settling on a day, whether or not there is cover.
  private func obstacle(on day: CivilDate) -> Eligibility.Reason? {
    if let died = ruling.child.diedOn, day > died {
      return reason(
        Self.retired, "孩子已于\(died.chinese)去世，医保码在次日停用；此前的费用仍可报销。",
        """
        The child died on \(died.english) and the code was retired the day after; earlier costs \
        can still be claimed.
        """)
    }
    let isRetired = ruling.code.state == .retired && ruling.child.diedOn == nil
    if isRetired || isSuperseded {
      return reason(Self.retired, "这个医保码已停用。", "This code is retired.")
    }
    if ruling.code.state == .none {
      return reason(
        "A03", "还没有收到有效的出生医学证明或户口登记。",
        "No valid birth certificate or registration has been received yet.")
    }
    if let since = heldSince(day) ?? heldSince(today) {
      return reason(
        "A03", "经办机构正在核对身份信息，医保码自\(since.chinese)起暂停直接结算；保障照常计算。",
        """
        The code is held since \(since.english) while papers are looked into; cover goes on being \
        counted.
        """)
    }
    guard !isBound(on: day) else { return nil }
    if formed.standing.isNameless, policy?.isOn(.placeholderHolds, on: day) == true {
      return reason(
        "A06", "孩子还没有正式姓名，医保码暂不能结算。",
        "The child has no name of its own yet, and the code waits for it.")
    }
    if let term = policy?.value(.certificateEnrols, on: day), term.value == .flag(false) {
      return reason(
        term.rule, "此地须落户后才能凭码结算。", "Here the code settles only after registration.")
    }
    guard let until = settlesUntil(on: day), day > until else { return nil }
    return reason(
      "A02", "过了\(until.chinese)，落户前不能直接结算；可以先付费，留好单据再报销。",
      """
      After \(until.english) there is no direct settlement before household registration; pay \
      first, keep the receipts and claim the costs.
      """)
  }

  /// Since when a person holds the code on a day (edge cases 30, 46).
  private func heldSince(_ day: CivilDate) -> CivilDate? {
    ruling.further.orders.reduce(CivilDate?.none) { since, order in
      guard order.orderedOn <= day else { return since }
      switch order.action {
      case .freeze: return order.orderedOn
      case .release: return nil
      case .link, .different, .undo, .extend, .decide, .recordUpdated, .dismiss: return since
      }
    }
  }

  private func settling(on day: CivilDate) -> Eligibility.Reason {
    guard !isBound(on: day), let until = settlesUntil(on: day) else {
      return reason("A05", "已绑定身份证号，可以直接结算。", "A citizen ID is bound: direct settlement.")
    }
    return reason(
      "A02", "最晚到\(until.chinese)可以凭医保码直接结算。",
      "The code settles directly until \(until.english).")
  }

  /// Care before payment, where the region gives it within the window (edge case 23).
  private func treatedFirst(on day: CivilDate) -> Eligibility.Reason? {
    guard let term = policy?.value(.treatFirst, on: day), term.value == .flag(true),
      let window = ruling.window, window.from <= day, day <= window.to,
      ruling.payment == .unpaid
    else { return nil }
    return reason(
      term.rule, "此地在缴费期限内可以先看病后缴费；请最晚\(window.to.chinese)缴费。",
      """
      Here care may come before the payment while there is time to pay; please pay by \
      \(window.to.english).
      """)
  }

  private var duplicate: Eligibility.Reason {
    let task = ruling.tasks.first { $0.kind == .duplicateEnrolment }
    return reason(
      task?.rules.first ?? "1.1", "孩子有不止一条参保记录，正在核定保留哪一条。",
      "There is more than one record of enrolment; which one stays is being settled.")
  }
}
