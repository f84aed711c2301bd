package import Casework
import Wire

/// A task as lists of tasks show it: what waits for a person, or what a person has seen to.
package struct TaskView: Hashable, Sendable {
  /// The case it waits in, the kind and a keyed digest of what it is about: stable.
  package var id: String
  package var caseID: CaseID
  package var task: Ruling.Task
  package var division: String?
  package var isOpen: Bool
  /// The order that ended it, where one alone did.
  package var resolvedBy: OrderFact?
  /// How the asking after the certificate stands that it waits for.
  package var enquiry: Enquiry?
  /// The order to the insurance platform that it is about.
  package var order: OrderView?
}

/// Which tasks a list shows.
package struct TaskFilter: Sendable {
  package var divisionPrefix: String?
  package var kind: Ruling.Task.Kind?
  package var areResolved = false
  /// The `next` of the page before.
  package var after: String?
  package var limit: Int

  package init(limit: Int) { self.limit = limit }
}

/// A child as a person rules about it: by which keys, and what has been ordered so far.
package struct Subject: Sendable {
  package var caseID: CaseID
  package var ruling: Ruling
  package var keys: [CaseKey]
  /// Orders that name the child, in the order of their arrival, standing or not.
  package var orders: [(fact: OrderFact, message: Message)]

  /// The certificate number to name it by: one that is valid, if there is one.
  package var certificate: CaseKey? {
    let valid = ruling.certificates.first { $0.status == .valid }?.number
    return valid.map(CaseKey.certificate)
      ?? keys.first { if case .certificate = $0 { true } else { false } }
  }

  package var citizenID: CaseKey? {
    ruling.citizenID.map(CaseKey.citizenID)
      ?? keys.first { if case .citizenID = $0 { true } else { false } }
  }

  /// A ticket's first line: orders name no other.
  package var ticket: CaseKey? {
    keys.first { if case .ticket(_, line: 1) = $0 { true } else { false } }
  }
}

extension Inspector {
  /// No page rules more cases than this; it then ends early, with a token.
  private static let casesMaximum = 1_000

  /// What waits for a person, or what a person has seen to, over all cases: first what rulings say,
  /// case by case, then orders that the insurance platform did not carry out.
  package func tasks(_ filter: TaskFilter) async throws(StoreError)
    -> (tasks: [TaskView], next: String?)
  {
    let orders = filter.after.flatMap(OrderPlace.init(token:))
    if let orders, filter.kind ?? .insuranceOrderFailed == .insuranceOrderFailed {
      return try await orderTasks(filter, after: orders.place, limit: filter.limit)
    }
    if filter.kind == .insuranceOrderFailed {
      return try await orderTasks(filter, after: nil, limit: filter.limit)
    }
    let today = ledger.world.now().day
    let place = filter.after.map(Self.place)
    var cases = CaseFilter(
      divisionPrefix: filter.divisionPrefix, day: today.daysSinceEpoch, limit: 100)
    cases.tasks = (filter.kind.map { TaskKinds($0) } ?? .unknown, filter.areResolved)
    var found: [TaskView] = []
    if let place, let rest = place.task {
      found = try await tasks(of: place.caseID, filter, on: today).filter { $0.id > rest }
    }
    var last = place?.caseID
    var seen = 0
    while found.count <= filter.limit, seen < Self.casesMaximum {
      cases.after = last
      let rows = try await store.list(cases)
      for row in rows where found.count <= filter.limit {
        found += try await tasks(of: row.caseID, filter, on: today)
        last = row.caseID
        seen += 1
      }
      if rows.count < cases.limit, rows.last.map({ $0.caseID == last }) ?? true {
        guard found.count > filter.limit else { return try await withOrders(found, filter) }
        break
      }
    }
    guard found.count > filter.limit else { return (found, last?.rawValue) }
    let page = Array(found.prefix(filter.limit))
    return (page, page.last.map { "\($0.caseID.rawValue)~\($0.id)" })
  }

  /// The last page of what rulings say, with the first of orders in what room it leaves.
  private func withOrders(_ found: [TaskView], _ filter: TaskFilter) async throws(StoreError)
    -> (tasks: [TaskView], next: String?)
  {
    guard filter.kind == nil else { return (found, nil) }
    let room = filter.limit - found.count
    let (orders, next) = try await orderTasks(filter, after: nil, limit: max(room, 1))
    guard room > 0 else { return (found, orders.isEmpty ? next : OrderPlace(nil).token) }
    return (found + orders, next)
  }

