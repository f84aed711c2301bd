import Casework
import Engine
import Wire

extension TaskView {
  /// A task as lists of tasks show it; members are always present.
  var json: JSONValue {
    var view = JSONValue.record([
      "id": .string(id), "caseId": .string(caseID.rawValue), "kind": .string(task.kind.rawValue),
      "for": .string(task.audience), "since": .day(task.since), "due": .day(task.due),
      "rules": .texts(task.rules), "about": .texts(task.about),
      "sides": .array(task.sides.map(\.json)), "division": .text(division),
      "state": .string(isOpen ? "open" : "resolved"),
      "actions": .texts(isOpen ? task.kind.remedies.map(\.rawValue) : []),
    ])
    if let enquiry { view = view.with("enquiry", enquiry.view) }
    if let order {
      view = view.with("order", order.json).with("cure", .plain(order.cure))
    }
    guard let order = resolvedBy else { return view }
    return view.with(
      "resolution",
      .record([
        "number": .string(order.number), "action": .string(order.action.rawValue),
        "orderedOn": .day(order.orderedOn), "orderedBy": .string(order.orderedBy),
        "approvedBy": .text(order.approvedBy), "reason": .string(order.reason),
      ]))
  }
}
