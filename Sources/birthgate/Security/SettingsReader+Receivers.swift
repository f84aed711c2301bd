import Casework
import LibCurl
import Wire

extension SettingsReader {
  /// `receivers`: which private networks those may stand in who are told.
  mutating func receiverNetworks(_ value: JSONValue) -> [Network] {
    guard let receivers = value.member("receivers"), !receivers.isNull else { return [] }
    guard receivers.isObject else {
      complain(.format, "/receivers", "须为对象。", "An object is needed.")
      return []
    }
    refuseOthers(receivers, at: "/receivers", than: ["allow"])
    var networks: [Network] = []
    for (place, text) in texts(receivers, "allow", at: "/receivers").enumerated() {
      if let network = Network(text) {
        if Self.isTooWide(network) {
          complain(
            .range, "/receivers/allow/\(place)",
            "网段过宽，或含链路本地、内嵌 IPv4 的地址。",
            "The network is too wide, or holds link-local addresses or ones with IPv4 in them.")
        }
        networks.append(network)
      } else {
        complain(
          .format, "/receivers/allow/\(place)",
          "须为网段，如 10.1.0.0/16，前缀以外的位须为零。",
          "A network such as 10.1.0.0/16 is needed, with no bits beyond its prefix.")
      }
    }
    return networks
  }

  /// No house has a network of its own that is wider than 10.0.0.0/8 or fc00::/7. On link-local
  /// addresses clouds keep the keys of a machine, and an address of IPv6 that carries one of IPv4
  /// could be any.
  private static func isTooWide(_ network: Network) -> Bool {
    if network.prefixLength < (network.bytes.count == 4 ? 8 : 7) { return true }
    return ["169.254.169.254", "fe80::1", "::ffff:10.0.0.1", "64:ff9b::a00:1"].contains { text in
      Address(text).map(network.contains) ?? false
    }
  }
}
