import Casework
import LibXML

/// Brings the bytes of a message to UTF-8, or says why they are none.
///
/// Another encoding than UTF-8 is read only where an XML declaration names it and the bytes bear it
/// out (contract, "Messages").
struct TextEncoding {
  /// UTF-8 without byte order mark.
  var text: [UInt8]
  var hadMark = false

  static func json(_ bytes: [UInt8]) -> TextEncoding {
    guard bytes.starts(with: UTF8Text.mark) else { return TextEncoding(text: bytes) }
    return TextEncoding(text: Array(bytes.dropFirst(3)), hadMark: true)
  }

  static func xml(_ bytes: [UInt8]) throws(Fault) -> TextEncoding {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      return try sixteenBits(bytes)
    }
    let marked = json(bytes)
    let name = declaredEncoding(marked.text)
    switch name {
    case nil, "UTF-8", "UTF8", "US-ASCII", "ASCII": break
    case "GB18030", "GBK", "GB2312", "CP936":
      return try chinese(bytes, declared: name ?? "")
    default:
      throw Fault(
        .encoding, at: 0, "XML 声明的编码不受支持或与内容不符；请使用 UTF-8",
        "the encoding the XML declares is not supported or not borne out; use UTF-8")
    }
    if let offset = UTF8Text.firstFault(in: marked.text) {
      throw Fault(
        .encoding, at: offset,
        "此处的字节不是 UTF-8（可能是 GBK）；请转换为 UTF-8，或在 XML 声明中写明 encoding=\"GB18030\"",
        "these bytes are not UTF-8 (perhaps GBK); send UTF-8 or declare encoding=\"GB18030\"")
    }
    return marked
  }

  private static func sixteenBits(_ bytes: [UInt8]) throws(Fault) -> TextEncoding {
    let name = bytes[0] == 0xFF ? "UTF-16LE" : "UTF-16BE"
    guard bytes.count % 2 == 0,
      let text = XMLEncoding.utf8(Array(bytes.dropFirst(2)), from: name),
      UTF8Text.firstFault(in: text) == nil,
      let declared = declaredEncoding(text), declared == "UTF-16" || declared == name
    else {
      throw Fault(
        .encoding, at: 0, "内容像 UTF-16，但没有如此声明或不能解码；请使用 UTF-8",
        "this looks like UTF-16 but does not say so or cannot be decoded; use UTF-8")
    }
    return TextEncoding(text: text, hadMark: true)
  }

  // Systems often write one encoding and declare the other. Bytes that are UTF-8 with characters of
  // three bytes are hardly ever GBK text, so they do not bear a GBK declaration out.
  private static func chinese(_ bytes: [UInt8], declared: String) throws(Fault) -> TextEncoding {
    let looksLikeUTF8 =
      bytes.contains { $0 >= 0xE0 } && UTF8Text.firstFault(in: bytes) == nil
    guard !looksLikeUTF8, let text = XMLEncoding.utf8(bytes, from: "GB18030"),
      UTF8Text.firstFault(in: text) == nil
    else {
      throw Fault(
        .encoding, at: 0, "XML 声明为 \(declared)，但内容的字节并非如此",
        "the XML declares \(declared), but its bytes are something else")
    }
    return TextEncoding(text: text)
  }

  private static let usualDeclaration = Array(
    #"<?xml version="1.0" encoding="UTF-8"?>"#.utf8)

  /// The encoding an XML declaration at the very beginning names, in upper case.
  static func declaredEncoding(_ bytes: [UInt8]) -> String? {
    // What nearly all senders write, without taking it apart.
    if bytes.starts(with: usualDeclaration) { return "UTF-8" }
    let head = bytes.prefix(200)
    guard head.starts(with: "<?xml".utf8), let end = head.firstIndex(of: UInt8(ascii: ">"))
    else { return nil }
    let text = String(decoding: head[..<end], as: UTF8.self)
    guard let mention = text.split(separator: "encoding", maxSplits: 1).dropFirst().first,
      let quote = mention.first(where: { $0 == "\"" || $0 == "'" })
    else { return nil }
    let parts = mention.split(separator: quote, omittingEmptySubsequences: false)
    return parts.count > 1 ? parts[1].uppercased() : nil
  }
}
