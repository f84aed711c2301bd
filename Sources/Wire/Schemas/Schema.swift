import Casework

/// Publishes a family's field table in the forms that senders' tools read: XSD, JSON Schema, and a
/// list for people.
///
/// Schemas describe the canonical form: table order, no null marks, no unknown members. The reader
/// is wider in what it takes; whatever a schema accepts it takes, but for the rules that the field
/// list marks "beyond schema".
package enum Schema {
  /// The header and the family of a message, as one object.
  package static func message(_ family: MessageFamily) -> [Field] {
    [
      Field("header", .object(HeaderTable.fields), .always, "报文头", "message header"),
      Field(
        family.name.rawValue, .object(family.table.fields), .always, family.title.chinese,
        family.title.english),
    ]
  }
}

/// Regular expressions that XSD, ECMA-262 and Python read alike, and libxml2 judges rightly.
enum SchemaPattern {
  private static let spaces = " \\t\\n\\r\u{A0}\u{3000}"

  /// Trimmed text that is no null mark.
  ///
  /// - Parameter any: how the language writes any number of any characters.
  static func text(any: String) -> String {
    let short = "[^\(spaces)/\\-—]"
    let ordinary = "[^\(spaces)—]\(any)[^\(spaces)]"
    let dashFirst = "—\(any)[^\(spaces)—]"
    let dashes = "—\(any)[^\(spaces)]\(any)—"
    return "(\(short)|\(ordinary)|\(dashFirst)|\(dashes))"
  }

  static let xsdAny = "(.|\\n|\\r)*"
  static let jsonAny = "[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f]*"

  static let certificate =
    "[A-Z](\(Identifier.provinces.sorted().joined(separator: "|")))[0-9]{7}"

  private static let year = "(000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})"
  static let date = "\(year)-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
  static let instant =
    "\(date)T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,30})?"
    + "(Z|[+\\-](0[0-9]|1[0-3]):[0-5][0-9]|[+\\-]14:00)"
}
