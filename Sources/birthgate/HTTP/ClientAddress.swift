import HTTPTypes
import LibCurl
import Wire

/// Who asks, as the proxies before the gateway tell it: only to tell one stranger from another, and
/// kept nowhere.
///
/// The gateway listens on loopback and sees nobody but what stands before it. An IPv6 address
/// counts by its first 64 bits, since so many belong to one household; whoever comes without an
/// address is one with all who do.
struct ClientAddress: Hashable, Sendable {
  private let network: [UInt8]

  /// - Parameters:
  ///   - forwarded: `X-Forwarded-For`, to which each proxy adds whom it saw, at the end.
  ///   - proxies: how many of them are the operator's own. What stands before theirs anybody may
  ///     have written.
  init(forwarded: String?, proxies: Int) {
    let seen = (forwarded ?? "").split(separator: ",", omittingEmptySubsequences: false)
    let text = seen.dropLast(proxies - 1).last.map { Self.bare($0.trimmed) } ?? ""
    let bytes = Address(text)?.bytes ?? []
    let isMapped = bytes.count == 16 && bytes.starts(with: Self.mapped)
    network = isMapped ? Array(bytes.suffix(4)) : Array(bytes.prefix(8))
  }

  private static let mapped = [UInt8](repeating: 0, count: 10) + [0xff, 0xff]

  /// Without the brackets and the port that some proxies write.
  private static func bare(_ text: String) -> String {
    if text.hasPrefix("[") { return String(text.dropFirst().prefix { $0 != "]" }) }
    let isWithPort = text.count { $0 == ":" } == 1
    return isWithPort ? String(text.prefix { $0 != ":" }) : text
  }
}

extension Exchange {
  /// Nil where the settings name no proxy: then all look alike.
  func client(_ settings: Settings) -> ClientAddress? {
    guard settings.trustedProxies > 0 else { return nil }
    return ClientAddress(
      forwarded: header("X-Forwarded-For"), proxies: settings.trustedProxies)
  }
}
