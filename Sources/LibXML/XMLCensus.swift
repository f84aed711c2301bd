import CXML2

/// Counts tags and attributes before libxml2 sees them.
///
/// libxml2 2.9 looks for repeated attributes and for namespace prefixes by comparing each with
/// every other one, and only then calls back; a megabyte of attributes in one tag would cost it
/// minutes. Up to a document's first error this scan agrees with the grammar of XML 1.0, and at the
/// first error the parser stops, so nothing gets past it.
@safe
struct XMLCensus {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let limits: XMLLimits
  private var parts = 0
  private var declarations = 0
  private var index = 0

  private init(_ bytes: UnsafeBufferPointer<UInt8>, limits: XMLLimits) {
    unsafe self.bytes = bytes
    self.limits = limits
  }

  /// The offset of the tag that goes beyond a limit, or nil.
  static func excess(in bytes: [UInt8], limits: XMLLimits) -> Int? {
    unsafe bytes.withUnsafeBufferPointer { buffer in
      var census = unsafe XMLCensus(buffer, limits: limits)
      return census.excess()
    }
  }

  private mutating func excess() -> Int? {
    while let start = find(UInt8(ascii: "<")) {
      index = start + 1
      guard unsafe index < bytes.count else { return nil }
      switch unsafe bytes[index] {
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

  private func find(_ byte: UInt8) -> Int? {
    guard let base = unsafe bytes.baseAddress, unsafe index < bytes.count,
      let found = unsafe memchr(base + index, Int32(byte), bytes.count - index)
    else { return nil }
    return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }

  private mutating func skipMarked() {
    if stands("!--", at: index) {
      index += 3
      skip(past: "-->")
    } else if stands("![CDATA[", at: index) {
      skip(past: "]]>")
    }
  }

  private func stands(_ word: StaticString, at start: Int) -> Bool {
    let count = word.utf8CodeUnitCount
    guard let base = unsafe bytes.baseAddress, unsafe start + count <= bytes.count
    else { return false }
    return unsafe memcmp(base + start, word.utf8Start, count) == 0
  }

  private mutating func skip(past end: StaticString) {
    let mark = Array(end.description.utf8)
    var matched = 0
    while unsafe index < bytes.count {
      let byte = unsafe bytes[index]
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
    while unsafe index < bytes.count {
      let byte = unsafe bytes[index]
      if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == UInt8(ascii: ">") || byte == UInt8(ascii: "<") {
        break
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: "=") {
        attributes += 1
        if index - wordStart >= 5, stands("xmlns", at: wordStart) { declarations += 1 }
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
