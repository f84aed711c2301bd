import Wire

extension BirthCertificateMessages {
  private static let living: Field.Need = .when(["issue", "replace", "reissue", "correct"])

  static let fields: [Field] = [
    Field("action", .code(actions), .always, "业务类型", "what happened"),
    Field("number", .certificate, .always, isPersonal: true, "出生医学证明编号", "certificate number"),
    Field(
      "replaces", .certificate, .when(["replace", "reissue"]), isPersonal: true, "被替换的编号",
      "number of the certificate this one replaces"),
    Field(
      "revision", .integer(1...2_147_483_647), normally: 1, "来源系统的版本号，最高者为准",
      "the source's own version; the highest stands"),
    Field("child", .object(child), living, "新生儿", "the child"),
    Field("birthPlace", .object(birthPlace), .always, "出生地", "place of birth"),
    Field("mother", .party(PartyTable.fields(needed: true)), living, "母亲", "mother"),
    Field("father", .party(PartyTable.fields(needed: false)), "父亲", "father"),
    Field("issuer", .object(issuer), "签发机构", "issuing office"),
    Field("issuedOn", .date, .always, isPast: true, "签发日期；作废时为作废日期", "day of issue, or of voiding"),
    Field(
      "contacts", .object(ContactTable.fields), isList: true, "状态通知的联系方式",
      "where status messages go"),
    Field(
      "reason", .text, .when(["replace", "reissue", "void"]), isPersonal: true, "原因", "reason"),
  ]

  private static let actions = [
    Code("issue", "首次签发", "first issue"), Code("replace", "换发", "exchanged"),
    Code("reissue", "补发", "issued again after loss"), Code("correct", "更正", "corrected"),
    Code("void", "作废", "voided"),
  ]

  private static let child: [Field] = [
    Field("name", .text, living, isPersonal: true, "新生儿姓名", "child's name"),
    Field(
      "sex", .code(PartyTable.sexes), living, isPersonal: true, "性别（GB/T 2261.1）",
      "sex, GB/T 2261.1"),
    Field("bornAt", .instant, living, isPersonal: true, isPast: true, "出生时刻", "moment of birth"),
    Field("gestationWeeks", .integer(0...60), isPersonal: true, "孕周", "weeks of gestation"),
    Field(
      "gestationDays", .integer(0...6), isPersonal: true, "孕周外的天数", "further days of gestation"),
    Field("weightGrams", .integer(0...20_000), isPersonal: true, "出生体重（克）", "weight in grams"),
    Field("lengthCm", .integer(0...150), isPersonal: true, "出生身长（厘米）", "length in centimetres"),
    Field("plurality", .integer(1...20), isPersonal: true, "胎数", "children of this birth"),
    Field("birthOrder", .integer(1...20), isPersonal: true, "胎次", "place among them"),
    Field("healthCode", .identifier, isPersonal: true, "健康状况代码", "code of health"),
  ]

  private static let birthPlace: [Field] = [
    Field("division", .pattern(.division), .always, "出生地行政区划", "division of birth"),
    Field("facilityCode", .identifier, "医疗机构代码", "facility code"),
    Field("facilityName", .text, "医疗机构名称", "facility name"),
  ]

  private static let issuer: [Field] = [
    Field("code", .identifier, "签发机构代码", "code of the issuing office"),
    Field("name", .text, "签发机构名称", "name of the issuing office"),
  ]
}
