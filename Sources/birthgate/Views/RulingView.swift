import Casework
import Engine
import Wire

extension CaseView {
  /// A case as the contract shows it: `{"caseId", "ruling"}`.
  var json: JSONValue {
    let full = ruling.json(caseID: caseID.rawValue, codeValue: .some(codeValue))
    return .record(["caseId": .string(caseID.rawValue), "ruling": full])
  }
}

extension Ruling {
  /// The ruling as the contract shows it (section 5). Members are always present, null where
  /// nothing is known.
  ///
  /// - Parameters:
  ///   - caseID: nil where no case has been allocated; the member is then left out.
  ///   - codeValue: nil leaves `code.value` out; a nil inside writes null.
  func json(caseID: String? = nil, codeValue: String?? = nil) -> JSONValue {
    var view = JSONValue.record([
      "asOf": .day(asOf), "region": .text(region), "policy": .array(policy.map(\.json)),
      "child": child.json, "certificates": .array(certificates.map(\.json)),
      "citizenId": .text(citizenID), "identity": .string(identity.rawValue),
      "payment": paymentJSON, "coverage": .array(coverage.map(\.json)),
      "code": code.json(value: codeValue), "deadlines": .array(deadlines.map(\.json)),
      "tasks": .array(tasks.map(\.json)), "reasons": .array(reasons.map(\.json)),
      "nextReview": .day(nextReview),
    ])
    for member in further.members { view = view.with(member.name, member.value) }
    return caseID.map { view.with("caseId", .string($0)) } ?? view
  }

  private var paymentJSON: JSONValue {
    let span = window.map { JSONValue.record(["from": .day($0.from), "to": .day($0.to)]) }
    return .record(["window": span, "state": .text(payment?.rawValue)])
  }
}

extension Ruling.PolicyLayer {
  var json: JSONValue {
    .record([
      "pack": .string(pack), "document": .string(document), "from": .day(from),
      "status": .string(status),
    ])
  }
}

extension Ruling.Child {
  fileprivate var json: JSONValue {
    let view = JSONValue.record([
      "name": .text(name), "sex": .text(sex), "bornOn": .day(bornOn),
    ])
    return diedOn.map { view.with("diedOn", .day($0)) } ?? view
  }
}

extension Ruling.Certificate {
  fileprivate var json: JSONValue {
    .record(["number": .string(number), "status": .string(status.rawValue)])
  }
}

extension Ruling.Cover {
  fileprivate var json: JSONValue {
    .record([
      "premiumYear": .int(premiumYear), "from": .day(from), "to": .day(to),
      "basis": .string(basis.rawValue), "ticket": .text(ticket.isEmpty ? nil : ticket),
      "rules": .texts(rules),
    ])
  }
}

extension Ruling.Code {
  fileprivate func json(value: String??) -> JSONValue {
    let view = JSONValue.record([
      "state": .string(state.rawValue), "directSettlementUntil": .day(directSettlementUntil),
    ])
    return value.map { view.with("value", .text($0)) } ?? view
  }
}

extension Ruling.Deadline {
  fileprivate var json: JSONValue {
    .record([
      "kind": .string(kind.rawValue), "date": .day(date), "state": .string(state.rawValue),
    ])
  }
}

extension Ruling.Task {
  fileprivate var json: JSONValue {
    var view = JSONValue.record([
      "kind": .string(kind.rawValue), "for": .string(audience), "since": .day(since),
      "rules": .texts(rules), "about": .texts(about),
    ])
    if let due { view = view.with("due", .day(due)) }
    if !sides.isEmpty { view = view.with("sides", .array(sides.map(\.json))) }
    return view
  }
}

extension Ruling.Reason {
  /// `plain` is ours: the sentence said to a parent, in both languages.
  /// What is not in force, and what no document says, is marked.
  var json: JSONValue {
    var view = JSONValue.record([
      "rule": .string(rule), "document": .string(document), "quote": .string(quote),
      "because": .string(because), "plain": .plain(plain),
    ])
    if status != .inForce { view = view.with("status", .string(status.rawValue)) }
    if assumed { view = view.with("assumed", true) }
    return view
  }
}
