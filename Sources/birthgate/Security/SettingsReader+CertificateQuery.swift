import BirthCertificateMessages
import Casework
import Channels
import Wire

/// The health commission's query service as the operator names it.
struct CertificateQuerySettings: Sendable {
  var account: CertificateQuery.Account
  /// Whose messages the answers are.
  var sender: String
  /// The dialect of the answers.
  var dialect = "mdeml"
  /// The encoding of answers that declare none.
  var charset: Charset?
  var afterHours = 72
  var giveUpAfterDays = 30
}

extension SettingsReader {
  mutating func certificateQuery(
    _ value: JSONValue, _ dialects: DialectShelf
  ) -> CertificateQuerySettings? {
    let path = "/certificateQuery"
    guard value.isObject else {
      complain(.format, path, "须为对象。", "An object is needed.")
      return nil
    }
    refuseOthers(
      value, at: path,
      than: [
        "url", "username", "password", "sid", "rid", "secret", "sender", "dialect", "charset",
        "namespace", "officeCode", "officeName", "afterHours", "giveUpAfterDays",
        "timeoutSeconds", "allowPrivate",
      ])
    var needed: [String: String] = [:]
    for name in ["url", "username", "password", "sid", "rid", "secret", "sender"] {
      needed[name] = text(value, name, at: path)
      if value.member(name).map(\.isNull) ?? true {
        complain(.missing, "\(path)/\(name)", "缺少这一项。", "This is missing.")
      }
    }
    let timeout = whole(value, "timeoutSeconds", at: path, within: 1...600)
    let isPrivate = privateAllowed(value, at: path)
    let charset = self.charset(value, at: path)
    let afterHours = whole(value, "afterHours", at: path, within: 0...8_760)
    let days = whole(value, "giveUpAfterDays", at: path, within: 1...365)
    let dialect = text(value, "dialect", at: path) ?? "mdeml"
    let known = dialects.dialects(of: BirthCertificateMessages.family.name).map(\.name)
    if !known.contains(dialect) {
      let names = known.joined(separator: " ")
      complain(
        .unknownCode, path + "/dialect", "没有这种出生医学证明的方言；已有：\(names)",
        "There is no such dialect of birth certificates; there are: \(names)")
    }
    check(needed, at: path)
    guard let url = needed["url"], let username = needed["username"],
      let password = needed["password"], let sid = needed["sid"], let rid = needed["rid"],
      let secret = needed["secret"], let sender = needed["sender"]
    else { return nil }
    var account = CertificateQuery.Account(
      url: url, username: username, password: password, sid: sid, rid: rid, secret: secret)
    account.namespace = text(value, "namespace", at: path)
    account.officeCode = text(value, "officeCode", at: path)
    account.officeName = text(value, "officeName", at: path)
    account.timeoutSeconds = timeout.map(Double.init) ?? account.timeoutSeconds
    account.allowsPrivate = isPrivate
    var settings = CertificateQuerySettings(account: account, sender: sender)
    settings.dialect = dialect
    settings.charset = charset
    settings.afterHours = afterHours ?? settings.afterHours
    settings.giveUpAfterDays = days ?? settings.giveUpAfterDays
    return settings
  }

  private mutating func check(_ given: [String: String], at path: String) {
    if let url = given["url"], ReceiverURL.fault(of: url, privateAllowed: true) != nil {
      complain(
        .format, path + "/url", "须为 http 或 https 地址，且不含用户名和密码。",
        "An http or https address is needed, without user and password.")
    }
    if let sender = given["sender"], !Pattern.messageID.matches(sender) {
      complain(
        .format, path + "/sender", "须为 1 至 64 位的 A–Z a–z 0–9 . _ : -。",
        "1 to 64 of A–Z a–z 0–9 . _ : - are needed.")
    }
  }

  private mutating func whole(
    _ value: JSONValue, _ name: String, at path: String, within range: ClosedRange<Int>
  ) -> Int? {
    guard let member = value.member(name), !member.isNull else { return nil }
    return number(value, name, at: path, range)
  }

  private mutating func privateAllowed(_ value: JSONValue, at path: String) -> Bool {
    guard let member = value.member("allowPrivate"), !member.isNull else { return false }
    return flag(value, "allowPrivate", at: path) ?? false
  }
}
