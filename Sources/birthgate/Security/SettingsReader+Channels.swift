import Casework
import Channels
import LibCurl
import Wire

/// What the settings say of the ways to people.
extension SettingsReader {
  static let channelNames: Set = ["sms", "email", "wechat", "peers", "insurance"]

  mutating func channels(_ value: JSONValue) -> ChannelSettings {
    var channels = ChannelSettings()
    channels.sms = each(value, "sms") { reader, item, path in reader.provider(item, at: path) }
    if channels.sms.count > 2 {
      complain(.range, "/sms", "最多两个短信服务商。", "There may be two providers at most.")
    }
    var names: Set<String> = []
    for (place, provider) in channels.sms.enumerated() where !names.insert(provider.id).inserted {
      complain(.duplicateName, "/sms/\(place)/id", "名称重复。", "This name stands twice.")
    }
    channels.email = one(value, "email") { reader, item, path in reader.mail(item, at: path) }
    channels.wechat = one(value, "wechat") { reader, item, path in reader.wechat(item, at: path) }
    channels.peers = each(value, "peers") { reader, item, path in reader.peer(item, at: path) }
    channels.insurance = one(value, "insurance") { reader, item, path in
      reader.platform(item, at: path)
    }
    return channels
  }

  // MARK: Text messages

  private mutating func provider(_ value: JSONValue, at path: String) -> SMSProvider? {
    refuseOthers(
      value, at: path,
      than: Self.formNames.union(["id", "success", "templates", "query", "receipts"]))
    guard let id = needed(value, "id", at: path),
      var form = form(value, at: path, holes: SMSProvider.holes)
    else { return nil }
    if !Self.isName(id) {
      complain(
        .format, path + "/id", "须为 1 至 32 位的 a–z 0–9 -。", "1 to 32 of a–z 0–9 - are needed.")
    }
    if form.method != "GET", form.body == nil { form.body = Template([:]) }
    var provider = SMSProvider(id: id, form: form, answer: rule(value, at: path))
    for member in templates(value, at: path) {
      let place = "\(path)/templates/\(member.name)"
      checkKind(member.name, at: place)
      refuseOthers(member.value, at: place, than: ["id", "values"])
      let values = texts(member.value, "values", at: place)
      // What has no value would leave a gap in what a parent reads.
      judge(Set(values), NoticeValues.names, at: place + "/values")
      guard let template = needed(member.value, "id", at: place) else { continue }
      provider.wordings[member.name] = .init(template: template, values: values)
    }
    if let query = value.member("query") {
      provider.question = question(query, at: path + "/query")
    }
    if let receipts = value.member("receipts") {
      provider.receipts = receiptRule(receipts, at: path + "/receipts")
    }
    return provider
  }

  /// By kind of notice; nothing, with a complaint, where it is no object: the provider would else
  /// be taken for one that takes free text.
  private mutating func templates(_ value: JSONValue, at path: String) -> [JSONObject.Member] {
    guard let member = value.member("templates"), !member.isNull else { return [] }
    if let members = member.object?.members { return members }
    complain(.format, path + "/templates", "须为对象。", "An object is needed.")
    return []
  }

  private mutating func question(_ value: JSONValue, at path: String) -> SMSProvider.Question? {
    refuseOthers(
      value, at: path, than: Self.formNames.union(Self.outcomeNames).union(["absentMeansUnsent"]))
    guard let form = form(value, at: path, holes: SMSProvider.holes),
      let outcome = outcome(value, at: path)
    else { return nil }
    var question = SMSProvider.Question(form: form, outcome: outcome)
    question.absentMeansUnsent = flag(value, "absentMeansUnsent", at: path) ?? false
    return question
  }

  private mutating func receiptRule(_ value: JSONValue, at path: String) -> ReceiptRule? {
    refuseOthers(
      value, at: path,
      than: Self.outcomeNames.union([
        "header", "secret", "proof", "list", "ours", "theirs", "reply",
      ]))
    let header = needed(value, "header", at: path)
    let secret = needed(value, "secret", at: path)
    let outcome = outcome(value, at: path)
    let proof = text(value, "proof", at: path) ?? "secret"
    if !["secret", "hmac-sha256"].contains(proof) {
      complain(
        .unknownCode, path + "/proof", "只有 secret 和 hmac-sha256。",
        "There are secret and hmac-sha256 only.")
    }
    if let secret, secret.utf8.count < 16 {
      complain(
        .range, path + "/secret", "不少于 16 个字符。", "At least 16 characters are needed.")
    }
    if value.member("ours") == nil, value.member("theirs") == nil {
      complain(
        .missing, path + "/ours", "须给出 ours 或 theirs。", "ours or theirs is needed.")
    }
    guard let header, let secret, let outcome else { return nil }
    let bytes = Array(secret.utf8)
    var rule = ReceiptRule(
      proof: proof == "secret"
        ? .header(header, secret: bytes) : .hmacSHA256(header, secret: bytes),
      outcome: outcome)
    rule.list = pointer(value, "list", at: path) ?? ""
    rule.ours = pointer(value, "ours", at: path)
    rule.theirs = pointer(value, "theirs", at: path)
    rule.reply = value.member("reply") ?? [:]
    return rule
  }

