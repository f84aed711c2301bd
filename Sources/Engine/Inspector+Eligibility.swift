package import Casework

extension Inspector {
  /// Whether a code settles and covers on a day (contract, `POST /v1/eligibility`).
  ///
  /// The day is judged by all that is known now: a payment in time covers care since birth. Whether
  /// the code *settled* on that day goes by whether a citizen ID was bound by then.
  package func eligibility(_ query: CaseQuery, on day: CivilDate) async throws(StoreError)
    -> Eligibility
  {
    let today = ledger.world.now().day
    guard let found = try await look(for: query, asOf: max(day, today)) else {
      return Eligibility(
        settles: false, covered: false,
        reasons: [
          Eligibility.Reason(
            rule: "unknown",
            text: Plain("没有这个医保码的记录。", "Nothing is known under this code."))
        ])
    }
    let formed = found.seat.formed
    let ruling = formed.ruling
    let cover = ruling.coverage.first { $0.from <= day && day <= $0.to }
    var reasons = [cover.map { Self.covered($0) } ?? Self.uncovered(ruling, on: day)]
    let isBound = formed.standing.boundSince.map { $0 <= day } ?? false
    let isEarly = formed.standing.settlesUntil.map { day <= $0 } ?? false
    let hasDied = ruling.child.diedOn.map { day > $0 } ?? false
    let isRetired = ruling.code.state == .retired && ruling.child.diedOn == nil
    let isOther = Self.isSuperseded(query, code: found.dossier.code(of: found.seat))
    if hasDied || isRetired || isOther {
      reasons.append(Self.retired)
    } else if ruling.code.state == .none {
      reasons.append(Self.noCode)
    } else if cover != nil {
      reasons.append(Self.settlement(formed, isBound: isBound, isEarly: isEarly))
    }
    let settles =
      cover != nil && (isBound || isEarly) && !hasDied && !isRetired && !isOther
      && ruling.code.state != .none
    return Eligibility(settles: settles, covered: cover != nil, reasons: reasons)
  }

  /// A code that was given up when two cases were found to be one child's.
  private static func isSuperseded(_ query: CaseQuery, code: String?) -> Bool {
    guard case .code(let asked) = query else { return false }
    return asked != code
  }

  private static func covered(_ cover: Ruling.Cover) -> Eligibility.Reason {
    Eligibility.Reason(
      rule: cover.rules.last ?? "1.1",
      text: Plain(
        "\(cover.premiumYear) 年度的保障从\(cover.from.chinese)到\(cover.to.chinese)。",
        """
        Cover for \(cover.premiumYear) runs from \(cover.from.english) to \(cover.to.english).
        """))
  }

  private static func uncovered(_ ruling: Ruling, on day: CivilDate) -> Eligibility.Reason {
    Eligibility.Reason(
      rule: ruling.reasons.first?.rule ?? "1.1",
      text: Plain(
        "就目前收到的缴费记录，\(day.chinese)没有保障。",
        "By the payments received so far there is no cover on \(day.english)."))
  }

  private static func settlement(_ formed: FormedCase, isBound: Bool, isEarly: Bool)
    -> Eligibility.Reason
  {
    let rule = formed.ruling.reasons.first { $0.rule == "A02" || $0.rule == "A05" }?.rule ?? "1.1"
    let until = formed.standing.settlesUntil
    if isBound {
      return Eligibility.Reason(
        rule: rule,
        text: Plain("已绑定身份证号，可以直接结算。", "A citizen ID is bound: direct settlement."))
    }
    return Eligibility.Reason(
      rule: rule,
      text: isEarly
        ? Plain(
          "\(until?.chinese ?? "")以前可以凭医保码直接结算。",
          "The code settles directly until \(until?.english ?? "").")
        : Plain(
          "\(until?.chinese ?? "")以后，落户前不能直接结算；可以先垫付，再手工报销。",
          """
          After \(until?.english ?? "") there is no direct settlement before household \
          registration; costs can be claimed by hand.
          """))
  }

  private static let retired = Eligibility.Reason(
    rule: "retired", text: Plain("这个医保码已停用。", "This code is retired."))

  private static let noCode = Eligibility.Reason(
    rule: "A03",
    text: Plain(
      "还没有收到有效的出生医学证明或户口登记。",
      "No valid birth certificate or registration has been received yet."))
}
