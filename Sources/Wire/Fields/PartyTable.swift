/// The fields of a person as every family names one (contract, "Party").
package enum PartyTable {
  /// - Parameter needed: whether name, type and number belong to it wherever it is given.
  package static func fields(needed: Bool) -> [Field] {
    let need: Field.Need = needed ? .always : .optional
    return [
      Field("name", .text, need, isPersonal: true, "姓名", "name"),
      Field("idType", .code(idTypes), need, "证件类型", "kind of document"),
      Field("idNumber", .identifier, need, isPersonal: true, "证件号码", "document number"),
      Field(
        "nationality", .pattern(.nationality), isPersonal: true, normally: "CHN", "国籍",
        "nationality"),
      Field(
        "ethnicity", .pattern(.twoDigits), isPersonal: true, "民族（GB/T 3304）",
        "ethnicity, GB/T 3304"),
      Field("phone", .identifier, isPersonal: true, "联系电话", "telephone"),
    ]
  }

  package static let idTypes = [
    Code("citizenId", "居民身份证", "citizen ID"),
    Code("birthCertificate", "出生医学证明", "birth certificate"),
    Code("householdBook", "户口簿", "household book"),
    Code("passport", "护照", "passport"),
    Code("hkMacaoPermit", "港澳居民来往内地通行证", "Hong Kong and Macao permit"),
    Code("taiwanPermit", "台湾居民来往大陆通行证", "Taiwan permit"),
    Code("foreignPermanentResident", "外国人永久居留身份证", "foreign permanent resident card"),
    Code("other", "其他", "other"),
  ]

  /// GB/T 2261.1.
  package static let sexes = [
    Code("0", "未知", "unknown"), Code("1", "男", "male"), Code("2", "女", "female"),
    Code("9", "未说明", "not stated"),
  ]
}
