package import Casework

/// One member of a family: its name, what may stand in it, when it is needed, what it means.
///
/// A class only because a reader walks it for every value: copying one is counting one reference.
package final class Field: Sendable {
  /// When a field must be given.
  package enum Need: Hashable, Sendable {
    case optional
    /// Wherever its parent is given.
    case always
    /// Where the message's action is one of these.
    case when([String])
  }

  package let name: String
  let nameBytes: [UInt8]
  package let kind: Kind
  package let isList: Bool
  package let need: Need
  package let meaning: Plain
  /// Whether what stands here could name or describe a person; then no problem document shows it.
  package let isPersonal: Bool
  /// Whether it tells of what has happened, so that it cannot lie after `sentAt`.
  package let isPast: Bool
  /// What an absent field means; canonical messages leave it out.
  package let normally: JSONValue?

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
  package convenience init(
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
