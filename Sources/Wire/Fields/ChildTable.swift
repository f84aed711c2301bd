import Casework

/// How a message about a child names it, where it comes neither with a certificate nor with a
/// registration: the fields of the keys, and the rule that one of them is given.
package enum ChildTable {
  /// They follow `action`; the first is the source's own version.
  package static let fields: [Field] = [
    Field(
      "revision", .integer(1...2_147_483_647), normally: 1, "来源系统的版本号，最高者为准",
      "the source's own version; the highest stands"),
    Field(
      "birthCertificateNumber", .certificate, isPersonal: true, "出生医学证明编号",
      "birth certificate number"),
    Field("citizenId", .citizenID, isPersonal: true, "公民身份号码", "citizen ID"),
  ]

  package static let named = FieldTable.Check(
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
}
