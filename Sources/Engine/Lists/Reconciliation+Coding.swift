import Casework
import Wire

extension ReconciliationView {
  /// The record's body, before it is sealed.
  var json: JSONValue {
    [
      "sender": .string(sender), "day": .string(day.description),
      "receivedAt": .string(receivedAt.rfc3339), "totals": .array(totals.map(\.json)),
      "counts": .object(
        JSONObject(
          Reconciliation.Difference.allCases.compactMap { what in
            counts[what].map { JSONObject.Member(what.rawValue, .int($0)) }
          })),
      "findings": .array(findings.map(\.json)), "findingsCount": .int(findingsCount),
    ]
  }

  init(id: String, json: JSONValue) throws(StoreError) {
    guard let sender = json["sender"]?.string,
      let day = json["day"]?.string.flatMap({ CivilDate($0) }),
      let receivedAt = json["receivedAt"]?.string.flatMap(Instant.init(rfc3339:)),
      let totals = json["totals"]?.array?.compactMap(Reconciliation.Total.init(json:)),
      let findings = json["findings"]?.array?.compactMap(Reconciliation.Finding.init(json:)),
      let count = json["findingsCount"]?.int
    else { throw .corrupt("a reconciliation") }
    var counts: [Reconciliation.Difference: Int] = [:]
    for member in json["counts"]?.object?.members ?? [] {
      if let what = Reconciliation.Difference(rawValue: member.name) {
        counts[what] = member.value.int
      }
    }
    self.init(
      id: id, sender: sender, day: day, receivedAt: receivedAt, totals: totals, counts: counts,
      findings: findings, findingsCount: count)
  }
}

extension Reconciliation.Total {
  fileprivate var json: JSONValue {
    var object: JSONObject = [
      "action": .string(group.action.rawValue), "theirCount": .int(theirs.count),
      "theirFen": .int(Int(theirs.fen)), "ourCount": .int(ours.count),
      "ourFen": .int(Int(ours.fen)),
    ]
    if let office = group.office { object["office"] = .string(office) }
    if let year = group.premiumYear { object["year"] = .int(year) }
    return .object(object)
  }

  fileprivate init?(json: JSONValue) {
    guard let action = json["action"]?.string.flatMap(PaymentFact.Action.init),
      let theirCount = json["theirCount"]?.int, let theirFen = json["theirFen"]?.int,
      let ourCount = json["ourCount"]?.int, let ourFen = json["ourFen"]?.int
    else { return nil }
    self.init(
      group: Reconciliation.Group(
        office: json["office"]?.string, premiumYear: json["year"]?.int, action: action),
      theirs: Reconciliation.Sum(count: theirCount, fen: Int64(theirFen)),
      ours: Reconciliation.Sum(count: ourCount, fen: Int64(ourFen)))
  }
}

extension Reconciliation.Finding {
  fileprivate var json: JSONValue {
    var object: JSONObject = [
      "number": .string(key.number), "line": .int(key.line),
      "what": .array(what.map { .string($0.rawValue) }),
    ]
    if let theirs { object["theirs"] = .object(theirs.object) }
    if let ours { object["ours"] = .object(ours.object) }
    if let messageID { object["message"] = .string(messageID) }
    if !codes.isEmpty { object["codes"] = .array(codes.map(JSONValue.string)) }
    return .object(object)
  }

  fileprivate init?(json: JSONValue) {
    guard let number = json["number"]?.string, let line = json["line"]?.int,
      let what = json["what"]?.array?.compactMap(\.string)
    else { return nil }
    self.init(
      key: Ticket.Key(number: number, line: line),
      what: what.compactMap(Reconciliation.Difference.init),
      theirs: json["theirs"].flatMap(Ticket.init(json:)),
      ours: json["ours"].flatMap(Ticket.init(json:)), messageID: json["message"]?.string,
      codes: json["codes"]?.array?.compactMap(\.string) ?? [])
  }
}
