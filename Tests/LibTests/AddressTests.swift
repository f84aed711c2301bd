import LibCurl
import Testing

@Suite("Only the public Internet is public")
struct AddressTests {
  /// First and last of each special block, and its public neighbours, by the IANA registries.
  @Test(arguments: [
    ("0.0.0.0", false), ("0.255.255.255", false), ("1.0.0.0", true),
    ("9.255.255.255", true), ("10.0.0.0", false), ("10.255.255.255", false), ("11.0.0.0", true),
    ("100.63.255.255", true), ("100.64.0.0", false), ("100.127.255.255", false),
    ("100.128.0.0", true), ("126.255.255.255", true), ("127.0.0.1", false),
    ("127.255.255.255", false), ("128.0.0.0", true), ("169.253.255.255", true),
    ("169.254.169.254", false), ("169.255.0.0", true), ("172.15.255.255", true),
    ("172.16.0.0", false), ("172.31.255.255", false), ("172.32.0.0", true),
    ("192.0.0.1", false), ("192.0.1.0", true), ("192.0.2.1", false), ("192.88.99.1", false),
    ("192.167.255.255", true), ("192.168.0.0", false), ("192.168.255.255", false),
    ("192.169.0.0", true), ("198.17.255.255", true), ("198.18.0.0", false),
    ("198.19.255.255", false), ("198.20.0.0", true), ("198.51.100.7", false),
    ("203.0.113.7", false), ("223.255.255.255", true), ("224.0.0.0", false),
    ("239.255.255.255", false), ("240.0.0.0", false), ("255.255.255.255", false),
  ])
  func version4(text: String, isPublic: Bool) {
    let bytes = text.split(separator: ".").compactMap { UInt8($0) }
    #expect(Address(bytes: bytes).isPublic == isPublic)
  }

  @Test(arguments: [
    ("0000 0000 0000 0000 0000 0000 0000 0000", false),  // unspecified
    ("0000 0000 0000 0000 0000 0000 0000 0001", false),  // loopback
    ("0000 0000 0000 0000 0000 ffff 0808 0808", false),  // mapped
    ("0064 ff9b 0000 0000 0000 0000 7f00 0001", false),  // NAT64
    ("0064 ff9b 0001 0000 0000 0000 7f00 0001", false),  // local NAT64
    ("0100 0000 0000 0000 0000 0000 0000 0001", false),  // discard
    ("2001 0000 0000 0000 0000 0000 0000 0001", false),  // Teredo
    ("2001 01ff ffff ffff ffff ffff ffff ffff", false),  // the end of the assignments
    ("2001 0200 0000 0000 0000 0000 0000 0001", true),
    ("2001 0db8 0000 0000 0000 0000 0000 0001", false),  // documentation
    ("2001 4860 4860 0000 0000 0000 0000 8888", true),
    ("2002 7f00 0001 0000 0000 0000 0000 0001", false),  // 6to4
    ("2003 0000 0000 0000 0000 0000 0000 0001", true),
    ("2400 3200 0000 0000 0000 0000 0000 0001", true),
    ("3fff 0fff 0000 0000 0000 0000 0000 0001", false),  // documentation
    ("4000 0000 0000 0000 0000 0000 0000 0001", false),  // unassigned
    ("fc00 0000 0000 0000 0000 0000 0000 0001", false),  // unique-local
    ("fdff 0000 0000 0000 0000 0000 0000 0001", false),
    ("fe80 0000 0000 0000 0000 0000 0000 0001", false),  // link-local
    ("ff02 0000 0000 0000 0000 0000 0000 0001", false),  // multicast
  ])
  func version6(text: String, isPublic: Bool) {
    #expect(Address(bytes: hex(text)).isPublic == isPublic)
  }

  @Test func whatIsNoAddressIsNotPublic() {
    #expect(!Address(bytes: []).isPublic)
    #expect(!Address(bytes: [8, 8, 8]).isPublic)
  }

  @Test(arguments: [
    ("10.1.0.0/16", "10.1.255.255", true), ("10.1.0.0/16", "10.2.0.0", false),
    ("10.1.0.0/16", "10.0.255.255", false), ("0.0.0.0/0", "255.1.2.3", true),
    ("192.168.7.9", "192.168.7.9", true), ("192.168.7.9", "192.168.7.8", false),
    ("192.168.7.8/31", "192.168.7.9", true), ("fd12:3400::/24", "fd12:34ff::1", true),
    ("fd12:3400::/24", "fd12:3500::1", false),
    // What carries another address in it is not that address.
    ("10.1.0.0/16", "::ffff:10.1.2.3", false), ("10.1.0.0/16", "64:ff9b::a01:203", false),
    ("::ffff:10.1.0.0/112", "10.1.2.3", false), ("0.0.0.0/0", "::1", false),
  ])
  func networksHoldWhatTheySay(network: String, address: String, holds: Bool) throws {
    let network = try #require(Network(network))
    #expect(network.contains(try #require(Address(address))) == holds)
  }

  @Test(arguments: [
    "", "10.1", "10.1.0.0/", "10.1.0.0/33", "10.1.0.0/-1", "10.1.0.0/ 8", "10.1.2.0/16",
    "fd12::1/64", "fd12::/129", "example.org", "10.1.0.0/16/8", "/8", "010.1.0.0/x",
  ])
  func slipsAreNoNetworks(text: String) {
    #expect(Network(text) == nil)
  }
}
