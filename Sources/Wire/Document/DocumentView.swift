import LibBytes

/// A document's values by index while its arrays are held in place: reading a message walks a
/// hundred of them several times, and counting references took longer than looking.
struct DocumentView {
  private let cells: Elements<Document.Cell>
  private let pool: Bytes

  fileprivate init(_ cells: Elements<Document.Cell>, _ pool: Bytes) {
    self.cells = cells
    self.pool = pool
  }

  subscript(index: Int) -> Document.Cell { cells[index] }

  func text(of cell: Document.Cell) -> Bytes {
    pool[Int(cell.textStart)..<Int(cell.textEnd)]
  }

  func name(of cell: Document.Cell) -> Bytes {
    pool[Int(cell.nameStart)..<Int(cell.nameEnd)]
  }

  /// The first value of that name directly inside another.
  func child(of parent: Int, named name: String) -> Int? {
    let end = Int(self[parent].end)
    var child = parent + 1
    while child < end {
      let cell = self[child]
      if self.name(of: cell).isSame(as: name) { return child }
      child = Int(cell.end)
    }
    return nil
  }

  /// Whether anything but null marks stands in a value.
  func isGiven(_ index: Int) -> Bool {
    let cell = self[index]
    switch cell.kind {
    case .null: return false
    case .no, .yes, .integer, .number: return true
    case .string, .attribute: return !TextBytes.isNullMark(text(of: cell))
    case .array, .object: return holdsGiven(index, cell)
    case .element: return !TextBytes.isNullMark(text(of: cell)) || holdsGiven(index, cell)
    }
  }

  /// Whether one of the members of that name holds something.
  func holdsGiven(_ parent: Int, named name: String) -> Bool {
    let end = Int(self[parent].end)
    var child = parent + 1
    while child < end {
      let cell = self[child]
      if self.name(of: cell).isSame(as: name), isGiven(child) { return true }
      child = Int(cell.end)
    }
    return false
  }

  /// Whether a value has members or child elements, whatever they hold.
  func isContainer(_ index: Int) -> Bool {
    let cell = self[index]
    return switch cell.kind {
    case .object, .array: true
    case .element: hasElements(index, cell)
    default: false
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
    try cells.withElements { cells throws(Failure) in
      try pool.withBytes { pool throws(Failure) in
        try body(DocumentView(cells, pool))
      }
    }
  }
}
