/// Cuts one element out of a well-formed document as a document of its own, whose lines and columns
/// are those of the whole: what stands before it becomes white space.
enum XMLSlice {
  static func document(at node: Node) -> [UInt8] {
    let source = node.document.source
    let start = node.offset
    let end = endOfElement(source, from: start)
    var head = source[..<start].map { $0 == UInt8(ascii: "\n") ? $0 : UInt8(ascii: " ") }
    // A character of several bytes is one column.
    head = zip(head, source[..<start]).filter { $0.1 & 0xC0 != 0x80 }.map(\.0)
    let nameEnd =
      source[start..<end].firstIndex {
        $0 <= 0x20 || $0 == UInt8(ascii: ">") || ($0 == UInt8(ascii: "/"))
      } ?? end
    let declared = declarations(around: node)
    // The declarations take the place of white space before the element, so that what is in it
    // stays in its column.
    var room = declared.count
    while room > 0, head.last == UInt8(ascii: " ") {
      head.removeLast()
      room -= 1
    }
    return head + source[start..<nameEnd] + declared + source[nameEnd..<end]
  }

  /// The namespace declarations of the elements around one, but for those it makes itself.
  private static func declarations(around node: Node) -> [UInt8] {
    let source = node.document.source
    var known = Set(names(in: tag(source, at: node.offset)).map(\.name))
    var text: [UInt8] = []
    let around = node.document.cells.indices.filter { index in
      index < node.index && Int(node.document.cells[index].end) > node.index
    }
    for index in around.reversed() {
      let tag = tag(source, at: Int(node.document.cells[index].offset))
      for (name, whole) in names(in: tag) where known.insert(name).inserted {
        text += [0x20] + whole
      }
    }
    return text
  }

  /// The namespace an element is in; nil where it is in none.
  static func namespace(of node: Node) -> String? {
    let own = tag(node.document.source, at: node.offset)
    let name = own.dropFirst().prefix { $0 > 0x20 && $0 != 0x2F && $0 != 0x3E }
    let prefix = name.firstIndex(of: UInt8(ascii: ":")).map { name[..<$0] }
    let wanted = Array("xmlns".utf8) + (prefix.map { Array(":".utf8) + $0 } ?? [])
    // A `>` makes the declarations around it a tag of their own.
    let around = Array("<x".utf8) + declarations(around: node) + Array(">".utf8)
    for (name, whole) in names(in: own) + names(in: around[...]) where name.elementsEqual(wanted) {
      let value = whole.drop { $0 != 0x22 && $0 != 0x27 }.dropFirst().dropLast()
      return value.isEmpty ? nil : String(decoding: value, as: UTF8.self)
    }
    return nil
  }

  /// A start tag, from its `<` to its `>`.
  private static func tag(_ source: [UInt8], at start: Int) -> ArraySlice<UInt8> {
    source[start..<endOfTag(source, from: start)]
  }

  /// The attributes of a start tag that declare namespaces.
  private static func names(
    in tag: ArraySlice<UInt8>
  ) -> [(name: ArraySlice<UInt8>, whole: ArraySlice<UInt8>)] {
    var found: [(ArraySlice<UInt8>, ArraySlice<UInt8>)] = []
    var index = tag.startIndex
    while index < tag.endIndex {
      // On to the next attribute: white space, a name, `=`, a quoted value.
      guard let space = tag[index...].firstIndex(where: { $0 <= 0x20 }),
        let begin = tag[space...].firstIndex(where: { $0 > 0x20 }),
        let equals = tag[begin...].firstIndex(of: UInt8(ascii: "=")),
        let open = tag[equals...].firstIndex(where: { $0 == 0x22 || $0 == 0x27 }),
        let close = tag[(open + 1)...].firstIndex(of: tag[open])
      else { return found }
      let name = tag[begin..<equals].prefix { $0 > 0x20 }
      if name.elementsEqual("xmlns".utf8) || name.starts(with: "xmlns:".utf8) {
        found.append((name, tag[begin...close]))
      }
      index = close + 1
    }
    return found
  }

  static func endOfElement(_ source: [UInt8], from start: Int) -> Int {
    var depth = 0
    var index = start
    while index < source.count {
      guard source[index] == UInt8(ascii: "<") else {
        index += 1
        continue
      }
      let rest = source[index...]
      if rest.starts(with: "<!--".utf8) {
        index = end(of: "-->", source, from: index + 4)
      } else if rest.starts(with: "<![CDATA[".utf8) {
        index = end(of: "]]>", source, from: index + 9)
      } else if rest.starts(with: "<?".utf8) {
        index = end(of: "?>", source, from: index + 2)
      } else {
        let end = endOfTag(source, from: index)
        if rest.starts(with: "</".utf8) {
          depth -= 1
        } else if source[max(index, end - 2)] != UInt8(ascii: "/") {
          depth += 1
        }
        index = end
        if depth == 0 { return end }
      }
    }
    return source.count
  }

  private static func endOfTag(_ source: [UInt8], from start: Int) -> Int {
    var quote: UInt8?
    for index in start..<source.count {
      let byte = source[index]
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == 0x22 || byte == 0x27 {
        quote = byte
      } else if byte == UInt8(ascii: ">") {
        return index + 1
      }
    }
    return source.count
  }

  private static func end(of mark: StaticString, _ source: [UInt8], from start: Int) -> Int {
    let bytes = Array(mark.description.utf8)
    var index = start
    while index + bytes.count <= source.count {
      if source[index] == bytes[0], source[index..<index + bytes.count].elementsEqual(bytes) {
        return index + bytes.count
      }
      index += 1
    }
    return source.count
  }
}

extension XMLSlice {
  /// The document that a text holds: XML, or base64 of XML; nil where it is neither.
  static func embedded(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    guard let first = text.firstIndex(where: { $0 > 0x20 }) else { return nil }
    if text[first] == UInt8(ascii: "<") { return withoutDeclaration(Array(text)) }
    guard let bytes = Base64Text.decoded(text), MessageReader.form(of: bytes) == .xml else {
      return nil
    }
    return bytes
  }

  // A text is UTF-8 by now, whatever encoding the document in it was once declared to have.
  static func withoutDeclaration(_ text: [UInt8]) -> [UInt8] {
    guard let first = text.firstIndex(where: { $0 > 0x20 }),
      text[first...].starts(with: "<?xml".utf8),
      let end = text[first...].firstIndex(of: UInt8(ascii: ">"))
    else { return text }
    var text = text
    for index in first...end where text[index] != UInt8(ascii: "\n") {
      text[index] = UInt8(ascii: " ")
    }
    return text
  }
}
