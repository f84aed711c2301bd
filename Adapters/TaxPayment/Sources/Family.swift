import Casework
package import Wire

/// Messages of tax bureaus about premiums paid, reversed and refunded (城乡居民医保缴费).
package enum TaxPaymentMessages {
  package static let family = MessageFamily(
    name: FamilyName(rawValue: "taxPayment"),
    title: Plain("医保缴费", "Premium payment"),
    table: FieldTable(fields),
    dialects: [taxbizml, collection],
    fact: { fact(of: $0) })

  private static func fact(of fields: Fields) -> Fact? {
    guard let action = fields.text("action").flatMap(PaymentFact.Action.init),
      let ticket = fields.text("ticketNumber"), let paidAt = fields.instant("paidAt")
    else { return nil }
    var fact = PaymentFact(action: action, ticketNumber: ticket, paidAt: paidAt)
    fact.line = fields.integer("line") ?? 1
    fact.originalTicketNumber = fields.text("originalTicketNumber")
    fact.premiumYear = fields.integer("premiumYear")
    fact.amountFen = fields.fen("amount")
    fact.treasuryAt = fields.instant("treasuryAt")
    fact.source = fields.text("source")
    fact.insured = fields.party("insured")
    fact.payer = fields.party("payer")
    fact.payerRelation = fields["payer"]?.text("relation")
    fact.division = fields.text("division")
    fact.taxOfficeCode = fields["taxOffice"]?.text("code")
    return .payment(fact)
  }
}
