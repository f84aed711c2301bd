import Casework
import Engine
import HTTPTypes
import Hummingbird
import Wire

/// Turns what a person asks for into a message of the family `order`, and hands it in like any
/// other.
struct OrderDesk: Sendable {
  let office: Office

  /// What came of an order.
  struct Given: Sendable {
    var number: String
    var isNew: Bool
    var receipt: Receipt
  }

  /// Gives an order once: the same request again, by its Idempotency-Key or by its content, gives
  /// the same receipt.
  ///
  /// - Parameter check: refuses an order that the child's state does not let stand; not asked of
  ///   one that was given before.
  func give(
    _ draft: OrderDraft, about subject: Subject, for exchange: Exchange,
    unless check: () throws(Problem) -> Void = {}
  ) async throws(Problem) -> Given {
    try mayRule(exchange.sender, subject)
    let sender = exchange.sender?.code ?? OrderDraft.desk
    let now = office.world.now()
    let fact = try read(draft.message(number: "O-0", sender: sender, at: now))
    let number = number(of: fact, about: subject, by: sender, for: exchange)
    let known = subject.orders.first { $0.message.sender == sender && $0.message.id == number }
    if let known {
      guard known.fact.says(fact) else { throw .otherContent(sender: sender, id: number) }
      return try await again(known.message)
    }
    try check()
    let message = draft.message(number: number, sender: sender, at: now)
    switch try await Admission(office: office).take(
      message.canonical, .json, from: exchange.sender)
    {
    case .accepted(let receipt): return Given(number: number, isNew: true, receipt: receipt)
    case .repeated(let receipt): return Given(number: number, isNew: false, receipt: receipt)
    }
  }

  private func read(_ message: JSONValue) throws(Problem) -> OrderFact {
    let reading: Reading
    do throws(Rejection) {
      reading = try office.caseworker.check(message.canonical, form: .json)
    } catch {
      throw .invalid(error.errors.map(Self.fault))
    }
    guard case .order(let fact) = reading.message.fact else { throw .notWellFormed() }
    return fact
  }

  /// A fault of the message under the name that the request has for it.
  private static func fault(_ finding: Finding) -> Fault {
    let names = [
      "approvedBy": "/approver", "orderedBy": "/by", "birthCertificateNumber": "",
      "citizenId": "", "ticketNumber": "",
    ]
    let name = String(finding.path.split(separator: "/").last ?? "")
    return Fault(finding.code, at: names[name] ?? "/" + name, finding.message)
  }

  private func again(_ message: Message) async throws(Problem) -> Given {
    let fate = try await stored { () async throws(StoreError) in
      try await office.inspector.message(sender: message.sender, id: message.id)
    }
    guard case .accepted(let receipt)? = fate else { throw .unavailable }
    return Given(number: message.id, isNew: false, receipt: receipt)
  }

  /// The number is drawn from what makes the request the same: its Idempotency-Key, or what it
  /// orders and the order that it comes after. So a second freeze, after a release, is another one.
  private func number(
    of fact: OrderFact, about subject: Subject, by sender: String, for exchange: Exchange
  ) -> String {
    let key = HTTPField.Name("Idempotency-Key").flatMap { exchange.request.headers[$0] }
    let opposing = subject.orders.filter { $0.fact.opposes(fact) }
    let last = opposing.last { !$0.fact.says(fact) }?.fact.number ?? ""
    let text =
      key.map { "key\n" + $0 }
      ?? [
        fact.action.rawValue, fact.birthCertificateNumber, fact.citizenID, fact.ticketNumber,
        fact.undoes, fact.deadline?.rawValue, fact.until?.description, fact.member?.rawValue,
        fact.value, fact.task?.rawValue, fact.about.sorted().joined(separator: " "),
        fact.orderedBy, fact.approvedBy, fact.reason, last,
      ].map { $0 ?? "" }.joined(separator: "\n")
    return "O-" + Hex.encode(office.linkDigest(Array("order\n\(sender)\n\(text)".utf8)).prefix(12))
  }

  /// Whether a sender may order at all; before what it orders is looked at.
  func admit(_ sender: Sender?) throws(Problem) {
    guard let sender, !sender.families.isEmpty, !sender.families.contains("order") else { return }
    throw .forbidden(
      Plain("该发送方无权作出裁定（order）。", "This sender may not send orders."))
  }

  private func mayRule(_ sender: Sender?, _ subject: Subject) throws(Problem) {
    guard let sender, !sender.divisions.isEmpty, let region = subject.ruling.region,
      !sender.divisions.contains(where: { region.hasPrefix($0) })
    else { return }
    throw .forbidden(
      Plain("该发送方无权裁定此地区的个案。", "This sender may not rule on cases of this division."))
  }

  /// The child a case answers for; 404 where there is none.
  func subject(_ id: CaseID) async throws(Problem) -> Subject {
    guard let subject = try await find(.id(id)) else { throw .noSuchCase }
    return subject
  }

  func find(_ query: CaseQuery) async throws(Problem) -> Subject? {
    try await stored { () async throws(StoreError) in
      try await office.inspector.subject(query)
    }
  }
}

extension Problem {
  /// What is asked for does not fit how things stand.
  static func conflicting(_ detail: Plain) -> Problem {
    Problem(
      kind: .conflicting, title: "It does not fit the state of the case",
      detail: detail)
  }
}
