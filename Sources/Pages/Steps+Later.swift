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
          detail: say("与 \(first) 年的分开缴", "It is separate from the one for \(first)")), at: 0)
    }
    return steps
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
          detail: say("医保码不变", "The code stays the same"))
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

  /// The day the first message of a family came.
  func received(_ family: String) -> CivilDate? {
    model.timeline.filter { $0.kind.hasPrefix("\(family).") }.map(\.at.day).min()
  }
}
