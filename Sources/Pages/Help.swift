import Casework

/// The section “help with the premium”: who pays what, and from which year on.
///
/// The category is not named: the page can be read by whoever holds the link.
struct Help {
  var model: ParentPageModel
  var language: PageLanguage

  private func say(_ chinese: String, _ english: String) -> String {
    language.say(chinese, english)
  }

  private var periods: [Assistance.Period] {
    model.ruling.further.assistance.filter { period in
      period.isCounted && period.isFromSource
        && period.until.map { $0.year >= model.today.year } ?? true
    }
  }

  var section: HTML {
    guard model.ruling.child.diedOn == nil, !periods.isEmpty else { return .empty }
    return """
      <section class="card o4" aria-labelledby="a"><h2 id="a">\
      \(say("保费有资助", "Help with the premium"))</h2>\
      \(HTML(sentences.map { "<p>\($0)</p>" }))</section>
      """
  }

  /// The best help first: two categories do not add up.
  private var sentences: [String] {
    guard let best = periods.max(by: { share($0) < share($1) }) else { return [] }
    let year = best.subsidyFrom
    var sentences: [String] = []
    switch best.percent?.value {
    case 100:
      sentences.append(
        say(
          "从 \(year) 年度起，保费由政府全额资助。是免缴还是先缴后补，请问医保经办窗口。",
          "From the premium of \(year) on the government pays all of it. Ask the insurance agency "
            + "whether you pay first and get it back."))
    case let percent?:
      sentences.append(
        say(
          "从 \(year) 年度起，政府资助保费的 \(percent)%，其余由您缴。",
          "From the premium of \(year) on the government pays \(percent)% and you pay the rest."))
    case nil:
      sentences.append(
        say(
          "从 \(year) 年度起，保费由政府资助一部分；资助多少由当地规定，请问医保经办窗口。",
          "From the premium of \(year) on the government pays a part; how much is for the city to "
            + "say. Please ask the insurance agency."))
    }
    if year > model.today.year {
      sentences.append(
        say(
          "\(year - 1) 年度的保费不在资助范围，仍按平常的办法缴。",
          "The premium of \(year - 1) is not helped with; it is paid as usual."))
    }
    if let until = best.until {
      sentences.append(
        say(
          "资格到 \(language.fullDay(until))为止；已资助的年度不会收回。",
          "It is granted until \(language.fullDay(until)); a year already paid stays paid."))
    }
    return sentences
  }

  private func share(_ period: Assistance.Period) -> Int { period.percent?.value ?? 0 }
}
