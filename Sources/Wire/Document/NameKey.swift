/// A member name as two words and a length: names up to sixteen bytes are the same where these are,
/// and longer ones differ where these do.
struct NameKey: Hashable {
  private var first: UInt64 = 0
  private var last: UInt64 = 0
  private var count: Int

  init(_ name: UnsafeBufferPointer<UInt8>) {
    count = name.count
    let bytes = UnsafeRawBufferPointer(name)
    if count >= 8 {
      unsafe first = bytes.loadUnaligned(as: UInt64.self)
      unsafe last = bytes.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
    } else {
      for index in 0..<count { unsafe first = first << 8 | UInt64(bytes[index]) }
    }
  }

  /// Whether the same key says the same name.
  var isWhole: Bool { count <= 16 }
}
