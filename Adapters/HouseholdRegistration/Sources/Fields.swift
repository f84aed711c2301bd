import Wire

extension HouseholdRegistrationMessages {
  static let fields: [Field] = [
    Field("action", .code(actions), .always, "业务类型", "what happened"),
    Field(
      "revision", .integer(1...2_147_483_647), normally: 1, "来源系统的版本号，最高者为准",
      "the source's own version; the highest stands"),
    Field(
      "citizenId", .citizenID, .always, isPersonal: true, "公民身份号码；更正时为新号码",
      "citizen ID; after a correction the new one"),
    Field(
      "formerCitizenId", .citizenID, isPersonal: true, "更正前的公民身份号码（号码变更时填写）",
      "citizen ID before the correction, where it changes"),
    Field("name", .text, .when(["register", "rename"]), isPersonal: true, "姓名", "name"),
    Field("formerName", .text, .when(["rename"]), isPersonal: true, "曾用名", "former name"),
    Field(
      "sex", .code(PartyTable.sexes), .when(["register"]), isPersonal: true, "性别（GB/T 2261.1）",
      "sex, GB/T 2261.1"),
    Field(
      "bornOn", .date, .when(["register"]), isPersonal: true, isPast: true, "出生日期", "birth day"),
    Field("householdNumber", .identifier, isPersonal: true, "户号", "household number"),
    Field(
      "relationToHead", .pattern(.twoDigits), isPersonal: true, "与户主关系（GB/T 4761）",
      "relation to the head, GB/T 4761"),
    Field(
      "division", .pattern(.division), .when(["register", "move"]), "户籍地行政区划",
      "division of registration"),
    Field("address", .text, isPersonal: true, "户籍地址", "address"),
    Field("station", .object(station), "户口登记机关", "registration office"),
    Field("occurredOn", .date, .always, isPast: true, "业务发生日期", "the day it happened"),
    Field(
      "birthCertificateNumber", .certificate, isPersonal: true, "出生医学证明编号",
      "birth certificate number"),
    Field("mother", .party(PartyTable.fields(needed: true)), "母亲", "mother"),
    Field("father", .party(PartyTable.fields(needed: false)), "父亲", "father"),
    Field("reason", .code(reasons), .when(["cancel"]), isPersonal: true, "注销原因", "why cancelled"),
  ]

  private static let actions = [
    Code("register", "登记", "registered"), Code("rename", "更名", "renamed"),
    Code("correct", "更正", "corrected"), Code("move", "迁移", "moved"),
    Code("cancel", "注销", "cancelled"),
  ]

  private static let reasons = [
    Code("death", "死亡", "death"), Code("emigration", "出国定居", "emigration"),
    Code("duplicate", "重复户口", "duplicate"), Code("missing", "宣告失踪", "missing"),
  ]

  private static let station: [Field] = [
    Field("code", .identifier, "登记机关代码", "code of the office"),
    Field("name", .text, "登记机关名称", "name of the office"),
  ]
}
