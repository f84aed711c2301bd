import Casework

/// Brings the bytes of a message to UTF-8, or says why they are none.
///
/// Another encoding than UTF-8 is read only where the sender's settings, a dialect or an XML
/// declaration names it, and only where the bytes bear it out (contract, "Messages"). What settings
/// name may come beside UTF-8, not instead of it: a text that is UTF-8 is read as such.
struct TextEncoding {
  /// UTF-8 without byte order mark.
  var text: [UInt8]
  var hadMark = false

  /// Without the byte order mark of UTF-8.
  static func unmarked(_ bytes: [UInt8]) -> TextEncoding {
    guard bytes.first == UTF8Text.mark[0], bytes.starts(with: UTF8Text.mark)
    else { return TextEncoding(text: bytes) }
    return TextEncoding(text: Array(bytes.dropFirst(3)), hadMark: true)
  }

  /// - Parameter charset: what settings or a dialect say of texts that do not declare an encoding.
  static func read(
    _ bytes: [UInt8], _ form: MessageReader.Form, charset: Charset?
  ) throws(Fault) -> TextEncoding {
    if let beginning = UTF16Text.beginning(of: bytes) {
      return try sixteenBits(bytes, beginning, form, charset)
    }
    guard !UTF16Text.isUTF32(bytes) else {
      throw Fault(
        .encoding, at: 0, "内容看起来是 UTF-32；请使用 UTF-8", "this looks like UTF-32; use UTF-8")
    }
    let marked = unmarked(bytes)
    let declared = form == .xml ? DeclaredEncoding(in: marked.text) : nil
    switch declared?.family {
    case .chinese?:
      guard !marked.hadMark, !looksLikeUTF8(bytes) else {
        throw declared.contradiction(
          at: marked.hadMark ? nil : bytes.firstIndex { $0 >= 0x80 }, looksLike: "UTF-8")
      }
      return try chinese(bytes, declared)
    case .ascii?:
      guard let offset = marked.text.firstIndex(where: { $0 >= 0x80 }) else { return marked }
      throw declared.contradiction(at: offset, looksLike: lookalike(marked.text))
    case .sixteenBits?:
      throw declared.contradiction(at: nil, looksLike: lookalike(marked.text))
    case .unknown?:
      throw Fault(
        .encoding, at: declared?.offset ?? 0, "不支持 XML 声明的编码；请使用 UTF-8 或 GB18030",
        "the encoding the XML declares is not supported; use UTF-8 or GB18030")
    case .utf8?: break
    case nil:
      if charset == .gb18030, !marked.hadMark, !looksLikeUTF8(bytes) {
        return try chinese(bytes, nil)
      }
    }
    // The JSON reader looks for itself.
    if form == .xml, let offset = UTF8Text.firstFault(in: marked.text) {
      throw notUTF8(marked.text, at: offset, form)
    }
    return marked
  }

  /// The text as far as it can be read, for the places of faults to be counted in.
  static func legible(
    _ bytes: [UInt8], _ form: MessageReader.Form, charset: Charset?
  ) -> [UInt8] {
    if let beginning = UTF16Text.beginning(of: bytes) {
      return UTF16Text.decode(bytes[beginning.mark...], beginning.order).text
    }
    let marked = unmarked(bytes)
    let declared = form == .xml ? DeclaredEncoding(in: marked.text)?.family : nil
    let isChinese = declared == .chinese || (declared == nil && charset == .gb18030)
    guard isChinese, !marked.hadMark, !looksLikeUTF8(bytes) else { return marked.text }
    return GB18030.decode(bytes[...]).text
  }

  static func notUTF8(_ text: [UInt8], at offset: Int, _ form: MessageReader.Form) -> Fault {
    guard let found = lookalike(text) else {
      return Fault(
        .encoding, at: offset, "此处的字节不是 UTF-8，也不是 GB18030；内容可能在传输中损坏或被截断",
        "these bytes are neither UTF-8 nor GB18030; they may have been cut or damaged on the way")
    }
    return form == .xml
      ? Fault(
        .encoding, at: offset,
        "此处的字节不是 UTF-8，看起来是 \(found)；请转换为 UTF-8，或在 XML 声明中写明 encoding=\"\(found)\"",
        "these bytes are not UTF-8 but look like \(found); send UTF-8, or declare "
          + "encoding=\"\(found)\"")
      : Fault(
        .encoding, at: offset, "此处的字节不是 UTF-8，看起来是 \(found)；请以 UTF-8 编码发送 JSON",
        "these bytes are not UTF-8 but look like \(found); send JSON in UTF-8")
  }

  private static func sixteenBits(
    _ bytes: [UInt8], _ beginning: UTF16Text.Beginning, _ form: MessageReader.Form,
    _ charset: Charset?
  ) throws(Fault) -> TextEncoding {
    let decoded = UTF16Text.decode(bytes[beginning.mark...], beginning.order)
    if form == .xml, let declared = DeclaredEncoding(in: decoded.text) {
      guard declared.names(beginning.order) else {
        throw Optional(declared).contradiction(at: nil, looksLike: "UTF-16")
      }
    } else if charset != .utf16 {
      throw Fault(
        .encoding, at: 0, "内容看起来是 UTF-16，但没有如此声明；请使用 UTF-8",
        "this looks like UTF-16 but does not say so; use UTF-8")
    }
    guard decoded.read + beginning.mark == bytes.count else {
      throw Fault(
        .encoding, at: decoded.text.count, "此处不是完整的 UTF-16 字符",
        "this is no whole character of UTF-16")
    }
    return TextEncoding(text: decoded.text)
  }

  private static func chinese(
    _ bytes: [UInt8], _ declared: DeclaredEncoding?
  ) throws(Fault) -> TextEncoding {
    let decoded = GB18030.decode(bytes[...])
    guard decoded.read == bytes.count else {
      let name = declared?.name ?? Charset.gb18030.rawValue
      throw Fault(
        .encoding, at: decoded.text.count, "此处的字节不是 \(name) 字符",
        "these bytes are no character of \(name)")
    }
    return TextEncoding(text: decoded.text)
  }

  // Systems often write one encoding and declare the other. Bytes that are UTF-8 with characters of
  // three bytes are hardly ever GBK text: each run of ideographs would have to be of threes of
  // bytes that fit. Where it happens, the sender learns of it; taken wrongly, a name would be
  // garbled for ever.
  static func looksLikeUTF8(_ bytes: [UInt8]) -> Bool {
    bytes.contains { $0 >= 0xE0 } && UTF8Text.firstFault(in: bytes) == nil
  }

  /// The name of the encoding bytes look like that are not what they should be.
  private static func lookalike(_ bytes: [UInt8]) -> String? {
    if UTF8Text.firstFault(in: bytes) == nil { return "UTF-8" }
    guard GB18030.decode(bytes[...]).read == bytes.count else { return nil }
    var index = 0
    while index < bytes.count {
      let length = bytes[index] < 0x80 ? 1 : GB18030.length(in: bytes[...], at: index)
      if length == 4 { return "GB18030" }
      index += max(1, length)
    }
    return "GBK"
  }
}
