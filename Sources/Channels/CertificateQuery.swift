package import Casework
package import LibCurl

/// Asks the query service for a birth certificate: SOAP `getBirthInfo` with the MDEML request as
/// base64 in a parameter, and the headers by which the national sharing platform knows its callers.
package struct CertificateQuery: Sendable {
  /// Where the service stands and as whom it knows us.
  package struct Account: Sendable {
    package var url: String
    package var username: String
    package var password: String
    /// The platform's names of this service and of who calls it.
    package var sid: String
    package var rid: String
    package var secret: String
    /// Of the operation's element, where the service wants one.
    package var namespace: String?
    package var officeCode: String?
    package var officeName: String?
    package var timeoutSeconds: Double = 30
    /// Whether the service may stand on a private address or on this machine.
    package var allowsPrivate = false

    package init(
      url: String, username: String, password: String, sid: String, rid: String, secret: String
    ) {
      self.url = url
      self.username = username
      self.password = password
      self.sid = sid
      self.rid = rid
      self.secret = secret
    }
  }

  private let transfers: Transfers
  private let account: Account
  /// The service judges signatures by the real time, whatever a sandbox's clock says.
  private let wallClock: @Sendable () -> Instant
  private let hmacSHA256: @Sendable (_ key: [UInt8], _ data: [UInt8]) -> [UInt8]

  package init(
    transfers: Transfers, account: Account, wallClock: @escaping @Sendable () -> Instant,
    hmacSHA256: @escaping @Sendable (_ key: [UInt8], _ data: [UInt8]) -> [UInt8]
  ) {
    self.transfers = transfers
    self.account = account
    self.wallClock = wallClock
    self.hmacSHA256 = hmacSHA256
  }

  package func ask(_ question: CertificateQuestion) async -> ServiceReply {
    let now = wallClock()
    let request = Request(
      "POST", account.url, headers: headers(at: now), body: envelope(question, at: now),
      timeoutSeconds: account.timeoutSeconds,
      addresses: account.allowsPrivate ? .any : .publicOnly)
    switch await transfers.perform(request) {
    case .success(let reply): return .answered(status: reply.status, body: reply.body)
    case .failure(let error): return .unanswered(reason: error.words)
    }
  }

  /// `gjzwfwpt_sign` is base64 of HMAC-SHA-256 over sid, rid and the milliseconds, in this order.
  package func headers(at now: Instant) -> [(name: String, value: String)] {
    let time = String(now.milliseconds)
    let signed = Array((account.sid + account.rid + time).utf8)
    return [
      ("Content-Type", "text/xml; charset=utf-8"),
      ("SOAPAction", "\"\""),
      ("gjzwfwpt_rid", account.rid),
      ("gjzwfwpt_sid", account.sid),
      ("gjzwfwpt_rtime", time),
      ("gjzwfwpt_sign", base64(hmacSHA256(Array(account.secret.utf8), signed))),
    ]
  }

  package func envelope(_ question: CertificateQuestion, at now: Instant) -> [UInt8] {
    let namespace = account.namespace.map { " xmlns=\"\(escapedMarkup($0))\"" } ?? ""
    // A parameter takes its operation's namespace off where the service names its own alone.
    let bare = account.namespace == nil ? "" : " xmlns=\"\""
    let text = """
      <?xml version="1.0" encoding="UTF-8"?>
      <soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/">\
      <soapenv:Body><getBirthInfo\(namespace)>\
      <username\(bare)>\(escapedMarkup(account.username))</username>\
      <password\(bare)>\(escapedMarkup(account.password))</password>\
      <xmlInput\(bare)>\(base64(input(question, at: now)))</xmlInput>\
      </getBirthInfo></soapenv:Body></soapenv:Envelope>
      """
    return Array(text.utf8)
  }

  private func input(_ question: CertificateQuestion, at now: Instant) -> [UInt8] {
    let moment = now.rfc3339.prefix(19).map { $0 == "T" ? " " : String($0) }.joined()
    let text = """
      <?xml version="1.0" encoding="UTF-8"?>
      <MDEML><requestinfo><requestDate>\(moment)</requestDate>\
      <requestOrgCode>\(escapedMarkup(account.officeCode ?? ""))</requestOrgCode>\
      <requestOrgName>\(escapedMarkup(account.officeName ?? ""))</requestOrgName></requestinfo>\
      <body><data><birthCode>\(escapedMarkup(question.number))</birthCode>\
      <momIdCode>\(escapedMarkup(question.motherIDNumber))</momIdCode>\
      <momName>\(escapedMarkup(question.motherName))</momName></data></body></MDEML>
      """
    return Array(text.utf8)
  }
}
