import Casework
import LibCurl
import Wire

/// Where a sharing platform gives out the secret that its headers are signed with, when the secret
/// is good for a time only (STANDARDS 5.2).
///
/// The platform is asked under headers of the same form, signed with our appkey, and answers
/// `{code: "0", data: {secret, secretEndTime}}`, the secret sealed by AES under the appkey.
package struct SecretRefresh: Hashable, Sendable {
  /// How the key of AES comes out of the appkey.
  package enum Derivation: String, CaseIterable, Sendable {
    /// As the platform's own clients have it: what Java's generator SHA1PRNG gives first, seeded
    /// with the appkey. That is SHA-1 of the seed's SHA-1, its first 16 bytes.
    case sha1prng
    /// The first 16 characters of the appkey.
    case text
  }

  package var url: String
  package var appKey: String
  package var derivation = Derivation.sha1prng
  /// Codes by which a peer says that it does not know the secret any more; 401 and 403 do too.
  package var refused: Set<String> = []

  package init(url: String, appKey: String) {
    self.url = url
    self.appKey = appKey
  }

  /// Whether an answer means that the secret is out of force.
  func isRefused(_ reply: Reply, by rule: AnswerRule) -> Bool {
    if reply.status == 401 || reply.status == 403 { return true }
    guard (200..<300).contains(reply.status), let pointer = rule.pointer,
      let code = reply.json?.at(pointer: pointer).flatMap(AnswerRule.word)
    else { return false }
    return refused.contains(code)
  }

  /// The question for a new secret.
  func request(_ account: SharingHeaders, _ peer: Peer, at now: Instant, _ crypto: ChannelCrypto)
    -> Request
  {
    var asking = account
    asking.secret = appKey
    let headers = asking.headers(at: now, hmacSHA256: crypto.hmacSHA256)
    // Platforms differ in where they look: in the headers or in the body.
    let body = JSONValue.object(JSONObject(headers.map { .init($0.name, .string($0.value)) }))
    return Request(
      "POST", url, headers: headers + [("content-type", "application/json;charset=utf-8")],
      body: body.canonical, timeoutSeconds: peer.timeoutSeconds,
      connectTimeoutSeconds: min(5, peer.timeoutSeconds), replyBytesMax: 64 << 10,
      addresses: peer.allowsPrivate ? .any : .publicOnly)
  }

  /// The secret in an answer and until when it is taken to be good. A reason names a code at most.
  func secret(in reply: Reply, at now: Instant, _ crypto: ChannelCrypto)
    -> Result<TokenKeeper.Token, TokenKeeper.Lack>
  {
    let body = reply.json
    guard (200..<300).contains(reply.status), body?["code"].flatMap(AnswerRule.word) == "0" else {
      let code = body?["code"].flatMap(AnswerRule.word).map { "code \(AnswerRule.short($0))" }
      return .failure(.init(reason: "no secret: \(code ?? "HTTP \(reply.status)")"))
    }
    guard let sealed = body?["data"]?["secret"]?.string.flatMap(unbase64),
      let plain = crypto.openAES(key(crypto), sealed), !plain.isEmpty
    else { return .failure(.init(reason: "no secret: it cannot be opened")) }
    let end = body?["data"]?["secretEndTime"].flatMap(Self.seconds) ?? now.seconds + 600
    let life = max(0, end - now.seconds)
    // A little before its end, so that none runs out on its way.
    return .success(
      .init(text: String(decoding: plain, as: UTF8.self), until: end - min(300, life / 2)))
  }

  private func key(_ crypto: ChannelCrypto) -> [UInt8] {
    let seed = Array(appKey.utf8)
    switch derivation {
    case .sha1prng: return Array(crypto.sha1(crypto.sha1(seed)).prefix(16))
    case .text: return Array((seed + [UInt8](repeating: 0, count: 16)).prefix(16))
    }
  }

  /// Milliseconds or seconds since 1970, or a time of China as people write it.
  private static func seconds(_ value: JSONValue) -> Int64? {
    guard let text = AnswerRule.word(value) else { return nil }
    if let number = Int64(text) { return number > 100_000_000_000 ? number / 1000 : number }
    return Instant(rfc3339: text.split(separator: " ").joined(separator: "T") + "+08:00")?.seconds
  }
}
