/// Which tasks people have seen to (orders `dismiss` and `recordUpdated`).
///
/// An order ends what stood when its day ended. What comes up later, such as another duplicate or a
/// corrected citizen ID, is a task of its own: so the children are looked at as they were that day.
struct Endings {
  /// A task, or one of the keys it is about.
  struct Part: Hashable {
    var kind: Ruling.Task.Kind
    /// Nil where the task is about the child as a whole.
    var key: String?
  }

  private var ended: [String: Set<Part>] = [:]

  init(
    _ orders: [Told<OrderFact>], among messages: [Message], place: String?, book: PolicyBook
  ) {
    var days: [CivilDate: [Findings]] = [:]
    for (order, message) in orders where order.action == .dismiss || order.action == .recordUpdated
    {
      let then =
        days[order.orderedOn]
        ?? Belonging(Standing(messages, asOf: order.orderedOn)).groups.compactMap {
          Findings($0, asOf: order.orderedOn, place: place, book: book)
        }
      days[order.orderedOn] = then
      for findings in then where !Set(findings.group.keys).isDisjoint(with: message.keys) {
        ended[order.number, default: []].formUnion(
          Law.openTasks(findings).flatMap { $0.parts(findings) }.filter(order.ends))
      }
    }
  }

  /// The tasks of a child that wait still.
  func left(of tasks: [Ruling.Task], _ findings: Findings) -> [Ruling.Task] {
    guard !ended.isEmpty else { return tasks }
    let ended = findings.orders.all.reduce(into: Set<Part>()) { parts, order in
      parts.formUnion(self.ended[order.number] ?? [])
    }
    return tasks.filter { !Set($0.parts(findings)).isSubset(of: ended) }
  }
}

extension OrderFact {
  fileprivate func ends(_ part: Endings.Part) -> Bool {
    if action == .recordUpdated { return part.kind == .updateIdentity }
    return part.kind == task && (about.isEmpty || part.key.map(about.contains) ?? false)
  }
}

extension Ruling.Task {
  fileprivate func parts(_ findings: Findings) -> [Endings.Part] {
    switch kind {
    case .updateIdentity: [Endings.Part(kind: kind, key: findings.citizenID)]
    case .matchRegistration, .missingName, .voidCertificate, .investigation, .unmatchedPayment,
      .unmatchedRegistration, .guardianReview:
      [Endings.Part(kind: kind, key: nil)]
    case .parentNameEnrolment, .duplicatePayment, .refundReview, .identityConflict,
      .duplicateEnrolment, .placeReview, .verifyCategory, .assistanceReview, .checkTwins,
      .checkCertificates:
      about.map { Endings.Part(kind: kind, key: $0) }
    }
  }
}
