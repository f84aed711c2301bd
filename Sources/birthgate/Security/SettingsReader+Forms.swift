import Casework
import Channels
import Wire

/// What the settings of several channels have in common: forms, answers, outcomes.
///
/// A sending, with all its tries and whoever is asked second, has to end within the minute for
/// which a courier holds it; hence the bounds of `timeoutSeconds`.
extension SettingsReader {
  static let formNames: Set = [
    "method", "url", "headers", "body", "encoding", "signature", "timeoutSeconds", "allowPrivate",
  ]
  static let outcomeNames: Set = ["pointer", "arrived", "lost", "pending", "absent"]

  /// The items of an array that could be read; nothing where there is none.
  mutating func each<Item>(
    _ value: JSONValue, _ name: String,
    _ read: (inout SettingsReader, JSONValue, String) -> Item?
  ) -> [Item] {
    guard let member = value.member(name), !member.isNull else { return [] }
    guard let items = member.array else {
      complain(.format, "/\(name)", "须为数组。", "An array is needed.")
      return []
    }
    var list: [Item] = []
    for (place, item) in items.enumerated() {
      guard item.isObject else {
        complain(.format, "/\(name)/\(place)", "须为对象。", "An object is needed.")
        continue
      }
      if let item = read(&self, item, "/\(name)/\(place)") { list.append(item) }
    }
    return list
  }

  mutating func one<Item>(
    _ value: JSONValue, _ name: String,
    _ read: (inout SettingsReader, JSONValue, String) -> Item?
  ) -> Item? {
    guard let member = value.member(name), !member.isNull else { return nil }
    guard member.isObject else {
      complain(.format, "/\(name)", "须为对象。", "An object is needed.")
      return nil
    }
    return read(&self, member, "/\(name)")
  }

  mutating func needed(_ value: JSONValue, _ name: String, at path: String) -> String? {
    if value.member(name).map(\.isNull) ?? true {
      complain(.missing, "\(path)/\(name)", "缺少这一项。", "This is missing.")
      return nil
    }
    return text(value, name, at: path)
  }

  mutating func pointer(_ value: JSONValue, _ name: String, at path: String) -> String? {
    guard let member = value.member(name), !member.isNull else { return nil }
    if let text = member.string, text.isEmpty || text.hasPrefix("/") { return text }
    complain(
      .format, "\(path)/\(name)", "须为 JSON 指针，如 /data/id。",
      "A JSON Pointer is needed, as /data/id.")
    return nil
  }

  /// Codes, whether the settings write them as texts or as numbers.
  mutating func words(_ value: JSONValue, _ name: String, at path: String) -> Set<String>? {
    guard let member = value.member(name), !member.isNull else { return nil }
    let words = member.array?.compactMap(AnswerRule.word) ?? []
    guard let array = member.array, words.count == array.count else {
      complain(
        .format, "\(path)/\(name)", "须为文本或整数的数组。", "An array of texts or integers.")
      return nil
    }
    return Set(words)
  }

  mutating func checkURL(_ url: String, at path: String) {
    // Holes are filled percent-encoded; any plain word stands for what will be there.
    var plain = url
    for hole in Template.holes(in: url) { plain = plain.replacing("{{\(hole)}}", with: "x") }
    if ReceiverURL.fault(of: plain, privateAllowed: true) != nil {
      complain(
        .format, path, "须为 http 或 https 地址，且不含用户名和密码。",
        "An http or https address is needed, without user and password.")
    }
    if let host = url.firstRange(of: "://").map({ url[$0.upperBound...].prefix { $0 != "/" } }),
      host.contains("{{")
    {
      complain(
        .notAllowed, path, "主机名中不得有占位符。", "The host's name may have no placeholder.")
    }
  }

  mutating func checkKind(_ name: String, at path: String) {
    let kind = String(name.prefix { $0 != "." })
    if Letter.Kind(rawValue: kind) == nil {
      complain(.unknownCode, path, "没有这种通知。", "There is no such kind of notice.")
    }
  }

  /// Complains of placeholders that nothing will fill.
  mutating func judge(_ holes: Set<String>, _ known: Set<String>, at path: String) {
    for hole in holes.sorted() {
      let name = hole.hasSuffix(":json") ? String(hole.dropLast(5)) : hole
      let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
      let isValue = parts.count == 2 && parts[0] == "values"
      if isValue ? NoticeValues.names.contains(parts[1]) : known.contains(parts.first ?? "") {
        continue
      }
      let all = (isValue ? NoticeValues.names : known).sorted().joined(separator: " ")
      complain(
        .unknownCode, path, "没有占位符 {{\(hole)}}；有：\(all)。",
        "There is no placeholder {{\(hole)}}; there are: \(all).")
    }
  }

