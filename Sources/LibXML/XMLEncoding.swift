import CXML2

/// Turns the few encodings of Chinese and older systems into UTF-8.
package enum XMLEncoding: Sendable {
  /// The bytes in UTF-8, or nil where they are not text of that encoding.
  ///
  /// GB 18030-2022 holds GBK and GB 2312, so one converter reads all three.
  package static func utf8(_ bytes: [UInt8], from name: String) -> [UInt8]? {
    guard let handler = unsafe xmlFindCharEncodingHandler(name) else { return nil }
    defer { unsafe xmlCharEncCloseFunc(handler) }
    guard let input = unsafe xmlBufferCreateSize(bytes.count + 1),
      let output = unsafe xmlBufferCreateSize(bytes.count * 2 + 16)
    else { return nil }
    defer {
      unsafe xmlBufferFree(input)
      unsafe xmlBufferFree(output)
    }
    let added = unsafe bytes.withUnsafeBufferPointer {
      unsafe xmlBufferAdd(input, $0.baseAddress, Int32($0.count))
    }
    guard added == 0 else { return nil }
    var left = Int(unsafe xmlBufferLength(input))
    while left > 0 {
      guard unsafe xmlCharEncInFunc(handler, output, input) >= 0 else { return nil }
      let now = Int(unsafe xmlBufferLength(input))
      guard now < left else { return nil }
      left = now
    }
    guard let text = unsafe xmlBufferContent(output) else { return nil }
    return unsafe Array(
      UnsafeBufferPointer(start: text, count: Int(xmlBufferLength(output))))
  }
}
