package import Casework
import Wire

/// A line of a payment ticket, as tax bureau and gateway compare it.
package struct Ticket: Hashable, Sendable {
  /// What names a ticket's line: the key of a payment (contract, "taxPayment").
  package struct Key: Hashable, Comparable, Sendable {
    package var number: String
    package var line: Int

    package init(number: String, line: Int = 1) {
      self.number = number
      self.line = line
    }

    package static func < (left: Key, right: Key) -> Bool {
      (left.number, left.line) < (right.number, right.line)
    }
  }

  package var key: Key
  package var action: PaymentFact.Action
  /// Hundredths of a yuan; nil where a reversal states none.
  package var amountFen: Int64?
  package var premiumYear: Int?
  /// The code of the tax office.
  package var office: String?

  package init(
    _ key: Key, _ action: PaymentFact.Action = .pay, amountFen: Int64? = nil,
    premiumYear: Int? = nil, office: String? = nil
  ) {
    self.key = key
    self.action = action
    self.amountFen = amountFen
    self.premiumYear = premiumYear
    self.office = office
  }
}

/// A ticket with the moment of payment or reversal: kept beside its message's raw bytes, so that a
/// day's tickets can be listed without reading messages or cases again.
struct DatedTicket: Hashable, Sendable {
  var ticket: Ticket
  var paidAt: Instant

  init?(_ fact: Fact) {
    guard case .payment(let fact) = fact else { return nil }
    paidAt = fact.paidAt
    ticket = Ticket(
      Ticket.Key(number: fact.ticketNumber, line: fact.line), fact.action,
      amountFen: fact.amountFen, premiumYear: fact.premiumYear, office: fact.taxOfficeCode)
  }

  var json: JSONValue {
    var object = ticket.object
    object["paidAt"] = .string(paidAt.rfc3339)
    return .object(object)
  }

  init?(json: JSONValue) {
    guard let ticket = Ticket(json: json),
      let paidAt = json["paidAt"]?.string.flatMap(Instant.init(rfc3339:))
    else { return nil }
    self.ticket = ticket
    self.paidAt = paidAt
  }
}

extension Ticket {
  /// As records keep it, with the amount in hundredths.
  var object: JSONObject {
    var object: JSONObject = [
      "number": .string(key.number), "line": .int(key.line), "action": .string(action.rawValue),
    ]
    if let amountFen { object["fen"] = .int(Int(amountFen)) }
    if let premiumYear { object["year"] = .int(premiumYear) }
    if let office { object["office"] = .string(office) }
    return object
  }

  init?(json: JSONValue) {
    guard let number = json["number"]?.string, let line = json["line"]?.int,
      let action = json["action"]?.string.flatMap(PaymentFact.Action.init)
    else { return nil }
    self.init(
      Key(number: number, line: line), action, amountFen: json["fen"]?.int.map(Int64.init),
      premiumYear: json["year"]?.int, office: json["office"]?.string)
  }
}
