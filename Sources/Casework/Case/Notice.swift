/// Something somebody is to be told: decided once per (case, kind, audience, occasion).
package struct Notice: Hashable, Sendable {
  package enum Kind: String, CaseIterable, Sendable {
    case certificateReceived = "certificate-received"
    case enrolAndPay = "enrol-and-pay"
    case payReminder = "pay-reminder"
    case payWindowMissed = "pay-window-missed"
    case covered
    case coveredLate = "covered-late"
    case noCoverThisYear = "no-cover-this-year"
    case codeIssued = "code-issued"
    case householdLinked = "household-linked"
    case updateIdentity = "update-identity"
    case codeExpiring = "code-expiring"
    case codeSuspended = "code-suspended"
    case codeResumed = "code-resumed"
    case duplicateEnrolment = "duplicate-enrolment"
    case identityConflict = "identity-conflict"
    case paymentReversed = "payment-reversed"
    case nextYearWindow = "next-year-window"
    case correction
    case unmatchedPayment = "unmatched-payment"
    case unmatchedRegistration = "unmatched-registration"
    case missingName = "missing-name"
  }

  package enum Audience: String, CaseIterable, Sendable {
    case guardian, hospital, registrationOffice, insuranceAgency, taxOffice, grassroots
  }

  package enum State: String, Sendable {
    case queued, delivered, failed, cancelled, superseded, noAddress
  }

  package var kind: Kind
  package var audience: Audience
  /// The day number (`B+30`) or the digest of the causing fact.
  package var occasion: String
  package var at: Instant
  /// How it stood when it was decided; delivery moves it on.
  package var state: State

  package init(kind: Kind, audience: Audience, occasion: String, at: Instant, state: State) {
    self.kind = kind
    self.audience = audience
    self.occasion = occasion
    self.at = at
    self.state = state
  }

  /// What makes two decisions the same one.
  package var identity: String { "\(kind.rawValue)/\(audience.rawValue)/\(occasion)" }
}

extension Notice.Kind {
  /// The event type subscribers see: `cn.birthgate.` + group + `.` + kind (contract, section 4).
  package var eventType: String {
    let group =
      switch self {
      case .codeIssued, .codeExpiring, .codeSuspended, .codeResumed: "code"
      case .enrolAndPay, .payReminder, .payWindowMissed, .noCoverThisYear, .nextYearWindow:
        "deadline"
      case .unmatchedPayment, .unmatchedRegistration: "message"
      case .certificateReceived, .covered, .coveredLate, .householdLinked, .updateIdentity,
        .duplicateEnrolment, .identityConflict, .paymentReversed, .correction, .missingName:
        "case"
      }
    return "cn.birthgate.\(group).\(rawValue)"
  }
}