  /// A task by its id, open or seen to; nil where there is none.
  package func task(_ id: String) async throws(StoreError) -> TaskView? {
    let caseID = CaseID(rawValue: String(id.prefix { $0 != "." }))
    let today = ledger.world.now().day
    guard let found = try await look(for: .id(caseID), asOf: today) else { return nil }
    let tail = id.dropFirst(caseID.rawValue.utf8.count)
    if tail.hasPrefix(".\(Ruling.Task.Kind.insuranceOrderFailed.rawValue).") {
      let (open, resolved) = try await orderTasks(of: found.seat, found.dossier)
      return (open + resolved).first { $0.id.hasSuffix(tail) }
    }
    let (open, resolved) = tasks(of: found.seat, found.dossier, on: today)
    // A case that was joined since lives on in the one that answers.
    let view = open.first { $0.id.hasSuffix(tail) } ?? resolved.first { $0.id == id }
    guard let view else { return nil }
    return try await withEnquiries([view], found.seat).first
  }

  /// The child that a query names, for whoever rules about it.
  package func subject(_ query: CaseQuery) async throws(StoreError) -> Subject? {
    let today = ledger.world.now().day
    guard let found = try await look(for: query, asOf: today),
      let id = found.seat.representative ?? found.seat.sources.first
    else { return nil }
    let keys = Set(found.seat.formed.keys)
    var seen: Set<String> = []
    let orders = found.dossier.homes.flatMap(\.entries).sorted { $0.receivedAt < $1.receivedAt }
      .compactMap { entry -> (fact: OrderFact, message: Message)? in
        guard case .order(let fact) = entry.message.fact,
          !keys.isDisjoint(with: entry.message.keys),
          seen.insert(entry.message.digest).inserted
        else { return nil }
        return (fact, entry.message)
      }
    return Subject(
      caseID: id, ruling: found.seat.formed.ruling, keys: found.seat.formed.keys, orders: orders)
  }

  private static func place(_ token: String) -> (caseID: CaseID, task: String?) {
    let parts = token.split(separator: "~", maxSplits: 1).map(String.init)
    return (CaseID(rawValue: parts.first ?? ""), parts.count > 1 ? parts[1] : nil)
  }

  private func tasks(of id: CaseID, _ filter: TaskFilter, on day: CivilDate)
    async throws(StoreError) -> [TaskView]
  {
    guard let found = try await look(for: .id(id), asOf: day), found.seat.representative == id
    else { return [] }
    let (open, resolved) = tasks(of: found.seat, found.dossier, on: day)
    let wanted = (filter.areResolved ? resolved : open)
      .filter { view in filter.kind.map { $0 == view.task.kind } ?? true }
    return try await withEnquiries(wanted, found.seat)
  }

  private func tasks(of seat: Dossier.Seat, _ dossier: Dossier, on day: CivilDate)
    -> (open: [TaskView], resolved: [TaskView])
  {
    guard let id = seat.representative else { return ([], []) }
    let region = seat.formed.ruling.region
    let open = seat.formed.ruling.tasks.map { task in
      TaskView(
        id: name(task, in: id), caseID: id, task: task, division: region, isOpen: true)
    }
    let seats = dossier.seats(asOf: day, book: ledger.book)
    let resolved = dossier.resolvedTasks(seats, asOf: day, book: ledger.book)[id] ?? []
    let past = resolved.map { past in
      TaskView(
        id: name(past.task, in: past.caseID), caseID: id, task: past.task, division: region,
        isOpen: false, resolvedBy: past.by)
    }
    return (open.sorted { $0.id < $1.id }, past.sorted { $0.id < $1.id })
  }

  func name(_ task: Ruling.Task, in id: CaseID) -> String {
    let about = Set(task.about).sorted().joined(separator: "\n")
    let digest = ledger.lookUps.digest("task", about).prefix(8)
    return "\(id.rawValue).\(task.kind.rawValue).\(Hex.encode(digest))"
  }
}
