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
    let ending = orders.filter { $0.fact.action == .dismiss || $0.fact.action == .recordUpdated }
    guard !ending.isEmpty else { return }
    var circles = Circles(messages)
    for (moment, orders) in Dictionary(grouping: ending, by: { circles.moment(of: $0) }) {
      let then = Belonging(Standing(circles.messages(of: moment), asOf: moment.day)).groups
        .compactMap { Findings($0, asOf: moment.day, place: place, book: book) }
      for findings in then {
        let keys = Set(findings.group.keys)
        let own = orders.filter { !keys.isDisjoint(with: $0.message.keys) }
        guard !own.isEmpty else { continue }
        let parts = Law.openTasks(findings).flatMap { $0.parts(findings) }
        for (order, _) in own {
          ended[order.number, default: []].formUnion(parts.filter(order.ends))
        }
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

/// Messages that could have to do with each other, so that a past day is looked at for the children
/// an order names and not for everybody's.
private struct Circles {
  /// A day in the history of one circle.
  struct Moment: Hashable {
    var circle: Int
    var day: CivilDate
  }

  private var union = KeyUnion<Message.Tie>()
  private var circles: [Int: [Message]] = [:]

  init(_ messages: [Message]) {
    for message in messages { union.add(message.ties) }
    for message in messages { circles[circle(of: message), default: []].append(message) }
  }

  private mutating func circle(of message: Message) -> Int {
    message.ties.first.map { union.root(of: $0) } ?? -1
  }

  mutating func moment(of order: Told<OrderFact>) -> Moment {
    Moment(circle: circle(of: order.message), day: order.fact.orderedOn)
  }

  func messages(of moment: Moment) -> [Message] { circles[moment.circle] ?? [] }
}

extension Message {
  /// By what a message could be brought together with another: a key, or a parent's document.
  fileprivate enum Tie: Hashable {
    case key(CaseKey)
    case document(IdentityDocument)
  }

  fileprivate var ties: [Tie] {
    var documents = parents + [insured].compactMap { $0 }
    if case .household(let fact) = fact, let mother = fact.mother?.document {
      documents.append(mother)
    }
    return keys.map(Tie.key) + documents.map(Tie.document)
  }
}

extension OrderFact {
  fileprivate func ends(_ part: Endings.Part) -> Bool {
    if action == .recordUpdated { return part.kind == .updateIdentity }
    return part.kind == task && (about.isEmpty || part.key.map(about.contains) ?? false)
  }
}

extension Ruling.Task.Kind {
  /// Whether such a task ends as a whole, and not key by key: an order that ends it names no keys.
  package var endsAsAWhole: Bool {
    switch self {
    case .matchRegistration, .missingName, .voidCertificate, .investigation, .unmatchedPayment,
      .unmatchedRegistration, .guardianReview:
      true
    case .updateIdentity, .parentNameEnrolment, .duplicatePayment, .refundReview,
      .identityConflict, .duplicateEnrolment, .placeReview, .verifyCategory, .assistanceReview,
      .checkTwins, .checkCertificates, .insuranceOrderFailed:
      false
    }
  }
}

extension Ruling.Task {
  fileprivate func parts(_ findings: Findings) -> [Endings.Part] {
    if kind == .updateIdentity { return [Endings.Part(kind: kind, key: findings.citizenID)] }
    if kind.endsAsAWhole { return [Endings.Part(kind: kind, key: nil)] }
    return about.map { Endings.Part(kind: kind, key: $0) }
  }
}
