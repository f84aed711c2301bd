package import Casework

/// The tickets of one day as a tax bureau lists them, held against the messages it sent: counts and
/// sums by office and premium year, and every ticket that differs.
///
/// Sums are of whole hundredths. Actions are counted apart, so that no refund hides a payment.
package struct Reconciliation: Hashable, Sendable {
  /// One way in which a ticket differs.
  package enum Difference: String, CaseIterable, Sendable {
    /// Only the bureau has it.
    case missing
    /// Only we have it.
    case unlisted
    /// Ours was paid on another day.
    case day
    case action, amount, premiumYear, office
    /// The bureau sent it and it was refused.
    case refused
  }

  /// A ticket that differs, as either side has it.
  package struct Finding: Hashable, Sendable {
    package var key: Ticket.Key
    package var what: [Difference]
    package var theirs: Ticket?
    package var ours: Ticket?
    /// Of ours or of what was refused: the id of its message.
    package var messageID: String?
    /// Of what was refused: the codes.
    package var codes: [String] = []
  }

  /// What is counted together.
  package struct Group: Hashable, Comparable, Sendable {
    package var office: String?
    package var premiumYear: Int?
    package var action: PaymentFact.Action

    package static func < (left: Group, right: Group) -> Bool {
      (left.office ?? "", left.premiumYear ?? 0, left.action.rawValue)
        < (right.office ?? "", right.premiumYear ?? 0, right.action.rawValue)
    }
  }

  /// How many tickets, and what they come to.
  package struct Sum: Hashable, Sendable {
    package var count = 0
    package var fen: Int64 = 0

    package init(count: Int = 0, fen: Int64 = 0) {
      self.count = count
      self.fen = fen
    }
  }

  package struct Total: Hashable, Sendable {
    package var group: Group
    package var theirs = Sum()
    package var ours = Sum()
  }

  package var totals: [Total]
  /// In the order of the tickets.
  package var findings: [Finding]

  /// How many tickets differ in each way.
  package var counts: [Difference: Int] {
    var counts: [Difference: Int] = [:]
    for finding in findings { for what in finding.what { counts[what, default: 0] += 1 } }
    return counts
  }
}

/// A ticket of ours, and the message that stands for it.
package struct OurTicket: Hashable, Sendable {
  package var ticket: Ticket
  package var messageID: String

  package init(_ ticket: Ticket, messageID: String) {
    self.ticket = ticket
    self.messageID = messageID
  }
}

extension Reconciliation {
  /// Compares two lists of a day's tickets.
  package init(theirs: [Ticket.Key: Ticket], ours: [Ticket.Key: OurTicket]) {
    var totals: [Group: Total] = [:]
    var findings: [Finding] = []
    for ticket in theirs.values {
      totals[ticket.group, default: Total(group: ticket.group)].theirs.add(ticket)
    }
    for (key, own) in ours {
      totals[own.ticket.group, default: Total(group: own.ticket.group)].ours.add(own.ticket)
      if theirs[key] == nil {
        findings.append(
          Finding(
            key: key, what: [.unlisted], theirs: nil, ours: own.ticket, messageID: own.messageID))
      }
    }
    for (key, ticket) in theirs {
      let own = ours[key]
      let what = own.map { ticket.differences(from: $0.ticket) } ?? [.missing]
      guard !what.isEmpty else { continue }
      findings.append(
        Finding(
          key: key, what: what, theirs: ticket, ours: own?.ticket, messageID: own?.messageID))
    }
    self.totals = totals.values.sorted { $0.group < $1.group }
    self.findings = findings.sorted { $0.key < $1.key }
  }
}

extension Reconciliation.Sum {
  fileprivate mutating func add(_ ticket: Ticket) {
    count += 1
    fen += ticket.amountFen ?? 0
  }
}

extension Ticket {
  fileprivate var group: Reconciliation.Group {
    Reconciliation.Group(office: office, premiumYear: premiumYear, action: action)
  }

  /// What either side leaves open is no difference: a reversal need not say its amount.
  func differences(from ours: Ticket) -> [Reconciliation.Difference] {
    func differ<Value: Equatable>(_ left: Value?, _ right: Value?) -> Bool {
      guard let left, let right else { return false }
      return left != right
    }
    var what: [Reconciliation.Difference] = []
    if action != ours.action { what.append(.action) }
    if differ(amountFen, ours.amountFen) { what.append(.amount) }
    if differ(premiumYear, ours.premiumYear) { what.append(.premiumYear) }
    if differ(office, ours.office) { what.append(.office) }
    return what
  }
}
