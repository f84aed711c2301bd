import Casework
package import Wire

/// Messages of hospitals and the health commission about birth certificates (出生医学证明).
package enum BirthCertificateMessages {
  package static let family = MessageFamily(
    name: FamilyName(rawValue: "birthCertificate"),
    title: Plain("出生医学证明", "Birth certificate"),
    table: FieldTable(fields, checks: [province, placeholder]),
    dialects: [mdeml, hrb],
    fact: { fact(of: $0) })

  /// The hospital's province issues; another one is possible and odd.
  private static let province = FieldTable.Check(
    "number", .provinceMismatch,
    Plain("第 1–2 位数字应与出生地同省", "digits 1–2 should be the province of the birth place")
  ) { message in
    guard let number = message.text("number"),
      let division = message.text("birthPlace", "division"),
      number.dropFirst().prefix(2) != division.prefix(2)
    else { return }
    message.complain(
      .provinceMismatch, at: "number",
      chinese: "编号第 1–2 位的省份与出生地行政区划不同，请核对（跨省补发等情形属正常）",
      english: "the province in the number differs from that of the birth place; please check")
  }

  private static let placeholder = FieldTable.Check(
    "child.name", .placeholderName, Plain("代用名（×××之子、无名等）会提醒", "a placeholder name is warned of")
  ) { message in
    guard let name = message.text("child", "name"), Identifier.isPlaceholderName(name)
    else { return }
    message.complain(
      .placeholderName, at: "child", "name",
      chinese: "新生儿姓名是代用名；取名后请发送更正报文，在此之前不能办理户口登记",
      english: "the child's name is a placeholder; send a correction once there is a name")
  }

  private static func fact(of fields: Fields) -> Fact? {
    guard let action = fields.text("action").flatMap(CertificateFact.Action.init),
      let number = fields.text("number"), let issuedOn = fields.date("issuedOn")
    else { return nil }
    var fact = CertificateFact(action: action, number: number, issuedOn: issuedOn)
    fact.replaces = fields.text("replaces")
    fact.revision = fields.integer("revision") ?? 1
    let child = fields["child"]
    fact.childName = child?.text("name")
    fact.sex = child?.text("sex")
    fact.bornAt = child?.instant("bornAt")
    fact.placeholderName = fact.childName.map(Identifier.isPlaceholderName) ?? false
    let place = fields["birthPlace"]
    fact.birthDivision = place?.text("division")
    fact.plurality = fields["child"]?.integer("plurality")
    fact.facilityCode = place?.text("facilityCode")
    fact.facilityName = place?.text("facilityName")
    fact.mother = fields.party("mother")
    fact.father = fields.party("father")
    fact.issuerCode = fields["issuer"]?.text("code")
    fact.issuerName = fields["issuer"]?.text("name")
    fact.contacts = fields.contacts("contacts")
    return .certificate(fact)
  }
}
