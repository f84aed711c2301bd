import Wire

extension ResidenceMessages {
  static let fields: [Field] =
    [Field("action", .code(actions), .always, "业务类型", "what happened")]
    + ChildTable.fields + [
      Field(
        "permitNumber", .identifier, .always, isPersonal: true, "居住证或学籍编号",
        "number of the permit, or of the school's register"),
      Field("kind", .code(kinds), normally: "residencePermit", "凭证种类", "what kind of permit"),
      Field("holder", .party(PartyTable.fields(needed: false)), "持证人", "who holds it"),
      Field(
        "holderRelation", .text, isPersonal: true, "持证人与新生儿的关系",
        "the holder's relation to the child"),
      Field(
        "division", .pattern(.division), .when(["issue"]), "居住地或学籍地行政区划",
        "division of residence, or of the school"),
      Field("validFrom", .date, .when(["issue", "renew"]), "有效期起", "first day it is valid"),
      Field("validTo", .date, "有效期止", "last day it is valid"),
      Field("occurredOn", .date, .always, isPast: true, "业务发生日期", "the day it happened"),
    ]

  private static let actions = [
    Code("issue", "签发", "issued"), Code("renew", "签注续期", "renewed"),
    Code("cancel", "注销", "cancelled"),
  ]

  private static let kinds = [
    Code("residencePermit", "居住证", "residence permit"),
    Code("school", "学籍", "school register"),
  ]
}
