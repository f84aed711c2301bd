import CCurl

/// A network address as bytes, to tell the public Internet from everything nearer.
package struct Address: Sendable {
  /// 4 or 16 of them, in network order.
  package let bytes: [UInt8]

  package init(bytes: [UInt8]) { self.bytes = bytes }

  /// An address as it is written: four numbers, or groups with colons. Nil for anything else.
  package init?(_ text: String) {
    var bytes = [UInt8](repeating: 0, count: 16)
    let count = unsafe birthgate_parse_address(text, &bytes)
    guard count > 0 else { return nil }
    self.bytes = Array(bytes.prefix(Int(count)))
  }

  /// Whether it is one that the whole Internet can reach: the IANA special-purpose registries
  /// (RFC 6890 and successors), and no form of IPv6 that carries an IPv4 address in it, since that
  /// could be any.
  package var isPublic: Bool {
    switch bytes.count {
    case 4: !Self.special4.contains { matches($0.0, $0.1) }
    // Global unicast is 2000::/3; loopback, mapped (::ffff/96), NAT64 (64:ff9b::/96), unique-local,
    // link-local and multicast all lie outside.
    case 16: matches([0x20], 3) && !Self.special6.contains { matches($0.0, $0.1) }
    default: false
    }
  }

  private static let special4: [([UInt8], Int)] = [
    ([0], 8),  // this network
    ([10], 8), ([172, 16], 12), ([192, 168], 16),  // private, RFC 1918
    ([100, 64], 10),  // carrier-grade NAT, RFC 6598
    ([127], 8),  // loopback
    ([169, 254], 16),  // link-local, and the metadata services of clouds
    ([192, 0, 0], 24),  // protocol assignments
    ([192, 0, 2], 24), ([198, 51, 100], 24), ([203, 0, 113], 24),  // documentation
    ([192, 88, 99], 24),  // 6to4 relays
    ([198, 18], 15),  // benchmarking
    ([224], 4), ([240], 4),  // multicast; reserved and broadcast
  ]

  private static let special6: [([UInt8], Int)] = [
    ([0x20, 0x01, 0x00], 23),  // protocol assignments, Teredo among them
    ([0x20, 0x01, 0x0d, 0xb8], 32), ([0x3f, 0xff, 0x00], 20),  // documentation
    ([0x20, 0x02], 16),  // 6to4
  ]

  /// Whether the first `length` bits are those of `prefix`.
  func matches(_ prefix: [UInt8], _ length: Int) -> Bool {
    (0..<length).allSatisfy { bit in
      let mask: UInt8 = 0x80 >> (bit % 8)
      let wanted = bit / 8 < prefix.count ? prefix[bit / 8] & mask : 0
      return bytes[bit / 8] & mask == wanted
    }
  }
}
