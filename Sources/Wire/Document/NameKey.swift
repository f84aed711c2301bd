import LibBytes

/// A member name as two words and a length: names up to sixteen bytes are the same where these are,
/// and longer ones differ where these do.
struct NameKey: Hashable {
  private var first: UInt64 = 0
  private var last: UInt64 = 0
  private var count: Int

  init(_ name: Bytes) {
    count = name.count
    if count >= 8 {
      first = name.eight(at: 0)
      last = name.eight(at: count - 8)
    } else {
      for index in 0..<count { first = first << 8 | UInt64(name[index]) }
    }
  }

  /// Whether the same key says the same name.
  var isWhole: Bool { count <= 16 }
}
