/// One record of a document that holds many, as a document of its own.
extension DialectMatch {
  /// So much of what stands around the records is kept with each; a longer frame, kept a thousand
  /// times, would cost more than the records.
  private static let frameBytesMax = 4096

  /// The document as if it held this record only; without its frame where that is long, and nil
  /// where the records do not stand side by side.
  func alone(_ place: Int) -> [UInt8]? {
    guard let first = records.first, let last = records.last else { return nil }
    let document = root.document
    let source = document.source
    let own = source[records[place].offset..<Self.end(of: records[place])]
    let end = Self.end(of: last)
    guard first.offset + source.count - end <= Self.frameBytesMax else { return Array(own) }
    guard isSideBySide else { return nil }
    let head = Array(source[..<first.offset])
    // The text is UTF-8 by now, whatever it declared.
    return (document.form == .xml ? XMLSlice.withoutDeclaration(head) : head) + own + source[end...]
  }

  /// Whether nothing but records stands between the first and the last.
  private var isSideBySide: Bool {
    let cells = root.document.cells
    return zip(records, records.dropFirst()).allSatisfy { left, right in
      Int(cells[left.index].end) == right.index
    }
  }

  private static func end(of node: Node) -> Int {
    let source = node.document.source
    if node.document.form == .xml { return XMLSlice.endOfElement(source, from: node.offset) }
    var depth = 0
    var isQuoted = false
    var index = node.offset
    while index < source.count {
      switch source[index] {
      case UInt8(ascii: "\\") where isQuoted: index += 1
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: "{") where !isQuoted, UInt8(ascii: "[") where !isQuoted: depth += 1
      case UInt8(ascii: "}") where !isQuoted, UInt8(ascii: "]") where !isQuoted:
        depth -= 1
        if depth == 0 { return index + 1 }
      default: break
      }
      index += 1
    }
    return source.count
  }
}
