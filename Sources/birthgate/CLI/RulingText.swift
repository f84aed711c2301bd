import Casework
import Engine

/// A ruling as a text for a terminal: where the child stands, what must be done by whom and when,
/// and why, each reason with its document.
struct RulingText {
  let ruling: Ruling
  let outlook: Outlook?
  private let name: String
  /// Nil where none is allocated.
  private let codeValue: String?

  init(_ formed: FormedCase) {
    ruling = formed.ruling
    outlook = formed.outlook
    name = formed.sortKey?.text ?? "?"
    codeValue = nil
  }

  init(_ view: CaseView) {
    ruling = view.ruling
    outlook = view.outlook
    name = view.caseID.rawValue
    codeValue = view.codeValue
  }

  /// The same without reasons and outlook, for lists.
  func brief(in language: Language) -> String {
    var page = RulingPage(language: language)
    page.head(ruling, name: name)
    page.standing(ruling, codeValue: codeValue)
    page.tasks(ruling)
    return page.columns.text
  }

  func text(in language: Language) -> String {
    var page = RulingPage(language: language)
    page.head(ruling, name: name)
    page.standing(ruling, codeValue: codeValue)
    page.deadlines(ruling)
    page.tasks(ruling)
    page.orders(ruling)
    if let outlook { page.outlook(outlook) }
    page.reasons(ruling.reasons + (outlook?.reasons ?? []))
    return page.columns.text
  }
}

extension CaseView {
  var text: RulingText { RulingText(self) }
}

/// The rows of one ruling while they are written.
private struct RulingPage {
  let language: Language
  var columns = TextColumns()

  init(language: Language) { self.language = language }

  private func say(_ chinese: String, _ english: String) -> String {
    Plain(chinese, english).said(in: language)
  }

  private func say(_ plain: Plain) -> String { plain.said(in: language) }

  /// Adds rows of which only the first carries the label.
  private mutating func add(_ label: String, _ rows: [String], under: Int = 0) {
    for (index, row) in rows.enumerated() {
      columns.add(index == 0 ? label : "", row, under: under)
    }
  }

  mutating func head(_ ruling: Ruling, name: String) {
    let born = ruling.child.bornOn.map { say("出生 \($0)", "born \($0)") }
    let region = ruling.region.map { say("地区 \($0)", "region \($0)") }
    let parts = [born, region, say("截至 \(ruling.asOf)", "as of \(ruling.asOf)")]
    let line = parts.compactMap { $0 }.joined(separator: " · ")
    let whole = "\(name) · \(line)"
    // A case's id leaves no room beside it.
    for part in TextColumns.columns(whole) <= TextColumns.width ? [whole] : [name, line] {
      columns.add(line: part)
    }
    for layer in ruling.policy {
      guard let status = PolicyPack.Status(rawValue: layer.status), let word = status.word else {
        continue
      }
      columns.add(say("注意", "Beware"), "\(say(word)): \(layer.pack) \(layer.document)")
    }
  }

  mutating func standing(_ ruling: Ruling, codeValue: String?) {
    var rows = [say(ruling.identity.word)]
    if let payment = ruling.payment { rows.append(say(payment.word)) }
    if let died = ruling.child.diedOn { rows.append(say("\(died) 死亡", "died on \(died)")) }
    columns.add(say("状态", "Standing"), rows.joined(separator: say("；", "; ")))
    let covers = ruling.coverage.map { cover in
      let wait = ruling.further.waits[cover.premiumYear].map {
        say("，等待 \($0.months) 个月", ", after \($0.months) months of waiting")
      }
      return "\(cover.premiumYear)  \(cover.from) – \(cover.to)  \(say(cover.basis.word))"
        + "\(wait ?? "")  \(Self.list(cover.rules))"
    }
    add(say("保障", "Cover"), covers.isEmpty ? [say("没有", "none")] : covers, under: 6)
    var code = say(ruling.code.state.word)
    if let until = ruling.code.directSettlementUntil, ruling.code.state != .none {
      code += say("；凭证明直接结算到 \(until)", "; settles on the certificate until \(until)")
    }
    columns.add(say("医保码", "Code"), (codeValue.map { $0 + "  " } ?? "") + code)
    let help = ruling.further.assistance.map { period in
      let share = period.percent.map { "\($0.value)%" } ?? say("按当地规定", "as the city rules")
      return say(
        "\(period.since) 起；从 \(period.subsidyFrom) 年度资助，\(share)",
        "since \(period.since); paid for from \(period.subsidyFrom) on, \(share)")
    }
    add(say("资助", "Help"), help)
    let records = ruling.further.enrolments.map { judged in
      "\(judged.record.recordNumber)  \(judged.record.region ?? "-")  \(say(judged.verdict.word))"
        + (judged.rules.isEmpty ? "" : "  [\(judged.rules.joined(separator: " "))]")
    }
    add(say("参保记录", "Records"), records)
  }

