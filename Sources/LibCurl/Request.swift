/// One HTTP request as the caller wants it on the wire.
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
  /// No trusted, matching certificate, or no common version.
  case insecure
  /// The connection ended before the reply did; the request may or may not have been heard.
  case cut
  case replyTooLarge
  case cancelled
  /// Any other of libcurl's codes.
  case other(Int)
}
