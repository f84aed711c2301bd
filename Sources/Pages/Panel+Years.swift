import Casework

/// States of later years: the premium of the year is open, or shut.
extension PanelWriter {
  /// Covered this year, and the collection for the next one ends soon.
  func renew(_ cover: Ruling.Cover, _ year: Int, by last: CivilDate) -> Panel {
    let left = last.days(since: today)
    var panel = Panel(
      look: .act, tag: say("\(year) 年的保费该缴了", "Time to pay for \(year)"),
      figure: bar(cover.from.year),
      action: say(
        "最晚 \(deadline(last))缴，\(year) 年全年有医保。",
        "Pay by \(deadline(last)) and all of \(year) is covered."))
    if left == 0 {
      panel.word = say("今天是最后一天", "Today is the last day")
    } else {
      panel.count = count(left, only: left <= 7)
    }
    panel.button = payButton(say("缴 \(year) 年保费", "Pay for \(year)"))
    panel.notes.append(
      say(
        "今年的医保到 \(day(cover.to))，不受影响。",
        "This year’s cover runs to \(day(cover.to)) all the same."))
    if let missing = model.outlook?.missing, missing.premiumYear == year {
      panel.notes.append(
        missing.waitingMonths > 0
          ? say(
            "错过了，\(year) 年就没有保障，以后再缴还要等 \(missing.waitingMonths) 个月。",
            "If it is missed, cover ends with this year, and a later return waits up to "
              + "\(language.months(missing.waitingMonths)).")
          : say("错过了，\(year) 年就没有保障。", "If it is missed, cover ends with this year."))
    }
    panel.notes.append(taxTakesIt)
    return panel
  }

  /// A later year without cover, in which a payment today still brings some.
  func payThisYear(_ year: Int, _ span: Ruling.Span) -> Panel {
    let months = model.year(year)?.waitingMonths ?? 0
    var panel = Panel(
      look: .act, tag: say("还没有 \(year) 年的保障", "\(year) is not covered yet"),
      word: span.from == today
        ? say("今天缴费，今天起有医保", "Pay today and cover starts today")
        : say(
          "今天缴费，\(day(span.from))起有医保",
          "Pay today and cover starts on \(day(span.from))"),
      figure: bar(year),
      action: say("早缴早有保障，到 \(day(span.to))为止。", "Pay early; it covers to \(day(span.to))."),
      button: payButton(say("缴 \(year) 年保费", "Pay for \(year)")))
    if months > 0 {
      panel.notes.append(
        say(
          "过了集中缴费期，缴费后要等 \(months) 个月。",
          "The collection is over, so cover waits \(language.months(months)) after the payment."))
    }
    if let repaired = repairable(before: year) {
      panel.notes.append(
        say(
          "先补缴 \(repaired) 年断保的保费，可以少等；能补几年、怎么补，请问医保经办窗口。",
          "Paying for the missed \(repaired) first shortens the wait; the insurance agency tells "
            + "you how."))
    }
    panel.notes.append(contentsOf: [lastCover, taxTakesIt].compactMap { $0 })
    return panel
  }

  /// The missed years that lie between the last cover and this one.
  private func repairable(before year: Int) -> String? {
    guard let missing = model.outlook?.missing,
      missing.waitingMonthsRepaired < missing.waitingMonths,
      let last = ruling.coverage.map(\.premiumYear).filter({ $0 < year }).max(), last + 1 < year
    else { return nil }
    let years = (last + 1)..<year
    return years.count == 1 ? "\(last + 1)" : "\(last + 1)–\(year - 1)"
  }

  /// A later year without cover, in which a payment brings none any more.
  func closedThisYear(_ year: Int) -> Panel {
    let next = year + 1
    var panel = Panel(
      look: .miss, tag: say("\(year) 年没有保障", "\(year) is not covered"),
      word: say(
        "现在缴 \(year) 年的保费，已经没有保障期了", "The \(year) premium would no longer bring any cover"),
      action: say(
        "请缴 \(next) 年的保费，\(next)年1月1日起有医保。",
        "Pay for \(next) instead; cover starts on 1 January \(next)."))
    if let collection = model.year(next)?.collection {
      panel.notes.append(
        say(
          "集中缴费期：\(day(collection.from))到 \(day(collection.to))。",
          "It is collected from \(day(collection.from)) to \(day(collection.to))."))
    }
    panel.button = payButton(say("缴 \(next) 年保费", "Pay for \(next)"))
    panel.notes.append(contentsOf: [lastCover, taxTakesIt].compactMap { $0 })
    return panel
  }

  private var lastCover: String? {
    guard let cover = ruling.coverage.max(by: { $0.to < $1.to }) else { return nil }
    return say(
      "上一段保障到 \(language.fullDay(cover.to))为止。",
      "The last cover ran to \(language.fullDay(cover.to)).")
  }
}