  mutating func deadlines(_ ruling: Ruling) {
    let rows = ruling.deadlines.map { deadline in
      "\(deadline.date)  \(say(deadline.kind.word)): \(say(deadline.state.word))"
    }
    add(say("期限", "Deadlines"), rows)
    if let next = ruling.nextReview {
      columns.add(say("下次变化", "Next"), say("\(next) 起有变化", "something changes on \(next)"))
    }
  }

  mutating func tasks(_ ruling: Ruling) {
    for (index, task) in ruling.tasks.enumerated() {
      let due = task.due.map { say("，宜在 \($0) 前", ", best by \($0)") } ?? ""
      columns.add(
        index == 0 ? say("待办", "Tasks") : "",
        "\(say(task.kind.word)) → \(say(Plain(office: task.audience)))"
          + say("，\(task.since) 起", ", since \(task.since)") + due
          + "  [\(task.rules.joined(separator: " "))]", under: 2)
      if !task.about.isEmpty, task.sides.isEmpty {
        columns.add("", task.about.joined(separator: " "), inset: 2)
      }
      for side in task.sides {
        columns.add("", "\(side.source): \(side.member) \(side.value)", under: 4, inset: 2)
      }
    }
  }

  mutating func orders(_ ruling: Ruling) {
    let rows = ruling.further.orders.map { order in
      let until = order.until.map { say("到 \($0)", " to \($0)") } ?? ""
      let two = order.approvedBy.map { "\(order.orderedBy) + \($0)" } ?? order.orderedBy
      return "\(order.orderedOn)  \(order.number)  \(say(order.action.word))\(until)  (\(two))"
    }
    add(say("裁定", "Orders"), rows, under: 2)
  }

  mutating func outlook(_ outlook: Outlook) {
    let years = outlook.years.filter { $0.premiumYear >= outlook.asOf.year }
    add(say("展望", "Outlook"), years.map { row($0, asOf: outlook.asOf) }, under: 6)
    if let missing = outlook.missing {
      var text = say(
        "\(missing.premiumYear) 年不缴：全年没有保障", "without \(missing.premiumYear): no cover that year")
      if missing.waitingMonths > 0 {
        text += say(
          "，再参保等待 \(missing.waitingMonths) 个月（补缴后 \(missing.waitingMonthsRepaired)）",
          ", then \(missing.waitingMonths) months of waiting "
            + "(\(missing.waitingMonthsRepaired) after repair)")
      }
      if let loss = missing.capLoss, loss > 0 {
        text += say("，大病限额少 \(loss) 元", ", cap \(loss) yuan lower")
      }
      columns.add("", text, under: 2)
    }
    if let cap = outlook.cap {
      columns.add(
        "",
        say(
          "大病限额 \(cap.cap) 元 = \(cap.base) + \(cap.bonus) − \(cap.penalty)",
          "serious-illness cap \(cap.cap) yuan = \(cap.base) + \(cap.bonus) - \(cap.penalty)"))
    }
    for entry in outlook.refunds {
      columns.add("", "\(entry.ticket)  \(say(entry.refund.verdict.word))  [\(entry.refund.rule)]")
    }
  }

  /// Rules in brackets, each once.
  private static func list(_ rules: [String]) -> String {
    var seen: Set<String> = []
    return "[\(rules.filter { seen.insert($0).inserted }.joined(separator: " "))]"
  }

  private func row(_ year: Outlook.Year, asOf: CivilDate) -> String {
    var parts = ["\(year.premiumYear)  \(say(year.state.word))"]
    if let cover = year.cover { parts.append("\(cover.from) – \(cover.to)") }
    if year.state == .open {
      if let collection = year.collection {
        parts.append(
          say("集中缴费 ", "collected ") + "\(collection.from) – \(collection.to)")
      }
      if let span = year.ifPaidToday, year.collection.map({ $0.from <= asOf }) ?? true {
        parts.append(say("今天缴则 ", "paid today ") + "\(span.from) – \(span.to)")
      }
      if let percent = year.subsidyPercent {
        parts.append(say("资助 \(percent)%", "\(percent)% paid for"))
      }
    }
    if year.waitingMonths > 0 {
      parts.append(say("等待 \(year.waitingMonths) 个月", "waits \(year.waitingMonths) months"))
    }
    return parts.joined(separator: say("，", ", "))
  }

  mutating func reasons(_ reasons: [Ruling.Reason]) {
    for (index, reason) in reasons.enumerated() {
      let id = reason.rule + String(repeating: " ", count: max(5 - reason.rule.utf8.count, 1))
      // A document not in force is marked by the sentence itself.
      let silent = reason.assumed ? say("〔文件没有写明〕", " [assumed: documents are silent]") : ""
      columns.add(
        index == 0 ? say("依据", "Why") : "", id + say(reason.plain) + silent, under: 5)
      if !reason.document.isEmpty { columns.add("", reason.document, inset: 5) }
    }
  }
}
