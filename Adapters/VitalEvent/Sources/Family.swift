import Casework
package import Wire

/// Messages about the death of a child, and of its being withdrawn again (死亡登记).
package enum VitalEventMessages {
  package static let family = MessageFamily(
    name: FamilyName(rawValue: "vitalEvent"),
    title: Plain("生命事件（死亡）", "Vital event (death)"),
    table: FieldTable(fields, checks: [ChildTable.named]),
    fact: { fact(of: $0) })

  private static func fact(of fields: Fields) -> Fact? {
    guard let action = fields.text("action").flatMap(DeathFact.Action.init),
      let diedOn = fields.date("diedOn")
    else { return nil }
    var fact = DeathFact(action: action, diedOn: diedOn)
    fact.revision = fields.integer("revision") ?? 1
    fact.birthCertificateNumber = fields.text("birthCertificateNumber")
    fact.citizenID = fields.text("citizenId")
    return .death(fact)
  }
}
