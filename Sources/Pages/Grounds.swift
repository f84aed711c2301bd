import Casework

/// The section “why it says so”: every statement of law with its document and the words of it.
struct Grounds {
  var model: ParentPageModel
  var lead: Lead
  var language: PageLanguage

  private func say(_ chinese: String, _ english: String) -> String {
    language.say(chinese, english)
  }

  /// After a death only the documents behind the days of cover are named: the sentences speak of
  /// dates to keep, which no longer matter to the family.
  private var isQuiet: Bool {
    if case .death = lead { true } else { false }
  }

  /// Each statement once.
  private var reasons: [Ruling.Reason] {
    var seen: Set<Plain> = []
    let all = model.ruling.reasons.filter { seen.insert($0.plain).inserted }
    guard isQuiet else { return all }
    let rules = Set(model.ruling.coverage.flatMap(\.rules))
    return all.filter { rules.contains($0.rule) }
  }

  var section: HTML {
    let reasons = reasons
    guard !reasons.isEmpty else { return .empty }
    let hint: HTML =
      isQuiet
      ? ""
      : """
      <p class="small">\(say(
        "每一句话都有文件依据，点开可看原文。",
        "Each sentence rests on a document; open it to read the words."))</p>
      """
    let title = isQuiet ? say("依据的文件", "The documents") : say("为什么这么说", "Why it says so")
    return """
      <section class="card o7" aria-labelledby="w"><h2 id="w">\(title)</h2>\(hint)\
      <ul class="why">\(HTML(reasons.map(item)))</ul></section>
      """
  }

  private func item(_ reason: Ruling.Reason) -> HTML {
    let lang: HTML = language == .en ? " lang=\"zh-CN\"" : ""
    let rule = say("规则 \(reason.rule)", "Rule \(reason.rule)")
    let sentence: HTML =
      isQuiet ? "" : "<p>\(Masking.withoutNumbers(language.say(reason.plain)))</p>"
    return """
      <li>\(sentence)<details><summary>\
      <span\(lang)>\(reason.document)</span></summary><blockquote\(lang)>\(quoted(reason.quote))\
      </blockquote><p class="small">\(rule)</p></details></li>
      """
  }

  /// The quote in quotation marks, unless it brought its own.
  private func quoted(_ quote: String) -> String {
    quote.hasPrefix("“") || quote.hasPrefix("「") || quote.isEmpty ? quote : "“\(quote)”"
  }
}
