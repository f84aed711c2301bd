extension Policy {
  /// A statement with the rule that makes it, as this child's packs quote it. What is not in force
  /// says so.
  func reason(_ rule: String, _ because: String, _ plain: Plain, isAssumed: Bool = false)
    -> Ruling.Reason
  {
    let rule = cited(rule)
    let citation = citations[rule]
    let status = citation?.status ?? .inForce
    return Ruling.Reason(
      rule: rule, document: citation?.document ?? "", quote: citation?.quote ?? "",
      because: status == .inForce ? because : "\(because) (\(status.rawValue))",
      plain: status.marked(plain), status: status, assumed: isAssumed)
  }
}

extension PolicyPack.Status {
  /// What stands behind a sentence that rests on a document not in force; nil where it is.
  package var mark: Plain? {
    switch self {
    case .inForce: nil
    case .draft: Plain("（依据为征求意见稿，尚未生效）", " (By a draft, not in force.)")
    case .reported: Plain("（据报道，未经核实）", " (As reported, not verified.)")
    }
  }

  /// A sentence with the mark of a document that is not in force.
  func marked(_ plain: Plain) -> Plain {
    mark.map { Plain(plain.chinese + $0.chinese, plain.english + $0.english) } ?? plain
  }
}

// MARK: - What people ruled

extension Reasons {
  mutating func explainOrders(_ findings: Findings) {
    for (kind, order) in findings.orders.extensions.sorted(by: { $0.key.rawValue < $1.key.rawValue }
    ) {
      guard let until = order.until else { continue }
      add(
        kind == .pay ? policy.payWindowDays.rule : "A02",
        "order \(order.number) of \(order.orderedOn), approved by \(order.approvedBy ?? "-"): "
          + "\(kind.rawValue) extended to \(until)",
        Plain(
          kind == .pay
            ? "经办机构已把缴费期限延长到\(until.chinese)。"
            : "经办机构已把凭出生医学证明直接结算的期限延长到\(until.chinese)。",
          kind == .pay
            ? "The agency has extended the time to pay to \(until.english)."
            : """
            The agency has extended direct settlement on the birth certificate to \
            \(until.english).
            """))
    }
    if let freeze = findings.orders.freeze {
      add(
        "A03", "held by order \(freeze.number) of \(freeze.orderedOn)",
        Plain(
          "经办机构正在核对身份信息，医保码暂停直接结算；保障照常计算。",
          """
          The agency is looking into the child's papers: the code does not settle meanwhile; cover \
          goes on being counted.
          """))
    }
    for (member, order) in findings.orders.decided.sorted(by: { $0.key.rawValue < $1.key.rawValue })
    {
      add(
        "A06", "order \(order.number) of \(order.orderedOn) decided \(member.rawValue)",
        Plain(
          "孩子的\(member.plain.chinese)已由工作人员核定。",
          "An officer has settled the child's \(member.plain.english)."))
    }
  }
}

extension OrderFact.Member {
  fileprivate var plain: Plain {
    switch self {
    case .bornOn: Plain("出生日期", "birth day")
    case .sex: Plain("性别", "sex")
    case .name: Plain("姓名", "name")
    }
  }
}

// MARK: - What further families tell

extension Reasons {
  mutating func explainFurther(_ findings: Findings) {
    for period in findings.assistance.periods where period.isCounted {
      let share = period.percent?.value
      add(
        period.percent?.rule ?? period.startRule,
        "\(period.category.rawValue) since \(period.since); "
          + "premium paid from \(period.subsidyFrom) on",
        Plain(
          "孩子已列入资助参保对象，从 \(period.subsidyFrom) 年度起"
            + (share.map { "由政府资助保费的 \($0)%。" } ?? "按当地规定资助保费。"),
          "The child gets help with the premium: from that of \(period.subsidyFrom) on "
            + (share.map { "\($0)% is paid for it." }
              ?? "a share is paid for it, as the city rules.")))
    }
    explainDuplicates(findings.duplicates)
    explainPlace(findings)
  }

  private mutating func explainDuplicates(_ duplicates: Duplicates) {
    guard duplicates.areThere else { return }
    let rivals = duplicates.judged.filter { !$0.rules.isEmpty }
    guard let rule = rivals.first?.rules.first else { return }
    let numbers = rivals.map { "\($0.record.recordNumber) \($0.verdict.rawValue)" }
    add(rule, "records that overlap: " + numbers.joined(separator: ", "), outcome(of: rivals))
  }

  private func outcome(of rivals: [Duplicates.Judged]) -> Plain {
    guard let kept = rivals.first(where: { $0.verdict == .stands }) else {
      return Plain(
        "孩子有不止一条参保记录，需要经办机构核定保留哪一条。",
        "There is more than one record of enrolment; the agency must say which one stays.")
    }
    if rivals.allSatisfy({ $0.verdict == .stands }) {
      return Plain(
        "孩子有不止一条参保记录；大学入学当年可以这样，都有效。",
        """
        There is more than one record of enrolment; in the first year at university that is \
        allowed, and all stand.
        """)
    }
    let region = kept.record.region ?? ""
    return Plain(
      "孩子有不止一条参保记录，保留参保地 \(region) 的一条，其余终止或暂停。",
      """
      There is more than one record of enrolment: the one in \(region) stays, the others end or \
      pause.
      """)
  }

  private mutating func explainPlace(_ findings: Findings) {
    guard let place = findings.place else { return }
    switch place.basis {
    case .unknown: return
    case .none:
      add(
        place.rule, "enrolled in \(place.division), registered elsewhere, no permit shown",
        Plain(
          "参保地与户籍地不同，还没有收到居住证信息，请向参保地经办机构提供。",
          """
          The child is enrolled elsewhere than it is registered and no residence permit has \
          reached us; please show it to the agency there.
          """))
    case .household, .residence, .school:
      add(
        place.rule, "enrolled in \(place.division) by \(place.basis.rawValue)",
        Plain("参保地符合规定。", "The child may be enrolled where it is."))
    }
  }

  /// Why a late premium of a later year does not cover at once.
  mutating func explainWait(_ waiting: Waiting?, for cover: Ruling.Cover) {
    guard let waiting, let rule = waiting.rule else { return }
    add(
      rule.rule,
      "premium of \(cover.premiumYear) paid within the year: waits \(waiting.months) months, "
        + "\(waiting.missedYears) missed, \(waiting.repairedYears) repaired",
      Plain(
        "\(cover.premiumYear) 年度的保费缴在集中缴费期以后，要等 \(waiting.months) 个月才有保障。",
        """
        The premium for \(cover.premiumYear) was paid after the time for it: cover waits \
        \(waiting.months) months.
        """), isAssumed: rule.assumed)
  }
}
