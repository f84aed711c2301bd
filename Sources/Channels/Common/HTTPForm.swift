package import LibCurl
package import Wire

/// How a provider wants to be called: method, address, headers and body, with holes for what is
/// sent.
package struct HTTPForm: Hashable, Sendable {
  /// How the body is written.
  package enum Encoding: String, CaseIterable, Sendable { case json, form }

  /// How the provider knows us.
  package enum Signature: Hashable, Sendable {
    case none
    case bearer(String)
    /// HMAC-SHA-256 over the body, in a header of this name, in hex or in base64.
    case hmacSHA256(secret: [UInt8], header: String, isHex: Bool)
  }

  package var method: String
  package var url: String
  package var headers: [JSONObject.Member] = []
  package var body: Template?
  package var encoding = Encoding.json
  package var signature = Signature.none
  package var timeoutSeconds = 10.0
  /// Whether it may stand on a private address or on this machine.
  package var allowsPrivate = false

  package init(method: String = "POST", url: String) {
    self.method = method
    self.url = url
  }

  /// Names of all holes, for settings to be judged by.
  package var holes: Set<String> {
    headers.reduce(Template.holes(in: url).union(body?.holes ?? [])) {
      $0.union(Template.holes(in: $1.value.string ?? ""))
    }
  }

  /// - Parameter once: whether a second copy would do harm.
  package func request(
    _ values: Template.Values, once: Bool, hmacSHA256: ChannelCrypto.Keyed
  ) throws(Template.Trouble) -> Request {
    var request = Request(
      method, try Template.text(url, values, escaping: percentEncoded),
      timeoutSeconds: timeoutSeconds, connectTimeoutSeconds: min(5, timeoutSeconds),
      replyBytesMax: 64 << 10, addresses: allowsPrivate ? .any : .publicOnly)
    request.mustNotRepeat = once
    for header in headers {
      request.headers.append(
        (header.name, try Template.text(header.value.string ?? "", values)))
    }
    if let body {
      request.body = write(try body.filled(values))
      let type = encoding == .json ? "application/json" : "application/x-www-form-urlencoded"
      if !headers.contains(where: { $0.name.lowercased() == "content-type" }) {
        request.headers.append(("content-type", type))
      }
    }
    switch signature {
    case .none: break
    case .bearer(let token): request.headers.append(("authorization", "Bearer \(token)"))
    case .hmacSHA256(let secret, let header, let isHex):
      let code = hmacSHA256(secret, request.body)
      request.headers.append((header, isHex ? Hex.encode(code) : base64(code)))
    }
    return request
  }

  private func write(_ value: JSONValue) -> [UInt8] {
    switch encoding {
    case .json: return value.canonical
    case .form:
      let pairs = (value.object?.members ?? []).map {
        "\(percentEncoded($0.name))=\(percentEncoded(Template.plain($0.value)))"
      }
      return Array(pairs.joined(separator: "&").utf8)
    }
  }
}

/// A value as it may stand in an address or a form (RFC 3986, 2.3: all but the unreserved encoded).
package func percentEncoded(_ text: String) -> String {
  var bytes: [UInt8] = []
  for byte in text.utf8 {
    switch byte {
    case 48...57, 65...90, 97...122, 45, 46, 95, 126: bytes.append(byte)
    default: bytes += [37] + Array(Hex.encode([byte], upperCase: true).utf8)
    }
  }
  return String(decoding: bytes, as: UTF8.self)
}
