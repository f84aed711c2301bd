package import Casework
package import LibCurl

/// Tells a subscriber by HTTP as Standard Webhooks has it: the body signed together with its id and
/// the second of the attempt, so that a receiver knows the sender and can refuse an old copy.
package struct WebhookChannel: Channel {
  package let name = "webhook"

  private let transfers: Transfers
  private let hmacSHA256: @Sendable (_ key: [UInt8], _ data: [UInt8]) -> [UInt8]
  private let addresses: Request.Addresses
  private let timeoutSeconds: Double

  /// - Parameters:
  ///   - allowPrivate: whether receivers on private addresses and on this machine may be told;
  ///     what a name leads to is judged at every connection, not when it is subscribed.
  ///   - networks: private ones in which they may stand all the same.
  package init(
    transfers: Transfers, allowPrivate: Bool, networks: [Network] = [],
    timeoutSeconds: Double = 15,
    hmacSHA256: @escaping @Sendable (_ key: [UInt8], _ data: [UInt8]) -> [UInt8]
  ) {
    self.transfers = transfers
    self.hmacSHA256 = hmacSHA256
    self.timeoutSeconds = timeoutSeconds
    addresses = allowPrivate ? .any : networks.isEmpty ? .publicOnly : .publicOr(networks)
  }

  package func send(_ deliveries: [Delivery], now: Instant) async -> [SendResult] {
    if deliveries.count == 1 { return [await send(deliveries[0], now: now)] }
    return await withTaskGroup(of: (Int, SendResult).self) { group in
      for (index, delivery) in deliveries.enumerated() {
        group.addTask { (index, await send(delivery, now: now)) }
      }
      var results = [SendResult](
        repeating: .later(reason: "not tried", retryAfter: nil), count: deliveries.count)
      for await (index, result) in group { results[index] = result }
      return results
    }
  }

  private func send(_ delivery: Delivery, now: Instant) async -> SendResult {
    let request = Request(
      "POST", delivery.address, headers: headers(delivery, now: now), body: delivery.body,
      timeoutSeconds: timeoutSeconds, connectTimeoutSeconds: min(5, timeoutSeconds),
      // The answer's words are of no use; the bound only keeps them from filling the memory.
      replyBytesMax: 64 << 10, addresses: addresses)
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
      ("webhook-signature", "v1,\(base64(hmacSHA256(delivery.secret, signed)))"),
    ]
  }

  private static func result(of reply: Reply, now: Instant) -> SendResult {
    switch reply.status {
    case 200..<300: .delivered
    // The receiver says it wants no more, ever.
    case 410: .never(reason: "HTTP 410")
    case 429, 503: .later(reason: "HTTP \(reply.status)", retryAfter: retryAfter(reply, now: now))
    case 300..<400: .later(reason: "redirect refused, HTTP \(reply.status)", retryAfter: nil)
    default: .later(reason: "HTTP \(reply.status)", retryAfter: nil)
    }
  }

  private static func result(of error: TransferError) -> SendResult {
    switch error {
    case .malformedRequest: .never(reason: "malformed address")
    // Later, since a name can be pointed elsewhere; the courier's limit ends it if nobody does.
    case .addressRefused: .later(reason: "address not on the public Internet", retryAfter: nil)
    case .unresolvable: .later(reason: "name not found", retryAfter: nil)
    case .unreachable: .later(reason: "connection refused", retryAfter: nil)
    case .timedOut: .later(reason: "timed out", retryAfter: nil)
    case .insecure: .later(reason: "TLS failed", retryAfter: nil)
    case .cut: .later(reason: "connection cut", retryAfter: nil)
    // A status came, but who floods its own answer has not said that it took the event.
    case .replyTooLarge: .later(reason: "answer too large", retryAfter: nil)
    case .cancelled: .later(reason: "cancelled", retryAfter: nil)
    case .other(let code): .later(reason: "curl error \(code)", retryAfter: nil)
    }
  }

  /// The pause a receiver asks for, in seconds or as a date (RFC 9110, 10.2.3), between a second
  /// and an hour: it may slow us, not stop us. A date counts from the answer's own `Date`, so that
  /// it does not matter whose clock is wrong.
  private static func retryAfter(_ reply: Reply, now: Instant) -> Int? {
    guard let text = reply.header("retry-after") else { return nil }
    let bounds = 1...3600
    if !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) {
      return Int(text).map { min(max($0, bounds.lowerBound), bounds.upperBound) }
        ?? bounds.upperBound
    }
    guard let date = Instant(httpDate: text) else { return nil }
    let from = reply.header("date").flatMap { Instant(httpDate: $0) } ?? now
    let pause = date.seconds - from.seconds
    return Int(min(max(pause, Int64(bounds.lowerBound)), Int64(bounds.upperBound)))
  }
}
