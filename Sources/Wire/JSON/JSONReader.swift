import Casework
import LibBytes

/// Reads JSON as RFC 8259 has it and no looser: one value, UTF-8, no comments, no trailing commas,
/// no name twice in an object.
///
/// One pass over the bytes; strings without escapes stay where they are and are named by range.
struct JSONReader {
  private let source: Bytes
  let end: Int
  var index = 0
  var cells: [Document.Cell] = []
  /// The source, and after it the strings that had escapes.
  var pool: [UInt8]
  private var depth = 0
  /// Cells whose name stood in their object before.
  private(set) var duplicates: [Int] = []

  private let scale: Int

  /// - Parameter scale: how many times the bounds of a message may be reached. Canonical JSON of an
  ///   XML message has arrays where elements repeat, so it is deeper and has more values.
  private init(_ source: Bytes, pool: [UInt8], scale: Int) {
    self.scale = scale
    self.source = source
    end = source.count
    self.pool = pool
    cells.reserveCapacity(source.count / 16 + 4)
  }

  /// Reads a document that holds one value.
  static func read(
    _ bytes: [UInt8], scale: Int = 1
  ) throws(Fault) -> (document: Document, duplicates: [Int]) {
    if let offset = UTF8Text.firstFault(in: bytes) {
      throw TextEncoding.notUTF8(bytes, at: offset, .json)
    }
    return try bytes.withBytes { source throws(Fault) in
      var reader = JSONReader(source, pool: bytes, scale: scale)
      try reader.document()
      let document = Document(
        form: .json, cells: reader.cells, pool: reader.pool, source: bytes)
      return (document, reader.duplicates)
    }
  }

  private mutating func document() throws(Fault) {
    skipSpace()
    guard index < end else {
      throw Fault(.notWellFormed, at: 0, "报文是空的", "the message is empty")
    }
    try value(named: 0..<0)
    skipSpace()
    guard index == end else {
      throw fault("JSON 值结束之后还有内容", "something follows the end of the JSON value")
    }
  }

  func at(_ place: Int) -> UInt8 { source[place] }

  /// Eight bytes from a place on, the first of them lowest; nil near the end.
  func eight(at place: Int) -> UInt64? {
    guard place + 8 <= end else { return nil }
    return source.eight(at: place)
  }

  func bytes(_ places: Range<Int>) -> Bytes { source[places] }

  var byte: UInt8? { index < end ? at(index) : nil }

  mutating func skipSpace() {
    while index < end {
      switch at(index) {
      case 0x20, 0x0A, 0x0D, 0x09: index += 1
      default: return
      }
    }
  }

  func fault(_ chinese: String, _ english: String) -> Fault {
    index < end
      ? Fault(.notWellFormed, at: index, chinese, english)
      : Fault(
        .notWellFormed, at: index, "JSON 在此处中断，没有写完",
        "the JSON ends here before it is complete")
  }

  private mutating func value(named name: Range<UInt32>) throws(Fault) {
    guard cells.count < Bounds.parts * scale else {
      throw Fault(
        .tooManyParts, at: index, "一条报文最多 \(Bounds.parts) 个值",
        "a message holds at most \(Bounds.parts) values")
    }
    guard let byte else { throw fault("", "") }
    let cell = cells.count
    cells.append(
      Document.Cell(
        kind: .null, nameStart: name.lowerBound, nameEnd: name.upperBound, offset: UInt32(index),
        end: UInt32(cell + 1)))
    switch byte {
    case UInt8(ascii: "\""):
      cells[cell].kind = .string
      setText(of: cell, try string())
    case UInt8(ascii: "{"):
      cells[cell].kind = .object
      try nested { reader throws(Fault) in try reader.members(of: cell) }
    case UInt8(ascii: "["):
      cells[cell].kind = .array
      try nested { reader throws(Fault) in try reader.items() }
    case UInt8(ascii: "t"): cells[cell].kind = try word("true", .yes)
    case UInt8(ascii: "f"): cells[cell].kind = try word("false", .no)
    case UInt8(ascii: "n"): cells[cell].kind = try word("null", .null)
    default:
      let start = index
      cells[cell].kind = try number()
      setText(of: cell, UInt32(start)..<UInt32(index))
    }
    cells[cell].end = UInt32(cells.count)
  }