  mutating func form(_ value: JSONValue, at path: String, holes: Set<String>) -> HTTPForm? {
    guard let url = needed(value, "url", at: path) else { return nil }
    checkURL(url, at: path + "/url")
    var form = HTTPForm(method: text(value, "method", at: path) ?? "POST", url: url)
    if !["GET", "POST", "PUT"].contains(form.method) {
      complain(.unknownCode, path + "/method", "只有 GET、POST 和 PUT。", "GET, POST or PUT.")
    }
    for member in value.member("headers")?.object?.members ?? [] {
      guard member.value.string != nil, Self.isToken(member.name) else {
        complain(
          .format, "\(path)/headers/\(member.name)", "头部名或值不合规。",
          "No name or no text of a header.")
        continue
      }
      form.headers.append(member)
    }
    if let body = value.member("body"), !body.isNull { form.body = Template(body) }
    if let word = text(value, "encoding", at: path) {
      if let encoding = HTTPForm.Encoding(rawValue: word) {
        form.encoding = encoding
      } else {
        complain(
          .unknownCode, path + "/encoding", "只有 json 和 form。", "There are json and form only.")
      }
    }
    if let signature = value.member("signature"), !signature.isNull {
      form.signature = formSignature(signature, at: path + "/signature")
    }
    form.timeoutSeconds =
      number(value, "timeoutSeconds", at: path, 1...12).map(Double.init) ?? form.timeoutSeconds
    form.allowsPrivate = flag(value, "allowPrivate", at: path) ?? false
    judge(form.holes, holes, at: path)
    return form
  }

  private mutating func formSignature(
    _ value: JSONValue, at path: String
  ) -> HTTPForm.Signature {
    refuseOthers(value, at: path, than: ["type", "token", "secret", "header", "form"])
    switch text(value, "type", at: path) {
    case "none": return .none
    case "bearer":
      return needed(value, "token", at: path).map(HTTPForm.Signature.bearer) ?? .none
    case "hmac-sha256":
      let secret = needed(value, "secret", at: path)
      let header = needed(value, "header", at: path)
      let form = text(value, "form", at: path) ?? "hex"
      if !["hex", "base64"].contains(form) {
        complain(
          .unknownCode, path + "/form", "只有 hex 和 base64。", "There are hex and base64 only.")
      }
      guard let secret, let header else { return .none }
      return .hmacSHA256(secret: Array(secret.utf8), header: header, isHex: form == "hex")
    default:
      complain(
        .unknownCode, path + "/type", "只有 none、bearer 和 hmac-sha256。",
        "There are none, bearer and hmac-sha256 only.")
      return .none
    }
  }

  /// Under `success`: how an answer says that it took what was sent.
  mutating func rule(_ value: JSONValue, at path: String) -> AnswerRule {
    guard let member = value.member("success"), !member.isNull else { return AnswerRule() }
    let path = path + "/success"
    refuseOthers(member, at: path, than: ["pointer", "values", "never", "receipt"])
    let rule = AnswerRule(
      pointer: pointer(member, "pointer", at: path),
      taken: words(member, "values", at: path) ?? [],
      never: words(member, "never", at: path) ?? [],
      receipt: pointer(member, "receipt", at: path))
    refuseCommon(["values": rule.taken, "never": rule.never], at: path)
    if rule.pointer != nil, rule.taken.isEmpty {
      complain(
        .missing, path + "/values", "缺少表示成功的值。", "The values that mean success are missing.")
    }
    return rule
  }

  mutating func outcome(_ value: JSONValue, at path: String) -> OutcomeRule? {
    guard let pointer = pointer(value, "pointer", at: path) else {
      complain(
        .missing, path + "/pointer", "缺少状态所在的位置。", "Where the state stands is missing.")
      return nil
    }
    var rule = OutcomeRule(
      pointer: pointer, arrived: words(value, "arrived", at: path) ?? [],
      lost: words(value, "lost", at: path) ?? [])
    rule.pending = words(value, "pending", at: path) ?? []
    rule.absent = words(value, "absent", at: path) ?? []
    refuseCommon(
      [
        "arrived": rule.arrived, "lost": rule.lost, "pending": rule.pending, "absent": rule.absent,
      ], at: path)
    if rule.arrived.isEmpty {
      complain(
        .missing, path + "/arrived", "缺少表示已送达的值。",
        "The values that mean arrival are missing.")
    }
    return rule
  }

  static func isName(_ text: String) -> Bool {
    (1...32).contains(text.utf8.count)
      && text.utf8.allSatisfy { (48...57).contains($0) || (97...122).contains($0) || $0 == 45 }
  }

  private static func isToken(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy {
        (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 45
          || $0 == 95
      }
  }
}
