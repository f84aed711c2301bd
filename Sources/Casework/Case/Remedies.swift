extension Ruling.Task.Kind {
  /// What a person may order about a task of this kind. An extension or a freeze does not end it.
  package var remedies: [OrderFact.Action] {
    switch self {
    case .updateIdentity: [.recordUpdated, .extend, .dismiss]
    case .matchRegistration: [.link, .different, .extend, .dismiss]
    case .unmatchedRegistration, .unmatchedPayment: [.link, .extend, .dismiss]
    case .missingName: [.decide, .extend, .dismiss]
    case .identityConflict: [.decide, .different, .freeze, .extend, .dismiss]
    case .checkTwins: [.link, .different, .decide, .freeze, .dismiss]
    case .voidCertificate, .checkCertificates: [.freeze, .dismiss]
    case .investigation: [.release, .extend]
    case .parentNameEnrolment, .duplicatePayment, .refundReview, .duplicateEnrolment,
      .placeReview, .verifyCategory, .assistanceReview, .guardianReview, .insuranceOrderFailed:
      [.dismiss]
    }
  }
}

extension OrderFact.Action {
  /// Whether two persons must agree.
  package var needsApproval: Bool {
    switch self {
    case .different, .undo, .freeze, .release, .extend: true
    case .link, .decide, .recordUpdated, .dismiss: false
    }
  }

  /// Whether it can be by this that a task waits no more.
  fileprivate var mayEndTasks: Bool {
    switch self {
    case .freeze, .extend: false
    case .link, .different, .undo, .release, .decide, .recordUpdated, .dismiss: true
    }
  }
}

/// A task that a person has seen to.
package struct ResolvedTask: Hashable, Sendable {
  /// The case that the task waited in.
  package var caseID: CaseID
  package var task: Ruling.Task
  /// The order that ended it, where one alone did.
  package var by: OrderFact?
}

extension Dossier {
  /// The tasks that would wait today if nobody had ruled, and do not; under the case that answers.
  ///
  /// - Parameters:
  ///   - seats: of this dossier on that day.
  ///   - day: for which is asked.
  ///   - book: the packs that rule.
  package func resolvedTasks(_ seats: [Seat], asOf day: CivilDate, book: PolicyBook)
    -> [CaseID: [ResolvedTask]]
  {
    let orders = messages.compactMap { message -> OrderFact? in
      if case .order(let fact) = message.fact { fact } else { nil }
    }
    guard orders.contains(where: { $0.action.mayEndTasks && $0.orderedOn <= day }) else {
      return [:]
    }
    var found: [CaseID: [ResolvedTask]] = [:]
    for old in withoutRulings.seats(asOf: day, book: book) {
      guard let id = old.representative,
        let seat = seats.first(where: { $0.homes.contains(id) }),
        let answering = seat.representative
      else { continue }
      let open = Set(seat.formed.ruling.tasks.map(TaskName.init))
      for task in old.formed.ruling.tasks where !open.contains(TaskName(task)) {
        found[answering, default: []].append(
          ResolvedTask(caseID: id, task: task, by: seat.formed.order(among: orders, ending: task)))
      }
    }
    return found
  }

  private var withoutRulings: Dossier {
    Dossier(
      homes: homes.map { home in
        var home = home
        home.entries.removeAll { entry in
          if case .order(let fact) = entry.message.fact { fact.action.mayEndTasks } else { false }
        }
        return home
      })
  }
}

/// What makes two tasks of one case the same.
private struct TaskName: Hashable {
  var kind: Ruling.Task.Kind
  var about: Set<String>

  init(_ task: Ruling.Task) {
    kind = task.kind
    about = Set(task.about)
  }
}

extension FormedCase {
  /// The last standing order that could have ended a task.
  fileprivate func order(among orders: [OrderFact], ending task: Ruling.Task) -> OrderFact? {
    let standing = ruling.further.orders.map(\.number)
    return orders.filter { standing.contains($0.number) && task.kind.remedies.contains($0.action) }
      .filter { $0.action != .dismiss || $0.task == task.kind }
      .filter(\.action.mayEndTasks)
      .max { $0.orderedOn < $1.orderedOn }
  }
}
