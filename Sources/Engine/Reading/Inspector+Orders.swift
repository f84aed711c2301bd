package import Casework
import Wire

/// An order to the insurance platform, and what became of it.
package struct OrderView: Hashable, Sendable {
  /// How it stands. A failed order waits for a person, unless a later one took its place.
  package enum State: String, Sendable {
    case waiting, accepted
    /// The platform said no.
    case refused
    /// The platform never said anything, or took nothing of the kind.
    case failed
    case cancelled
  }

  /// Its delivery's.
  package var id: String
  /// The case it was given for; another may answer for that one now.
  package var caseID: CaseID
  package var operation: InsuranceOrder.Operation
  package var document: InsuranceOrder.Document?
  package var reason: String?
  package var rules: [String]
  package var at: Instant
  package var state: State
  package var attempts: Int
  package var note: String?
  /// What the platform said, oldest first.
  package var answers: [PlatformAnswer] = []
  /// Whether a later order took its place.
  package var isMoot = false

  /// Since when a person is wanted, where one is.
  var failedOn: CivilDate { (answers.last?.at ?? at).day }
}

extension Inspector {
  /// The orders about a child, oldest first, with what the platform said to them; nil where there
  /// is no such case.
  package func orders(of id: CaseID) async throws(StoreError) -> [OrderView]? {
    let today = ledger.world.now().day
    guard let found = try await look(for: .id(id), asOf: today) else { return nil }
    return try await orders(of: found.seat)
  }

  /// What the platform calls the code it issued for a case.
  package func issuedCode(of id: CaseID) async throws(StoreError) -> IssuedCode? {
    try await answers?.code(of: id)
  }

  func orders(of seat: Dossier.Seat) async throws(StoreError) -> [OrderView] {
    var orders = try await ordersGiven(for: seat.homes)
    for index in orders.indices {
      orders[index].answers = try await answers?.answers(to: orders[index].id) ?? []
      if orders[index].state == .failed, !orders[index].answers.isEmpty {
        orders[index].state = .refused
      }
      guard orders[index].state == .refused || orders[index].state == .failed else { continue }
      orders[index].isMoot = Self.isMoot(index, in: orders)
    }
    return orders
  }

  /// What is to be done about a row whose turn has come, unless it is an order that a person sends
  /// again and that a later one has replaced: nobody is enrolled anew whom a termination followed.
  /// An order in its first turn goes out whatever comes after it, since that builds on it.
  package func unlessReplaced(_ opened: Opened, _ row: DeliveryRow) async throws(StoreError)
    -> Opened
  {
    // Sent again it counts from one, and still has the note of its end.
    guard row.lane == OrderBook.lane, row.attempt == 1, row.note != nil else { return opened }
    let orders = try await ordersGiven(for: [row.caseID])
    guard let index = orders.firstIndex(where: { $0.id == row.id }),
      Self.isMoot(index, in: orders)
    else { return opened }
    return .cancelled(note: "a later order took its place")
  }

  /// Oldest first, without what the platform said.
  private func ordersGiven(for cases: [CaseID]) async throws(StoreError) -> [OrderView] {
    try ordersGiven(in: try await store.deliveries(of: cases))
  }

  private func ordersGiven(in rows: [DeliveryRow]) throws(StoreError) -> [OrderView] {
    var orders: [OrderView] = []
    for row in rows where row.lane == OrderBook.lane { orders.append(try order(row)) }
    return orders.sorted { ($0.at, $0.place) < ($1.at, $1.place) }
  }

  /// The orders among a child's deliveries as lines of its timeline, oldest first: what was asked
  /// of the platform happened to the child as well.
  func orderLines(in rows: [DeliveryRow]) throws(StoreError) -> [TimelineEntry] {
    let orders = try ordersGiven(in: rows)
    return orders.indices.map { index in
      let order = orders[index]
      var line = TimelineEntry(at: order.at, kind: TimelineEntry.orderKind)
      line.action = order.operation.rawValue
      line.note = order.state == .accepted ? nil : order.note
      line.state =
        switch order.state {
        case .waiting: .queued
        case .accepted: .delivered
        case .refused, .failed: Self.isMoot(index, in: orders) ? .superseded : .failed
        case .cancelled: .cancelled
        }
      return line
    }
  }

  private static func isMoot(_ index: Int, in orders: [OrderView]) -> Bool {
    let order = orders[index]
    // A case that joined another has a record of its own there, and orders of its own.
    let later = orders[(index + 1)...].filter { $0.caseID == order.caseID }
      .map { (operation: $0.operation, isDone: $0.state == .accepted) }
    return order.operation.isMoot(after: later)
  }

  private static func state(_ state: DeliveryRow.State) -> OrderView.State {
    switch state {
    case .queued, .sent: .waiting
    case .delivered: .accepted
    case .failed: .failed
    case .cancelled: .cancelled
    }
  }

