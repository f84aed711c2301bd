import Casework
import Engine
import Wire

/// An order as somebody asks for it, before it has a number and a day.
struct OrderDraft: Sendable {
  let action: OrderFact.Action
  let reason: String
  let orderedBy: String
  let approvedBy: String?
  /// The child, or the two, it is about.
  var keys: [CaseKey] = []
  /// What else the order says, under the names of the message.
  var details = JSONObject()

  /// The message that says so.
  func message(number: String, sender: String, at now: Instant) -> JSONValue {
    var order = JSONObject([
      JSONObject.Member("action", .string(action.rawValue)),
      JSONObject.Member("number", .string(number)),
      JSONObject.Member("orderedOn", .day(now.day)),
      JSONObject.Member("orderedBy", .string(orderedBy)),
      JSONObject.Member("reason", .string(reason)),
    ])
    if let approvedBy { order["approvedBy"] = .string(approvedBy) }
    for key in keys {
      switch key {
      case .certificate(let number): order["birthCertificateNumber"] = .string(number)
      case .citizenID(let number): order["citizenId"] = .string(number)
      case .ticket(let number, _): order["ticketNumber"] = .string(number)
      }
    }
    for member in details.members { order[member.name] = member.value }
    return .record([
      "header": .record([
        "id": .string(number), "sender": .string(sender), "sentAt": .instant(now),
      ]),
      "order": .object(order),
    ])
  }
}

extension OrderDraft {
  /// Who orders and who agrees, as far as the request says it.
  struct Persons: Sendable {
    /// Who signed the request.
    var signer: String?
    /// Who orders, where requests are not signed.
    var by: String?
    var approver: String?
  }

  /// Whoever works at the gateway's own address and does not say who it is.
  static let desk = "desk"

  /// Reads what every order has; all faults at once are in the reader.
  ///
  /// - Parameter isBare: whether a second person need not be named where nobody signs: the desk
  ///   then stands for one, since no more is known of the first either.
  init(
    _ action: OrderFact.Action, reason: String?, persons: Persons, isBare: Bool = false,
    reader: inout RequestReader
  ) {
    self.action = action
    let first = persons.signer ?? persons.by ?? (isBare ? "caller" : Self.desk)
    orderedBy = first
    var second = persons.approver
    if second == nil, isBare, persons.signer == nil, action.needsApproval { second = Self.desk }
    approvedBy = second
    self.reason = reason ?? ""
    if self.reason.isEmpty {
      reader.complain(.missing, "/reason", "缺少理由。", "The reason is missing.")
    }
    if action.needsApproval, second == nil {
      reader.complain(
        .missing, "/approver", "此项裁定须由另一人批准，缺少批准人 approver。",
        "This needs a second person's approval: approver is missing.")
    }
    if let second, Self.plain(second) == Self.plain(first) {
      reader.complain(
        .notAllowed, "/approver", "批准人与裁定人相同；须由另一人批准。",
        "The approver is the person who orders; another one must agree.")
    }
  }

  /// However a name is typed.
  private static func plain(_ name: String) -> String {
    Identifier.upperCased(Identifier.folded(name).filter { !$0.isWhitespace })
  }

  /// Reads what this action needs beside.
  mutating func readDetails(_ body: JSONValue, _ reader: inout RequestReader) {
    let needed: [String] =
      switch action {
      case .extend: ["deadline", "until"]
      case .decide: ["member", "value"]
      case .undo: ["undoes"]
      case .link, .different, .freeze, .release, .recordUpdated, .dismiss: []
      }
    for name in needed {
      if let text = body.member(name)?.string, !text.isEmpty {
        details[name] = .string(text)
      } else {
        reader.complain(.missing, "/\(name)", "缺少 \(name)。", "\(name) is missing.")
      }
    }
  }
}

extension OrderFact {
  /// Whether two orders say the same, but for number and day.
  func says(_ other: OrderFact) -> Bool {
    var one = self
    one.number = other.number
    one.orderedOn = other.orderedOn
    one.revision = other.revision
    return one == other
  }

  /// Whether this takes back, or is taken back by, what the other ordered.
  func opposes(_ other: OrderFact) -> Bool {
    switch action {
    case .freeze, .release: other.action == .freeze || other.action == .release
    case .link, .different, .undo:
      [.link, .different, .undo].contains(other.action)
        && other.birthCertificateNumber == birthCertificateNumber
        && other.citizenID == citizenID && other.ticketNumber == ticketNumber
    case .decide: other.action == .decide && other.member == member
    case .extend, .recordUpdated, .dismiss: false
    }
  }
}
