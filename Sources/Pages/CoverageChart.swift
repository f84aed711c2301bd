import Casework

/// The cover of a child as a bar a year, against the days that matter: one image with a sentence.
struct CoverageChart {
  /// One year: what is covered and what would be if paid.
  struct Row {
    var year: Int
    var covered: ClosedRange<CivilDate>?
    var possible: ClosedRange<CivilDate>?
    var status: String
  }

  var rows: [Row]
  var birth: CivilDate?
  var windowEnd: CivilDate?
  var bindEnd: CivilDate?
  var suspendedFrom: CivilDate?
  var today: CivilDate
  var language: PageLanguage

  static let left = 2.0
  static let width = 336.0

  /// Where a day begins in its year, or ends where it is the last of something.
  static func x(_ day: CivilDate, atEnd: Bool = false) -> Double {
    let start = CivilDate.startOfYear(day.year)
    let length = day.endOfYear.days(since: start) + 1
    return left + width * Double(day.days(since: start) + (atEnd ? 1 : 0)) / Double(length)
  }

  var drawing: HTML {
    var y = 0.0
    var body: HTML = ""
    for (index, row) in rows.enumerated() {
      let detailed = index == 0 || hasMarks(row.year)
      if index > 0 {
        body = "\(body)<path d=\"M2 \(y - 12)h336\" class=\"s-line\"/>"
      }
      body = "\(body)<g transform=\"translate(0 \(y))\">\(detailed ? full(row) : brief(row))</g>"
      y += detailed ? 154 : 98
    }
    return """
      <svg class="cov" viewBox="0 0 340 \(y - 12)" role="img" aria-labelledby="cv-t cv-d">\
      <title id="cv-t">\(language.say("医保保障时间", "Months of cover"))</title>\
      <desc id="cv-d">\(summary)</desc><defs><pattern id="hatch" width="7" height="7" \
      patternUnits="userSpaceOnUse" patternTransform="rotate(45)">\
      <rect width="7" height="7" class="f-tint"/>\
      <path d="M0 0v7" class="s-accent" stroke-width="2.2" opacity=".55"/></pattern></defs>\
      \(body)</svg>
      """
  }

  private func hasMarks(_ year: Int) -> Bool {
    [birth, windowEnd, bindEnd, today].contains { $0?.year == year }
  }

  private var summary: String {
    var sentences = rows.map { row in
      if let span = row.covered {
        return language.say(
          "\(row.year) 年：\(language.fullDay(span.lowerBound))至\(language.fullDay(span.upperBound))有保障。",
          "\(row.year): covered \(language.fullDay(span.lowerBound)) to \(language.fullDay(span.upperBound)).")
      }
      if let span = row.possible {
        return language.say(
          "\(row.year) 年：缴费后，\(language.fullDay(span.lowerBound))至\(language.fullDay(span.upperBound))有保障。",
          "\(row.year): if paid, covered \(language.fullDay(span.lowerBound)) to "
            + "\(language.fullDay(span.upperBound)).")
      }
      return language.say("\(row.year) 年：\(row.status)。", "\(row.year): \(row.status).")
    }
    sentences.append(
      language.say("今天\(language.fullDay(today))。", "Today is \(language.fullDay(today))."))
    return sentences.joined(separator: language.gap)
  }

  private func full(_ row: Row) -> HTML {
    """
    \(head(row))\(bars(row, y: 64))\(marks(row.year))\(months(row.year, y: 98))\
    \(dates(row.year, y: 137))
    """
  }

  private func brief(_ row: Row) -> HTML {
    "\(head(row))\(bars(row, y: 26))\(months(row.year, y: 60))"
  }

  private func head(_ row: Row) -> HTML {
    let kind: HTML =
      row.covered != nil ? "f-accent" : row.possible != nil ? "f-actt" : "f-ink2"
    return """
      <text x="2" y="15" class="year">\(language.say("\(row.year) 年", String(row.year)))</text>\
      <text x="338" y="15" class="word \(kind)" text-anchor="end">\(row.status)</text>
      """
  }

  func bars(_ row: Row, y: Double, height: Double = 30) -> HTML {
    var bars: HTML = """
      <rect x="2" y="\(y)" width="336" height="\(height)" rx="5" class="f-done s-edge thin"/>
      """
    if let span = row.possible {
      let from = Self.x(span.lowerBound)
      bars = """
        \(bars)<rect x="\(from)" y="\(y)" width="\(Self.x(span.upperBound, atEnd: true) - from)" \
        height="\(height)" rx="5" class="hatched s-accent"/>
        """
    }
    if let span = row.covered {
      let from = Self.x(span.lowerBound)
      let to = Self.x(span.upperBound, atEnd: true)
      bars = """
        \(bars)<rect x="\(from)" y="\(y)" width="\(to - from)" height="\(height)" rx="5" \
        class="f-accent"/>
        """
      if let pause = suspendedFrom, pause.year == row.year, pause <= span.upperBound {
        let start = max(Self.x(pause), from)
        bars = """
          \(bars)<rect x="\(start)" y="\(y + height / 2 - 3)" width="\(to - start)" height="6" \
          class="f-surface"/>
          """
      }
    }
    return bars
  }

  /// The two days of law that fall into a year, each with its label on a line of its own, so that
  /// neither can run into the other.
  private func marks(_ year: Int) -> HTML {
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
  private func dates(_ year: Int, y: Double) -> HTML {
    let born = birth.flatMap { $0.year == year ? Self.x($0) : nil }
    let now = today.year == year ? Self.x(today) : nil
    var labels: HTML = ""
    if let now {
      let isClose = born.map { now - $0 < 104 && now < 262 } ?? false
      let anchor: HTML = now < 40 || isClose ? "start" : now > 296 ? "end" : "middle"
      let at = isClose ? now - 2 : now < 40 ? Self.left : now > 296 ? 338 : now
      let text = "\(language.say("今天", "Today")) \(language.shortDay(today))"
      labels = """
        <text x="\(at)" y="\(y)" class="mark strong" text-anchor="\(anchor)">\(text)</text>
        """
    }
    if let born, let birth {
      let gap = now.map { $0 - born } ?? 200
      guard gap >= 64 || gap < -100 else { return labels }
      let x = min(born, 262)
      let text = "\(language.say("出生", "Born")) \(language.shortDay(birth))"
      let close: HTML = gap < 84 ? " close" : ""
      labels = """
        \(labels)<text x="\(x)" y="\(y)" class="mark f-ink2\(close)">\(text)</text>
        """
    }
    return labels
  }
}

extension CoverageChart {
  /// The bar of one year alone, for the panel that leads.
  func single(_ row: Row) -> HTML {
    let here = today.year == row.year
    let x = here ? Self.x(today) : 0
    let anchor: HTML = x < 40 ? "start" : x > 300 ? "end" : "middle"
    let at = x < 40 ? Self.left : x > 300 ? 338 : x
    let now: HTML =
      here
      ? """
      <text x="\(at)" y="10" class="now" text-anchor="\(anchor)">\(language.say("今天", "Today"))\
      </text><path d="M\(x) 16v34" class="today s-ink"/>
      """ : ""
    return """
      <svg class="ticks" viewBox="0 -4 340 74" role="img" aria-label="\(summary)">\
      \(bars(row, y: 20, height: 26))\(now)\(months(row.year, y: 49))</svg>
      """
  }
}
