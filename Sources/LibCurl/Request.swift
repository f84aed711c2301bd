/// One HTTP request, or one letter by SMTP, as the caller wants it on the wire.
package struct Request: Sendable {
  /// Which addresses a name may lead to.
  package enum Addresses: Sendable {
    case any
    /// Only addresses of the public Internet: for addresses that came from outside.
    case publicOnly
    /// These too, which the operator has named.
    case publicOr([Network])
  }

  package var method: String
  package var url: String
  package var headers: [(name: String, value: String)]
  package var body: [UInt8]
  /// From the start to the last byte of the reply; the wait for a free connection counts.
  package var timeoutSeconds: Double
  package var connectTimeoutSeconds: Double
  package var replyBytesMax: Int
  package var addresses: Addresses
  /// Whether a second copy would do harm: the request then has a connection of its own, since
  /// libcurl sends again by itself what a kept connection seems to have lost.
  package var mustNotRepeat = false
  /// The letter to hand over; the address is then one of smtp or smtps.
  package var mail: Mail?

  package init(
    _ method: String, _ url: String, headers: [(name: String, value: String)] = [],
    body: [UInt8] = [], timeoutSeconds: Double = 30, connectTimeoutSeconds: Double = 10,
    replyBytesMax: Int = 1 << 20, addresses: Addresses = .any
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.timeoutSeconds = timeoutSeconds
    self.connectTimeoutSeconds = connectTimeoutSeconds
    self.replyBytesMax = replyBytesMax
    self.addresses = addresses
  }
}

extension Request.Addresses {
  func allow(_ address: Address) -> Bool {
    switch self {
    case .any: true
    case .publicOnly: address.isPublic
    case .publicOr(let networks):
      address.isPublic || networks.contains { $0.contains(address) }
    }
  }
}

/// A whole reply. Redirects are replies like others: none is followed.
package struct Reply: Sendable {
  package var status: Int
  /// Names in lower case, in the order they came.
  package var headers: [(name: String, value: String)]
  package var body: [UInt8]

  /// The first value of a header, its name in lower case.
  package func header(_ name: String) -> String? {
    headers.first { $0.name == name }?.value
  }
}

/// Why there is no reply.
package enum TransferError: Error, Hashable, Sendable {
  /// No http or https address, or a method or header that would break the request apart.
  case malformedRequest
  /// The name leads to no address that the request allows.
  case addressRefused
  case unresolvable
  case unreachable
  case timedOut
  /// Time was up before anything of the request had been sent.
  case timedOutConnecting
  /// No trusted, matching certificate, or no common version.
  case insecure
  /// The server would not have our name and password.
  case loginRefused
  /// The connection ended before the reply did; the request may or may not have been heard.
  case cut
  case replyTooLarge
  case cancelled
  /// Any other of libcurl's codes.
  case other(Int)

  /// What went wrong, for the note on a delivery: no address, no secret.
  package var words: String {
    switch self {
    case .malformedRequest: "malformed address"
    case .addressRefused: "private address not allowed"
    case .unresolvable: "name not found"
    case .unreachable: "connection refused"
    case .timedOut: "timed out"
    case .timedOutConnecting: "timed out before anything was sent"
    case .insecure: "TLS failed"
    case .loginRefused: "login refused"
    case .cut: "connection cut"
    case .replyTooLarge: "answer too large"
    case .cancelled: "cancelled"
    case .other(let code): "curl error \(code)"
    }
  }

  /// Whether the other side may have taken the request although no answer came.
  package var mayHaveArrived: Bool {
    switch self {
    case .malformedRequest, .addressRefused, .unresolvable, .unreachable, .timedOutConnecting,
      .insecure, .loginRefused:
      false
    case .timedOut, .cut, .replyTooLarge, .cancelled, .other: true
    }
  }
}
