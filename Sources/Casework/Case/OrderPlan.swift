/// Says which orders the insurance platform still needs, so that all stands there as the ruling has
/// it.
///
/// It compares what the platform has been told with what holds, and not one ruling with the next:
/// so an order is given once however often a case is decided, and what was missed is made good.
package struct OrderPlan: Hashable, Sendable {
  /// What the child's record there stands under, as far as our orders made it; nil for none.
  package private(set) var document: InsuranceOrder.Document?
  /// Whether the code was asked for and neither it nor the record ended since.
  package private(set) var hasCode = false

  /// - Parameter ordered: all orders given for this child, oldest first.
  package init(ordered: [InsuranceOrder] = []) {
    for order in ordered { follow(order) }
  }

  private mutating func follow(_ order: InsuranceOrder) {
    switch order.operation {
    case .enrol, .updateIdentity: document = order.document
    case .requestCode: hasCode = true
    case .suspend: hasCode = false
    case .terminate:
      document = nil
      hasCode = false
    }
  }

  /// The orders that are missing, in the order in which they must be given.
  package func orders(for ruling: Ruling) -> [InsuranceOrder] {
    switch ruling.code.state {
    case .none: []
    case .retired: ending(ruling)
    case .suspended: standing(ruling) + suspending(ruling)
    case .issued, .active: standing(ruling) + requesting(ruling)
    }
  }

  /// The orders that end the record of a case which another answers for now.
  package func ordersToLeave() -> [InsuranceOrder] {
    guard let document else { return [] }
    return [
      InsuranceOrder(.terminate, document: document, reason: .joined, rules: ["A18"])
    ]
  }

  /// A dead or voided child's record ends; what never was there needs no end.
  private func ending(_ ruling: Ruling) -> [InsuranceOrder] {
    guard let document else { return [] }
    let died = ruling.child.diedOn != nil
    return [
      Self.order(
        .terminate, document, ruling, died ? .died : .withdrawn, died ? ["A03"] : ["A03", "A18"])
    ]
  }

  private func standing(_ ruling: Ruling) -> [InsuranceOrder] {
    guard let wanted = Self.document(of: ruling) else { return [] }
    guard let document else { return [Self.order(.enrol, wanted, ruling, .born, ["A03"])] }
    // While sources contradict each other nobody knows whose number it is.
    guard document != wanted, ruling.identity != .conflict else { return [] }
    var order = Self.order(.updateIdentity, wanted, ruling, .renamed, ["A05"])
    order.former = document
    return [order]
  }

  private func requesting(_ ruling: Ruling) -> [InsuranceOrder] {
    guard !hasCode, let document = documentThen(ruling) else { return [] }
    return [Self.order(.requestCode, document, ruling, .code, ["A03"])]
  }

  private func suspending(_ ruling: Ruling) -> [InsuranceOrder] {
    guard hasCode, let document = documentThen(ruling) else { return [] }
    let isHeld = ruling.tasks.contains { $0.kind == .investigation }
    return [
      Self.order(.suspend, document, ruling, isHeld ? .held : .unbound, isHeld ? ["A03"] : ["A02"])
    ]
  }

  /// What the record stands under once the orders before have been carried out.
  private func documentThen(_ ruling: Ruling) -> InsuranceOrder.Document? {
    if document != nil, ruling.identity == .conflict { return document }
    return Self.document(of: ruling) ?? document
  }

  /// The citizen ID once there is one; before that the certificate that counts.
  private static func document(of ruling: Ruling) -> InsuranceOrder.Document? {
    if let id = ruling.citizenID { return .init(.citizenId, id) }
    return ruling.certificates.last { $0.status == .valid }.map {
      .init(.birthCertificate, $0.number)
    }
  }

  private static func order(
    _ operation: InsuranceOrder.Operation, _ document: InsuranceOrder.Document, _ ruling: Ruling,
    _ reason: InsuranceOrder.Reason, _ rules: [String]
  ) -> InsuranceOrder {
    var order = InsuranceOrder(operation, document: document, reason: reason, rules: rules)
    order.name = ruling.child.name
    order.sex = ruling.child.sex
    order.bornOn = ruling.child.bornOn
    order.division = ruling.region
    if operation == .enrol { order.premiumYear = ruling.child.bornOn?.year }
    return order
  }
}
