import Casework

/// What the XML declaration at the very beginning of a text says of its encoding.
struct DeclaredEncoding {
  /// Encodings that are read alike.
  enum Family: Hashable { case utf8, ascii, chinese, sixteenBits, unknown }

  /// In upper case, without what does not belong in a name (XML 1.0, production 81).
  let name: String
  /// Where the name stands.
  let offset: Int
  /// The bytes of the whole pseudo-attribute.
  let range: Range<Int>

  init?(in text: [UInt8]) {
    let head = text.prefix(Self.bytesMax)
    guard head.starts(with: "<?xml".utf8), let end = head.firstIndex(of: UInt8(ascii: ">"))
    else { return nil }
    let word = Array("encoding".utf8)
    var index = 5
    while index + word.count < end, !head[index...].starts(with: word) { index += 1 }
    guard index + word.count < end else { return nil }
    let start = index
    let isQuote = { (byte: UInt8) in byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }
    guard let open = head[(start + word.count)..<end].firstIndex(where: isQuote),
      let close = head[(open + 1)..<end].firstIndex(of: head[open])
    else { return nil }
    let letters = head[(open + 1)..<close].prefix(40).filter {
      ($0 >= 48 && $0 <= 57) || ($0 >= 65 && $0 <= 90) || ($0 >= 97 && $0 <= 122)
        || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".")
    }
    name = String(decoding: letters, as: UTF8.self).uppercased()
    offset = open + 1
    range = start..<(close + 1)
  }

  /// A declaration is no longer than this where anybody has written one.
  static let bytesMax = 200

  var family: Family {
    switch name {
    case "UTF-8", "UTF8": .utf8
    case "US-ASCII", "ASCII": .ascii
    case "GB18030", "GBK", "GB2312", "CP936": .chinese
    case "UTF-16", "UTF-16LE", "UTF-16BE": .sixteenBits
    default: .unknown
    }
  }

  func names(_ order: UTF16Text.Order) -> Bool {
    name == "UTF-16" || name == (order == .little ? "UTF-16LE" : "UTF-16BE")
  }
}

extension DeclaredEncoding? {
  /// The bytes are not what the declaration says.
  ///
  /// - Parameter offset: the first that shows it; without, the declaration itself does.
  func contradiction(at offset: Int?, looksLike found: String?) -> Fault {
    let name = self?.name ?? ""
    let place = offset ?? self?.offset ?? 0
    guard let found else {
      return Fault(
        .encoding, at: place, "XML 声明为 \(name)，但内容的字节并非如此",
        "the XML declares \(name), but its bytes are something else")
    }
    return Fault(
      .encoding, at: place, "XML 声明为 \(name)，但内容看起来是 \(found)；请改正声明或编码",
      "the XML declares \(name), but its bytes look like \(found); correct one of them")
  }
}
