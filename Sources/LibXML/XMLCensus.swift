/// Counts tags and attributes before libxml2 sees them.
///
/// libxml2 2.9 looks for repeated attributes and for namespace prefixes by comparing each with
/// every other one, and only then calls back; a megabyte of attributes in one tag would cost it
/// minutes. Up to a document's first error this scan agrees with the grammar of XML 1.0, and at the
/// first error the parser stops, so nothing gets past it.
struct XMLCensus {
  private let bytes: [UInt8]
  private let limits: XMLLimits
  private var parts = 0
  private var declarations = 0
  private var index = 0

  init(_ bytes: [UInt8], limits: XMLLimits) {
    self.bytes = bytes
    self.limits = limits
  }

  /// The offset of the tag that goes beyond a limit, or nil.
  mutating func excess() -> Int? {
    while let start = bytes[index...].firstIndex(of: UInt8(ascii: "<")) {
      index = start + 1
      guard index < bytes.count else { return nil }
      switch bytes[index] {
      case UInt8(ascii: "/"): continue
      case UInt8(ascii: "?"): skip(past: "?>")
      case UInt8(ascii: "!"): skipMarked()
      default: if tagIsTooLarge() { return start }
      }
      parts += 1
      if parts > limits.parts { return start }
    }
    return nil
  }

  private mutating func skipMarked() {
    if bytes[index...].starts(with: "!--".utf8) {
      index += 3
      skip(past: "-->")
    } else if bytes[index...].starts(with: "![CDATA[".utf8) {
      skip(past: "]]>")
    }
  }

  private mutating func skip(past end: StaticString) {
    let mark = Array(end.description.utf8)
    var matched = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if byte == mark[matched] {
        matched += 1
        if matched == mark.count { return }
      } else if !(matched == 2 && byte == mark[0] && mark[0] == mark[1]) {
        matched = byte == mark[0] ? 1 : 0
      }
    }
  }

  private mutating func tagIsTooLarge() -> Bool {
    var attributes = 0
    var quote: UInt8 = 0
    var wordStart = index
    while index < bytes.count {
      let byte = bytes[index]
      if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == UInt8(ascii: ">") || byte == UInt8(ascii: "<") {
        break
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: "=") {
        attributes += 1
        if bytes[wordStart..<index].starts(with: "xmlns".utf8) { declarations += 1 }
        if attributes > limits.attributesPerElement { return true }
        if declarations > limits.namespaceDeclarations { return true }
      } else if byte <= 0x20 {
        wordStart = index + 1
      }
      index += 1
    }
    parts += attributes
    return parts > limits.parts
  }
}
