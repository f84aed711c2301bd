import Casework
import Wire

extension Ruling.Further {
  /// Members that further families add to a ruling; none where none has spoken.
  var members: [(name: String, value: JSONValue)] {
    var members: [(name: String, value: JSONValue)] = []
    func add(_ name: String, _ values: [JSONValue]) {
      if !values.isEmpty { members.append((name, .array(values))) }
    }
    add("assistance", assistance.map(\.json))
    add("enrolments", enrolments.map(\.json))
    if let place { members.append(("place", place.json)) }
    add("guardians", guardians.map(\.json))
    add("orders", orders.map(\.json))
    add(
      "waiting",
      waits.sorted { $0.key < $1.key }.map { year, waiting in
        .record([
          "premiumYear": .int(year), "months": .int(waiting.months),
          "missedYears": .int(waiting.missedYears), "repairedYears": .int(waiting.repairedYears),
          "rule": .text(waiting.rule?.rule),
        ])
      })
    return members
  }
}

extension Ruling.Side {
  var json: JSONValue {
    .record(["member": .string(member), "source": .string(source), "value": .string(value)])
  }
}

extension Ruling.Order {
  var json: JSONValue {
    .record([
      "number": .string(number), "action": .string(action.rawValue), "orderedOn": .day(orderedOn),
      "orderedBy": .string(orderedBy), "approvedBy": .text(approvedBy), "reason": .string(reason),
      "deadline": .text(deadline?.rawValue), "until": .day(until),
      "member": .text(member?.rawValue),
    ])
  }
}

extension Assistance.Period {
  fileprivate var json: JSONValue {
    .record([
      "category": .string(category.rawValue), "since": .day(since), "until": .day(until),
      "subsidyFrom": .int(subsidyFrom), "percent": percent.map { .int($0.value) },
      "counted": .bool(isCounted), "fromSource": .bool(isFromSource),
      "rules": .texts([startRule] + (percent.map { [$0.rule] } ?? [])),
    ])
  }
}

extension Duplicates.Judged {
  fileprivate var json: JSONValue {
    .record([
      "record": .string(record.recordNumber), "region": .text(record.region),
      "scheme": .text(record.scheme?.rawValue), "status": .text(record.status?.rawValue),
      "from": .day(record.from), "to": .day(record.to), "verdict": .string(verdict.rawValue),
      "rules": .texts(rules), "clawback": .array(clawback.map(JSONValue.int)),
    ])
  }
}

extension EnrolmentPlace {
  fileprivate var json: JSONValue {
    .record([
      "division": .string(division), "basis": .string(basis.rawValue), "rule": .string(rule),
    ])
  }
}

extension Guardianship {
  /// Without name and number: who may act is for the agency's eyes.
  fileprivate var json: JSONValue {
    .record([
      "relation": .text(relation), "channel": .text(channel), "mayAct": .bool(mayAct),
      "since": .day(since),
    ])
  }
}
