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
        body = "\(body)<path d=\"M2 \(y - 16)h336\" class=\"s-line\"/>"
      }
      body = "\(body)<g transform=\"translate(0 \(y))\">\(detailed ? full(row) : brief(row))</g>"
      y += detailed ? (hasDates(row.year) ? 162 : 138) : 102
    }
    return """
      <svg class="cov" viewBox="0 0 340 \(y - 18)" role="img" aria-labelledby="cv-t cv-d">\
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

  private func hasDates(_ year: Int) -> Bool {
    today.year == year || birth?.year == year
  }

  private var summary: String {
    var sentences = rows.map { row in
      if let span = row.covered {
        let (from, to) = (language.fullDay(span.lowerBound), language.fullDay(span.upperBound))
        return language.say(
          "\(row.year) 年：\(from)至\(to)有保障。",
          "\(row.year): covered \(from) to \(to)."
        )
      }
      if let span = row.possible {
        let (from, to) = (language.fullDay(span.lowerBound), language.fullDay(span.upperBound))
        return language.say(
          "\(row.year) 年：缴费后，\(from)至\(to)有保障。",
          "\(row.year): if paid, covered \(from) to \(to).")
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
