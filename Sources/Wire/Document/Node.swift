import LibBytes

/// One value of a message, JSON or XML, for those who read by names.
package struct Node: Sendable {
  package let document: Document
  let index: Int

  private var cell: Document.Cell { document.cells[index] }

  package var kind: Document.Kind { cell.kind }
  package var offset: Int { Int(cell.offset) }
  var isExpected: Bool { cell.isExpected }

  /// Whether this and everything in it is in the namespace of messages.
  var isExpectedThroughout: Bool {
    document.cells[index..<Int(cell.end)].allSatisfy(\.isExpected)
  }

  /// The member name or element name; an attribute's begins with `@`.
  package var name: String {
    String(decoding: document.pool[Int(cell.nameStart)..<Int(cell.nameEnd)], as: UTF8.self)
  }

  /// The text of a string, number or element, as it stands.
  package var text: String {
    String(decoding: textBytes, as: UTF8.self)
  }

  var textBytes: ArraySlice<UInt8> {
    document.pool[Int(cell.textStart)..<Int(cell.textEnd)]
  }

  /// Whether there are members, items or child elements in it, whatever they hold.
  var hasChildren: Bool {
    switch kind {
    case .object, .array: true
    case .element: children.contains { $0.kind == .element }
    default: false
    }
  }

  package var children: Children { Children(document: document, parent: index) }

  package func child(_ name: String) -> Node? {
    children.first { $0.isNamed(name) }
  }

  func isNamed(_ name: String) -> Bool {
    document.pool.withBytes { $0[Int(cell.nameStart)..<Int(cell.nameEnd)].isSame(as: name) }
  }

  func isNamed(bytes: [UInt8]) -> Bool {
    let start = Int(cell.nameStart)
    guard Int(cell.nameEnd) - start == bytes.count else { return false }
    for offset in 0..<bytes.count where document.pool[start + offset] != bytes[offset] {
      return false
    }
    return true
  }

  /// The values directly inside one, in order.
  package struct Children: Sequence, IteratorProtocol, Sendable {
    private let document: Document
    private var upcoming: Int
    private let end: Int

    init(document: Document, parent: Int) {
      self.document = document
      upcoming = parent + 1
      end = Int(document.cells[parent].end)
    }

    package mutating func next() -> Node? {
      guard upcoming < end else { return nil }
      defer { upcoming = Int(document.cells[upcoming].end) }
      return Node(document: document, index: upcoming)
    }
  }
}
