import Casework
import Channels
import LibCrypto
import Wire

/// What the settings say of offices' systems and of the insurance platform.
extension SettingsReader {
  mutating func peer(_ value: JSONValue, at path: String) -> Peer? {
    refuseOthers(
      value, at: path,
      than: ["id", "url", "envelope", "success", "timeoutSeconds", "allowPrivate"])
    let id = needed(value, "id", at: path)
    let url = needed(value, "url", at: path)
    if let url { checkURL(url, at: path + "/url") }
    let envelope = envelope(value.member("envelope") ?? [:], at: path + "/envelope")
    guard let id, let url, let envelope else { return nil }
    var peer = Peer(id: id, url: url, envelope: envelope, answer: rule(value, at: path))
    var most = 50
    if case .sharing(let account) = envelope, account.refresh != nil {
      // Asking for a secret and being refused once are within the same minute.
      most = 12
      peer.timeoutSeconds = 12
    }
    peer.timeoutSeconds =
      number(value, "timeoutSeconds", at: path, 1...most).map(Double.init) ?? peer.timeoutSeconds
    peer.allowsPrivate = flag(value, "allowPrivate", at: path) ?? false
    return peer
  }

  private mutating func envelope(_ value: JSONValue, at path: String) -> Envelope? {
    switch text(value, "type", at: path) ?? "none" {
    case "none":
      refuseOthers(value, at: path, than: ["type"])
      return .bare
    case "insurance": return insuranceEnvelope(value, at: path).map(Envelope.insurance)
    case "sharing": return sharing(value, at: path).map(Envelope.sharing)
    case "tif":
      refuseOthers(value, at: path, than: ["type", "paasId", "token"])
      guard let id = needed(value, "paasId", at: path),
        let token = needed(value, "token", at: path)
      else { return nil }
      return .tif(TIFHeaders(paasID: id, token: token))
    default:
      complain(
        .unknownCode, path + "/type", "只有 none、insurance、sharing 和 tif。",
        "There are none, insurance, sharing and tif only.")
      return nil
    }
  }

  private mutating func insuranceEnvelope(
    _ value: JSONValue, at path: String
  ) -> InsuranceEnvelope? {
    refuseOthers(
      value, at: path,
      than: [
        "type", "appId", "appSecret", "idName", "version", "canonicaliser", "encrypt", "mode", "iv",
        "key", "hex", "escapeNonASCII", "privateKey", "publicKey",
      ])
    let appID = needed(value, "appId", at: path)
    let secret = needed(value, "appSecret", at: path)
    let sign = signer(value, "privateKey", at: path)
    let verify = verifier(value, at: path)
    let mode = text(value, "mode", at: path) ?? "ecb"
    let iv = text(value, "iv", at: path)
    if !["ecb", "cbc"].contains(mode) {
      complain(.unknownCode, path + "/mode", "只有 ecb 和 cbc。", "There are ecb and cbc only.")
    }
    if mode == "cbc", iv?.utf8.count != 16 {
      complain(.range, path + "/iv", "须为 16 个字符。", "16 characters are needed.")
    }
    let key = text(value, "key", at: path)
    if let key, key.utf8.count != 16 {
      complain(.range, path + "/key", "须为 16 个字符。", "16 characters are needed.")
    }
    guard let appID, let secret, let sign else { return nil }
    var envelope = InsuranceEnvelope(
      appID: appID, appSecret: secret, sign: sign, verify: verify)
    envelope.idName = text(value, "idName", at: path) ?? envelope.idName
    envelope.version = text(value, "version", at: path) ?? envelope.version
    if let word = text(value, "canonicaliser", at: path) {
      if let found = InsuranceEnvelope.Canonicaliser(rawValue: word) {
        envelope.canonicaliser = found
      } else {
        complain(
          .unknownCode, path + "/canonicaliser", "只有 cleaned 和 plain。",
          "There are cleaned and plain only.")
      }
    }
    envelope.seals = flag(value, "encrypt", at: path) ?? true
    if mode == "cbc", let iv, iv.utf8.count == 16 { envelope.chaining = .cbc(iv: Array(iv.utf8)) }
    if let key, key.utf8.count == 16 { envelope.ownKey = Array(key.utf8) }
    envelope.hexUpperCase = text(value, "hex", at: path) != "lower"
    envelope.escapesNonASCII = flag(value, "escapeNonASCII", at: path) ?? false
    return envelope
  }

  private mutating func signer(
    _ value: JSONValue, _ name: String, at path: String
  ) -> (@Sendable ([UInt8]) -> [UInt8])? {
    guard let pem = needed(value, name, at: path) else { return nil }
    guard let key = try? SM2.PrivateKey(pem: pem) else {
      complain(
        .format, "\(path)/\(name)", "须为 PEM 格式的 SM2 私钥。",
        "A private SM2 key in PEM is needed.")
      return nil
    }
    return { key.sign($0) }
  }

