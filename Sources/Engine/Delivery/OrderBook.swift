package import Casework
import Wire

/// Keeps what the insurance platform has been told of each child, and adds to a decision's rows the
/// orders that are missing: in the commit that caused them, or not at all.
///
/// The list of a case is one record with a version. Two writers about one child cannot both order,
/// and an order that is written down is in the outbox.
package struct OrderBook: Sendable {
  static let recordKind = "insuranceOrders"
  static let lane = "insurance"

  private let store: any CaseStore
  private let ledger: Ledger
  private let mailroom: Mailroom
  private let isWanted: @Sendable () -> Bool

  /// - Parameter isWanted: whether there is a platform to tell. What was decided while there was
  ///   none is made good when the case is looked at again.
  package init(
    store: any CaseStore, ledger: Ledger, mailroom: Mailroom,
    isWanted: @escaping @Sendable () -> Bool
  ) {
    self.store = store
    self.ledger = ledger
    self.mailroom = mailroom
    self.isWanted = isWanted
  }

  func add(_ decision: Decision, to group: inout ChangeGroup) async throws(StoreError) {
    guard isWanted() else { return }
    for seat in decision.seats {
      guard let id = seat.representative else { continue }
      try await add(id, to: &group) { $0.orders(for: seat.formed.ruling) }
    }
    // A case that another answers for has no record of its own there any more.
    let answering = Set(decision.seats.compactMap(\.representative))
    for change in decision.changes where !answering.contains(change.id) {
      guard change.survivor != nil else { continue }
      try await add(change.id, to: &group) { $0.ordersToLeave() }
    }
  }

  private func add(
    _ id: CaseID, to group: inout ChangeGroup, _ plan: (OrderPlan) -> [InsuranceOrder]
  ) async throws(StoreError) {
    let row = try await store.record(Self.recordKind, id.rawValue)
    let given = try row.map { (row) throws(StoreError) in try read(row) } ?? []
    let orders = plan(OrderPlan(ordered: given))
    guard !orders.isEmpty else { return }
    let version = row?.version ?? 0
    let list = JSONValue.array((given + orders).map(\.kept))
    group.records.append(
      RecordRow(
        kind: Self.recordKind, id: id.rawValue, version: version,
        body: ledger.sealing.sealRecord(
          list.canonical, context: .record(Self.recordKind, id.rawValue))))
    for (place, order) in orders.enumerated() {
      // The record's version makes the id one that never was and never will be again.
      group.deliveries.append(
        mailroom.row(
          "\(id.rawValue)/o\(version + 1)/\(place)", id, lane: Self.lane, channel: "insurance",
          at: ledger.world.now(), body: order.body(caseID: id)))
    }
  }

  private func read(_ row: RecordRow) throws(StoreError) -> [InsuranceOrder] {
    let bytes = try ledger.sealing.openRecord(
      row.body, context: .record(Self.recordKind, row.id))
    guard let list = (try? JSONValue(parsing: bytes))?.array else {
      throw .corrupt("orders of a case")
    }
    return list.compactMap { InsuranceOrder(kept: $0) }
  }
}

extension InsuranceOrder {
  /// What the plan needs of an order that was given.
  fileprivate var kept: JSONValue {
    [
      "operation": .string(operation.rawValue), "idType": .string(document.kind.rawValue),
      "idNumber": .string(document.number), "reason": .string(reason.rawValue),
    ]
  }

  fileprivate init?(kept: JSONValue) {
    guard let operation = kept["operation"]?.string.flatMap(Operation.init(rawValue:)),
      let kind = kept["idType"]?.string.flatMap(Document.Kind.init(rawValue:)),
      let number = kept["idNumber"]?.string,
      let reason = kept["reason"]?.string.flatMap(Reason.init(rawValue:))
    else { return nil }
    self.init(operation, document: Document(kind, number), reason: reason, rules: [])
  }
}
