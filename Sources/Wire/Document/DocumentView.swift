/// A document's values by index while its arrays are held in place: reading a message walks a
/// hundred of them several times, and counting references took longer than looking.
@safe
struct DocumentView {
  private let cells: UnsafeBufferPointer<Document.Cell>
  private let pool: UnsafeBufferPointer<UInt8>

  fileprivate init(
    _ cells: UnsafeBufferPointer<Document.Cell>, _ pool: UnsafeBufferPointer<UInt8>
  ) {
    unsafe self.cells = cells
    unsafe self.pool = pool
  }

  subscript(index: Int) -> Document.Cell {
    unsafe precondition(cells.indices.contains(index))
    return unsafe cells[index]
  }

  func text(of cell: Document.Cell) -> UnsafeBufferPointer<UInt8> {
    unsafe slice(cell.textStart, cell.textEnd)
  }

  func name(of cell: Document.Cell) -> UnsafeBufferPointer<UInt8> {
    unsafe slice(cell.nameStart, cell.nameEnd)
  }

  private func slice(_ start: UInt32, _ end: UInt32) -> UnsafeBufferPointer<UInt8> {
    unsafe precondition(start <= end && Int(end) <= pool.count)
    return unsafe UnsafeBufferPointer(rebasing: pool[Int(start)..<Int(end)])
  }

  /// Whether anything but null marks stands in a value.
  func isGiven(_ index: Int) -> Bool {
    let cell = self[index]
    switch cell.kind {
    case .null: return false
    case .no, .yes, .integer, .number: return true
    case .string, .attribute: return unsafe !TextBytes.isNullMark(text(of: cell))
    case .array, .object: return holdsGiven(index, cell)
    case .element: return unsafe !TextBytes.isNullMark(text(of: cell)) || holdsGiven(index, cell)
    }
  }

  private func holdsGiven(_ index: Int, _ cell: Document.Cell) -> Bool {
    var child = index + 1
    while child < Int(cell.end) {
      if isGiven(child) { return true }
      child = Int(self[child].end)
    }
    return false
  }

  /// Whether an element has elements in it.
  func hasElements(_ index: Int, _ cell: Document.Cell) -> Bool {
    var child = index + 1
    while child < Int(cell.end) {
      let inner = self[child]
      if inner.kind == .element { return true }
      child = Int(inner.end)
    }
    return false
  }
}

extension Document {
  /// Holds the arrays in place for as long as the body runs.
  func withView<Answer, Failure: Error>(
    _ body: (DocumentView) throws(Failure) -> Answer
  ) throws(Failure) -> Answer {
    try unsafe cells.withUnsafeBufferPointer { cells throws(Failure) in
      try unsafe pool.withUnsafeBufferPointer { pool throws(Failure) in
        try unsafe body(DocumentView(cells, pool))
      }
    }
  }
}
