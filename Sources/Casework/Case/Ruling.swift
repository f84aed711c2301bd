/// Where one child stands on one day, and why (contract, section 5).
package struct Ruling: Hashable, Sendable {
  package var asOf: CivilDate
  /// Six digits of GB/T 2260, or nil where no message names a place.
  package var region: String?
  package var policy: [PolicyLayer]
  package var child: Child
  package var certificates: [Certificate]
  package var citizenID: String?
  package var identity: Identity
  /// Nil members where the birth day is not known.
  package var window: Span?
  package var payment: PaymentState?
  package var coverage: [Cover]
  package var code: Code
  package var deadlines: [Deadline]
  package var tasks: [Task]
  package var reasons: [Reason]
  package var nextReview: CivilDate?
  /// What further families tell; empty or nil where none has spoken.
  package var further = Further()

  /// What assistance, enrolment, residence, guardian and order messages add to a ruling.
  package struct Further: Hashable, Sendable {
    package var assistance: [Assistance.Period] = []
    package var enrolments: [Duplicates.Judged] = []
    package var place: EnrolmentPlace?
    package var guardians: [Guardianship] = []
    package var orders: [Order] = []
    /// Months a late premium of a later year waits, by premium year.
    package var waits: [Int: Waiting] = [:]
  }

  package struct Child: Hashable, Sendable {
    package var name: String?
    package var sex: String?
    package var bornOn: CivilDate?
    package var diedOn: CivilDate?

    package init(
      name: String? = nil, sex: String? = nil, bornOn: CivilDate? = nil, diedOn: CivilDate? = nil
    ) {
      self.name = name
      self.sex = sex
      self.bornOn = bornOn
      self.diedOn = diedOn
    }
  }

  package struct Certificate: Hashable, Sendable {
    package enum Status: String, Sendable { case valid, replaced, void }
    package var number: String
    package var status: Status

    package init(number: String, status: Status) {
      self.number = number
      self.status = status
    }
  }

  package enum Identity: String, Sendable {
    case conflict, citizenId, placeholder, certificate, none
  }

  package struct Span: Hashable, Sendable {
    package var from: CivilDate
    package var to: CivilDate

    package init(from: CivilDate, to: CivilDate) {
      self.from = from
      self.to = to
    }
  }

  package enum PaymentState: String, Sendable {
    case unpaid, paidOnTime, paidLate, unpaidLate, missed
    /// The region does not charge the birth-year premium.
    case notDue
  }

  package struct Cover: Hashable, Sendable {
    package enum Basis: String, Sendable { case onTime, late, annual }
    package var premiumYear: Int
    package var from: CivilDate
    package var to: CivilDate
    package var basis: Basis
    package var ticket: String
    package var rules: [String]

    package init(
      premiumYear: Int, from: CivilDate, to: CivilDate, basis: Basis, ticket: String,
      rules: [String]
    ) {
      self.premiumYear = premiumYear
      self.from = from
      self.to = to
      self.basis = basis
      self.ticket = ticket
      self.rules = rules
    }
  }

  package struct Code: Hashable, Sendable {
    package enum State: String, Sendable { case none, issued, active, suspended, retired }
    package var state: State
    package var directSettlementUntil: CivilDate?

    package init(state: State, directSettlementUntil: CivilDate? = nil) {
      self.state = state
      self.directSettlementUntil = directSettlementUntil
    }
  }

  package struct Deadline: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable { case pay, bindIdentity }
    package enum State: String, Sendable { case open, met, missed }
    package var kind: Kind
    package var date: CivilDate
    package var state: State

    package init(kind: Kind, date: CivilDate, state: State) {
      self.kind = kind
      self.date = date
      self.state = state
    }
  }

  package struct Task: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
      case updateIdentity, matchRegistration, parentNameEnrolment, duplicatePayment, refundReview
      case voidCertificate, missingName, identityConflict, unmatchedPayment, unmatchedRegistration
      case duplicateEnrolment, investigation, placeReview, verifyCategory, assistanceReview
      case guardianReview, checkTwins, checkCertificates
      /// Never of a ruling, which is made of facts: what the insurance platform did not carry out.
      /// Lists show it beside the tasks of rulings, and a person's order may end it like one.
      case insuranceOrderFailed
    }
    package var kind: Kind
    package var audience: String
    package var since: CivilDate
    package var rules: [String]
    /// Keys (certificate numbers, citizen IDs, tickets) of what the task is about.
    package var about: [String]
    /// What sources say, side by side, where they differ.
    package var sides: [Side]
    /// When it should be done, where a pack says so: a soft date.
    package var due: CivilDate?

    package init(
      kind: Kind, audience: String, since: CivilDate, rules: [String], about: [String],
      sides: [Side] = [], due: CivilDate? = nil
    ) {
      self.sides = sides
      self.due = due
      self.kind = kind
      self.audience = audience
      self.since = since
      self.rules = rules
      self.about = about
    }
  }

  package struct Reason: Hashable, Sendable {
    package var rule: String
    package var document: String
    package var quote: String
    /// What of this case the rule was applied to, for records: stable and in English.
    package var because: String
    /// The same said to a parent, in each language.
    package var plain: Plain
    /// `draft` or `reported`, where the document is not in force.
    package var status: PolicyPack.Status
    /// True where the documents are silent and the pack says so.
    package var assumed: Bool

    package init(
      rule: String, document: String, quote: String, because: String, plain: Plain,
      status: PolicyPack.Status = .inForce, assumed: Bool = false
    ) {
      self.status = status
      self.assumed = assumed
      self.rule = rule
      self.document = document
      self.quote = quote
      self.because = because
      self.plain = plain
    }
  }

  /// What one source says of one member.
  package struct Side: Hashable, Sendable {
    package var member: String
    package var source: String
    package var value: String

    package init(member: String, source: String, value: String) {
      self.member = member
      self.source = source
      self.value = value
    }
  }

  /// What a person ruled, as far as it bears on the child.
  package struct Order: Hashable, Sendable {
    package var number: String
    package var action: OrderFact.Action
    package var orderedOn: CivilDate
    package var orderedBy: String
    package var approvedBy: String?
    package var reason: String
    /// What an extension moves, and to which day.
    package var deadline: Deadline.Kind?
    package var until: CivilDate?
    /// What a decision settles.
    package var member: OrderFact.Member?

    package init(
      number: String, action: OrderFact.Action, orderedOn: CivilDate, orderedBy: String,
      approvedBy: String? = nil, reason: String
    ) {
      self.number = number
      self.action = action
      self.orderedOn = orderedOn
      self.orderedBy = orderedBy
      self.approvedBy = approvedBy
      self.reason = reason
    }
  }

  package struct PolicyLayer: Hashable, Sendable {
    package var pack: String
    package var document: String
    package var from: CivilDate?
    package var status: String

    package init(pack: String, document: String, from: CivilDate? = nil, status: String) {
      self.pack = pack
      self.document = document
      self.from = from
      self.status = status
    }
  }

  package init(
    asOf: CivilDate, region: String? = nil, policy: [PolicyLayer], child: Child,
    certificates: [Certificate], citizenID: String? = nil, identity: Identity, window: Span? = nil,
    payment: PaymentState? = nil, coverage: [Cover], code: Code, deadlines: [Deadline],
    tasks: [Task], reasons: [Reason], nextReview: CivilDate? = nil
  ) {
    self.asOf = asOf
    self.region = region
    self.policy = policy
    self.child = child
    self.certificates = certificates
    self.citizenID = citizenID
    self.identity = identity
    self.window = window
    self.payment = payment
    self.coverage = coverage
    self.code = code
    self.deadlines = deadlines
    self.tasks = tasks
    self.reasons = reasons
    self.nextReview = nextReview
  }
}

/// One sentence in both languages.
package struct Plain: Hashable, Sendable {
  package var chinese: String
  package var english: String

  package init(_ chinese: String, _ english: String) {
    self.chinese = chinese
    self.english = english
  }
}
