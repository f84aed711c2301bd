/// A child counted among those whose premium is paid for them, or no longer (资助参保对象认定).
package struct AssistanceFact: Hashable, Sendable {
  package enum Action: String, Sendable { case recognise, withdraw }
  /// Rules E01–E06.
  package enum Category: String, CaseIterable, Sendable {
    case extremePoverty, orphan, deFactoUnattended, subsistence, subsistenceMargin
    case povertyMonitoring
  }

  package var action: Action
  package var revision: Int = 1
  package var birthCertificateNumber: String?
  package var citizenID: String?
  package var category: Category
  /// Of a monitored household its kind (rule E04).
  package var household: String?
  /// The department that recognises (rules E07–E09).
  package var department: String
  package var division: String?
  package var occurredOn: CivilDate
  package var validUntil: CivilDate?

  package init(
    action: Action, category: Category, department: String, occurredOn: CivilDate
  ) {
    self.action = action
    self.category = category
    self.department = department
    self.occurredOn = occurredOn
  }
}

/// A record of enrolment as an insurance platform reports it (参保登记记录).
package struct EnrolmentFact: Hashable, Sendable {
  package enum Action: String, Sendable { case report, withdraw }
  package enum Scheme: String, Sendable { case resident, employee }
  package enum Status: String, Sendable { case normal, suspended, terminated }
  package enum Group: String, Sendable {
    case newborn, student, graduate, flexible, employee, other
  }

  package var action: Action
  package var recordNumber: String
  package var revision: Int = 1
  package var birthCertificateNumber: String?
  package var citizenID: String?
  /// Whose name and document the record carries.
  package var standsUnder: Party?
  package var scheme: Scheme?
  package var status: Status?
  package var group: Group?
  /// Six digits of GB/T 2260.
  package var region: String?
  package var from: CivilDate?
  package var to: CivilDate?
  /// By what place it was enrolled: `household`, `residence`, `school`, `work`.
  package var basis: String?
  package var premiumYear: Int?
  /// Months of employee insurance without a gap.
  package var continuousMonths: Int?
  /// Hundredths of a yuan that the fund paid in `premiumYear`.
  package var fundPaidFen: Int64?
  /// Whether a serious-illness payment in `premiumYear` used the bonus.
  package var bonusUsed: Bool = false
  package var reportedOn: CivilDate

  package init(action: Action, recordNumber: String, reportedOn: CivilDate) {
    self.action = action
    self.recordNumber = recordNumber
    self.reportedOn = reportedOn
  }
}

/// A permit to live somewhere, or a school's register, by which a child may enrol there (居住证).
package struct ResidenceFact: Hashable, Sendable {
  package enum Action: String, Sendable { case issue, renew, cancel }
  package enum Kind: String, Sendable { case residencePermit, school }

  package var action: Action
  package var permitNumber: String
  package var kind: Kind = .residencePermit
  package var revision: Int = 1
  package var birthCertificateNumber: String?
  package var citizenID: String?
  package var division: String?
  package var validFrom: CivilDate?
  package var validTo: CivilDate?
  package var occurredOn: CivilDate

  package init(action: Action, permitNumber: String, occurredOn: CivilDate) {
    self.action = action
    self.permitNumber = permitNumber
    self.occurredOn = occurredOn
  }
}

/// Who may act for a child and be told of it, and who no longer (监护人、亲情账户绑定).
package struct GuardianFact: Hashable, Sendable {
  package enum Action: String, Sendable { case appoint, revoke }

  package var action: Action
  package var revision: Int = 1
  package var birthCertificateNumber: String?
  package var citizenID: String?
  package var guardian: Party
  package var relation: String?
  /// `familyAccount` or `agency` (rule A04).
  package var channel: String?
  package var contacts: [Contact] = []
  package var mayAct: Bool = true
  package var occurredOn: CivilDate

  package init(action: Action, guardian: Party, occurredOn: CivilDate) {
    self.action = action
    self.guardian = guardian
    self.occurredOn = occurredOn
  }
}

/// What a person ruled (人工裁定), with who ruled it, who agreed, and why.
package struct OrderFact: Hashable, Sendable {
  package enum Action: String, Sendable {
    case link, different, undo, freeze, release, extend, decide, recordUpdated, dismiss
  }
  package enum Member: String, Sendable { case bornOn, sex, name }

  package var action: Action
  package var number: String
  package var revision: Int = 1
  package var birthCertificateNumber: String?
  package var citizenID: String?
  package var ticketNumber: String?
  /// The number of the order that is taken back.
  package var undoes: String?
  package var deadline: Ruling.Deadline.Kind?
  package var until: CivilDate?
  package var member: Member?
  package var value: String?
  package var task: Ruling.Task.Kind?
  package var about: [String] = []
  package var orderedOn: CivilDate
  package var orderedBy: String
  package var approvedBy: String?
  package var reason: String

  package init(
    action: Action, number: String, orderedOn: CivilDate, orderedBy: String, reason: String
  ) {
    self.action = action
    self.number = number
    self.orderedOn = orderedOn
    self.orderedBy = orderedBy
    self.reason = reason
  }
}
