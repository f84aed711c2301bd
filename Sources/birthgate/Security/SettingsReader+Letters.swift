import Casework
import Channels
import Engine
import Foundation
import Wire

/// What the settings say of how people are written to: hours, how often, offices, texts.
extension SettingsReader {
  mutating func readLetters(_ value: JSONValue, into settings: inout Settings) {
    if let letters = value.member("letters"), !letters.isNull {
      readTerms(letters, into: &settings.letters)
    }
    if let offices = value.member("offices"), !offices.isNull {
      settings.letters.offices = self.offices(
        offices, settings.channels.peers, ways: OfficeWays(value))
    }
    guard let folder = text(value, "texts", at: "") else { return }
    settings.textFolder = folder
    do throws(TextShelf.Trouble) {
      settings.texts = try TextShelf.reading(folder: folder, link: settings.sampleLink)
    } catch {
      for fault in error.faults { complain(.format, "/texts", fault.plain) }
    }
  }

  private mutating func readTerms(_ value: JSONValue, into terms: inout LetterTerms) {
    guard value.isObject else {
      return complain(.format, "/letters", "须为对象。", "An object is needed.")
    }
    refuseOthers(value, at: "/letters", than: ["from", "to", "remindersPerWeek"])
    let opens = minutes(value, "from") ?? terms.window.opens
    let closes = minutes(value, "to") ?? terms.window.closes
    if let window = SendWindow(from: opens, to: closes) {
      terms.window = window
    } else {
      complain(
        .range, "/letters/to", "结束须晚于开始，且在同一天。",
        "The end must come after the beginning, on the same day.")
    }
    if value.member("remindersPerWeek") != nil,
      let most = number(value, "remindersPerWeek", at: "/letters", 0...50)
    {
      terms.remindersPerWeek = most
    }
  }

