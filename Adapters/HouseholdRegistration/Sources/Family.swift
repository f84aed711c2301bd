import Casework
package import Wire

/// Messages of registration offices about household records (户口登记).
package enum HouseholdRegistrationMessages {
  package static let family = MessageFamily(
    name: FamilyName(rawValue: "householdRegistration"),
    title: Plain("户口登记", "Household registration"),
    table: FieldTable(fields, checks: [identity]),
    dialects: [policePinyin],
    fact: { fact(of: $0) })

  private static let identity = FieldTable.Check(
    "citizenId", .identityMismatch,
    Plain("其中的出生日期和性别应与 bornOn、sex 一致", "its birth day and sex should be those of bornOn and sex")
  ) { message in
    guard let number = message.text("citizenId") else { return }
    if let bornOn = message.text("bornOn").flatMap({ CivilDate($0) }),
      bornOn != Checksums.birthDay(ofCitizenID: number)
    {
      message.complain(
        .identityMismatch, at: "citizenId",
        chinese: "公民身份号码第 7–14 位与 bornOn 不一致，请核对",
        english: "digits 7–14 of the citizen ID are not bornOn; please check")
    }
    if let sex = message.text("sex"), sex == "1" || sex == "2",
      sex != Checksums.sex(ofCitizenID: number)
    {
      message.complain(
        .identityMismatch, at: "citizenId",
        chinese: "公民身份号码第 17 位与 sex 不一致，请核对",
        english: "digit 17 of the citizen ID does not agree with sex; please check")
    }
  }

  private static func fact(of fields: Fields) -> Fact? {
    guard let action = fields.text("action").flatMap(HouseholdFact.Action.init),
      let number = fields.text("citizenId"), let occurredOn = fields.date("occurredOn")
    else { return nil }
    var fact = HouseholdFact(action: action, citizenID: number, occurredOn: occurredOn)
    fact.revision = fields.integer("revision") ?? 1
    fact.formerCitizenID = fields.text("formerCitizenId")
    fact.name = fields.text("name")
    fact.formerName = fields.text("formerName")
    fact.sex = fields.text("sex")
    fact.bornOn = fields.date("bornOn")
    fact.division = fields.text("division")
    fact.stationCode = fields["station"]?.text("code")
    fact.stationName = fields["station"]?.text("name")
    fact.birthCertificateNumber = fields.text("birthCertificateNumber")
    fact.mother = fields.party("mother")
    fact.father = fields.party("father")
    fact.reason = fields.text("reason").flatMap(HouseholdFact.CancelReason.init)
    return .household(fact)
  }
}
