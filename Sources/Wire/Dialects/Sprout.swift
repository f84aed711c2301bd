/// The members of a message as a table fills them, one path after the other.
struct Sprout {
  /// A single value.
  struct Leaf {
    var kind: Document.Kind
    var text: [UInt8]
    var origin: Node
    var column: Int
  }

  var name = ""
  var leaf: Leaf?
  var children: [Sprout] = []

  func at(_ path: [String]) -> Sprout? {
    var here = self
    for name in path {
      guard let next = here.children.first(where: { $0.name == name }) else { return nil }
      here = next
    }
    return here
  }

  mutating func put(_ leaf: Leaf, at path: ArraySlice<String>) {
    guard let name = path.first else {
      self.leaf = leaf
      return
    }
    if let place = children.firstIndex(where: { $0.name == name }) {
      children[place].put(leaf, at: path.dropFirst())
    } else {
      var child = Sprout(name: name)
      child.put(leaf, at: path.dropFirst())
      children.append(child)
    }
  }

  func write(to writer: inout CellWriter, under parent: String, at record: Node) {
    if let leaf {
      writer.put(leaf.kind, name.utf8, text: leaf.text, at: leaf.origin, column: leaf.column)
      return
    }
    let path = parent.isEmpty ? name : parent + "." + name
    // Members with numbers for names are the items of a list.
    let isList = children.allSatisfy { Int($0.name) != nil }
    writer.objects[writer.cells.count] = path
    writer.put(isList ? .array : .object, name.utf8, at: record) { writer in
      for child in children { child.write(to: &writer, under: path, at: record) }
    }
  }
}
