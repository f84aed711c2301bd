import Casework
import Channels
import Wire

extension SettingsReader {
  /// The headers of a sharing platform: with a secret that stays, or one that is given out anew.
  mutating func sharing(_ value: JSONValue, at path: String) -> SharingHeaders? {
    refuseOthers(value, at: path, than: ["type", "sid", "rid", "secret", "prefix", "refresh"])
    let refresh = value.member("refresh").flatMap { $0.isNull ? nil : $0 }
      .map { secretRefresh($0, at: path + "/refresh") }
    let sid = needed(value, "sid", at: path)
    let rid = needed(value, "rid", at: path)
    var secret: String?
    if refresh == nil {
      secret = needed(value, "secret", at: path)
    } else if value.member("secret") != nil {
      complain(
        .notAllowed, path + "/secret", "secret 与 refresh 只能给出一项。",
        "There is either secret or refresh.")
    }
    let prefix = text(value, "prefix", at: path)
    if let prefix, !["gjzwfwpt", "gjgxjhpt"].contains(prefix) {
      complain(
        .unknownCode, path + "/prefix", "只有 gjzwfwpt 和 gjgxjhpt。",
        "There are gjzwfwpt and gjgxjhpt only.")
    }
    guard let sid, let rid, secret != nil || refresh != nil else { return nil }
    var headers = SharingHeaders(sid: sid, rid: rid, secret: secret ?? "")
    if let refresh {
      guard let refresh else { return nil }
      headers.refresh = refresh
      // Only these platforms give out secrets.
      headers.prefix = "gjgxjhpt"
    }
    headers.prefix = prefix ?? headers.prefix
    return headers
  }

  private mutating func secretRefresh(_ value: JSONValue, at path: String) -> SecretRefresh? {
    guard value.isObject else {
      complain(.format, path, "须为对象。", "An object is needed.")
      return nil
    }
    refuseOthers(value, at: path, than: ["url", "appKey", "keyDerivation", "refused"])
    let url = needed(value, "url", at: path)
    if let url { checkURL(url, at: path + "/url") }
    let appKey = needed(value, "appKey", at: path)
    let word = text(value, "keyDerivation", at: path) ?? SecretRefresh.Derivation.sha1prng.rawValue
    let derivation = SecretRefresh.Derivation(rawValue: word)
    if derivation == nil {
      complain(
        .unknownCode, path + "/keyDerivation", "只有 sha1prng 和 text。",
        "There are sha1prng and text only.")
    }
    let refused = words(value, "refused", at: path) ?? []
    guard let url, let appKey, let derivation else { return nil }
    var refresh = SecretRefresh(url: url, appKey: appKey)
    refresh.derivation = derivation
    refresh.refused = refused
    return refresh
  }
}
