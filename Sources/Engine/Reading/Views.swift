package import Casework

/// A case as readers see it: the ruling for a day, and what the store has allocated for it.
package struct CaseView: Hashable, Sendable {
  package var caseID: CaseID
  package var ruling: Ruling
  /// Nil only where the code's state is `none`.
  package var codeValue: String?
  /// Where it was asked for and the birth day is known.
  package var outlook: Outlook?
  /// Whom the messages name as parents, and where they want to be told.
  package var parents = Parents()
  package var contacts: [Contact] = []
  /// The cases that this one answers for, itself among them: what was kept under any of them before
  /// they were joined is this child's.
  package var homes: [CaseID]

  package init(caseID: CaseID, ruling: Ruling, codeValue: String?, outlook: Outlook? = nil) {
    self.caseID = caseID
    self.ruling = ruling
    self.codeValue = codeValue
    self.outlook = outlook
    homes = [caseID]
  }
}

/// One line of a case's history.
package struct TimelineEntry: Hashable, Sendable {
  package var at: Instant
  /// `message`, `joined`, `insurance-order`, or the kind of a notice.
  package var kind: String
  /// Of a message: its family and action, sender, id and the day it happened; of an order to the
  /// insurance platform its operation is the action.
  package var family: String?
  package var action: String?
  package var sender: String?
  package var messageID: String?
  package var occurredOn: CivilDate?
  /// Of a notice; an order has a state as well.
  package var audience: Notice.Audience?
  package var occasion: String?
  package var state: Notice.State?
  /// Why it waits, failed or was cancelled, where that is known.
  package var note: String?

  /// What an order to the insurance platform is called.
  package static let orderKind = "insurance-order"

  package init(at: Instant, kind: String) {
    self.at = at
    self.kind = kind
  }
}

/// How a reader names a case.
package enum CaseQuery: Hashable, Sendable {
  case id(CaseID)
  case birthCertificate(String)
  case citizenID(String)
  case code(String)
}

/// How a message was taken.
package enum Taken: Hashable, Sendable {
  case accepted(Receipt)
  /// The same content had come before: the same receipt.
  case repeated(Receipt)
}

/// Why a message was not taken.
package enum NotTaken: Error, Sendable {
  case rejected(Rejection)
  /// The same sender and id came before with other content.
  case otherContent(sender: String, id: String)
  case store(StoreError)
}

/// A day of care, or a stay, of which somebody asks whether it settles.
package struct CareQuestion: Hashable, Sendable {
  package var child: CaseQuery
  /// The day of care; of a stay the day the hospital asks about.
  package var serviceDate: CivilDate
  /// Of a stay.
  package var admittedOn: CivilDate?
  package var dischargedOn: CivilDate?

  package init(_ child: CaseQuery, on day: CivilDate) {
    self.child = child
    serviceDate = day
  }
}

/// Whether a code settles and covers on a day, and why (contract, `POST /v1/eligibility`).
package struct Eligibility: Hashable, Sendable {
  package struct Reason: Hashable, Sendable {
    package var rule: String
    package var text: Plain
    /// The document of the rule, where the child's packs quote it.
    package var document: String?

    package init(rule: String, text: Plain, document: String? = nil) {
      self.rule = rule
      self.text = text
      self.document = document
    }
  }
  package var settles: Bool
  package var covered: Bool
  package var reasons: [Reason]
  /// The day that decided; nil for an unknown code.
  package var decidedBy: CivilDate?
  /// Whose care was judged; nil for an unknown code.
  package var caseID: CaseID?

  package init(
    settles: Bool, covered: Bool, reasons: [Reason], decidedBy: CivilDate? = nil
  ) {
    self.settles = settles
    self.covered = covered
    self.reasons = reasons
    self.decidedBy = decidedBy
  }
}
