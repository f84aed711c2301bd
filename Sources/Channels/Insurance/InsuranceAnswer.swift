/// What the platform answered to an order, for the record: its words may name the child, so they
/// are kept sealed and never in a note.
package struct InsuranceAnswer: Hashable, Sendable {
  package var delivery: String
  package var operation: String
  package var caseID: String
  package var code: String
  /// Whether the order was carried out, now or before.
  package var isDone: Bool
  /// The platform's own number of the exchange.
  package var reference: String?
  package var message: String?
  /// What the platform calls the code it issued.
  package var issued: String?
}

/// Where answers are kept, and what is known there of those that came before.
package struct InsuranceRecords: Sendable {
  /// What became of an answer.
  package enum Keeping: Hashable, Sendable {
    case kept
    case notKept
    /// The code that it brings was issued to another case.
    case anothersCode
  }

  /// How often the platform has refused an order, by its delivery; nil where nobody can tell now.
  package var refusals: @Sendable (String) async -> Int?
  package var keep: @Sendable (InsuranceAnswer) async -> Keeping

  package init(
    refusals: @escaping @Sendable (String) async -> Int?,
    keep: @escaping @Sendable (InsuranceAnswer) async -> Keeping
  ) {
    self.refusals = refusals
    self.keep = keep
  }
}
