/// Reads UTF-16 (RFC 2781) in either order of bytes.
enum UTF16Text {
  /// Which byte of a unit comes first.
  enum Order: Hashable, Sendable { case little, big }

  /// How a text in UTF-16 begins.
  struct Beginning: Hashable, Sendable {
    var order: Order
    /// Bytes of its byte order mark: 2, or 0 without one.
    var mark: Int
  }

  /// As far as bytes could be read.
  struct Decoded {
    /// UTF-8.
    var text: [UInt8]
    /// How many bytes were read.
    var read: Int
    /// Whether what follows is half a pair of surrogates, rather than a character not complete yet.
    var isBroken = false
  }

  /// Whether bytes begin like UTF-16: with its mark, or with an ASCII character of two bytes, as
  /// all XML and JSON does.
  static func beginning(of bytes: some Collection<UInt8>) -> Beginning? {
    var rest = bytes.makeIterator()
    guard let first = rest.next(), let second = rest.next() else { return nil }
    if let third = rest.next(), let fourth = rest.next(), isUTF32(first, second, third, fourth) {
      return nil
    }
    switch (first, second) {
    case (0xFF, 0xFE): return Beginning(order: .little, mark: 2)
    case (0xFE, 0xFF): return Beginning(order: .big, mark: 2)
    case (0x09..<0x80, 0): return Beginning(order: .little, mark: 0)
    case (0, 0x09..<0x80): return Beginning(order: .big, mark: 0)
    default: return nil
    }
  }

  /// UTF-32 is told apart to be named; nobody sends it on purpose.
  static func isUTF32(_ bytes: [UInt8]) -> Bool {
    bytes.count >= 4 && isUTF32(bytes[0], bytes[1], bytes[2], bytes[3])
  }

  private static func isUTF32(
    _ first: UInt8, _ second: UInt8, _ third: UInt8, _ fourth: UInt8
  ) -> Bool {
    switch (first, second, third, fourth) {
    case (0, 0, 0xFE, 0xFF), (0xFF, 0xFE, 0, 0): true
    case (0, 0, 0, 1...), (1..., 0, 0, 0): true
    default: false
    }
  }

  static func decode(_ bytes: ArraySlice<UInt8>, _ order: Order) -> Decoded {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count + bytes.count / 2)
    var index = bytes.startIndex
    func unit(_ at: Int) -> UInt32 {
      order == .little
        ? UInt32(bytes[at]) | UInt32(bytes[at + 1]) << 8
        : UInt32(bytes[at]) << 8 | UInt32(bytes[at + 1])
    }
    func decoded(isBroken: Bool) -> Decoded {
      Decoded(text: text, read: index - bytes.startIndex, isBroken: isBroken)
    }
    while index + 1 < bytes.endIndex {
      let first = unit(index)
      var value = first
      var length = 2
      if (0xD800..<0xDC00).contains(first) {
        guard index + 3 < bytes.endIndex else { return decoded(isBroken: false) }
        let second = unit(index + 2)
        guard (0xDC00..<0xE000).contains(second) else { return decoded(isBroken: true) }
        value = 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
        length = 4
      }
      guard let scalar = Unicode.Scalar(value) else { return decoded(isBroken: true) }
      if value < 0x80 {
        text.append(UInt8(value))
      } else {
        text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      }
      index += length
    }
    return decoded(isBroken: false)
  }
}
