import Casework
import Engine
import Foundation
import LibCurl
import Wire

extension Subscription {
  /// As callers see it: never with the secret.
  var shown: JSONValue {
    .record([
      "id": .string(id), "url": .string(url), "types": .texts(types),
      "division": division.isEmpty ? nil : .string(division),
      "signature": isPublicKey ? "v1a" : "v1",
    ])
  }
}

/// What a caller asks for when it subscribes.
struct SubscriptionRequest: Sendable {
  var url: String
  var types: [String]
  var division: String?
  /// Whether events are signed by `v1a`.
  var isPublicKey = false

  init(_ body: JSONValue, privateReceivers: Bool, networks: [Network]) throws(Problem) {
    var reader = RequestReader()
    url = body["url"]?.string ?? ""
    if let fault = ReceiverURL.fault(
      of: url, privateAllowed: privateReceivers, networks: networks)
    {
      reader.complain(fault.code, "/url", fault.text.chinese, fault.text.english)
    }
    types = ["cn.birthgate.*"]
    if let given = body["types"], !given.isNull {
      if let texts = given.texts, !texts.isEmpty, texts.allSatisfy(Self.isPattern) {
        types = texts
      } else {
        reader.complain(
          .format, "/types", "须为事件类型的数组，末尾可用 *，如 cn.birthgate.code.*。",
          "An array of event types is needed, each with * at most at its end, as in"
            + " cn.birthgate.code.*.")
      }
    }
    if let given = body["signature"], !given.isNull {
      if let word = given.string, ["v1", "v1a"].contains(word) {
        isPublicKey = word == "v1a"
      } else {
        reader.complain(
          .unknownCode, "/signature", "只有 v1 和 v1a。", "There are v1 and v1a only.")
      }
    }
    if let given = body["division"], !given.isNull, given.string == nil {
      reader.complain(
        .identifierNotString, "/division", "区划代码须为文本。", "A division is a text.")
    }
    division = reader.division(body["division"]?.string)
    try reader.close()
  }

  private static func isPattern(_ text: String) -> Bool {
    let stem = text.hasSuffix("*") ? text.dropLast() : text[...]
    return (1...100).contains(text.utf8.count)
      && stem.utf8.allSatisfy { (97...122).contains($0) || $0 == 46 || $0 == 45 }
  }
}

/// Says whether an address may be that of a webhook receiver.
///
/// This is the first of two nets: what a name leads to is checked again at every delivery, after
/// it has been resolved, because a name can change its mind.
enum ReceiverURL {
  typealias Fault = (code: Finding.Code, text: Plain)

  /// - Parameter networks: private ones in which receivers may stand.
  static func fault(
    of text: String, privateAllowed: Bool, networks: [Network] = []
  ) -> Fault? {
    guard !text.isEmpty else {
      return (.missing, Plain("缺少接收地址。", "The receiver's address is missing."))
    }
    guard text.utf8.count <= 2000, text.utf8.allSatisfy({ $0 > 32 && $0 < 127 }),
      let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
      ["http", "https"].contains(scheme), let host = parts.percentEncodedHost?.lowercased(),
      isHost(host)
    else {
      return (.format, Plain("须为 http 或 https 地址。", "An http or https address is needed."))
    }
    if let port = parts.port, !(1...65_535).contains(port) {
      return (.range, Plain("端口须为 1 至 65535。", "A port is 1 to 65535."))
    }
    guard parts.user == nil, parts.password == nil, parts.fragment == nil else {
      return (
        .notAllowed,
        Plain("地址中不得有用户名、密码或片段。", "No user, password or fragment in the address.")
      )
    }
    guard privateAllowed || isPublic(host) || mayLie(host, in: networks) else {
      return (
        .notAllowed,
        Plain(
          "接收地址须为公网地址；内网地址需在设置中放行。",
          "The receiver must stand on a public address; the settings can allow others.")
      )
    }
    return nil
  }

  /// Whether it is written as hosts are: what else URLs can hold in a host's place (`;`, `%00`) the
  /// next reader may take for something else.
  private static func isHost(_ host: String) -> Bool {
    if host.hasPrefix("["), host.hasSuffix("]") {
      return Address(String(host.dropFirst().dropLast())) != nil
    }
    return !host.isEmpty
      && host.utf8.allSatisfy {
        (97...122).contains($0) || (48...57).contains($0) || [45, 46, 95].contains($0)
      }
  }

  /// Where the operator has named networks, a name may lead there; the connection shows whether it
  /// does.
  private static func mayLie(_ host: String, in networks: [Network]) -> Bool {
    guard !networks.isEmpty else { return false }
    let text = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
    if let address = Address(text) { return networks.contains { $0.contains(address) } }
    let last = host.split(separator: ".").last ?? ""
    if last == "localhost" {
      return networks.contains { network in
        ["127.0.0.1", "::1"].contains { Address($0).map(network.contains) ?? false }
      }
    }
    // Other ways to write an address: a name never ends in a number.
    return !text.contains(":") && !last.hasPrefix("0x")
      && !last.utf8.allSatisfy { (48...57).contains($0) }
  }

  private static func isPublic(_ host: String) -> Bool {
    let name = host.hasSuffix(".") ? String(host.dropLast()) : host
    if name.hasPrefix("[") || name.contains(":") { return isPublicIPv6(name) }
    let labels = name.split(separator: ".", omittingEmptySubsequences: false)
    guard let last = labels.last, !last.isEmpty else { return false }
    // What ends in a number is an address to every resolver (also 127.1, 0x7f.1, 2130706433).
    if last.utf8.allSatisfy({ (48...57).contains($0) }) || last.hasPrefix("0x") {
      // With a nought before it a number is one of eight digits to some.
      let octets = labels.filter { $0 == "0" || !$0.hasPrefix("0") }.compactMap { UInt8($0) }
      return labels.count == 4 && octets.count == 4 && isPublicIPv4(octets)
    }
    return labels.count > 1 && !["local", "localhost", "internal"].contains(last)
  }

  private static func isPublicIPv4(_ octets: [UInt8]) -> Bool {
    switch (octets[0], octets[1]) {
    case (0, _), (10, _), (127, _), (224..., _): false
    case (100, 64...127), (169, 254), (172, 16...31), (192, 168), (192, 0), (198, 18...19): false
    default: true
    }
  }

  // Only 2000::/3 is given out; in it 6to4 and Teredo carry other addresses.
  private static func isPublicIPv6(_ name: String) -> Bool {
    let text = name.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
    guard let first = text.split(separator: ":", omittingEmptySubsequences: false).first,
      let group = UInt16(first, radix: 16), (0x2000...0x3fff).contains(group), group != 0x2002
    else { return false }
    return !(text.hasPrefix("2001:0:") || text.hasPrefix("2001::"))
  }
}
