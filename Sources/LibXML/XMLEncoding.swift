import CXML2

/// Turns the few encodings of Chinese and older systems into UTF-8, by the C library's iconv.
///
/// libxml2's own converters report what they cannot convert on standard error, bytes and all; those
/// bytes are personal data here.
package enum XMLEncoding: Sendable {
  /// The bytes in UTF-8, or nil where they are not text of that encoding.
  ///
  /// GB 18030 holds GBK and GB 2312, so one converter reads all three.
  package static func utf8(_ bytes: [UInt8], from name: String) -> [UInt8]? {
    // iconv_open answers (iconv_t)-1 where it knows no such encoding.
    guard let converter = unsafe iconv_open("UTF-8", name),
      Int(bitPattern: converter) != -1
    else { return nil }
    defer { unsafe iconv_close(converter) }
    var source = bytes.map { CChar(bitPattern: $0) }
    // No character of these encodings becomes more than twice as long.
    let room = bytes.count * 2 + 16
    var isWhole = false
    let text = unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
      unsafe source.withUnsafeMutableBufferPointer { input in
        unsafe buffer.withMemoryRebound(to: CChar.self) { output in
          var from = input.baseAddress
          var to = output.baseAddress
          var left = input.count
          var space = room
          isWhole = unsafe iconv(converter, &from, &left, &to, &space) != -1 && left == 0
          count = room - space
        }
      }
    }
    return isWhole ? text : nil
  }
}
