package import Wire

/// A public account through which parents are told, and its templates.
package struct WeChatAccount: Hashable, Sendable {
  /// The template of a kind of notice, and how its fields are filled.
  package struct Wording: Hashable, Sendable {
    package var template: String
    /// Names of fields as the platform gave them, each with a text that may have holes.
    package var fields: JSONObject

    package init(template: String, fields: JSONObject) {
      self.template = template
      self.fields = fields
    }
  }

  package static let tokenURL =
    "https://api.weixin.qq.com/cgi-bin/token?grant_type=client_credential"
    + "&appid={{appId}}&secret={{secret}}"
  package static let sendURL =
    "https://api.weixin.qq.com/cgi-bin/message/template/send?access_token={{token}}"

  package var appID: String
  package var secret: String
  package var tokenURL = WeChatAccount.tokenURL
  package var sendURL = WeChatAccount.sendURL
  /// By kind of notice, or by `kind.language`.
  package var wordings: [String: Wording]
  package var timeoutSeconds = 10.0
  package var allowsPrivate = false

  package init(appID: String, secret: String, wordings: [String: Wording]) {
    self.appID = appID
    self.secret = secret
    self.wordings = wordings
  }

  /// Names that may stand in the holes of fields.
  package static let holes: Set = ["values", "title", "text", "link", "kind", "language"]
}

/// What the platform's numbers mean (errcode of its manual).
enum WeChatCode {
  enum Meaning: Equatable {
    case taken
    /// The token is no longer good; a new one may be.
    case staleToken
    /// Not this second, or not today.
    case later(pauseSeconds: Int?)
    /// This receiver or this template will not do.
    case never
  }

  static func meaning(_ code: Int) -> Meaning {
    switch code {
    case 0: .taken
    case 40001, 40014, 42001: .staleToken
    case -1, 45011: .later(pauseSeconds: nil)
    // The day's allowance is used up.
    case 45009: .later(pauseSeconds: 3600)
    // No such receiver, not a follower, or one who refuses.
    case 40003, 43004, 43019, 43101: .never
    // No such template, or its fields are others.
    case 40037, 41028, 41030, 47003: .never
    default: .later(pauseSeconds: nil)
    }
  }
}