  /// `HH:MM`, up to 24:00, as minutes.
  private mutating func minutes(_ value: JSONValue, _ name: String) -> Int? {
    guard let text = text(value, name, at: "/letters") else { return nil }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    if parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }),
      let hour = Int(parts[0]), let minute = Int(parts[1]), (0...24).contains(hour),
      (0..<60).contains(minute), hour < 24 || minute == 0
    {
      return hour * 60 + minute
    }
    complain(.format, "/letters/\(name)", "须为 HH:MM。", "HH:MM is needed.")
    return nil
  }

  private mutating func offices(
    _ value: JSONValue, _ peers: [Peer], ways: OfficeWays
  ) -> [OfficeReceiver] {
    guard let items = value.array else {
      complain(.format, "/offices", "须为数组。", "An array is needed.")
      return []
    }
    var offices: [OfficeReceiver] = []
    for (place, item) in items.enumerated() {
      let path = "/offices/\(place)"
      guard let office = office(item, at: path) else { continue }
      checkWay(office, ways, at: path)
      if offices.contains(where: { $0.id == office.id }) {
        complain(.duplicateName, path + "/id", "机构重复。", "This office stands twice.")
      }
      if office.wantsDetails { checkDetails(office, peers, at: path + "/details") }
      offices.append(office)
    }
    return offices
  }

  private mutating func office(_ value: JSONValue, at path: String) -> OfficeReceiver? {
    guard value.isObject else {
      complain(.format, path, "须为对象。", "An object is needed.")
      return nil
    }
    refuseOthers(
      value, at: path,
      than: [
        "id", "audience", "divisions", "facilities", "channel", "address", "secret", "language",
        "details",
      ])
    var needed: [String: String] = [:]
    for name in ["id", "audience", "channel", "address"] {
      needed[name] = text(value, name, at: path)
      if value.member(name).map(\.isNull) ?? true {
        complain(.missing, "\(path)/\(name)", "缺少这一项。", "This is missing.")
      }
    }
    let secret = self.secret(value, at: path)
    let language = language(value, at: path)
    let divisions = texts(value, "divisions", at: path)
    let facilities = texts(value, "facilities", at: path)
    guard let id = needed["id"], let channel = needed["channel"], let address = needed["address"],
      let audience = needed["audience"].flatMap({ audience($0, at: path) })
    else { return nil }
    if !Pattern.messageID.matches(id) {
      complain(
        .format, path + "/id", "须为 1 至 64 位的 A–Z a–z 0–9 . _ : -。",
        "1 to 64 of A–Z a–z 0–9 . _ : - are needed.")
    }
    check(channel, address, hasSecret: secret != nil, at: path)
    var office = OfficeReceiver(
      id: id, audience: audience, divisions: divisions, channel: channel, address: address)
    office.facilities = facilities
    office.secret = secret ?? []
    office.language = language
    office.wantsDetails = flag(value, "details", at: path) ?? false
    return office
  }

  /// Who a child is goes to those who keep its account, and over no line that others can read.
  private mutating func checkDetails(
    _ office: OfficeReceiver, _ peers: [Peer], at path: String
  ) {
    guard OfficeReceiver.maySeeDetails(office.audience, channel: office.channel) else {
      return complain(
        .notAllowed, path, "只有 channel 为 push 的 taxOffice 和 insuranceAgency 可以要求详情。",
        "Only taxOffice and insuranceAgency, told by push, may ask for details.")
    }
    guard let peer = peers.first(where: { $0.id == office.address }), !peer.isSheltered else {
      return
    }
    complain(
      .notAllowed, path, "推送详情须用 https 或加密的信封，或在内网（allowPrivate）。",
      "Details need https, an envelope that seals, or a private network (allowPrivate).")
  }

  private mutating func audience(_ name: String, at path: String) -> Notice.Audience? {
    if let audience = Notice.Audience(rawValue: name), audience != .guardian { return audience }
    let all = Notice.Audience.allCases.filter { $0 != .guardian }.map(\.rawValue)
      .joined(separator: " ")
    complain(.unknownCode, path + "/audience", "只有这些：\(all)。", "There are only: \(all).")
    return nil
  }

  private mutating func check(
    _ channel: String, _ address: String, hasSecret: Bool, at path: String
  ) {
    switch channel {
    case "push":
      // What it is pushed in, and where, stands with the systems that are pushed to.
      if !Pattern.messageID.matches(address) {
        complain(
          .format, path + "/address", "须为推送对端的名称。", "The name of a system pushed to is needed.")
      }
    case "webhook":
      if ReceiverURL.fault(of: address, privateAllowed: true) != nil {
        complain(
          .format, path + "/address", "须为 http 或 https 地址，且不含用户名和密码。",
          "An http or https address is needed, without user and password.")
      }
      if !hasSecret {
        complain(
          .missing, path + "/secret", "须给出签名用的 secret。", "The secret to sign with is missing.")
      }
    case "email":
      let parts = address.split(separator: "@", omittingEmptySubsequences: false)
      if parts.count != 2 || parts.contains(where: \.isEmpty)
        || address.contains(where: { $0.isWhitespace || $0.isNewline })
      {
        complain(.format, path + "/address", "须为电子邮件地址。", "An e-mail address is needed.")
      }
    case "file": break
    default:
      complain(
        .unknownCode, path + "/channel", "只有 push email webhook file。",
        "There are only push, email, webhook and file.")
    }
  }

  private mutating func secret(_ value: JSONValue, at path: String) -> [UInt8]? {
    guard let text = text(value, "secret", at: path) else { return nil }
    let base64 = text.hasPrefix("whsec_") ? String(text.dropFirst(6)) : text
    if let bytes = Data(base64Encoded: base64), bytes.count >= 16 { return [UInt8](bytes) }
    complain(
      .format, path + "/secret", "须为不少于 16 字节的 base64，可带 whsec_ 前缀。",
      "Base64 of at least 16 bytes is needed, with or without whsec_ before it.")
    return nil
  }

  private mutating func language(_ value: JSONValue, at path: String) -> String? {
    guard let name = text(value, "language", at: path) else { return nil }
    if ["zh-CN", "en"].contains(name) { return name }
    complain(.unknownCode, path + "/language", "只有 zh-CN 和 en。", "There are zh-CN and en only.")
    return nil
  }
}

extension Settings {
  /// A link as long as those that go out; nil where the settings name no address.
  var sampleLink: String? {
    publicURL.map { $0 + "/p/" + String(repeating: "0", count: 32) }
  }
}
