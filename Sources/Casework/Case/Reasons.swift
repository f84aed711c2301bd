/// Why a ruling says what it says: each statement with its rule, document and quote, and a sentence
/// for a parent.
struct Reasons {
  private(set) var list: [Ruling.Reason] = []
  let policy: Policy

  init(_ findings: Findings, states: DayStates) {
    policy = findings.policy
    if let windows = findings.windows {
      // Where nobody pays for the birth year, no last day to pay is of use to anybody.
      if states.payment != .notDue { explainWindow(findings, windows: windows) }
      explainPayment(findings, windows: windows, states: states)
    }
    explainLaterYears(findings)
    explainCode(findings, states: states)
    explainIdentity(findings)
    explainOrders(findings)
    explainFurther(findings)
  }

  mutating func add(
    _ rule: String, _ because: String, _ plain: Plain, isAssumed: Bool = false
  ) {
    list.append(policy.reason(rule, because, plain, isAssumed: isAssumed))
  }

  private mutating func explainWindow(_ findings: Findings, windows: Windows) {
    let days = policy.payWindowDays
    let months = policy.number(.payWindowMonths)
    let length = windows.payUntil.days(since: windows.born)
    let extended = findings.orders.lastDay(of: .pay) == windows.payUntil
    let counted =
      months.map { ", \($0.value) months" } ?? (extended ? ", extended" : ", day \(length)")
    let note = (months ?? days).assumed ? " (assumed)" : ""
    let needsBoth = windows.crossesYear && policy.word(.crossYear)?.value == "bothRequired"
    add(
      months?.rule ?? days.rule,
      "born \(windows.born), day 0; last day in time \(windows.payUntil)\(counted)\(note)",
      Plain(
        "出生当天算第 0 天，第 \(length) 天是\(windows.payUntil.chinese)；"
          + (needsBoth ? "当天及以前缴清两个年度的保费" : "当天及以前缴费") + "，医保从出生那天算起。",
        """
        The day of birth is day 0 and day \(length) is \(windows.payUntil.english); \
        \(needsBoth ? "with the premiums of both years paid" : "paid") by then, cover runs from \
        birth.
        """), isAssumed: (months ?? days).assumed)
  }

  private mutating func explainPayment(
    _ findings: Findings, windows: Windows, states: DayStates
  ) {
    let payment = findings.premiums.counting[windows.year]?.fact.paidAt.day
    switch states.payment {
    case .paidOnTime:
      guard let payment else { return }
      let end = windows.born.endOfYear
      add(
        "A09", "paid \(payment), last day \(windows.payUntil); cover \(windows.born) to \(end)",
        Plain(
          "\(payment.chinese)缴费，在期限内；保障从出生那天到\(end.chinese)。",
          "Paid on \(payment.english), in time: cover runs from birth to \(end.english)."))
    case .paidLate:
      guard let payment else { return }
      explainLate(paidOn: payment, windows: windows)
      explainWhyLate(paidOn: payment, windows: windows)
    case .unpaidLate:
      explainOpenLate(windows)
    case .missed:
      add(
        "A10", "no payment by \(windows.payUntil) nor in time for cover in \(windows.year)",
        Plain(
          "期限内没有收到缴费；\(windows.year) 年度的保费现在缴也没有保障了，可以缴下一年度的。",
          """
          No payment in time has reached us, and the premium of \(windows.year) can no longer \
          bring cover; the next year's can be paid.
          """))
    case .notDue: explainNotDue(windows)
    case .unpaid, nil: return
    }
  }

  private mutating func explainNotDue(_ windows: Windows) {
    let end = windows.born.endOfYear
    add(
      policy.word(.birthYearPremium)?.rule ?? "1.1",
      "no premium is charged for the birth year; cover \(windows.born) to \(end)",
      Plain(
        "出生当年不用缴费；保障从出生那天到\(end.chinese)。",
        "No premium is due for the birth year: cover runs from birth to \(end.english)."))
  }

  private mutating func explainLate(paidOn day: CivilDate, windows: Windows) {
    let late = policy.lateCover(on: day)
    let start = late.value.start(paidOn: day)
    let end = windows.born.endOfYear
    let note = late.assumed ? " (assumed)" : ""
    // A region may want more than a payment within the window.
    let isWithin = day <= windows.payUntil
    let because = "paid \(day) \(isWithin ? "within" : "after") \(windows.payUntil)"
    let paid =
      isWithin
      ? Plain("\(day.chinese)缴费，", "Paid on \(day.english): ")
      : Plain("\(day.chinese)缴费已过期限，", "Paid on \(day.english), after the window: ")
    guard start <= end else {
      add(
        late.rule, "\(because); cover would start \(start)\(note)",
        Plain(
          "\(paid.chinese)保障要到\(start.chinese)才开始，所以 \(windows.year) 年没有保障。",
          """
          \(paid.english)cover would start on \(start.english), so there is none in \
          \(windows.year).
          """), isAssumed: late.assumed)
      return
    }
    add(
      late.rule, "\(because); cover \(start) to \(end)\(note)",
      Plain(
        "\(paid.chinese)保障从\(start.chinese)到\(end.chinese)。",
        "\(paid.english)cover runs from \(start.english) to \(end.english)."),
      isAssumed: late.assumed)
  }

