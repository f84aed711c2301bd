/// One thing to send to one receiver.
package struct Delivery: Hashable, Sendable {
  package var id: String
  /// Milliseconds; when the notice was decided.
  package var at: Int64
  package var attempt: Int
  /// Which channel takes it: `webhook`, `file`.
  package var channel: String
  /// URL or path.
  package var address: String
  /// The receiver's secret, for channels that sign.
  package var secret: [UInt8]
  /// The body, the same for every attempt.
  package var body: [UInt8]

  package init(
    id: String, at: Int64, attempt: Int, channel: String, address: String, secret: [UInt8],
    body: [UInt8]
  ) {
    self.id = id
    self.at = at
    self.attempt = attempt
    self.channel = channel
    self.address = address
    self.secret = secret
    self.body = body
  }
}

/// How a sending ended.
package enum SendResult: Hashable, Sendable {
  case delivered
  /// Try again, not before the seconds the receiver asked for.
  case later(reason: String, retryAfter: Int?)
  /// Trying again would not help.
  case never(reason: String)
}

/// One way out. Never throws: every end is a result the courier can act on.
package protocol Channel: Sendable {
  var name: String { get }
  /// Sends many at once; results in the order of the deliveries.
  func send(_ deliveries: [Delivery], now: Instant) async -> [SendResult]
}
