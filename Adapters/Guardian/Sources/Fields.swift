import Wire

extension GuardianMessages {
  static let fields: [Field] =
    [Field("action", .code(actions), .always, "业务类型", "what happened")]
    + ChildTable.fields + [
      Field(
        "guardian", .party(PartyTable.fields(needed: true)), .always, "监护人", "the guardian"),
      Field(
        "relation", .code(relations), .when(["appoint"]), isPersonal: true, "监护人与新生儿的关系",
        "the guardian's relation to the child"),
      Field("channel", .code(channels), "绑定渠道", "by what way it was bound"),
      Field(
        "contacts", .object(ContactTable.fields), isList: true, "状态通知的联系方式",
        "where status messages go"),
      Field(
        "mayAct", .code(Code.yesOrNo), normally: "yes", "能否代为办理",
        "whether the guardian may act for the child"),
      Field("reason", .text, isPersonal: true, "原因", "reason"),
      Field("occurredOn", .date, .always, isPast: true, "业务发生日期", "the day it happened"),
    ]

  private static let actions = [
    Code("appoint", "设立", "appointed"), Code("revoke", "解除", "revoked"),
  ]

  private static let relations = [
    Code("mother", "母亲", "mother"), Code("father", "父亲", "father"),
    Code("grandparent", "祖父母或外祖父母", "grandparent"),
    Code("institution", "儿童福利机构", "institution"), Code("other", "其他", "other"),
  ]

  private static let channels = [
    Code("familyAccount", "亲情账户", "family account"), Code("agency", "经办机构", "agency counter"),
  ]
}
