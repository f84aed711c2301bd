package import Casework
package import LibCurl
import Wire

/// Tells followers of a public account by template message (公众号模板消息).
///
/// The platform cannot be asked what became of a message, and takes one twice; what may have
/// arrived is therefore left to a person.
package struct WeChatChannel: Channel {
  package let name = "wechat"

  private let transfers: Transfers
  private let account: @Sendable () -> WeChatAccount?
  private let crypto: ChannelCrypto
  private let keeper = TokenKeeper()

  package init(
    transfers: Transfers, crypto: ChannelCrypto, account: @escaping @Sendable () -> WeChatAccount?
  ) {
    self.transfers = transfers
    self.crypto = crypto
    self.account = account
  }

  package func send(_ deliveries: [Delivery], now: Instant) async -> [SendResult] {
    let account = account()
    return await sendEach(deliveries) { delivery in
      // Also while the account is missing: "later" would let the next attempt send.
      guard !delivery.isUnsure else {
        return .unknown(reason: "no answer came, and the platform cannot be asked")
      }
      guard let account else {
        return .later(reason: "no WeChat account in the settings", retryAfter: nil)
      }
      guard let letter = delivery.letter else { return .never(reason: "no text") }
      let kind = letter.kind.rawValue
      guard let wording = account.wordings["\(kind).\(letter.language)"] ?? account.wordings[kind]
      else { return .never(reason: "no template for \(kind)") }
      return await send(delivery, letter, wording, account, now)
    }
  }

  private func send(
    _ delivery: Delivery, _ letter: Letter, _ wording: WeChatAccount.Wording,
    _ account: WeChatAccount, _ now: Instant
  ) async -> SendResult {
    let body: JSONValue
    do throws(Template.Trouble) {
      body = try message(delivery, letter, wording)
    } catch {
      return .never(reason: "nothing fills {{\(error.hole)}}")
    }
    var refused: String?
    // A token may have been called in early; with a new one the platform is told once more.
    for _ in 0..<2 {
      let token: String
      switch await fetchToken(account, now, refused: refused) {
      case .failure(let lack): return .later(reason: lack.reason, retryAfter: nil)
      case .success(let found): token = found.text
      }
      guard let result = await offer(body, account, token, now) else {
        refused = token
        continue
      }
      return result
    }
    return .later(reason: "the platform refuses every token", retryAfter: nil)
  }

  /// How it ended; nil where the token was refused.
  private func offer(
    _ body: JSONValue, _ account: WeChatAccount, _ token: String, _ now: Instant
  ) async -> SendResult? {
    var form = HTTPForm(url: account.sendURL)
    form.timeoutSeconds = account.timeoutSeconds
    form.allowsPrivate = account.allowsPrivate
    guard
      var request = try? form.request(
        ["token": .string(token)], once: true, hmacSHA256: crypto.hmacSHA256)
    else { return .never(reason: "malformed address") }
    request.body = body.canonical
    request.headers.append(("content-type", "application/json"))
    switch await transfers.perform(request) {
    case .failure(let error):
      return error.mayHaveArrived
        ? .unknown(reason: error.words) : .later(reason: error.words, retryAfter: nil)
    case .success(let reply):
      guard (200..<300).contains(reply.status) else {
        return reply.status >= 500 && reply.status != 503
          ? .unknown(reason: "HTTP \(reply.status)")
          : .later(reason: "HTTP \(reply.status)", retryAfter: reply.pauseSeconds(now: now))
      }
      guard let code = reply.json?["errcode"]?.int else {
        return .unknown(reason: "no errcode in the answer")
      }
      switch WeChatCode.meaning(code) {
      case .taken: return .delivered
      case .staleToken: return nil
      case .later(let pause): return .later(reason: "errcode \(code)", retryAfter: pause)
      case .never: return .never(reason: "errcode \(code)")
      }
    }
  }

  private func fetchToken(
    _ account: WeChatAccount, _ now: Instant, refused: String?
  ) async -> Result<TokenKeeper.Token, TokenKeeper.Lack> {
    await keeper.token(
      for: account.appID + account.tokenURL, refused: refused, seconds: now.seconds
    ) { [transfers, crypto] in
      var form = HTTPForm(method: "GET", url: account.tokenURL)
      form.timeoutSeconds = account.timeoutSeconds
      form.allowsPrivate = account.allowsPrivate
      let values: Template.Values = [
        "appId": .string(account.appID), "secret": .string(account.secret),
      ]
      guard
        let request = try? form.request(values, once: false, hmacSHA256: crypto.hmacSHA256)
      else { return .failure(.init(reason: "malformed address of tokens")) }
      switch await transfers.perform(request) {
      case .failure(let error): return .failure(.init(reason: "no token: \(error.words)"))
      case .success(let reply):
        let body = reply.json
        guard let text = body?["access_token"]?.string, !text.isEmpty else {
          let code = body?["errcode"].flatMap(AnswerRule.word) ?? "HTTP \(reply.status)"
          return .failure(.init(reason: "no token: \(AnswerRule.short(code))"))
        }
        // A little before its end, so that none runs out on its way.
        let life = Int64(min(max(body?["expires_in"]?.int ?? 7200, 60), 86_400))
        return .success(.init(text: text, until: now.seconds + life - min(300, life / 2)))
      }
    }
  }

  private func message(
    _ delivery: Delivery, _ letter: Letter, _ wording: WeChatAccount.Wording
  ) throws(Template.Trouble) -> JSONValue {
    var named = JSONObject()
    for (name, value) in letter.values.sorted(by: { $0.key < $1.key }) {
      named.append(name, .string(value))
    }
    let values: Template.Values = [
      "values": .object(named), "title": .string(letter.title), "text": .string(letter.short),
      "link": .string(letter.link ?? ""), "kind": .string(letter.kind.rawValue),
      "language": .string(letter.language),
    ]
    var data = JSONObject()
    for member in wording.fields.members {
      data.append(member.name, ["value": try Template(member.value).filled(values)])
    }
    // The platform drops a second one under the same id for ten minutes.
    let key = Hex.encode(Array(crypto.sm3(Array("wechat \(delivery.id)".utf8)).prefix(16)))
    var body: JSONObject = [
      "touser": .string(delivery.address), "template_id": .string(wording.template),
      "client_msg_id": .string(key), "data": .object(data),
    ]
    if let link = letter.link { body.append("url", .string(link)) }
    return .object(body)
  }
}
