import Casework

/// The section “months of cover”: the chart and its legend, left out where nothing is to be shown.
struct Coverage {
  var model: ParentPageModel
  var language: PageLanguage

  private var ruling: Ruling { model.ruling }

  var chart: CoverageChart? {
    guard ruling.child.diedOn == nil, let window = ruling.window else { return nil }
    let rows = years(window).map { row($0, window) }
    guard rows.contains(where: { $0.covered != nil || $0.possible != nil }) else { return nil }
    let bind = ruling.deadline(.bindIdentity)?.date
    return CoverageChart(
      rows: rows, birth: window.from, windowEnd: window.to,
      bindEnd: ruling.citizenID == nil ? bind : nil,
      suspendedFrom: ruling.code.state == .suspended
        ? ruling.freeze?.orderedOn ?? bind?.adding(days: 1) : nil,
      today: model.today, language: language)
  }

  /// The birth year, every year with cover, the year it is, and the one the window runs into.
  private func years(_ window: Ruling.Span) -> [Int] {
    var years = Set(ruling.coverage.map(\.from.year))
    years.insert(window.from.year)
    years.insert(model.today.year)
    if ruling.payment == .unpaid { years.insert(window.to.year) }
    return years.sorted()
  }

  private func row(_ year: Int, _ window: Ruling.Span) -> CoverageChart.Row {
    let covered = ruling.coverage.first { $0.from.year == year }
    let possible = covered == nil ? possible(year, window) : nil
    let status: String =
      if covered != nil {
        language.say("有保障", "Covered")
      } else if possible != nil {
        language.say("待缴费", "To be paid")
      } else if year == window.from.year {
        language.say("没有保障", "Not covered")
      } else {
        language.say("还没有收到缴费", "No payment received yet")
      }
    return CoverageChart.Row(
      year: year, covered: covered.map { $0.from...$0.to },
      possible: possible, status: status)
  }

  private func possible(_ year: Int, _ window: Ruling.Span) -> ClosedRange<CivilDate>? {
    guard year == window.from.year else {
      guard year == model.today.year, let span = model.year(year)?.ifPaidToday else { return nil }
      return span.from...span.to
    }
    switch ruling.payment {
    case .unpaid: return window.from...window.from.endOfYear
    case .unpaidLate:
      return model.advice.lateOffer.map { $0.coverFrom...$0.coverFrom.endOfYear }
    case .paidOnTime, .paidLate, .missed, .notDue, nil: return nil
    }
  }

  var section: HTML {
    guard let chart else { return .empty }
    return """
      <section class="card o4" aria-labelledby="c"><h2 id="c">\
      \(language.say("保障时间", "Months of cover"))</h2>\(chart.drawing)\(legend(chart))</section>
      """
  }

  private func legend(_ chart: CoverageChart) -> HTML {
    var items: [HTML] = []
    if chart.rows.contains(where: { $0.covered != nil }) {
      items.append(item("f-accent", language.say("有保障", "Covered")))
    }
    if chart.suspendedFrom != nil {
      items.append(
        """
        <li><svg viewBox="0 0 20 12" aria-hidden="true"><rect x="1" y="1" width="18" height="10" \
        rx="2" class="f-accent"/><rect x="1" y="4.5" width="18" height="3" class="f-surface"/>\
        </svg>\(language.say("先付费，后报销", "Pay first, claim later"))</li>
        """)
    }
    if chart.rows.contains(where: { $0.possible != nil }) {
      items.append(item("f-tint s-accent dash", language.say("缴费后有保障", "Covered if paid")))
    }
    items.append(item("f-done s-edge thin", language.say("没有保障", "Not covered")))
    return "<ul class=\"legend\">\(HTML(items))</ul>"
  }

  private func item(_ kind: HTML, _ text: String) -> HTML {
    """
    <li><svg viewBox="0 0 20 12" aria-hidden="true"><rect x="1" y="1" width="18" height="10" \
    rx="2" class="\(kind)"/></svg>\(text)</li>
    """
  }
}
