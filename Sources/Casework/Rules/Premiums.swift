/// Which payments of a child count on a day, and what each one buys (contract, "Cover").
struct Premiums {
  /// The counting payment of each premium year.
  private(set) var counting: [Int: (fact: PaymentFact, message: Message)] = [:]
  /// Others for a year that has one.
  private(set) var duplicates: [(fact: PaymentFact, message: Message)] = []
  /// Reversed or wholly refunded: the digests of the payments and of what undid them.
  private(set) var undone: [(payment: Message, by: Message)] = []

  /// - Parameter payments: all that happened by the day, by (paidAt, ticketNumber, line), without
  ///   those made in a parent's name.
  init(_ payments: [(fact: PaymentFact, message: Message)]) {
    var reversals: [CaseKey: Message] = [:]
    var refunds: [CaseKey: (fen: Int64, last: Message)] = [:]
    for (fact, message) in payments {
      guard let original = fact.originalTicketNumber else { continue }
      let key = CaseKey.ticket(original, line: fact.line)
      switch fact.action {
      case .pay: continue
      case .reverse: reversals[key] = reversals[key] ?? message
      case .refund:
        refunds[key] = ((refunds[key]?.fen ?? 0) + (fact.amountFen ?? 0), message)
      }
    }
    for (fact, message) in payments where fact.action == .pay {
      let key = CaseKey.ticket(fact.ticketNumber, line: fact.line)
      if let reversal = reversals[key] {
        undone.append((message, reversal))
      } else if let refund = refunds[key], let paid = fact.amountFen, refund.fen >= paid {
        undone.append((message, refund.last))
      } else if let year = fact.premiumYear {
        if counting[year] == nil {
          counting[year] = (fact, message)
        } else {
          duplicates.append((fact, message))
        }
      }
    }
  }
}
