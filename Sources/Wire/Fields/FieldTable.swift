package import Casework

/// The single truth about one family's fields: the reader, the schemas and the field list are all
/// drawn from it.
package struct FieldTable: Sendable {
  /// In canonical order. A field named `action` comes first, because what is needed hangs on it.
  package var fields: [Field] {
    didSet { layout = FieldLayout(fields) }
  }
  /// The same, laid out for reading.
  private(set) var layout: FieldLayout
  /// Rules over several fields, which no schema language expresses.
  package var checks: [Check]

  package init(_ fields: [Field], checks: [Check] = []) {
    self.fields = fields
    self.checks = checks
    layout = FieldLayout(fields)
  }

  /// A rule over several fields, with the words the field list prints for it.
  package struct Check: Sendable {
    package var field: String
    /// What it finds.
    package var code: Finding.Code
    package var remark: Plain
    package var run: @Sendable (inout Inspection) -> Void

    package init(
      _ field: String, _ code: Finding.Code, _ remark: Plain,
      run: @escaping @Sendable (inout Inspection) -> Void
    ) {
      self.field = field
      self.code = code
      self.remark = remark
      self.run = run
    }
  }
}

/// One value of a closed code set.
package struct Code: Hashable, Sendable {
  package var value: String
  package var meaning: Plain

  package init(_ value: String, _ chinese: String, _ english: String) {
    self.value = value
    meaning = Plain(chinese, english)
  }

  /// The answers to a question that is asked of a fact.
  package static let yesOrNo = [Code("yes", "是", "yes"), Code("no", "否", "no")]
}
