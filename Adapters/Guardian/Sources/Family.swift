import Casework
package import Wire

/// Messages about who may act for a child and be told of it (监护人、亲情账户绑定).
package enum GuardianMessages {
  package static let family = MessageFamily(
    name: FamilyName(rawValue: "guardian"),
    title: Plain("监护人与亲情账户", "Guardian"),
    table: FieldTable(fields, checks: [ChildTable.named]),
    fact: { fact(of: $0) })

  private static func fact(of fields: Fields) -> Fact? {
    guard let action = fields.text("action").flatMap(GuardianFact.Action.init),
      let guardian = fields.party("guardian"), let occurredOn = fields.date("occurredOn")
    else { return nil }
    var fact = GuardianFact(action: action, guardian: guardian, occurredOn: occurredOn)
    fact.revision = fields.integer("revision") ?? 1
    fact.birthCertificateNumber = fields.text("birthCertificateNumber")
    fact.citizenID = fields.text("citizenId")
    fact.relation = fields.text("relation")
    fact.channel = fields.text("channel")
    fact.contacts = fields.contacts("contacts")
    fact.mayAct = fields.text("mayAct") != "no"
    return .guardian(fact)
  }
}
