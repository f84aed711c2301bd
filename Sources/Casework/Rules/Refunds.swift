/// Whether a premium is given back (退费, rules I01–I05).
package struct Refund: Hashable, Sendable {
  package enum Reason: String, CaseIterable, Sendable {
    case duplicatePayment, joinedEmployee, otherPoolResident, enlisted
    /// None of those the documents name, such as a premium that buys nothing.
    case other
  }

  package enum Verdict: String, Sendable {
    case allowed, refused
    /// The province decides (I05).
    case province
  }

  package let reason: Reason
  package let verdict: Verdict
  package let rule: String

  /// - Parameters:
  ///   - reason: why it is asked for.
  ///   - coverFrom: the first day the premium covers; nil where it covers nothing.
  ///   - isAssisted: whether the premium was paid for the child.
  ///   - policy: of the child's region.
  ///   - day: on which it is asked for.
  package init(
    _ reason: Reason, coverFrom: CivilDate?, isAssisted: Bool, policy: Policy, on day: CivilDate
  ) {
    self.reason = reason
    let reasons = policy.words(.refundReasons, on: day)
    guard let reasons, reasons.value.contains(reason.rawValue) else {
      (verdict, rule) = (.province, policy.cited("I05"))
      return
    }
    if coverFrom.map({ day < $0 }) ?? true {
      (verdict, rule) = (.allowed, reasons.rule)
      return
    }
    let after = policy.word(.refundAfterStart, on: day)
    if after?.value == "assisted", isAssisted {
      (verdict, rule) = (.allowed, after?.rule ?? "I03")
    } else {
      (verdict, rule) = (.refused, policy.cited("I02"))
    }
  }
}