  private mutating func setText(of cell: Int, _ range: Range<UInt32>) {
    cells[cell].textStart = range.lowerBound
    cells[cell].textEnd = range.upperBound
  }

  private mutating func nested(
    _ body: (inout JSONReader) throws(Fault) -> Void
  ) throws(Fault) {
    depth += 1
    guard depth <= Bounds.depth * scale else {
      throw Fault(
        .tooDeep, at: index, "嵌套超过 \(Bounds.depth) 层", "nested more than \(Bounds.depth) deep")
    }
    index += 1
    try body(&self)
    depth -= 1
  }

  private mutating func items() throws(Fault) {
    skipSpace()
    if byte == UInt8(ascii: "]") {
      index += 1
      return
    }
    while true {
      skipSpace()
      try value(named: 0..<0)
      skipSpace()
      if byte == UInt8(ascii: "]") { break }
      try comma(before: UInt8(ascii: "]"))
    }
    index += 1
  }

  private mutating func members(of cell: Int) throws(Fault) {
    skipSpace()
    if byte == UInt8(ascii: "}") {
      index += 1
      return
    }
    while true {
      skipSpace()
      guard byte == UInt8(ascii: "\"") else {
        throw fault("此处应为带双引号的成员名", "a member name in double quotes belongs here")
      }
      let name = try string()
      skipSpace()
      guard byte == UInt8(ascii: ":") else {
        throw fault("成员名之后应为冒号", "a colon belongs after the member name")
      }
      index += 1
      skipSpace()
      try value(named: name)
      skipSpace()
      if byte == UInt8(ascii: "}") { break }
      try comma(before: UInt8(ascii: "}"))
    }
    index += 1
    findDuplicates(in: cell)
  }

  private mutating func comma(before end: UInt8) throws(Fault) {
    guard byte == UInt8(ascii: ",") else {
      throw fault("此处应为逗号或结束括号", "a comma or the closing bracket belongs here")
    }
    let place = index
    index += 1
    skipSpace()
    if byte == end {
      throw Fault(
        .notWellFormed, at: place, "最后一项之后多了逗号", "a comma follows the last item")
    }
  }

  // Short objects are compared pairwise, long ones through a set, so that neither is slow.
  private mutating func findDuplicates(in parent: Int) {
    var children = 0
    var child = parent + 1
    while child < cells.count {
      children += 1
      child = Int(cells[child].end)
    }
    var seen: Set<ArraySlice<UInt8>> = []
    child = parent + 1
    while child < cells.count {
      let isKnown =
        children > 24
        ? !seen.insert(nameBytes(child)).inserted : stands(nameOf: child, from: parent + 1)
      if isKnown { duplicates.append(child) }
      child = Int(cells[child].end)
    }
  }

  private func stands(nameOf child: Int, from first: Int) -> Bool {
    let own = cells[child]
    let length = own.nameEnd - own.nameStart
    var earlier = first
    while earlier < child {
      let cell = cells[earlier]
      if cell.nameEnd - cell.nameStart == length, isSame(cell, own) { return true }
      earlier = Int(cell.end)
    }
    return false
  }

  private func isSame(_ left: Document.Cell, _ right: Document.Cell) -> Bool {
    let from = Int(left.nameStart)
    let other = Int(right.nameStart)
    for offset in 0..<Int(left.nameEnd) - from where pool[from + offset] != pool[other + offset] {
      return false
    }
    return true
  }

  private func nameBytes(_ cell: Int) -> ArraySlice<UInt8> {
    pool[Int(cells[cell].nameStart)..<Int(cells[cell].nameEnd)]
  }

  private mutating func word(
    _ word: StaticString, _ kind: Document.Kind
  ) throws(Fault) -> Document.Kind {
    for expected in word.description.utf8 {
      guard byte == expected else {
        throw fault("此处应为一个 JSON 值", "a JSON value belongs here")
      }
      index += 1
    }
    return kind
  }
}
