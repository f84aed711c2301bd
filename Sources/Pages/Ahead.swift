import Casework

/// The section “the years ahead”: when next year's premium is collected, what paying covers, and
/// what missing a year costs. Calm: a look ahead, no reminder.
struct Ahead {
  var model: ParentPageModel
  var language: PageLanguage

  func say(_ chinese: String, _ english: String) -> String { language.say(chinese, english) }
  private func day(_ date: CivilDate) -> String { language.day(date, in: model.today.year) }

  var section: HTML {
    guard model.ruling.child.diedOn == nil, let outlook = model.outlook else { return .empty }
    let years = outlook.years.filter { year in
      year.collection != nil && year.premiumYear >= model.today.year
    }
    guard !years.isEmpty else { return .empty }
    return """
      <section class="card o4" aria-labelledby="y"><h2 id="y">\(say("往后几年", "The years ahead"))\
      </h2><ol>\(HTML(years.map(item)))</ol>\(missing(outlook))\(cap(outlook))</section>
      """
  }

  private func item(_ year: Outlook.Year) -> HTML {
    let isOpen =
      year.state == .open && year.collection.map { $0.from <= model.today } ?? false
    let (kind, icon): (HTML, Icon) =
      switch year.state {
      case .covered: ("done", .tick)
      case .paidInVain, .missed: ("missed", .bar)
      case .open: isOpen ? ("now", .clock) : ("waiting", .dots)
      }
    let (word, details) = words(year)
    return """
      <li class="st \(kind)"><span class="dot" aria-hidden="true">\(icon.drawing)</span><div>\
      <h3>\(say("\(year.premiumYear) 年", String(year.premiumYear)))</h3>\
      <p class="small"><b>\(word)</b>\(HTML(details.map { " <span>\($0)</span>" }))</p></div></li>
      """
  }

  private func words(_ year: Outlook.Year) -> (String, [String]) {
    var details: [String] = []
    switch year.state {
    case .covered:
      if let cover = year.cover { details.append("\(day(cover.from))–\(day(cover.to))") }
      if year.waitingMonths > 0 {
        let isOver = year.cover.map { $0.from <= model.today } ?? true
        details.append(isOver ? waited(year.waitingMonths) : waits(year.waitingMonths))
      }
      return (say("有保障", "Covered"), details)
    case .paidInVain: return (say("缴了，没有保障期", "Paid, without cover"), [])
    case .missed: return (say("没有保障", "Not covered"), [])
    case .open: break
    }
    if year.subsidyPercent == 100 {
      return (say("由政府全额资助", "Paid for by the government"), [])
    }
    guard let collection = year.collection else { return ("", []) }
    if year.premiumYear == model.today.year, let span = year.ifPaidToday {
      details.append(
        say("今天缴，\(day(span.from))起有保障", "paid today, cover starts on \(day(span.from))"))
      if year.waitingMonths > 0 { details.append(waits(year.waitingMonths)) }
      return (say("还可以缴", "Can still be paid"), details + [price(year)].compactMap { $0 })
    }
    let all = say("缴了，\(year.premiumYear) 年全年有保障", "pays for all of \(year.premiumYear)")
    details += [all, price(year)].compactMap { $0 }
    if collection.from <= model.today {
      return (say("现在可以缴，到 \(day(collection.to))", "Open until \(day(collection.to))"), details)
    }
    return (
      say(
        "\(day(collection.from))到 \(day(collection.to))集中缴费",
        "Collected \(day(collection.from)) to \(day(collection.to))"), details
    )
  }

  private func price(_ year: Outlook.Year) -> String? {
    var parts: [String] = []
    if let yuan = year.premiumYuan {
      parts.append(say("每人 \(language.yuan(yuan))", "\(language.yuan(yuan)) a person"))
    }
    if let percent = year.subsidyPercent, percent > 0 {
      parts.append(say("政府资助 \(percent)%", "the government pays \(percent)% of it"))
    }
    return parts.isEmpty ? nil : parts.joined(separator: say("，", ", "))
  }

