/// What people have ruled about one child, by the day (人工裁定).
struct Orders {
  /// The order that holds the code, where the last word was to hold it (edge cases 30, 46).
  private(set) var freeze: OrderFact?
  /// Extensions of the window and of the settlement on the certificate (edge case 17).
  private(set) var extensions: [Ruling.Deadline.Kind: OrderFact] = [:]
  /// What is the child's where sources differ.
  private(set) var decided: [OrderFact.Member: OrderFact] = [:]
  /// That the insurance record carries the citizen ID now.
  private(set) var recordUpdated: OrderFact?
  /// All that count, oldest first.
  let all: [OrderFact]

  /// - Parameter told: those that count, by day.
  init(_ told: [Told<OrderFact>]) {
    all = told.map(\.fact)
    for order in all {
      switch order.action {
      case .freeze: freeze = order
      case .release: freeze = nil
      case .extend: extend(order)
      case .decide: if let member = order.member { decided[member] = order }
      case .recordUpdated: recordUpdated = order
      case .link, .different, .undo, .dismiss: continue
      }
    }
  }

  private mutating func extend(_ order: OrderFact) {
    guard let kind = order.deadline, let until = order.until else { return }
    if let other = extensions[kind]?.until, other >= until { return }
    extensions[kind] = order
  }

  func lastDay(of deadline: Ruling.Deadline.Kind) -> CivilDate? { extensions[deadline]?.until }
}

extension Ruling.Order {
  init(_ fact: OrderFact) {
    self.init(
      number: fact.number, action: fact.action, orderedOn: fact.orderedOn,
      orderedBy: fact.orderedBy, approvedBy: fact.approvedBy, reason: fact.reason)
    deadline = fact.deadline
    until = fact.until
    member = fact.member
  }
}