  // MARK: E-mail

  private mutating func mail(_ value: JSONValue, at path: String) -> MailAccount? {
    refuseOthers(
      value, at: path,
      than: [
        "host", "port", "security", "user", "password", "from", "fromName", "hello",
        "timeoutSeconds",
      ])
    let host = needed(value, "host", at: path)
    let from = needed(value, "from", at: path)
    let word = text(value, "security", at: path) ?? "starttls"
    let security = Mail.Security(rawValue: word)
    if security == nil {
      complain(
        .unknownCode, path + "/security", "只有 starttls、tls 和 none。",
        "There are starttls, tls and none only.")
    }
    for (name, host) in [("host", host), ("hello", text(value, "hello", at: path))] {
      if let host, !MailAccount.isHost(host) {
        complain(.format, "\(path)/\(name)", "须为主机名。", "The name of a host is needed.")
      }
    }
    if let from, !MailAccount.isAddress(from) {
      complain(.format, path + "/from", "须为邮箱地址。", "An e-mail address is needed.")
    }
    let port = number(value, "port", at: path, 1...65_535)
    let user = text(value, "user", at: path)
    let password = text(value, "password", at: path)
    if (user == nil) != (password == nil) {
      complain(
        .missing, path + (user == nil ? "/user" : "/password"), "user 和 password 须同时给出。",
        "user and password are needed together.")
    }
    guard let host, let from, let security else { return nil }
    var account = MailAccount(
      host: host, port: port ?? (security == .tls ? 465 : security == .none ? 25 : 587),
      security: security,
      from: .init(address: from, name: text(value, "fromName", at: path)))
    if let user, let password { account.login = (user, password) }
    account.hello = text(value, "hello", at: path)
    account.timeoutSeconds =
      number(value, "timeoutSeconds", at: path, 1...35).map(Double.init) ?? account.timeoutSeconds
    return account
  }

  // MARK: WeChat

  private mutating func wechat(_ value: JSONValue, at path: String) -> WeChatAccount? {
    refuseOthers(
      value, at: path,
      than: [
        "appId", "secret", "tokenURL", "sendURL", "templates", "timeoutSeconds", "allowPrivate",
      ])
    let appID = needed(value, "appId", at: path)
    let secret = needed(value, "secret", at: path)
    var wordings: [String: WeChatAccount.Wording] = [:]
    for member in templates(value, at: path) {
      let place = "\(path)/templates/\(member.name)"
      checkKind(member.name, at: place)
      refuseOthers(member.value, at: place, than: ["id", "fields"])
      guard let id = needed(member.value, "id", at: place) else { continue }
      let fields = member.value.member("fields")?.object ?? JSONObject()
      judge(Template(.object(fields)).holes, WeChatAccount.holes, at: place + "/fields")
      wordings[member.name] = .init(template: id, fields: fields)
    }
    if wordings.isEmpty {
      complain(
        .missing, path + "/templates", "至少需要一个模板。", "At least one template is needed.")
    }
    guard let appID, let secret else { return nil }
    var account = WeChatAccount(appID: appID, secret: secret, wordings: wordings)
    for (name, place, holes) in [
      ("tokenURL", \WeChatAccount.tokenURL, Set(["appId", "secret"])),
      ("sendURL", \WeChatAccount.sendURL, Set(["token"])),
    ] {
      guard let url = text(value, name, at: path) else { continue }
      checkURL(url, at: "\(path)/\(name)")
      judge(Template.holes(in: url), holes, at: "\(path)/\(name)")
      account[keyPath: place] = url
    }
    account.timeoutSeconds =
      number(value, "timeoutSeconds", at: path, 1...12).map(Double.init) ?? account.timeoutSeconds
    account.allowsPrivate = flag(value, "allowPrivate", at: path) ?? false
    return account
  }
}
