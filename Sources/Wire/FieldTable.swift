package import Casework

/// The single truth about one family's fields: the reader, the schemas and the field list are all
/// drawn from it.
package struct FieldTable: Sendable {
  /// In canonical order. A field named `action` comes first, because what is needed hangs on it.
  package var fields: [Field]
  /// Rules over several fields, which no schema language expresses.
  package var checks: [Check]

  package init(_ fields: [Field], checks: [Check] = []) {
    self.fields = fields
    self.checks = checks
  }

  /// A rule over several fields, with the words the field list prints for it.
  package struct Check: Sendable {
    package var field: String
    /// What it finds.
    package var code: Finding.Code
    package var remark: Plain
    package var run: @Sendable (inout Inspection) -> Void

    package init(
      _ field: String, _ code: Finding.Code, _ remark: Plain, run: @escaping @Sendable (inout Inspection) -> Void
    ) {
      self.field = field
      self.code = code
      self.remark = remark
      self.run = run
    }
  }
}

/// One member of a family: its name, what may stand in it, when it is needed, what it means.
package struct Field: Sendable {
  /// When a field must be given.
  package enum Need: Hashable, Sendable {
    case optional
    /// Wherever its parent is given.
    case always
    /// Where the message's action is one of these.
    case when([String])
  }

  package var name: String
  let nameBytes: [UInt8]
  package var kind: Kind
  package var isList: Bool
  package var need: Need
  package var meaning: Plain
  /// Whether what stands here could name or describe a person; then no problem document shows it.
  package var isPersonal: Bool
  /// Whether it tells of what has happened, so that it cannot lie after `sentAt`.
  package var isPast: Bool
  /// What an absent field means; canonical messages leave it out.
  package var normally: JSONValue?

  package init(
    _ name: String, _ kind: Kind, _ need: Need, isList: Bool = false,
    isPersonal: Bool = false, isPast: Bool = false, normally: JSONValue? = nil,
    _ chinese: String, _ english: String
  ) {
    self.name = name
    nameBytes = Array(name.utf8)
    self.kind = kind
    self.need = need
    self.isList = isList
    self.isPersonal = isPersonal
    self.isPast = isPast
    self.normally = normally
    meaning = Plain(chinese, english)
  }

  /// A field that may be absent.
  package init(
    _ name: String, _ kind: Kind, isList: Bool = false, isPersonal: Bool = false,
    isPast: Bool = false, normally: JSONValue? = nil, _ chinese: String, _ english: String
  ) {
    self.init(
      name, kind, .optional, isList: isList, isPersonal: isPersonal, isPast: isPast,
      normally: normally, chinese, english)
  }

  /// What may stand in a field.
  package indirect enum Kind: Sendable {
    /// Free text.
    case text
    /// An identifier whose form nobody publishes.
    case identifier
    case pattern(Pattern)
    case certificate
    case citizenID
    case code([Code])
    case integer(ClosedRange<Int>)
    case money
    case date
    case instant
    case object([Field])
    case party([Field])
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
}
