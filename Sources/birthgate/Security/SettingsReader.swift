import Casework
import Foundation
import LibCrypto
import Wire

/// Reads a settings file and says everything that is wrong with it at once.
struct SettingsReader {
  private var faults: [Fault] = []

  /// Why a settings file was not taken.
  struct Trouble: Error, Sendable {
    var faults: [Fault]
  }

  static func read(_ bytes: [UInt8]) throws(Trouble) -> Settings {
    let value: JSONValue
    do throws(JSONTrouble) {
      value = try JSONValue.reading(bytes)
    } catch {
      throw Trouble(faults: [
        Fault(
          .notWellFormed, at: "", line: error.line, column: error.column,
          Plain("设置文件不是正确的 JSON。", "The settings are not well-formed JSON."))
      ])
    }
    var reader = SettingsReader()
    let settings = reader.settings(value)
    guard reader.faults.isEmpty else { throw Trouble(faults: reader.faults) }
    return settings
  }

  mutating func settings(_ value: JSONValue) -> Settings {
    guard value.isObject else {
      complain(.format, "", "设置须是一个对象。", "The settings must be an object.")
      return .standard
    }
    refuseOthers(
      value, at: "",
      than: Self.channelNames.union([
        "senders", "publicURL", "allowPrivateWebhooks", "parentLinkDays", "keyFile",
        "noticeFolder", "trialPacks", "dialects", "manifestHour", "requestDays", "batchBytesMax",
        "inboxes", "certificateQuery", "receivers", "letters", "offices", "texts",
        "bindingsPerChild", "bindingsPerGuardian", "trustedProxies",
      ]))
    var settings = Settings()
    if let folder = text(value, "dialects", at: "") {
      settings.dialectFolder = folder
      settings.dialects = dialects(folder)
    }
    if let list = value.member("senders") {
      settings.senders = senders(list, settings.dialects)
    }
    settings.publicURL = text(value, "publicURL", at: "")
    settings.keyFile = text(value, "keyFile", at: "")
    settings.noticeFolder = text(value, "noticeFolder", at: "")
    if let service = value.member("certificateQuery"), !service.isNull {
      settings.certificateQuery = certificateQuery(service, settings.dialects)
    }
    if let packs = value.member("trialPacks") { settings.trialPacks = regions(packs) }
    if let flag = flag(value, "allowPrivateWebhooks") { settings.allowsPrivateReceivers = flag }
    settings.receiverNetworks = receiverNetworks(value)
    if let days = number(value, "parentLinkDays", 1...3660) { settings.parentLinkDays = days }
    if let most = number(value, "bindingsPerChild", 1...20) { settings.bindingsPerChild = most }
    if let most = number(value, "bindingsPerGuardian", 1...100) {
      settings.bindingsPerGuardian = most
    }
    if let count = number(value, "trustedProxies", 0...8) { settings.trustedProxies = count }
    if let hour = number(value, "manifestHour", 0...23) { settings.manifestHour = hour }
    if let days = number(value, "requestDays", 1...31) { settings.requestDays = days }
    readBatches(value, into: &settings)
    settings.channels = channels(value)
    readLetters(value, into: &settings)
    return settings
  }

  mutating func flag(_ value: JSONValue, _ name: String, at path: String = "") -> Bool? {
    guard let member = value.member(name) else { return nil }
    if let flag = member.bool { return flag }
    complain(.format, "\(path)/\(name)", "须为 true 或 false。", "True or false.")
    return nil
  }

  mutating func number(
    _ value: JSONValue, _ name: String, at path: String = "", _ range: ClosedRange<Int>
  ) -> Int? {
    guard let member = value.member(name) else { return nil }
    if let number = member.int, range.contains(number) { return number }
    complain(
      .range, "\(path)/\(name)", "须为 \(range.lowerBound) 至 \(range.upperBound) 的整数。",
      "An integer, \(range.lowerBound) to \(range.upperBound).")
    return nil
  }

  mutating func regions(_ value: JSONValue) -> Set<String> {
    let regions = value.array?.compactMap(\.string) ?? []
    guard let array = value.array, regions.count == array.count,
      regions.allSatisfy(PolicyShelf.isRegion)
    else {
      complain(
        .format, "/trialPacks", "须为地区代码的数组。", "An array of regions, 2, 4 or 6 digits.")
      return []
    }
    return Set(regions)
  }

  /// The operator's own tables; what is wrong with one is said with its file and place in it.
  mutating func dialects(_ folder: String) -> DialectShelf {
    do throws(DialectShelf.Trouble) {
      return try DialectShelf.reading(folder: folder)
    } catch {
      for fault in error.faults {
        faults.append(
          Fault(
            fault.code, at: "/dialects", line: fault.line, column: fault.column,
            Plain(
              "\(error.file)\(fault.path)：\(fault.message.chinese)",
              "\(error.file)\(fault.path): \(fault.message.english)")))
      }
      return .builtIn
    }
  }

  mutating func senders(
    _ value: JSONValue, _ dialects: DialectShelf
  ) -> [String: Sender] {
    guard let items = value.array else {
      complain(.format, "/senders", "须为数组。", "An array is needed.")
      return [:]
    }
    var senders: [String: Sender] = [:]
    for (place, item) in items.enumerated() {
      let path = "/senders/\(place)"
      guard let sender = sender(item, dialects, at: path) else { continue }
      if senders.updateValue(sender, forKey: sender.code) != nil {
        complain(.duplicateName, path + "/code", "发送方重复。", "This sender stands twice.")
      }
    }
    return senders
  }

