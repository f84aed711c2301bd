import Casework
package import Wire

/// Messages about the death of a child, and of its being withdrawn again (死亡登记).
package enum VitalEventMessages {
  package static let family = MessageFamily(
    name: FamilyName(rawValue: "vitalEvent"),
    title: Plain("生命事件（死亡）", "Vital event (death)"),
    table: FieldTable(fields, checks: [named]),
    fact: { fact(of: $0).map(Fact.death) })

  private static let named = FieldTable.Check(
    "birthCertificateNumber", .missing,
    Plain("与 citizenId 至少填写一项", "it or citizenId must be given")
  ) { message in
    guard !message.isGiven("birthCertificateNumber"), !message.isGiven("citizenId")
    else { return }
    message.complain(
      .missing, at: "birthCertificateNumber",
      chinese: "出生医学证明编号 birthCertificateNumber 与公民身份号码 citizenId 至少填写一项",
      english: "birthCertificateNumber or citizenId is needed to name the child")
  }

  private static func fact(of fields: Fields) -> DeathFact? {
    guard let action = fields.text("action").flatMap(DeathFact.Action.init),
      let diedOn = fields.date("diedOn")
    else { return nil }
    var fact = DeathFact(action: action, diedOn: diedOn)
    fact.revision = fields.integer("revision") ?? 1
    fact.birthCertificateNumber = fields.text("birthCertificateNumber")
    fact.citizenID = fields.text("citizenId")
    return fact
  }
}
