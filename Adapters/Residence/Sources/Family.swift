import Casework
package import Wire

/// Messages about a permit to live somewhere, or a school's register, by which a child may enrol
/// there (居住证、学籍).
package enum ResidenceMessages {
  package static let family = MessageFamily(
    name: FamilyName(rawValue: "residence"),
    title: Plain("居住证与学籍", "Residence permit"),
    table: FieldTable(
      fields, checks: [ChildTable.named, .period(from: "validFrom", to: "validTo")]),
    fact: { fact(of: $0) })

  private static func fact(of fields: Fields) -> Fact? {
    guard let action = fields.text("action").flatMap(ResidenceFact.Action.init),
      let number = fields.text("permitNumber"), let occurredOn = fields.date("occurredOn")
    else { return nil }
    var fact = ResidenceFact(action: action, permitNumber: number, occurredOn: occurredOn)
    fact.kind = fields.text("kind").flatMap(ResidenceFact.Kind.init) ?? .residencePermit
    fact.revision = fields.integer("revision") ?? 1
    fact.birthCertificateNumber = fields.text("birthCertificateNumber")
    fact.citizenID = fields.text("citizenId")
    fact.division = fields.text("division")
    fact.validFrom = fields.date("validFrom")
    fact.validTo = fields.date("validTo")
    return .residence(fact)
  }
}
