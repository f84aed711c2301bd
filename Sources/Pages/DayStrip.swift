import Casework

/// The days of a window as one tick each, with today among them: how much of it has gone is seen
/// before it is read.
struct DayStrip {
  var first: CivilDate
  var last: CivilDate
  var today: CivilDate
  /// The day that the labels count from; not always the first one drawn.
  var birth: CivilDate
  var reminders: Set<CivilDate>
  var language: PageLanguage

  private var length: Int { last.days(since: first) }
  private var step: Double { 364 / Double(length + 1) }

  private func middle(_ day: CivilDate) -> Double {
    Double(day.days(since: first)) * step + 2
  }

  /// Empty where there is nothing to part or today lies outside.
  var drawing: HTML {
    guard length > 0, length <= 366, first <= today, today <= last else { return .empty }
    return """
      <svg class="ticks" viewBox="0 -20 368 50" role="img" aria-label="\(summary)">\
      \(ticks(past: true))\(ticks(past: false))\(todayMark)</svg>\(ends)
      """
  }

  private var summary: String {
    let number = today.days(since: birth)
    let total = last.days(since: birth)
    let left = last.days(since: today)
    guard left > 0 else {
      return language.say("\(total) 天中的最后一天", "The last of \(total) days")
    }
    return language.say(
      "\(total) 天中的第 \(number) 天，还剩 \(left) 天",
      "Day \(number) of \(total), \(language.days(left)) left")
  }

  /// One path for the days behind and one for those to come, tick by tick.
  private func ticks(past: Bool) -> HTML {
    var path: HTML = ""
    for offset in 0...length {
      let day = first.adding(days: offset)
      guard day != today, (day < today) == past else { continue }
      let isEnd = offset == 0 || offset == length
      let height = isEnd ? 22 : reminders.contains(day) ? 18 : 14
      path = "\(path)M\(middle(day)) \(15 - height / 2)v\(height)"
    }
    guard !path.isEmpty else { return .empty }
    return past
      ? "<path class=\"tick s-edge\" d=\"\(path)\"/>"
      : "<path class=\"tick s-act\" d=\"\(path)\"/>"
  }

  private var todayMark: HTML {
    let x = middle(today)
    let anchor = x < 50 ? "start" : x > 314 ? "end" : "middle"
    let at = x < 50 ? max(x - 2, 0) : x > 314 ? min(x + 2, 368) : x
    let number = today.days(since: birth)
    let label = language.say("今天 · 第 \(number) 天", "Today · day \(number)")
    return """
      <text x="\(at)" y="-6" class="now" text-anchor="\(anchor)">\(label)</text>\
      <path class="today s-ink" d="M\(x) 2v26"/>
      """
  }

  private var ends: HTML {
    let total = last.days(since: birth)
    let start =
      first == birth
      ? language.say("出生", "Born")
      : language.say("第 \(first.days(since: birth)) 天", "Day \(first.days(since: birth))")
    let end = language.say("第 \(total) 天", "Day \(total)")
    return """
      <div class="ends"><span>\(start) <b>\(language.day(first, in: today.year))</b></span>\
      <span>\(end) <b>\(language.day(last, in: today.year))</b></span></div>
      """
  }
}
