import Casework
package import Wire

/// Messages that a child is counted among those whose premium is paid for them, or no longer
/// (资助参保对象认定).
package enum AssistanceMessages {
  package static let family = MessageFamily(
    name: FamilyName(rawValue: "assistance"),
    title: Plain("资助参保对象认定", "Assisted category"),
    table: FieldTable(fields, checks: [ChildTable.named, household]),
    fact: { fact(of: $0) })

  /// Unstable, marginal and suddenly burdened households are those under monitoring (rule E04).
  private static let household = FieldTable.Check(
    "household", .notAllowed,
    Plain(
      "仅 category 为 povertyMonitoring 时可填", "it stands only where category is povertyMonitoring")
  ) { message in
    guard message.isGiven("household"), let category = message.text("category"),
      category != AssistanceFact.Category.povertyMonitoring.rawValue
    else { return }
    message.complain(
      .notAllowed, at: "household",
      chinese: "监测户类型 household 仅适用于防止返贫监测对象（category 为 povertyMonitoring）",
      english: "household is the kind of a monitored household: category must be povertyMonitoring")
  }

  private static func fact(of fields: Fields) -> Fact? {
    guard let action = fields.text("action").flatMap(AssistanceFact.Action.init),
      let category = fields.text("category").flatMap(AssistanceFact.Category.init),
      let department = fields.text("department"), let occurredOn = fields.date("occurredOn")
    else { return nil }
    var fact = AssistanceFact(
      action: action, category: category, department: department, occurredOn: occurredOn)
    fact.revision = fields.integer("revision") ?? 1
    fact.birthCertificateNumber = fields.text("birthCertificateNumber")
    fact.citizenID = fields.text("citizenId")
    fact.household = fields.text("household")
    fact.division = fields.text("division")
    fact.validUntil = fields.date("validUntil")
    return .assistance(fact)
  }
}
