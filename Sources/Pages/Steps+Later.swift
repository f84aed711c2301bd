import Casework

/// The steps after the first premium.
extension Steps {
  /// Premiums of later years that were paid, and the one that the window runs into.
  var later: [Step] {
    guard let window = ruling.window else { return [] }
    let first = window.from.year
    var steps = ruling.coverage.filter { $0.premiumYear > first }
      .sorted { $0.premiumYear < $1.premiumYear }
      .map { cover in
        Step(
          standing: .done,
          title: say("\(cover.premiumYear) 年度医保费", "Premium for \(cover.premiumYear)"),
          word: say("已缴", "Paid"), detail: "\(day(cover.from))–\(day(cover.to))")
      }
    let next = window.to.year
    if next > first, !ruling.coverage.contains(where: { $0.premiumYear == next }),
      model.today <= window.to
    {
      steps.insert(
        Step(
          standing: .waiting, title: say("\(next) 年度医保费", "Premium for \(next)"),
          word: say("还没有收到", "Not received yet"),
          detail: isSecondMissing || model.advice.crossing == .bothRequired
            ? say("两个年度都要在期限内缴清", "Both years must be paid in time")
            : model.advice.crossing == .single
              ? say("缴这一份就够", "This one is enough")
              : say("与 \(first) 年的分开缴", "It is separate from the one for \(first)")), at: 0)
    }
    return steps + [thisYear].compactMap { $0 }
  }

  /// The premium of the year it is, where that is a later year without cover.
  private var thisYear: Step? {
    let today = model.today
    guard let window = ruling.window, today.year > window.from.year, window.to < today,
      !ruling.coverage.contains(where: { $0.premiumYear == today.year }),
      let year = model.year(today.year)
    else { return nil }
    let title = say("\(today.year) 年度医保费", "Premium for \(today.year)")
    switch year.state {
    case .covered: return nil
    case .open:
      let from = year.ifPaidToday.map { day($0.from) } ?? ""
      return Step(
        standing: .now, title: title, word: say("待缴费", "To be paid"),
        detail: say("今天缴，\(from)起有保障", "paid today, cover starts on \(from)"))
    case .paidInVain:
      return Step(
        standing: .missed, title: title, word: say("缴了，没有保障期", "Paid, without cover"))
    case .missed:
      return Step(standing: .missed, title: title, word: say("没有保障", "Not covered"))
    }
  }

  var household: Step {
    let title = say("户口登记", "Household registration")
    if ruling.citizenID != nil {
      return Step(
        standing: .done, title: title, word: say("已收到", "Received"),
        detail: received("householdRegistration").map(day) ?? "")
    }
    return Step(
      standing: .waiting, title: title, word: say("等待公安", "Waiting for the police"),
      detail: say("还没有收到户口登记", "No registration has reached us yet"))
  }

  var update: Step? {
    let title = say("更新参保信息", "Enrolment moved to the ID number")
    if ruling.citizenID != nil {
      return ruling.has(.updateIdentity)
        ? Step(
          standing: .waiting, title: title, word: say("医保办理中", "With the insurance agency"),
          detail: say("医保码不变", "The code stays the same") + due)
        : Step(standing: .done, title: title, word: say("已完成", "Done"))
    }
    guard let bind = ruling.deadline(.bindIdentity) else { return nil }
    switch bind.state {
    case .open:
      let left = bind.date.days(since: model.today)
      return Step(
        standing: lead == .bindIdentity(bind.date) ? .now : .waiting, title: title,
        word: say("落户之后", "After registration"),
        detail: left == 0
          ? say("今天（\(deadline(bind.date))）是最后一天", "today, \(deadline(bind.date)), is the last day")
          : say(
            "最晚 \(deadline(bind.date))，还有\u{A0}\(left)\u{A0}天",
            "by \(deadline(bind.date)), \(language.days(left)) left"))
    case .missed:
      return Step(
        standing: .missed, title: title, word: say("落户之后", "After registration"),
        detail: say("\(deadline(bind.date))已过", "\(deadline(bind.date)) has passed"))
    case .met: return Step(standing: .done, title: title, word: say("已完成", "Done"))
    }
  }

  /// When the insurance record should carry the ID number, where that day is still to come.
  private var due: String {
    guard let due = ruling.tasks.first(where: { $0.kind == .updateIdentity })?.due,
      model.today <= due
    else { return "" }
    return say("，最好在 \(day(due))以前", ", best by \(day(due))")
  }

  /// The day the first message of a family came.
  func received(_ family: String) -> CivilDate? {
    model.timeline.filter { $0.kind.hasPrefix("\(family).") }.map(\.at.day).min()
  }
}
