import LibBytes

/// A member name as two words and a length: names up to sixteen bytes are the same where these are,
/// and longer ones differ where these do.
struct NameKey: Hashable {
  private var first: UInt64 = 0
  private var last: UInt64 = 0
  private var count: Int

  @inline(__always)
  init(_ name: Bytes) {
    count = name.count
    switch count {
    case 8...:
      first = name.eight(at: 0)
      last = name.eight(at: count - 8)
    case 4...:
      first = UInt64(name.four(at: 0)) << 32 | UInt64(name.four(at: count - 4))
    case 1...:
      let ends = UInt64(name[0]) << 16 | UInt64(name[count - 1])
      first = ends | UInt64(name[count / 2]) << 8
    default: break
    }
  }

  /// One bit of 64: names whose bits differ differ.
  @inline(__always)
  var mark: UInt64 {
    let mixed = (first ^ last &* 0x9E37_79B9 ^ UInt64(count)) &* 0x9E37_79B9_7F4A_7C15
    return 1 << (mixed >> 58)
  }

  /// Whether the same key says the same name.
  var isWhole: Bool { count <= 16 }
}
