/// A parsed message, whatever it was written in: one flat array of values in document order.
///
/// The subtree of the value at `index` is `index + 1 ..< cells[index].end`. Names and texts are
/// ranges of one pool of bytes, so a message of a hundred values costs two allocations.
package final class Document: Sendable {
  /// What a message was written in.
  package enum Form: Hashable, Sendable { case json, xml }

  /// What a value is, before any field table has looked at it.
  package enum Kind: UInt8, Sendable {
    case null, no, yes, integer, number, string, array, object
    case element, attribute
  }

  /// One value with its name and its place.
  struct Cell: Sendable {
    var kind: Kind
    /// False for an element outside the namespace of messages.
    var isExpected = true
    var nameStart: UInt32 = 0
    var nameEnd: UInt32 = 0
    var textStart: UInt32 = 0
    var textEnd: UInt32 = 0
    var offset: UInt32
    var end: UInt32
  }

  package let form: Form
  let cells: [Cell]
  let pool: [UInt8]
  /// The text the offsets count in: UTF-8 without byte order mark.
  let source: [UInt8]

  /// Where the message begins: a batch's wrapper may stand around it.
  let first: Int

  /// Where its values stood, for a document that was translated out of a dialect.
  let origin: Origin?

  init(
    form: Form, cells: [Cell], pool: [UInt8], source: [UInt8], first: Int = 0,
    origin: Origin? = nil
  ) {
    self.first = first
    self.origin = origin
    self.form = form
    self.cells = cells
    self.pool = pool
    self.source = source
  }

  package var root: Node { Node(document: self, index: first) }

  /// A member name as a JSON Pointer writes it.
  static func escaped(_ name: String) -> String {
    guard name.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") })
    else { return name }
    return name.reduce(into: "") { text, character in
      switch character {
      case "~": text += "~0"
      case "/": text += "~1"
      default: text.append(character)
      }
    }
  }
}