  mutating func sender(
    _ value: JSONValue, _ dialects: DialectShelf, at path: String
  ) -> Sender? {
    guard value.isObject else {
      complain(.format, path, "须为对象。", "An object is needed.")
      return nil
    }
    refuseOthers(
      value, at: path,
      than: [
        "code", "name", "families", "divisions", "dialect", "charset", "keys", "requests",
        "requestsSecret", "manifests",
      ])
    guard let code = text(value, "code", at: path) else {
      complain(.missing, path + "/code", "缺少发送方代码。", "The sender's code is missing.")
      return nil
    }
    let keys = keys(value, at: path)
    var sender = Sender(
      code: code, name: text(value, "name", at: path) ?? code,
      families: families(value, at: path),
      divisions: divisions(value, at: path),
      dialects: dialectNames(value, dialects, at: path), charset: charset(value, at: path),
      keys: keys)
    sender.requests = requests(value, keys, at: path)
    sender.owesDailyManifest = owesDailyManifest(value, at: path)
    return sender
  }

  // One name or several.
  mutating func dialectNames(
    _ value: JSONValue, _ dialects: DialectShelf, at path: String
  ) -> [String] {
    guard let member = value.member("dialect"), !member.isNull else { return [] }
    guard let names = member.texts ?? member.string.map({ [$0] }) else {
      complain(.format, path + "/dialect", "须为文本或文本数组。", "A text or an array of texts.")
      return []
    }
    for name in names where dialects.find(name) == nil {
      complain(.unknownCode, path + "/dialect", dialects.lack(of: name))
    }
    return names
  }

  mutating func charset(_ value: JSONValue, at path: String) -> Charset? {
    guard let name = text(value, "charset", at: path) else { return nil }
    if let charset = Charset(name: name) { return charset }
    complain(.unknownCode, path + "/charset", Charset.lack)
    return nil
  }

  mutating func key(_ value: JSONValue, at path: String) -> SenderKey? {
    refuseOthers(value, at: path, than: ["id", "type", "secret", "publicKey", "from", "to"])
    guard let id = text(value, "id", at: path), let type = text(value, "type", at: path) else {
      complain(.missing, path, "密钥须有 id 和 type。", "A key needs id and type.")
      return nil
    }
    guard let material = material(value, type: type, at: path) else { return nil }
    return SenderKey(
      id: id, material: material, from: instant(value, "from", at: path),
      to: instant(value, "to", at: path))
  }

  mutating func material(_ value: JSONValue, type: String, at path: String)
    -> SenderKey.Material?
  {
    switch type {
    case "hmac-sm3":
      let secret = text(value, "secret", at: path).flatMap { Data(base64Encoded: $0) }
      guard let secret, secret.count >= 16 else {
        complain(
          .format, path + "/secret", "须为不少于 16 字节的 base64。",
          "Base64 of at least 16 bytes is needed.")
        return nil
      }
      return .hmacSM3(secret: [UInt8](secret))
    case "sm2":
      guard let pem = text(value, "publicKey", at: path),
        let key = try? SM2.PublicKey(pem: pem)
      else {
        complain(
          .format, path + "/publicKey", "须为 PEM 格式的 SM2 公钥。",
          "A public SM2 key in PEM is needed.")
        return nil
      }
      return .sm2(key)
    default:
      complain(
        .unknownCode, path + "/type", "只有 hmac-sm3 和 sm2 两种。",
        "There are hmac-sm3 and sm2 only.")
      return nil
    }
  }

  // A day counts from its first instant in China.
  mutating func instant(_ value: JSONValue, _ name: String, at path: String) -> Instant? {
    guard let text = text(value, name, at: path) else { return nil }
    if let instant = Instant(rfc3339: text) ?? CivilDate(text)?.start { return instant }
    complain(
      .notADate, "\(path)/\(name)", "须为日期或带时区的时刻。",
      "A date or an instant with an offset is needed.")
    return nil
  }

  mutating func text(_ value: JSONValue, _ name: String, at path: String) -> String? {
    guard let member = value.member(name), !member.isNull else { return nil }
    if let text = member.string, !text.isEmpty { return text }
    complain(.format, "\(path)/\(name)", "须为非空文本。", "A text is needed.")
    return nil
  }

  mutating func texts(_ value: JSONValue, _ name: String, at path: String) -> [String] {
    guard let member = value.member(name), !member.isNull else { return [] }
    if let texts = member.texts { return texts }
    complain(.format, "\(path)/\(name)", "须为文本数组。", "An array of texts is needed.")
    return []
  }

  // A mistyped name would silently leave a door open, so names we do not know are refused.
  mutating func refuseOthers(
    _ value: JSONValue, at path: String, than names: Set<String>
  ) {
    for name in value.memberNames where !names.contains(name) {
      complain(.unknownField, "\(path)/\(name)", "没有这项设置。", "There is no such setting.")
    }
  }

  mutating func complain(
    _ code: Finding.Code, _ path: String, _ chinese: String, _ english: String
  ) {
    complain(code, path, Plain(chinese, english))
  }

  mutating func complain(_ code: Finding.Code, _ path: String, _ message: Plain) {
    faults.append(Fault(code, at: path, message))
  }
}
