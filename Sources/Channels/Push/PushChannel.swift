package import Casework
package import LibCurl
import Synchronization
import Wire

/// An office's system to which events are pushed.
package struct Peer: Sendable {
  package var id: String
  package var url: String
  package var envelope: Envelope
  package var answer: AnswerRule
  package var timeoutSeconds = 15.0
  package var allowsPrivate = false

  package init(id: String, url: String, envelope: Envelope, answer: AnswerRule) {
    self.id = id
    self.url = url
    self.envelope = envelope
    self.answer = answer
  }

  /// Whether nobody on the way can read what is pushed: by TLS, by the envelope, or because the way
  /// does not leave the office's own network.
  package var isSheltered: Bool {
    if case .insurance(let envelope) = envelope, envelope.seals { return true }
    return allowsPrivate || url.hasPrefix("https:")
  }
}

/// Tells offices by pushing the event into their own systems, in the envelope each of them wants.
///
/// The event bears the delivery's id, so what may have arrived is sent again.
package struct PushChannel: Channel {
  package let name = "push"

  private let transfers: Transfers
  private let peers: @Sendable () -> [Peer]
  private let crypto: ChannelCrypto
  private let keepers = SecretKeepers()

  package init(
    transfers: Transfers, crypto: ChannelCrypto, peers: @escaping @Sendable () -> [Peer]
  ) {
    self.transfers = transfers
    self.crypto = crypto
    self.peers = peers
  }

  package func send(_ deliveries: [Delivery], now: Instant) async -> [SendResult] {
    let peers = Dictionary(peers().map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    return await sendEach(deliveries) { delivery in
      let id =
        delivery.address.hasPrefix("office:")
        ? String(delivery.address.dropFirst(7)) : delivery.address
      guard let peer = peers[id] else {
        return .later(reason: "no such office in the settings", retryAfter: nil)
      }
      guard let event = try? JSONValue(parsing: delivery.body) else {
        return .never(reason: "body is not JSON")
      }
      return await send(delivery, event, peer, now)
    }
  }

  private func send(
    _ delivery: Delivery, _ event: JSONValue, _ peer: Peer, _ now: Instant
  ) async -> SendResult {
    guard case .sharing(let account) = peer.envelope, let refresh = account.refresh else {
      return result(await offer(delivery, event, peer, now), peer, now)
    }
    var refused: String?
    // A secret may have been called in before its end; with a new one the office is told once more.
    for _ in 0..<2 {
      var signing = account
      switch await secret(refresh, account, peer, now, refused: refused) {
      case .failure(let lack): return .later(reason: lack.reason, retryAfter: nil)
      case .success(let token): signing.secret = token.text
      }
      var signed = peer
      signed.envelope = .sharing(signing)
      let answer = await offer(delivery, event, signed, now)
      guard case .success(let reply) = answer, refresh.isRefused(reply, by: peer.answer) else {
        return result(answer, peer, now)
      }
      refused = signing.secret
    }
    return .later(reason: "the platform refuses every secret", retryAfter: nil)
  }

  private func secret(
    _ refresh: SecretRefresh, _ account: SharingHeaders, _ peer: Peer, _ now: Instant,
    refused: String?
  ) async -> Result<TokenKeeper.Token, TokenKeeper.Lack> {
    // Another account or another appkey has another secret.
    let owner = [refresh.url, account.sid, account.rid, refresh.appKey].joined(separator: "\n")
    return await keepers.keeper(of: peer.id).token(
      for: owner, refused: refused, seconds: now.seconds
    ) { [transfers, crypto] in
      switch await transfers.perform(refresh.request(account, peer, at: now, crypto)) {
      case .failure(let error): .failure(.init(reason: "no secret: \(error.words)"))
      case .success(let reply): refresh.secret(in: reply, at: now, crypto)
      }
    }
  }

  private func offer(
    _ delivery: Delivery, _ event: JSONValue, _ peer: Peer, _ now: Instant
  ) async -> Result<Reply, TransferError> {
    var request = Request(
      "POST", peer.url, headers: [("x-request-id", delivery.id)], body: delivery.body,
      timeoutSeconds: peer.timeoutSeconds, connectTimeoutSeconds: min(5, peer.timeoutSeconds),
      replyBytesMax: 64 << 10, addresses: peer.allowsPrivate ? .any : .publicOnly)
    var type = "application/cloudevents+json"
    switch peer.envelope {
    case .bare: break
    case .insurance(let envelope):
      type = "application/json"
      request.body = envelope.wrap(event, at: now, crypto).canonical
    case .sharing(let account):
      request.headers += account.headers(at: now, hmacSHA256: crypto.hmacSHA256)
    case .tif(let account):
      let nonce = Hex.encode(crypto.random(8))
      request.headers += account.headers(at: now, nonce: nonce, sha256: crypto.sha256)
    }
    request.headers.append(("content-type", type))
    return await transfers.perform(request)
  }

  private func result(
    _ answer: Result<Reply, TransferError>, _ peer: Peer, _ now: Instant
  ) -> SendResult {
    switch answer {
    case .failure(.malformedRequest): .never(reason: "malformed address")
    case .failure(let error): .later(reason: error.words, retryAfter: nil)
    case .success(let reply): result(reply, peer, now)
    }
  }

  private func result(_ reply: Reply, _ peer: Peer, _ now: Instant) -> SendResult {
    var body = reply.json
    if case .insurance(let envelope) = peer.envelope, (200..<300).contains(reply.status) {
      guard let answer = body, let opened = envelope.unwrap(answer, crypto) else {
        return .later(reason: "the answer's envelope does not hold", retryAfter: nil)
      }
      body = opened
    }
    let pause = reply.pauseSeconds(now: now)
    switch peer.answer.meaning(status: reply.status, body: body, retryAfter: pause) {
    case .taken: return .delivered
    case .later(let reason, let pause): return .later(reason: reason, retryAfter: pause)
    case .never(let reason): return .never(reason: reason)
    case .unclear(let reason): return .later(reason: reason, retryAfter: nil)
    }
  }
}

/// Who keeps the secret of each office that has one which changes.
private final class SecretKeepers: Sendable {
  private let keepers = Mutex<[String: TokenKeeper]>([:])

  func keeper(of id: String) -> TokenKeeper {
    keepers.withLock { keepers in
      if let known = keepers[id] { return known }
      let new = TokenKeeper()
      keepers[id] = new
      return new
    }
  }
}
