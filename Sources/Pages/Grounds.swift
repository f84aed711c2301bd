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

  /// Each statement once, those of the years ahead last.
  private var reasons: [Ruling.Reason] {
    var seen: Set<Plain> = []
    let said = model.ruling.reasons + (isQuiet ? [] : model.outlook?.reasons ?? [])
    let all = said.filter { seen.insert($0.plain).inserted }
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
    let sentence: HTML =
      isQuiet ? "" : "<p>\(Masking.withoutNumbers(spoken(reason)))</p>"
    return "<li>\(sentence)\(marks(reason))\(source(reason))</li>"
  }

  /// The sentence without its mark, which stands beside it, and with places by their names.
  private func spoken(_ reason: Ruling.Reason) -> String {
    var sentence = language.say(reason.plain)
    if let mark = reason.status.mark.map(language.say), sentence.hasSuffix(mark) {
      sentence = String(sentence.dropLast(mark.count))
    }
    return Places(model: model, language: language).named(sentence)
  }

  /// What a reader must know of the ground before relying on it.
  private func marks(_ reason: Ruling.Reason) -> HTML {
    var marks: [HTML] = []
    if let word = language.word(reason.status) { marks.append(Look.act.tag(word)) }
    if reason.assumed {
      marks.append(
        Look.wait.tag(say("文件没有写明，暂按此办", "Documents are silent: assumed")))
    }
    return marks.isEmpty ? .empty : "<p class=\"marks\">\(HTML(marks))</p>"
  }

  private func source(_ reason: Ruling.Reason) -> HTML {
    let lang: HTML = language == .en ? " lang=\"zh-CN\"" : ""
    let rule = say("规则 \(reason.rule)", "Rule \(reason.rule)")
    guard !reason.document.isEmpty else { return "<p class=\"small\">\(rule)</p>" }
    let quote: HTML =
      reason.quote.isEmpty
      ? .empty : "<blockquote\(lang)>\(quoted(reason.quote))</blockquote>"
    return """
      <details><summary><span\(lang)>\(reason.document)</span></summary>\(quote)\
      <p class="small">\(rule)</p></details>
      """
  }

  /// The quote in quotation marks, unless it brought its own.
  private func quoted(_ quote: String) -> String {
    quote.hasPrefix("“") || quote.hasPrefix("「") || quote.isEmpty ? quote : "“\(quote)”"
  }
}

extension PageLanguage {
  /// The mark of a document that is not in force; nil where it is.
  func word(_ status: PolicyPack.Status) -> String? {
    switch status {
    case .inForce: nil
    case .draft: say("征求意见稿，尚未生效", "Draft, not in force")
    case .reported: say("据报道，未经核实", "Reported, not verified")
    }
  }
}
