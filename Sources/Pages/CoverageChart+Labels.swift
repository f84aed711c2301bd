import Casework

/// The lines and words around the bars.
extension CoverageChart {
  /// The two days of law that fall into a year, each with its label on a line of its own, so that
  /// neither can run into the other.
  func marks(_ year: Int) -> HTML {
    var lines: HTML = ""
    var labels: HTML = ""
    if let day = windowEnd, day.year == year {
      let x = Self.x(day)
      lines = "<path d=\"M\(x) 38v62\" class=\"s-act line\"/>"
      labels = mark(day, y: 48, onLeft: x >= 112, kind: "f-actt")
    }
    if let day = bindEnd, day.year == year {
      let x = Self.x(day)
      lines = "\(lines)<path d=\"M\(x) 24v76\" class=\"s-ink2 dashed\"/>"
      labels = "\(labels)\(mark(day, y: 34, onLeft: x > 236, kind: "f-ink2"))"
    }
    if today.year == year {
      let x = Self.x(today)
      lines = """
        \(lines)<path d="M\(x) 60v40" class="today s-ink"/>\
        <circle cx="\(x)" cy="59" r="3.5" class="f-ink"/>
        """
    }
    return "\(lines)\(labels)"
  }

  private func mark(_ day: CivilDate, y: Double, onLeft: Bool, kind: HTML) -> HTML {
    let anchor: HTML = onLeft ? "end" : "start"
    return """
      <text x="\(Self.x(day) + (onLeft ? -5 : 5))" y="\(y)" class="mark \(kind)" \
      text-anchor="\(anchor)">\(label(day))</text>
      """
  }

  private func label(_ day: CivilDate) -> String {
    guard let birth else { return language.shortDay(day) }
    let number = day.days(since: birth)
    return language.say(
      "第 \(number) 天 \(language.shortDay(day))", "Day \(number), \(language.shortDay(day))")
  }

  func months(_ year: Int, y: Double) -> HTML {
    var marks: HTML = ""
    for month in 1...12 {
      guard let day = CivilDate(year: year, month: month, day: 1) else { continue }
      let x = Self.x(day)
      marks = "\(marks)<path d=\"M\(x) \(y)v6\" class=\"s-edge thin\"/>"
      if month % 3 == 1 {
        marks = """
          \(marks)<text x="\(x + 2)" y="\(y + 18)" class="mark f-ink2">\
          \(language.shortMonth(month))</text>
          """
      }
    }
    return marks
  }

  /// Birth and today under the bar. Where they stand close, today's label begins at its line; where
  /// they stand closer, birth has none, for the strip and the heading say it.
  func dates(_ year: Int, y: Double) -> HTML {
    let born = birth.flatMap { $0.year == year ? Self.x($0) : nil }
    let now = today.year == year ? Self.x(today) : nil
    var labels: HTML = ""
    // Where today's label begins: birth's must end before it.
    var edge = Double.infinity
    if let now {
      let isClose = born.map { now - $0 < 104 && now < 262 } ?? false
      let anchor: HTML = now < 40 || isClose ? "start" : now > 296 ? "end" : "middle"
      let at = isClose ? now - 2 : now < 40 ? Self.left : now > 296 ? 338 : now
      let text = "\(language.say("今天", "Today")) \(language.shortDay(today))"
      edge = isClose || now < 40 ? at : now > 296 ? at - 72 : at - 36
      labels = """
        <text x="\(at)" y="\(y)" class="mark strong" text-anchor="\(anchor)">\(text)</text>
        """
    }
    if let born, let birth {
      let gap = now.map { $0 - born } ?? 200
      // English takes more room to say it.
      let room: Double = language == .en ? 78 : 62
      let x = min(born, 262)
      guard edge - x >= room || gap < -100 else { return labels }
      let text = "\(language.say("出生", "Born")) \(language.shortDay(birth))"
      let close: HTML = gap > 0 && edge - x < room + 20 ? " close" : ""
      labels = """
        \(labels)<text x="\(x)" y="\(y)" class="mark f-ink2\(close)">\(text)</text>
        """
    }
    return labels
  }
}
