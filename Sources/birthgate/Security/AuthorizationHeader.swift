import Wire

/// The parts of an `Authorization` header of a signed request (contract, section 3).
///
/// A worked example: the key is the 32 bytes `00 01 … 1f`, the request
/// `POST /v1/messages?x=1` with the 13 bytes `{"header":{}}` as its body. Signed are these five
/// lines with a line feed between them and none at the end:
///
/// ```
/// POST
/// /v1/messages?x=1
/// 1772331300
/// abcdefghijklmnop
/// 0dd905af690df6198cc67a0104164cf19fd0ada38fe7502f4cab201f5fed06ea
/// ```
///
/// The last one is SM3 of the body. HMAC-SM3 of the whole under the key gives the header
///
/// ```
/// Birthgate-HMAC-SM3 sender=H61010400001, ts=1772331300, nonce=abcdefghijklmnop,
///   sig=f1cec874581ec6b4b3b710de477e4f47daff04908748eb3709989e00f9e74c18
/// ```
///
/// on one line. For `Birthgate-SM2` the same bytes are signed with SM2 (GB/T 32918.2, digest SM3,
/// user id 1234567812345678), and `sig` is r and s, 32 bytes each, in hexadecimal.
struct AuthorizationHeader: Hashable, Sendable {
  enum Scheme: String, Sendable {
    case hmacSM3 = "Birthgate-HMAC-SM3"
    case sm2 = "Birthgate-SM2"
  }

  var scheme: Scheme
  var sender: String
  /// Unix seconds, as written: the signature covers the very characters.
  var ts: String
  var nonce: String
  var signature: [UInt8]
  var key: String?

  /// Reads `SCHEME sender=…, ts=…, nonce=…, sig=…`, in any order and with an optional `key=`.
  /// Anything else, and any part twice, is no such header.
  init?(_ text: String) {
    let halves = text.split(separator: " ", maxSplits: 1)
    guard halves.count == 2, let scheme = Scheme(rawValue: String(halves[0])) else { return nil }
    var parts: [String: String] = [:]
    for part in halves[1].split(separator: ",", omittingEmptySubsequences: false) {
      let pair = part.trimmed.split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard pair.count == 2,
        parts.updateValue(Self.unquoted(pair[1]), forKey: String(pair[0])) == nil
      else { return nil }
    }
    guard let sender = parts.removeValue(forKey: "sender"),
      let ts = parts.removeValue(forKey: "ts"), Self.isSeconds(ts),
      let nonce = parts.removeValue(forKey: "nonce"), Self.isNonce(nonce),
      let signature = parts.removeValue(forKey: "sig").flatMap({ Hex.decode($0) })
    else { return nil }
    key = parts.removeValue(forKey: "key")
    guard parts.isEmpty else { return nil }
    (self.scheme, self.sender, self.ts, self.nonce) = (scheme, sender, ts, nonce)
    self.signature = signature
  }

  /// The bytes that are signed: `method\npath\nts\nnonce\nSM3(body)`.
  func signedBytes(method: String, path: String, bodyDigest: [UInt8]) -> [UInt8] {
    Array([method, path, ts, nonce, Hex.encode(bodyDigest)].joined(separator: "\n").utf8)
  }

  private static func unquoted(_ text: Substring) -> String {
    guard text.count >= 2, text.first == "\"", text.last == "\"" else { return String(text) }
    return String(text.dropFirst().dropLast())
  }

  private static func isSeconds(_ text: String) -> Bool {
    (1...12).contains(text.utf8.count) && text.utf8.allSatisfy { (48...57).contains($0) }
  }

  private static func isNonce(_ text: String) -> Bool {
    (16...64).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        switch byte {
        case 48...57, 65...90, 97...122, 95, 45: true
        default: false
        }
      }
  }
}