  /// Why a payment within the window is late all the same: the region wants more than that.
  private mutating func explainWhyLate(paidOn day: CivilDate, windows: Windows) {
    guard day <= windows.payUntil else { return }
    if windows.crossesYear, let crossing = policy.word(.crossYear), crossing.value == "bothRequired"
    {
      add(
        crossing.rule, "the premium of \(windows.year + 1) was not paid by \(windows.payUntil)",
        Plain(
          "缴费期限跨年：最晚\(windows.payUntil.chinese)把两个年度都缴清，保障才从出生那天算起。",
          """
          The window runs into the next year: cover from birth needs the premiums of both years \
          by \(windows.payUntil.english).
          """), isAssumed: crossing.assumed)
    } else if let test = policy.word(.windowTest), test.value == "both" {
      add(
        test.rule, "no enrolment record by \(windows.payUntil)",
        Plain(
          "这里还要求最晚\(windows.payUntil.chinese)完成参保登记，光缴费不够。",
          "Here the enrolment, too, must be on record by \(windows.payUntil.english)."),
        isAssumed: test.assumed)
    }
  }

  private mutating func explainOpenLate(_ windows: Windows) {
    // The policy's step that rules the last useful day; texts must not depend on the day asked for.
    let late = policy.lateCover(on: windows.born.endOfYear)
    let last = late.value.lastUsefulDay(of: windows.year)
    let nextMonth = late.value == .nextMonth
    add(
      nextMonth ? "A10" : late.rule,
      "unpaid after \(windows.payUntil); late cover possible until \(last)",
      Plain(
        nextMonth
          ? "期限已过，但最晚\(last.chinese)还可以补缴，保障从缴费的下个月 1 日开始。"
          : "期限已过，但最晚\(last.chinese)还可以补缴，保障从缴费那天开始。",
        """
        The window has passed; until \(last.english) a late payment still brings cover, from \
        \(nextMonth ? "the first of the month after it" : "the day it is made").
        """), isAssumed: late.assumed)
  }

  private mutating func explainLaterYears(_ findings: Findings) {
    for cover in findings.coverage where cover.premiumYear != findings.windows?.year {
      let paid = findings.premiums.counting[cover.premiumYear]?.fact.paidAt.day
      let late = cover.basis == .late ? paid.map(policy.lateCover(on:)) : nil
      explainWait(findings.bought?.waits[cover.premiumYear], for: cover)
      add(
        cover.rules.last ?? "D01", "premium of \(cover.premiumYear): \(cover.from) to \(cover.to)",
        Plain(
          "\(cover.premiumYear) 年度的保费已缴，保障从\(cover.from.chinese)到\(cover.to.chinese)。",
          """
          The premium for \(cover.premiumYear) is paid: cover runs from \(cover.from.english) to \
          \(cover.to.english).
          """), isAssumed: late?.assumed ?? false)
    }
  }

  private mutating func explainCode(_ findings: Findings, states: DayStates) {
    guard let windows = findings.windows, states.code.state != .none else { return }
    let settles = windows.settlementRule(on: states.day)
    let until = windows.settlesUntil(on: states.day)
    let length = until.days(since: windows.born)
    if let bound = findings.boundSince {
      add(
        "A05", "citizen ID bound since \(bound)",
        Plain(
          "\(bound.chinese)已落户，医保码按身份证号使用；参保信息也要改用身份证号。",
          """
          Registered since \(bound.english): the code works on the citizen ID; the insurance \
          record has to carry it too.
          """))
    } else if states.code.state != .retired {
      add(
        settles.rule,
        "no citizen ID; direct settlement until \(until), day \(length)"
          + (settles.assumed ? " (assumed)" : ""),
        Plain(
          "有保障时，没落户也可以凭医保码直接结算，最晚到第 \(length) 天（\(until.chinese)）；保障不因此停止。",
          """
          While there is cover the code settles directly without household registration until \
          day \(length), \(until.english); cover itself does not stop then.
          """), isAssumed: settles.assumed)
    }
  }

  private mutating func explainIdentity(_ findings: Findings) {
    if findings.citizenID == nil, findings.hasValidCertificate, findings.speaking != nil {
      let nameless = findings.isNameless
      add(
        nameless ? "A06" : "A03",
        nameless ? "the certificate carries no name of the child's own" : "known by certificate",
        nameless
          ? Plain(
            "出生医学证明上还没有孩子的正式姓名，请尽快补上。",
            "The birth certificate does not carry the child's own name yet; please have it added.")
          : Plain(
            "凭出生医学证明就可以参保，不用等落户。",
            "The birth certificate is enough to enrol; there is no need to wait for registration."))
    }
    if !findings.group.parentNameAbout.isEmpty || !findings.recordsInParentsName.isEmpty {
      add(
        "A12", "a payment or a record of enrolment stands in a parent's name",
        Plain(
          "有一笔保费或参保记录用的是父母的姓名，请联系医保经办机构改到孩子名下。",
          """
          A premium or an enrolment stands in a parent's name; please ask the agency to move it \
          to the child.
          """))
    }
  }
}
