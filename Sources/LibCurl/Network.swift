/// A range of addresses as operators write it: `10.1.0.0/16`, `fd12::/16`, or one address alone.
package struct Network: Hashable, Sendable {
  /// 4 or 16, in network order; beyond the prefix all bits are nought.
  package let bytes: [UInt8]
  package let prefixLength: Int

  /// Nil where the text is none, or has bits set beyond its prefix, which is nearly always a slip.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let address = parts.first, let bytes = Address(String(address))?.bytes else { return nil }
    var length = bytes.count * 8
    if parts.count == 2 {
      let digits = parts[1]
      guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }),
        let number = Int(digits), number <= length
      else { return nil }
      length = number
    }
    self.bytes = bytes
    prefixLength = length
    let hasMore = (length..<bytes.count * 8).contains { bytes[$0 / 8] & 0x80 >> ($0 % 8) != 0 }
    if hasMore { return nil }
  }

  /// Whether an address lies in it. A form of IPv6 that carries an IPv4 address is another address:
  /// it lies in no range of IPv4.
  package func contains(_ address: Address) -> Bool {
    address.bytes.count == bytes.count && address.matches(bytes, prefixLength)
  }
}
