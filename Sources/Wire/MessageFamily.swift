package import Casework

/// One sort of message: its name, its fields, and the fact they state.
package struct MessageFamily: Sendable {
  package var name: FamilyName
  package var title: Plain
  package var table: FieldTable
  /// How the systems that send it write it, besides the canonical form; the national insurance
  /// envelope can carry any family.
  package var dialects: [Dialect]
  /// Makes the fact of members that the table has accepted; nil only where the table lets through
  /// what the fact needs.
  package var fact: @Sendable (Fields) -> Fact?

  package init(
    name: FamilyName, title: Plain, table: FieldTable, dialects: [Dialect] = [],
    fact: @escaping @Sendable (Fields) -> Fact?
  ) {
    self.name = name
    self.title = title
    self.table = table
    self.dialects = dialects + [.inInsuranceEnvelope(name, title)]
    self.fact = fact
  }
}
