/// Builds the cells of a translated document, and beside them where each value stood.
struct CellWriter {
  private(set) var cells: [Document.Cell] = []
  private(set) var pool: [UInt8] = []
  private(set) var origins: [Int] = []
  private(set) var columns: [Int] = []
  var objects: [Int: String] = [:]

  /// Puts a value down and, where it holds others, what is in it.
  mutating func put(
    _ kind: Document.Kind, _ name: some Sequence<UInt8>, text: some Sequence<UInt8> = [],
    at origin: Node, column: Int = -1, _ inside: (inout CellWriter) -> Void = { _ in }
  ) {
    let index = cells.count
    let nameStart = UInt32(pool.count)
    pool.append(contentsOf: name)
    let textStart = UInt32(pool.count)
    pool.append(contentsOf: text)
    cells.append(
      Document.Cell(
        kind: kind, nameStart: nameStart, nameEnd: textStart, textStart: textStart,
        textEnd: UInt32(pool.count), offset: UInt32(origin.offset), end: UInt32(index + 1)))
    origins.append(origin.index)
    columns.append(column)
    inside(&self)
    cells[index].end = UInt32(cells.count)
  }

  /// Copies a value with all that is in it, but for what is left out.
  ///
  /// - Parameter named: what it is called here; its own name where nothing is said.
  mutating func copy(
    _ node: Node, named: String? = nil, without isLeftOut: (Node) -> Bool = { _ in false }
  ) {
    guard !isLeftOut(node) else { return }
    put(node.kind, (named ?? node.name).utf8, text: node.textBytes, at: node) { writer in
      for child in node.children { writer.copy(child, without: isLeftOut) }
    }
  }
}
