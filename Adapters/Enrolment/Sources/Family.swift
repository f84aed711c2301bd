import Casework
package import Wire

/// Messages of insurance platforms about a record of enrolment they hold (参保登记记录).
package enum EnrolmentMessages {
  package static let family = MessageFamily(
    name: FamilyName(rawValue: "enrolment"),
    title: Plain("参保登记记录", "Enrolment record"),
    table: FieldTable(fields, checks: [ChildTable.named, .period(from: "from", to: "to")]),
    fact: { fact(of: $0) })

  private static func fact(of fields: Fields) -> Fact? {
    guard let action = fields.text("action").flatMap(EnrolmentFact.Action.init),
      let number = fields.text("recordNumber"), let reportedOn = fields.date("reportedOn")
    else { return nil }
    var fact = EnrolmentFact(action: action, recordNumber: number, reportedOn: reportedOn)
    fact.revision = fields.integer("revision") ?? 1
    fact.birthCertificateNumber = fields.text("birthCertificateNumber")
    fact.citizenID = fields.text("citizenId")
    fact.standsUnder = fields.party("standsUnder")
    fact.scheme = fields.text("scheme").flatMap(EnrolmentFact.Scheme.init)
    fact.status = fields.text("status").flatMap(EnrolmentFact.Status.init)
    fact.group = fields.text("group").flatMap(EnrolmentFact.Group.init)
    fact.region = fields.text("region")
    fact.from = fields.date("from")
    fact.to = fields.date("to")
    fact.basis = fields.text("basis")
    fact.premiumYear = fields.integer("premiumYear")
    fact.continuousMonths = fields.integer("continuousMonths")
    fact.fundPaidFen = fields.fen("fundPaid")
    fact.bonusUsed = fields.text("bonusUsed") == "yes"
    return .enrolment(fact)
  }
}
