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

  init(form: Form, cells: [Cell], pool: [UInt8], source: [UInt8], first: Int = 0) {
    self.first = first
    self.form = form
    self.cells = cells
    self.pool = pool
    self.source = source
  }

  package var root: Node { Node(document: self, index: first) }

  /// JSON Pointer (RFC 6901), or XPath without prefixes and with an index only where an element
  /// repeats (contract, "Refused and warned of").
  func path(of target: Int) -> String {
    var path = form == .xml ? "/" + root.name : ""
    var index = first
    while index != target {
      var position = 0
      var next = index + 1
      while next < Int(cells[index].end), Int(cells[next].end) <= target {
        next = Int(cells[next].end)
        position += 1
      }
      guard next < Int(cells[index].end) else { return path }
      path += "/" + step(to: next, in: index, position: position)
      index = next
    }
    return path
  }

  private func step(to child: Int, in parent: Int, position: Int) -> String {
    if cells[parent].kind == .array { return String(position) }
    let name = Node(document: self, index: child).name
    guard form == .xml else { return Self.escaped(name) }
    var before = 0
    var all = 0
    for sibling in Node(document: self, index: parent).children where sibling.isNamed(name) {
      all += 1
      if sibling.index < child { before += 1 }
    }
    return all > 1 ? "\(name)[\(before + 1)]" : name
  }

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
