/// A letter as SMTP hands it over (RFC 5321): from whom, to whom, and the message with its headers.
package struct Mail: Sendable {
  /// How the line is made safe.
  package enum Security: String, CaseIterable, Sendable {
    /// Not at all: for a relay on the same machine.
    case none
    /// STARTTLS, and nothing is said where the server offers none.
    case startTLS = "starttls"
    /// TLS from the first byte (RFC 8314).
    case tls
  }

  package var from: String
  package var to: String
  /// RFC 5322, lines ending in CRLF.
  package var message: [UInt8]
  package var security: Security
  /// Name and password, where the server wants them.
  package var login: (user: String, password: String)?

  package init(
    from: String, to: String, message: [UInt8], security: Security,
    login: (user: String, password: String)? = nil
  ) {
    self.from = from
    self.to = to
    self.message = message
    self.security = security
    self.login = login
  }
}

extension Request {
  /// Hands a letter over; the reply's status is the server's last SMTP code.
  ///
  /// - Parameter hello: the name we greet with.
  package static func mail(
    _ mail: Mail, host: String, port: Int, hello: String, timeoutSeconds: Double = 60
  ) -> Request {
    let scheme = mail.security == .tls ? "smtps" : "smtp"
    var request = Request(
      "POST", "\(scheme)://\(host):\(port)/\(hello)", timeoutSeconds: timeoutSeconds)
    request.mail = mail
    request.mustNotRepeat = true
    return request
  }
}
