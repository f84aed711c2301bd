import Casework
import Wire

extension Outlook {
  /// What lies before the child: years to come, what missing one costs, cap, refunds, and why.
  var json: JSONValue {
    .record([
      "asOf": .day(asOf), "years": .array(years.map(\.json)), "missing": missing.map(\.json),
      "cap": cap.map(\.json), "exemptFromCap": .bool(isExemptFromCap),
      "refunds": .array(refunds.map(\.json)), "reasons": .array(reasons.map(\.json)),
    ])
  }
}

extension Ruling.Span {
  var json: JSONValue { .record(["from": .day(from), "to": .day(to)]) }
}

extension Outlook.Year {
  fileprivate var json: JSONValue {
    .record([
      "premiumYear": .int(premiumYear), "state": .string(state.rawValue),
      "cover": cover.map(\.json), "collection": collection.map(\.json),
      "ifPaidToday": ifPaidToday.map(\.json), "waitingMonths": .int(waitingMonths),
      "subsidyPercent": subsidyPercent.map(JSONValue.int),
      "premiumYuan": premiumYuan.map(JSONValue.int),
    ])
  }
}

extension Outlook.Missing {
  fileprivate var json: JSONValue {
    .record([
      "premiumYear": .int(premiumYear), "uncovered": uncovered.json,
      "waitingMonths": .int(waitingMonths),
      "waitingMonthsRepaired": .int(waitingMonthsRepaired),
      "capLossYuan": capLoss.map(JSONValue.int),
    ])
  }
}

extension CapLedger {
  fileprivate var json: JSONValue {
    .record([
      "baseYuan": .int(base), "continuityYuan": .int(continuity), "zeroClaimYuan": .int(zeroClaim),
      "bonusYuan": .int(bonus), "penaltyYuan": .int(penalty), "capYuan": .int(cap),
      "continuousYears": .int(continuousYears), "lapses": .int(lapses), "rule": .string(rule),
    ])
  }
}

extension Outlook.Refundable {
  fileprivate var json: JSONValue {
    .record([
      "ticket": .string(ticket), "reason": .string(refund.reason.rawValue),
      "verdict": .string(refund.verdict.rawValue), "rule": .string(refund.rule),
    ])
  }
}