  private mutating func verifier(
    _ value: JSONValue, at path: String
  ) -> (@Sendable ([UInt8], [UInt8]) -> Bool)? {
    guard let pem = text(value, "publicKey", at: path) else { return nil }
    guard let key = try? SM2.PublicKey(pem: pem) else {
      complain(
        .format, path + "/publicKey", "须为 PEM 格式的 SM2 公钥。",
        "A public SM2 key in PEM is needed.")
      return nil
    }
    return { key.verifies($0, of: $1) }
  }

  // MARK: The insurance platform

  mutating func platform(_ value: JSONValue, at path: String) -> InsurancePlatform? {
    refuseOthers(
      value, at: path,
      than: [
        "url", "institution", "institutionName", "division", "receiver", "operator",
        "operatorName", "version", "signType", "privateKey", "operations", "done", "later",
        "reference", "documentTypes", "timeoutSeconds", "allowPrivate",
      ])
    var texts: [String: String] = [:]
    for name in [
      "url", "institution", "institutionName", "division", "operator", "operatorName",
    ] { texts[name] = needed(value, name, at: path) }
    if let url = texts["url"] { checkURL(url, at: path + "/url") }
    if let code = texts["institution"], !Self.isCode(code, count: 12) {
      complain(
        .format, path + "/institution", "须为 12 位的 A–Z 0–9。", "12 of A–Z 0–9 are needed.")
    }
    if let division = texts["division"],
      division.utf8.count != 6 || !division.utf8.allSatisfy({ (48...57).contains($0) })
    {
      complain(.format, path + "/division", "须为 6 位行政区划代码。", "Six digits of GB/T 2260.")
    }
    let operations = operations(value.member("operations") ?? [:], at: path + "/operations")
    let signature = signature(value, at: path)
    guard let url = texts["url"], let institution = texts["institution"],
      let institutionName = texts["institutionName"], let division = texts["division"],
      let operatorID = texts["operator"], let operatorName = texts["operatorName"]
    else { return nil }
    var platform = InsurancePlatform(
      url: url, institution: institution, institutionName: institutionName, division: division,
      operatorID: operatorID, operatorName: operatorName, operations: operations)
    platform.signature = signature
    platform.receiver = text(value, "receiver", at: path) ?? platform.receiver
    platform.version = text(value, "version", at: path) ?? platform.version
    if let done = words(value, "done", at: path) { platform.done = done }
    platform.later = words(value, "later", at: path) ?? []
    refuseCommon(["done": platform.done, "later": platform.later], at: path)
    platform.reference = pointer(value, "reference", at: path) ?? platform.reference
    for member in value.member("documentTypes")?.object?.members ?? [] {
      if let text = member.value.string { platform.documentTypes[member.name] = text }
    }
    platform.timeoutSeconds =
      number(value, "timeoutSeconds", at: path, 1...50).map(Double.init)
      ?? platform.timeoutSeconds
    platform.allowsPrivate = flag(value, "allowPrivate", at: path) ?? false
    return platform
  }

  private mutating func operations(
    _ value: JSONValue, at path: String
  ) -> [String: InsurancePlatform.Operation] {
    let known = InsuranceOrder.Operation.allCases.map(\.rawValue)
    refuseOthers(value, at: path, than: Set(known))
    var operations: [String: InsurancePlatform.Operation] = [:]
    for name in known {
      guard let member = value.member(name) else { continue }
      let place = "\(path)/\(name)"
      refuseOthers(member, at: place, than: ["infno", "input"])
      guard let infno = needed(member, "infno", at: place) else { continue }
      if !Self.isCode(infno, count: 4) {
        complain(.format, place + "/infno", "须为 4 位的 A–Z 0–9。", "4 of A–Z 0–9 are needed.")
      }
      let input = member.member("input").map { Template($0) } ?? InsurancePlatform.input
      judge(input.holes, InsurancePlatform.holes, at: place + "/input")
      operations[name] = .init(infno: infno, input: input)
    }
    if operations.isEmpty {
      complain(.missing, path, "至少需要一个业务。", "At least one operation is needed.")
    }
    return operations
  }

  private mutating func signature(
    _ value: JSONValue, at path: String
  ) -> InsurancePlatform.Signature {
    switch text(value, "signType", at: path) ?? "none" {
    case "none": return .none
    case "SM3": return .sm3
    case "SM2":
      return signer(value, "privateKey", at: path).map(InsurancePlatform.Signature.sm2) ?? .none
    default:
      complain(
        .unknownCode, path + "/signType", "只有 none、SM2 和 SM3。",
        "There are none, SM2 and SM3 only.")
      return .none
    }
  }

  private static func isCode(_ text: String, count: Int) -> Bool {
    text.utf8.count == count
      && text.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) }
  }
}
