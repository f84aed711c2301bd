/// Finds the header's id in the raw bytes of a message without reading the rest.
///
/// Good for telling messages of a batch apart and for naming one that could not be read; the
/// reader alone says what a message's id is.
enum MessageIDScan {
  private static let limit = 4096

  static func find(in bytes: [UInt8]) -> [UInt8]? {
    let head = bytes.prefix(limit)
    guard let start = head.first(where: { $0 > 32 && $0 < 128 }) else { return nil }
    return start == UInt8(ascii: "<") ? xml(head) : json(head)
  }

  static func text(in bytes: [UInt8]) -> String? {
    find(in: bytes).map { String(decoding: $0, as: UTF8.self) }
  }

  private static func xml(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
    guard let header = end(of: "<header>", in: bytes),
      let start = end(of: "<id>", in: bytes[header...]),
      let stop = bytes[start...].firstIndex(of: UInt8(ascii: "<"))
    else { return nil }
    return clean(bytes[start..<stop])
  }

  private static func json(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
    guard let header = end(of: "\"header\"", in: bytes),
      let name = end(of: "\"id\"", in: bytes[header...])
    else { return nil }
    var rest = bytes[name...].drop { isBlank($0) }
    guard rest.popFirst() == UInt8(ascii: ":") else { return nil }
    rest = rest.drop { isBlank($0) }
    guard rest.popFirst() == UInt8(ascii: "\""),
      let stop = rest.firstIndex(of: UInt8(ascii: "\""))
    else { return nil }
    return clean(rest[..<stop])
  }

  // An id holds neither escapes nor entities; where there are some, nothing is known.
  private static func clean(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
    let text = bytes.filter { !isBlank($0) }
    guard !text.isEmpty, text.count <= 64,
      !text.contains(where: { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "&") || $0 > 126 })
    else { return nil }
    return text
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte <= 32 }

  private static func end(of mark: StaticString, in bytes: ArraySlice<UInt8>) -> Int? {
    let mark = Array("\(mark)".utf8)
    guard bytes.count >= mark.count else { return nil }
    for start in bytes.startIndex...(bytes.endIndex - mark.count)
    where bytes[start..<(start + mark.count)].elementsEqual(mark) {
      return start + mark.count
    }
    return nil
  }
}