  private func waits(_ months: Int) -> String {
    say("过了集中缴费期，要等 \(months) 个月", "after the collection cover waits \(language.months(months))")
  }

  private func waited(_ months: Int) -> String {
    say("缴得晚，等了 \(months) 个月", "paid late, after a wait of \(language.months(months))")
  }

  /// What it costs to leave a year out.
  private func missing(_ outlook: Outlook) -> HTML {
    guard let missing = outlook.missing, model.year(missing.premiumYear)?.subsidyPercent != 100
    else { return .empty }
    let year = missing.premiumYear
    var lines = [
      say(
        "\(year) 年全年没有保障，看病的费用都要自己付",
        "no cover in all of \(year): every cost of care is yours")
    ]
    if missing.waitingMonths > 0 {
      lines.append(
        say(
          "\(year + 1) 年过了集中缴费期再缴，要等 \(missing.waitingMonths) 个月才有保障",
          "a late payment for \(year + 1) then waits \(language.months(missing.waitingMonths)) "
            + "before it covers"))
      if missing.waitingMonthsRepaired < missing.waitingMonths {
        lines.append(
          say(
            "把 \(year) 年的保费补上，等待可缩短到 \(missing.waitingMonthsRepaired) 个月，但 \(year) 年的费用仍不能报销",
            "paying for \(year) afterwards shortens that to "
              + "\(language.months(missing.waitingMonthsRepaired)), and still covers nothing of "
              + "\(year)"))
      }
    }
    if let loss = missing.capLoss, loss > 0 {
      lines.append(
        say(
          "大病保险的最高支付额少 \(language.yuan(loss))",
          "serious-illness insurance pays up to \(language.yuan(loss)) less"))
    }
    return """
      <div class="rest"><h3>\(say("如果 \(year) 年不缴", "If \(year) is not paid for"))</h3>\
      <ul class="facts">\(HTML(lines.map { "<li>\($0)</li>" }))</ul></div>
      """
  }

  private func cap(_ outlook: Outlook) -> HTML {
    guard let cap = outlook.cap else { return .empty }
    var parts = [say("基本 \(language.yuan(cap.base))", "base \(language.yuan(cap.base))")]
    if cap.bonus > 0 {
      parts.append(
        say(
          "连续参保和不报销的奖励 \(language.yuan(cap.bonus))",
          "\(language.yuan(cap.bonus)) more for years without a gap or a claim"))
    }
    if cap.penalty > 0 {
      parts.append(
        say("断保扣减 \(language.yuan(cap.penalty))", "\(language.yuan(cap.penalty)) less for gaps"))
    }
    let detail = parts.count > 1 ? parts.joined(separator: say("，", ", ")) : ""
    let more: HTML = detail.isEmpty ? .empty : "<p class=\"small\">\(detail)</p>"
    return """
      <div class="rest"><h3>\(say("大病保险", "Serious illness"))</h3><p class="small">\
      \(say(
        "今年最高支付 \(language.yuan(cap.cap))。",
        "This year it pays up to \(language.yuan(cap.cap))."))</p>\(more)</div>
      """
  }
}

extension PageLanguage {
  /// A round sum of money as people say it.
  func yuan(_ amount: Int) -> String {
    if self == .zhCN, amount >= 10_000, amount % 1_000 == 0 {
      let (whole, rest) = (amount / 10_000, amount % 10_000 / 1_000)
      return "\(whole)\(rest == 0 ? "" : ".\(rest)")\u{A0}万元"
    }
    var digits = String(amount)
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits = String(digits.dropLast(3))
    }
    let number = ([digits] + groups).joined(separator: ",")
    return say("\(amount)\u{A0}元", "\(number)\u{A0}yuan")
  }

  /// A number of months, counted in words of the language.
  func months(_ count: Int) -> String {
    say("\(count)\u{A0}个月", count == 1 ? "1\u{A0}month" : "\(count)\u{A0}months")
  }
}
