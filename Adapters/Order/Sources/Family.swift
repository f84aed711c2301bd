import Casework
package import Wire

/// Messages that say what a person ruled about a child, with who agreed and why (人工裁定).
package enum OrderMessages {
  package static let family = MessageFamily(
    name: FamilyName(rawValue: "order"),
    title: Plain("人工裁定", "Order of a person"),
    table: FieldTable(fields, checks: [named, pair, approver] + decided),
    fact: { fact(of: $0) })

  private static func fact(of fields: Fields) -> Fact? {
    guard let action = fields.text("action").flatMap(OrderFact.Action.init),
      let number = fields.text("number"), let orderedOn = fields.date("orderedOn"),
      let orderedBy = fields.text("orderedBy"), let reason = fields.text("reason")
    else { return nil }
    var fact = OrderFact(
      action: action, number: number, orderedOn: orderedOn, orderedBy: orderedBy, reason: reason)
    fact.revision = fields.integer("revision") ?? 1
    fact.birthCertificateNumber = fields.text("birthCertificateNumber")
    fact.citizenID = fields.text("citizenId")
    fact.ticketNumber = fields.text("ticketNumber")
    fact.undoes = fields.text("undoes")
    fact.deadline = fields.text("deadline").flatMap(Ruling.Deadline.Kind.init)
    fact.until = fields.date("until")
    fact.member = fields.text("member").flatMap(OrderFact.Member.init)
    fact.value = fields.text("value").map { text in
      fact.member == .name ? text : Identifier.folded(text)
    }
    fact.task = fields.text("task").flatMap(Ruling.Task.Kind.init)
    fact.about = fields.texts("about").map(key)
    fact.approvedBy = fields.text("approvedBy")
    return .order(fact)
  }

  /// A key as the fields of keys have it: certificate numbers and citizen IDs in upper case; the
  /// letters of a ticket number stay as they are.
  private static func key(_ text: String) -> String {
    let upper = Identifier.upperCased(text)
    let isUpper = Pattern.certificate.matches(upper) || Checksums.isCitizenID(upper)
    return isUpper ? upper : text
  }
}
