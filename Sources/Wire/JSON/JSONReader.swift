import Casework
import LibBytes

/// Reads JSON as RFC 8259 has it and no looser: one value, UTF-8, no comments, no trailing commas,
/// no name twice in an object.
///
/// One pass over the bytes; strings without escapes stay where they are and are named by range.
struct JSONReader: ~Copyable {
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
    do throws(Fault) {
      return try bytes.withBytes { source throws(Fault) in
        var reader = JSONReader(source, pool: bytes, scale: scale)
        try reader.document()
        return reader.finish(bytes)
      }
    } catch {
      // Outside of strings JSON is ASCII, and strings are looked at one by one. Where the text is
      // no UTF-8 at all, that comes first, wherever reading stopped.
      if let offset = UTF8Text.firstFault(in: bytes) {
        throw TextEncoding.notUTF8(bytes, at: offset, .json)
      }
      throw error
    }
  }

  private consuming func finish(_ bytes: [UInt8]) -> (document: Document, duplicates: [Int]) {
    (Document(form: .json, cells: cells, pool: pool, source: bytes), duplicates)
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

  @inline(__always)
  mutating func skipSpace() {
    if index < end, at(index) <= 0x20 { skipSpaces() }
  }

  private mutating func skipSpaces() {
    while index < end {
      let byte = at(index)
      guard byte <= 0x20, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
      else { return }
      index += 1
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
    let start = index
    switch byte {
    case UInt8(ascii: "\""): append(.string, name, start, try string())
    case UInt8(ascii: "{"):
      let cell = cells.count
      append(.object, name, start)
      try nested { reader throws(Fault) in try reader.members(of: cell) }
      cells[cell].end = UInt32(cells.count)
    case UInt8(ascii: "["):
      let cell = cells.count
      append(.array, name, start)
      try nested { reader throws(Fault) in try reader.items() }
      cells[cell].end = UInt32(cells.count)
    case UInt8(ascii: "t"): append(try word("true", .yes), name, start)
    case UInt8(ascii: "f"): append(try word("false", .no), name, start)
    case UInt8(ascii: "n"): append(try word("null", .null), name, start)
    default:
      let kind = try number()
      append(kind, name, start, UInt32(start)..<UInt32(index))
    }
  }

  // A value of one cell; what holds others moves its end when they are read.
  private mutating func append(
    _ kind: Document.Kind, _ name: Range<UInt32>, _ offset: Int, _ text: Range<UInt32> = 0..<0
  ) {
    cells.append(
      Document.Cell(
        kind: kind, nameStart: name.lowerBound, nameEnd: name.upperBound,
        textStart: text.lowerBound, textEnd: text.upperBound, offset: UInt32(offset),
        end: UInt32(cells.count + 1)))
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
    var seen = SeenNames()
    while true {
      skipSpace()
      guard byte == UInt8(ascii: "\"") else {
        throw fault("此处应为带双引号的成员名", "a member name in double quotes belongs here")
      }
      let name = try string()
      if isRepeated(name, in: cell, &seen) { duplicates.append(cells.count) }
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
