package import Casework
package import LibCurl

/// Tells a subscriber by HTTP as Standard Webhooks has it: the body signed together with its id and
/// the second of the attempt, so that a receiver knows the sender and can refuse an old copy.
package struct WebhookChannel: Channel {
  package let name = "webhook"

  private let transfers: Transfers
  private let crypto: ChannelCrypto
  private let addresses: @Sendable () -> Request.Addresses
  private let timeoutSeconds: Double

  /// - Parameters:
  ///   - allowPrivate: whether receivers on private addresses and on this machine may be told;
  ///     what a name leads to is judged at every connection, not when it is subscribed.
  ///   - networks: private ones in which they may stand all the same. Both are asked for at each
  ///     sending, so that whoever shuts a network need not stop the gateway.
  package init(
    transfers: Transfers, allowPrivate: @escaping @Sendable () -> Bool,
    networks: @escaping @Sendable () -> [Network] = { [] },
    timeoutSeconds: Double = 15, crypto: ChannelCrypto
  ) {
    self.transfers = transfers
    self.crypto = crypto
    self.timeoutSeconds = timeoutSeconds
    addresses = {
      if allowPrivate() { return .any }
      let networks = networks()
      return networks.isEmpty ? .publicOnly : .publicOr(networks)
    }
  }

  package func send(_ deliveries: [Delivery], now: Instant) async -> [SendResult] {
    if deliveries.count == 1 { return [await send(deliveries[0], now: now)] }
    return await sendEach(deliveries) { await send($0, now: now) }
  }

  private func send(_ delivery: Delivery, now: Instant) async -> SendResult {
    let request = Request(
      "POST", delivery.address, headers: headers(delivery, now: now), body: delivery.body,
      timeoutSeconds: timeoutSeconds, connectTimeoutSeconds: min(5, timeoutSeconds),
      // The answer's words are of no use; the bound only keeps them from filling the memory.
      replyBytesMax: 64 << 10, addresses: addresses())
    switch await transfers.perform(request) {
    case .success(let reply): return Self.result(of: reply, now: now)
    case .failure(let error): return Self.result(of: error)
    }
  }

  private func headers(
    _ delivery: Delivery, now: Instant
  ) -> [(name: String, value: String)] {
    let timestamp = String(now.seconds)
    let signed = Array("\(delivery.id).\(timestamp).".utf8) + delivery.body
    return [
      ("content-type", "application/cloudevents+json"),
      ("webhook-id", delivery.id),
      ("webhook-timestamp", timestamp),
      ("webhook-signature", signature(delivery, signed)),
    ]
  }

  /// While a secret is being changed both sign, so that a receiver that knows either agrees.
  private func signature(_ delivery: Delivery, _ signed: [UInt8]) -> String {
    let keys = delivery.keys.isEmpty ? [.shared(delivery.secret)] : delivery.keys
    return keys.map { key in
      switch key {
      case .shared(let secret): "v1,\(base64(crypto.hmacSHA256(secret, signed)))"
      case .ed25519(let seed): "v1a,\(base64(crypto.ed25519(seed, signed)))"
      }
    }.joined(separator: " ")
  }

  private static func result(of reply: Reply, now: Instant) -> SendResult {
    switch reply.status {
    case 200..<300: .delivered
    // The receiver says it wants no more, ever.
    case 410: .never(reason: "HTTP 410")
    case 429, 503: .later(reason: "HTTP \(reply.status)", retryAfter: reply.pauseSeconds(now: now))
    case 300..<400: .later(reason: "redirect refused, HTTP \(reply.status)", retryAfter: nil)
    default: .later(reason: "HTTP \(reply.status)", retryAfter: nil)
    }
  }

  private static func result(of error: TransferError) -> SendResult {
    switch error {
    case .malformedRequest: .never(reason: error.words)
    // Later, since a name can be pointed elsewhere; the courier's limit ends it if nobody does.
    case .addressRefused: .later(reason: "address not on the public Internet", retryAfter: nil)
    // What may have arrived is sent again too: the id tells the receiver.
    default: .later(reason: error.words, retryAfter: nil)
    }
  }
}
