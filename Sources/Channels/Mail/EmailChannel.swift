package import Casework
package import LibCurl
import Synchronization
import Wire

/// Tells people by e-mail, through one relay.
///
/// A repeat bears the same Message-ID, so that servers and programs that know it show one; a letter
/// whose end nobody knows is therefore sent again.
package struct EmailChannel: Channel {
  package let name = "email"

  /// Which of the lines is next.
  private final class Turn: Sendable {
    let number = Atomic(0)
  }

  private let lines: [Transfers]
  private let turn = Turn()
  private let account: @Sendable () -> MailAccount?
  private let crypto: ChannelCrypto

  /// - Parameter lines: one thread each. On one of them a letter waits for another's answer, so
  ///   they serve nobody else, and several keep a relay that hangs from stopping all letters.
  package init(
    lines: [Transfers], crypto: ChannelCrypto, account: @escaping @Sendable () -> MailAccount?
  ) {
    precondition(!lines.isEmpty)
    self.lines = lines
    self.crypto = crypto
    self.account = account
  }

  package func send(_ deliveries: [Delivery], now: Instant) async -> [SendResult] {
    let account = account()
    return await sendEach(deliveries) { delivery in
      guard let account else {
        return .later(reason: "no mail relay in the settings", retryAfter: nil)
      }
      if delivery.isOver { return .never(reason: "not known whether it arrived") }
      guard let letter = delivery.letter else { return .never(reason: "no text") }
      guard MailAccount.isAddress(delivery.address) else {
        return .never(reason: "no e-mail address")
      }
      return await send(letter, delivery, account, now)
    }
  }

  private func send(
    _ letter: Letter, _ delivery: Delivery, _ account: MailAccount, _ now: Instant
  ) async -> SendResult {
    let key = Hex.encode(Array(crypto.sm3(Array("mail \(delivery.id)".utf8)).prefix(16)))
    let message = MailMessage(
      letter: letter, from: account.from, to: delivery.address, key: key, now: now)
    let mail = Mail(
      from: account.from.address, to: delivery.address, message: message.bytes,
      security: account.security, login: account.login)
    let request = Request.mail(
      mail, host: account.host, port: account.port, hello: account.hello ?? account.from.domain,
      timeoutSeconds: account.timeoutSeconds)
    let next = turn.number.wrappingAdd(1, ordering: .relaxed).newValue
    switch await lines[Int(UInt(bitPattern: next) % UInt(lines.count))].perform(request) {
    case .success(let reply): return Self.result(reply.status)
    case .failure(.malformedRequest): return .never(reason: "malformed address")
    case .failure(let error):
      return error.mayHaveArrived
        ? .unknown(reason: error.words) : .later(reason: error.words, retryAfter: nil)
    }
  }

  /// RFC 5321, 4.2.1: four-hundreds are for now, five-hundreds are for good.
  private static func result(_ status: Int) -> SendResult {
    switch status {
    case 200..<400: .delivered
    case 500..<600: .never(reason: "SMTP \(status)")
    default: .later(reason: "SMTP \(status)", retryAfter: nil)
    }
  }
}
