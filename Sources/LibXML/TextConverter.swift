import CXML2

/// Turns the few encodings of Chinese and older systems into UTF-8, by the C library's iconv.
///
/// libxml2's own converters report what they cannot convert on standard error, bytes and all; those
/// bytes are personal data here. One converter serves one text, piece by piece.
@safe
package final class TextConverter {
  private let converter: iconv_t

  /// Nothing where the C library knows no such encoding.
  package init?(from name: String) {
    // iconv_open answers (iconv_t)-1 where it knows no such encoding.
    guard let converter = unsafe iconv_open("UTF-8", name), Int(bitPattern: converter) != -1
    else { return nil }
    unsafe self.converter = converter
  }

  deinit { unsafe _ = iconv_close(converter) }

  /// Appends what the bytes say, as far as they are whole characters of the encoding, and answers
  /// how many bytes that were.
  package func append(_ bytes: ArraySlice<UInt8>, to text: inout [UInt8]) -> Int {
    let whole = bytes.count
    var left = whole
    unsafe bytes.withUnsafeBytes { source in
      // iconv takes a pointer to change, and changes nothing behind it.
      let start = unsafe source.baseAddress?.assumingMemoryBound(to: CChar.self)
      var from = unsafe UnsafeMutablePointer(mutating: start)
      unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 4096) { room in
        var isStuck = false
        while left > 0, !isStuck {
          var to = room.baseAddress
          var space = room.count
          let before = left
          let answer = unsafe iconv(converter, &from, &left, &to, &space)
          let made = unsafe UnsafeRawBufferPointer(room)[..<(room.count - space)]
          unsafe text.append(contentsOf: made)
          isStuck = answer == -1 && left == before
        }
      }
    }
    return whole - left
  }
}
