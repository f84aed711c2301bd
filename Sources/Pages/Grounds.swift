import Casework

/// The section “why it says so”: every statement of law with its document and the words of it.
struct Grounds {
  var model: ParentPageModel
  var lead: Lead
  var language: PageLanguage

  private func say(_ chinese: String, _ english: String) -> String { language.say(chinese, english) }

  /// Each statement once. After a death only what bears on the days of cover is said: the rest
  /// speaks of dates that no longer matter to the family.
  private var reasons: [Ruling.Reason] {
    var seen: Set<Plain> = []
    let all = model.ruling.reasons.filter { seen.insert($0.plain).inserted }
    guard case .death = lead else { return all }
    let rules = Set(model.ruling.coverage.flatMap(\.rules))
    return all.filter { rules.contains($0.rule) }
  }

  var section: HTML {
    let reasons = reasons
    guard !reasons.isEmpty else { return .empty }
    return """
      <section class="card o7" aria-labelledby="w"><h2 id="w">\
      \(say("为什么这么说", "Why it says so"))</h2><p class="small">\
      \(say("每一句话都有文件依据，点开可看原文。", "Each sentence rests on a document; open it to read the words."))\
      </p><ul class="why">\(HTML(reasons.map(item)))</ul></section>
      """
  }

  private func item(_ reason: Ruling.Reason) -> HTML {
    let lang: HTML = language == .en ? " lang=\"zh-CN\"" : ""
    let rule = say("规则 \(reason.rule)", "Rule \(reason.rule)")
    return """
      <li><p>\(Masking.withoutNumbers(language.say(reason.plain)))</p><details><summary>\
      <span\(lang)>\(reason.document)</span></summary><blockquote\(lang)>\(quoted(reason.quote))\
      </blockquote><p class="small">\(rule)</p></details></li>
      """
  }

  /// The quote in quotation marks, unless it brought its own.
  private func quoted(_ quote: String) -> String {
    quote.hasPrefix("“") || quote.hasPrefix("「") || quote.isEmpty ? quote : "“\(quote)”"
  }
}
