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
}