  private func order(_ row: DeliveryRow) throws(StoreError) -> OrderView {
    let content = try ledger.content(of: row)
    guard let body = try? JSONValue(parsing: content.body),
      let operation = body["operation"]?.string.flatMap(InsuranceOrder.Operation.init(rawValue:))
    else { throw .corrupt("delivery \(row.id)") }
    let kind = body["idType"]?.string.flatMap(InsuranceOrder.Document.Kind.init(rawValue:))
    return OrderView(
      id: row.id, caseID: row.caseID, operation: operation,
      document: kind.flatMap { kind in
        body["idNumber"]?.string.map { InsuranceOrder.Document(kind, $0) }
      },
      reason: body["reason"]?.string,
      rules: (body["rules"]?.string ?? "").split(separator: " ").map(String.init),
      at: content.at, state: Self.state(row.state), attempts: row.attempt,
      note: row.note)
  }
}

extension OrderView {
  /// Where it stands among those of its moment: by its commit, then its place there. Its id ends in
  /// `/oVERSION/PLACE`.
  fileprivate var place: Int {
    let parts = id.split(separator: "/").suffix(2).map { part in
      Int(part.drop { $0 == "o" }) ?? 0
    }
    return (parts.first ?? 0) << 16 + (parts.last ?? 0)
  }
}

// MARK: - What waits for a person

extension Inspector {
  /// Orders that were not carried out, as tasks of the insurance agency: those that wait, and those
  /// that a person has ended. A ruling is made of facts and has none of them.
  func orderTasks(of seat: Dossier.Seat, _ dossier: Dossier) async throws(StoreError)
    -> (open: [TaskView], resolved: [TaskView])
  {
    guard let id = seat.representative else { return ([], []) }
    let standing = Set(seat.formed.ruling.further.orders.map(\.number))
    let dismissals = dossier.messages.compactMap { message -> OrderFact? in
      guard case .order(let fact) = message.fact, fact.action == .dismiss,
        fact.task == .insuranceOrderFailed, standing.contains(fact.number)
      else { return nil }
      return fact
    }
    var (open, resolved): ([TaskView], [TaskView]) = ([], [])
    for order in try await orders(of: seat) {
      guard order.state == .refused || order.state == .failed, !order.isMoot else { continue }
      let task = Ruling.Task(
        kind: .insuranceOrderFailed, audience: Notice.Audience.insuranceAgency.rawValue,
        since: order.failedOn, rules: order.rules, about: [order.id])
      var view = TaskView(
        id: name(task, in: id), caseID: id, task: task, division: seat.formed.ruling.region,
        isOpen: true)
      view.order = order
      view.resolvedBy = dismissals.last { $0.about.isEmpty || $0.about.contains(order.id) }
      view.isOpen = view.resolvedBy == nil
      if view.isOpen { open.append(view) } else { resolved.append(view) }
    }
    return (open, resolved)
  }

  /// A page of them over all cases, in the order in which they were written.
  ///
  /// - Parameter place: where the page before ended; nil to begin.
  func orderTasks(_ filter: TaskFilter, after place: Int64?, limit: Int)
    async throws(StoreError) -> (tasks: [TaskView], next: String?)
  {
    let today = ledger.world.now().day
    var known: [CaseID: [TaskView]] = [:]
    var found: [TaskView] = []
    var last = place
    for _ in 0..<Self.orderPages {
      let page = try await store.failed(
        FailedQuery(lane: OrderBook.lane, after: last, limit: Self.orderPageSize))
      for placed in page {
        guard found.count < limit else { return (found, OrderPlace(last).token) }
        last = placed.place
        let row = placed.row
        if known[row.caseID] == nil {
          known[row.caseID] = try await orderTasks(of: row.caseID, filter, on: today)
        }
        found += known[row.caseID]?.filter { $0.task.about == [row.id] } ?? []
      }
      if page.count < Self.orderPageSize { return (found, nil) }
    }
    return (found, OrderPlace(last).token)
  }

  /// No page rules more cases than five times so many.
  private static let orderPages = 5
  private static let orderPageSize = 200

  private func orderTasks(of id: CaseID, _ filter: TaskFilter, on day: CivilDate)
    async throws(StoreError) -> [TaskView]
  {
    guard let found = try await look(for: .id(id), asOf: day) else { return [] }
    if let prefix = filter.divisionPrefix,
      found.seat.formed.ruling.region?.hasPrefix(prefix) != true
    {
      return []
    }
    let (open, resolved) = try await orderTasks(of: found.seat, found.dossier)
    return filter.areResolved ? resolved : open
  }
}

/// Where a page of tasks ended among the orders, which come after the tasks of rulings.
struct OrderPlace {
  /// Nil before the first.
  var place: Int64?

  init(_ place: Int64?) { self.place = place }

  /// No case id begins so.
  private static let mark = "~"

  /// Nil where the token is a place among the tasks of rulings.
  init?(token: String) {
    guard token.hasPrefix(Self.mark) else { return nil }
    place = Int64(token.dropFirst(Self.mark.count))
  }

  var token: String { Self.mark + (place.map { String($0) } ?? "") }
}
