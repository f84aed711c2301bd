/// An outlook in sentences for parents, each with its rule.
struct OutlookReasons {
  private(set) var list: [Ruling.Reason] = []
  private let policy: Policy

  init(_ outlook: Outlook, policy: Policy) {
    self.policy = policy
    for year in outlook.years { explain(year, asOf: outlook.asOf) }
    if let missing = outlook.missing { explain(missing) }
    if let cap = outlook.cap { explain(cap) }
    for entry in outlook.refunds { explain(entry) }
  }

  private mutating func add(
    _ rule: String, _ because: String, _ plain: Plain, isAssumed: Bool = false
  ) {
    list.append(policy.reason(rule, because, plain, isAssumed: isAssumed))
  }

  private mutating func explain(_ year: Outlook.Year, asOf day: CivilDate) {
    guard year.state == .open, let collection = year.collection, let span = year.ifPaidToday else {
      return
    }
    let opens = collection.from > day
    add(
      policy.value(.collectionFrom)?.rule ?? "D01",
      "premium of \(year.premiumYear) collected \(collection.from) to \(collection.to); "
        + "paid on \(day) it covers \(span.from) to \(span.to)",
      opens
        ? Plain(
          "\(year.premiumYear) 年度的保费从\(collection.from.chinese)到\(collection.to.chinese)集中缴纳。",
          """
          The premium for \(year.premiumYear) is collected from \(collection.from.english) to \
          \(collection.to.english).
          """)
        : Plain(
          "\(year.premiumYear) 年度的保费现在缴，保障从\(span.from.chinese)到\(span.to.chinese)。",
          """
          Paid now, the premium for \(year.premiumYear) covers from \(span.from.english) to \
          \(span.to.english).
          """), isAssumed: opens && policy.value(.collectionFrom)?.assumed == true)
  }

  private mutating func explain(_ missing: Outlook.Missing) {
    let year = missing.premiumYear
    add(
      policy.number(.waitingMonths)?.rule ?? "D01",
      "\(year) unpaid: no cover \(missing.uncovered.from) to \(missing.uncovered.to); the next "
        + "premium waits \(missing.waitingMonths) months, repaired "
        + "\(missing.waitingMonthsRepaired)",
      missing.waitingMonths == 0
        ? Plain(
          "\(year) 年度不缴费，这一年就没有保障。",
          "Without the premium for \(year) there is no cover in that year.")
        : Plain(
          "\(year) 年度不缴费，这一年没有保障；以后过了集中缴费期再参保，要等 \(missing.waitingMonths) 个月，"
            + "补缴断保年度后等 \(missing.waitingMonthsRepaired) 个月。",
          """
          Without the premium for \(year) there is no cover in that year, and cover after a late \
          return waits \(missing.waitingMonths) months, or \(missing.waitingMonthsRepaired) if \
          the missed year is paid too.
          """))
    guard let loss = missing.capLoss, loss > 0 else { return }
    add(
      policy.number(.capYuan)?.rule ?? "G01", "cap lower by \(loss) yuan after missing \(year)",
      Plain(
        "断保后大病保险最高支付限额会少 \(loss) 元。",
        "After a gap serious-illness insurance pays up to \(loss) yuan less."))
  }

  private mutating func explain(_ cap: CapLedger) {
    add(
      cap.rule,
      "base \(cap.base), continuity \(cap.continuity), zero claims \(cap.zeroClaim), "
        + "bonus \(cap.bonus), penalty \(cap.penalty): cap \(cap.cap)",
      Plain(
        "大病保险本年度最高支付 \(cap.cap) 元。",
        "Serious-illness insurance pays up to \(cap.cap) yuan this year."))
  }

  private mutating func explain(_ entry: Outlook.Refundable) {
    let sentence: Plain =
      switch entry.refund.verdict {
      case .allowed: Plain("这笔保费可以申请退还。", "This premium can be asked back.")
      case .refused:
        Plain("保障期已经开始，这笔保费原则上不退。", "Cover has begun, so as a rule this premium stays paid.")
      case .province:
        Plain("这笔保费能不能退，由省里核定。", "The province decides whether this premium is given back.")
      }
    add(
      entry.refund.rule,
      "ticket \(entry.ticket): \(entry.refund.reason.rawValue), \(entry.refund.verdict.rawValue)",
      sentence)
  }
}
