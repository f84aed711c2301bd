package import Casework
package import LibCurl
import Wire

/// Tells people by text message, through a provider reached over HTTP and a second one where the
/// first definitely did not take it.
///
/// Nobody shall be told twice by a phone that rings: after an end nobody knows nothing is sent
/// again. The provider that was tried is asked, for no other can know; where it cannot be, its
/// receipt is awaited. Which one it was is written down before it is offered anything, so that
/// neither a crash nor a change of the settings makes another one speak for it.
package struct SMSChannel: Channel {
  package let name = "sms"

  private let transfers: Transfers
  private let providers: @Sendable () -> [SMSProvider]
  private let crypto: ChannelCrypto
  private let offering: @Sendable (Delivery, _ provider: String) async -> Bool

  /// - Parameters:
  ///   - offering: writes down to which provider a delivery is about to be offered; false where
  ///     that could not be, and it is not offered then.
  ///   - providers: in the order in which they are tried.
  package init(
    transfers: Transfers, crypto: ChannelCrypto,
    offering: @escaping @Sendable (Delivery, _ provider: String) async -> Bool,
    providers: @escaping @Sendable () -> [SMSProvider]
  ) {
    self.transfers = transfers
    self.crypto = crypto
    self.offering = offering
    self.providers = providers
  }

  package func send(_ deliveries: [Delivery], now: Instant) async -> [SendResult] {
    let providers = providers()
    return await sendEach(deliveries) { delivery in
      guard let letter = delivery.letter else { return .never(reason: "no text") }
      let message = Message(delivery: delivery, letter: letter, now: now)
      // "Later" would let the next attempt send, so it is said only of what surely was not taken.
      if delivery.receipt != nil || delivery.isUnsure && delivery.tried != nil {
        return await ask(message, providers)
      }
      // An attempt that ended before anybody was offered anything sent nothing.
      return await offerAnew(message, providers)
    }
  }

  /// One message on its way.
  private struct Message: Sendable {
    var delivery: Delivery
    var letter: Letter
    var now: Instant
  }

  // MARK: Sending

  /// Of what surely was not sent: unless it is to be cancelled when it is next opened.
  private func offerAnew(_ message: Message, _ providers: [SMSProvider]) async -> SendResult {
    if message.delivery.isOver {
      return .later(reason: "it had not been sent", retryAfter: nil)
    }
    guard !providers.isEmpty else {
      return .later(reason: "no provider of text messages in the settings", retryAfter: nil)
    }
    return await offer(message, providers)
  }

  private func offer(_ message: Message, _ providers: [SMSProvider]) async -> SendResult {
    var refusals: [SendResult] = []
    for provider in providers {
      let result = await offer(message, provider)
      switch result {
      case .later, .never: refusals.append(result)
      case .delivered, .sent, .unknown: return result
      }
    }
    // One that may yet take it outweighs one that never will.
    return refusals.first { if case .later = $0 { true } else { false } } ?? refusals.first
      ?? .later(reason: "not tried", retryAfter: nil)
  }

  private func offer(_ message: Message, _ provider: SMSProvider) async -> SendResult {
    let kind = message.letter.kind.rawValue
    let wording =
      provider.wordings["\(kind).\(message.letter.language)"] ?? provider.wordings[kind]
    if wording == nil, !provider.wordings.isEmpty {
      return .never(reason: "\(provider.id): no template for \(kind)")
    }
    // A missing value is an error and never a hole in somebody's message.
    if let lacking = wording?.values.first(where: { message.letter.values[$0] == nil }) {
      return .never(reason: "\(provider.id): nothing fills {{\(lacking)}}")
    }
    let values = Self.values(message, wording: wording, receipt: nil)
    let request: Request
    do throws(Template.Trouble) {
      request = try provider.form.request(values, once: true, hmacSHA256: crypto.hmacSHA256)
    } catch {
      return .never(reason: "\(provider.id): nothing fills {{\(error.hole)}}")
    }
    guard await offering(message.delivery, provider.id) else {
      return .later(reason: "it could not be written down that it is sent", retryAfter: nil)
    }
    switch await transfers.perform(request) {
    case .failure(let error):
      let reason = "\(provider.id): \(error.words)"
      return error.mayHaveArrived
        ? .unknown(reason: reason) : .later(reason: reason, retryAfter: nil)
    case .success(let reply): return taken(reply, provider, message)
    }
  }

  private func taken(_ reply: Reply, _ provider: SMSProvider, _ message: Message) -> SendResult {
    let body = reply.json
    let pause = reply.pauseSeconds(now: message.now)
    switch provider.answer.meaning(status: reply.status, body: body, retryAfter: pause) {
    case .taken:
      // Where nothing will ever be told, taken is all there is to know.
      guard provider.receipts != nil || provider.question != nil else { return .delivered }
      return .sent(receipt: "\(provider.id):\(provider.answer.receipt(in: body) ?? "")")
    case .later(let reason, let pause):
      return .later(reason: "\(provider.id): \(reason)", retryAfter: pause)
    case .never(let reason): return .never(reason: "\(provider.id): \(reason)")
    case .unclear(let reason): return .unknown(reason: "\(provider.id): \(reason)")
    }
  }

  // MARK: Asking

  /// Only the provider that was tried can say that it was not sent; where nobody knows which that
  /// was, each may say what became of it, and none that nothing did.
  private func ask(_ message: Message, _ all: [SMSProvider]) async -> SendResult {
    let receipt = message.delivery.receipt
    let tried = message.delivery.tried ?? receipt.map { String($0.prefix { $0 != ":" }) } ?? ""
    let asked = tried.isEmpty ? all : all.filter { $0.id == tried }
    guard tried.isEmpty || !asked.isEmpty else {
      let reason = "the provider is no longer in the settings and cannot be asked"
      return .unknown(reason: "\(tried): \(reason)")
    }
    guard asked.contains(where: { $0.question != nil }) else {
      return receipt.map { .sent(receipt: $0) }
        ?? .unknown(reason: "no answer came, and the provider cannot be asked")
    }
    var isUnsent = false
    var pending: SendResult?
    for provider in asked {
      guard let question = provider.question else { continue }
      switch await outcome(message, provider, question) {
      case .arrived: return .delivered
      case .lost(let code): return .never(reason: "\(provider.id): not delivered, code \(code)")
      case .pending: pending = .sent(receipt: receipt ?? "\(provider.id):")
      // At first it may still be on its way there.
      case .absent:
        isUnsent =
          provider.id == tried && question.absentMeansUnsent && message.delivery.isAskedBefore
      case .unclear: break
      }
    }
    if let pending { return pending }
    if isUnsent, receipt == nil { return await offerAnew(message, all) }
    return receipt.map { .sent(receipt: $0) }
      ?? .unknown(reason: "no provider says what became of it")
  }

  private func outcome(
    _ message: Message, _ provider: SMSProvider, _ question: SMSProvider.Question
  ) async -> OutcomeRule.Outcome {
    let theirs = message.delivery.receipt.map { String($0.dropFirst(provider.id.count + 1)) }
    let values = Self.values(message, wording: nil, receipt: theirs)
    guard
      let request = try? question.form.request(
        values, once: false, hmacSHA256: crypto.hmacSHA256),
      case .success(let reply) = await transfers.perform(request),
      (200..<300).contains(reply.status) || reply.status == 404
    else { return .unclear }
    return question.outcome.outcome(in: reply.json)
  }

  // MARK: Values

  private static func values(
    _ message: Message, wording: SMSProvider.Wording?, receipt: String?
  ) -> Template.Values {
    let letter = message.letter
    var named = JSONObject()
    for (name, value) in letter.values.sorted(by: { $0.key < $1.key }) {
      named.append(name, .string(value))
    }
    let list = (wording?.values ?? []).map { JSONValue.string(letter.values[$0] ?? "") }
    if let wording {
      named = JSONObject(
        wording.values.map { .init($0, .string(letter.values[$0] ?? "")) })
    }
    return [
      "phone": .string(message.delivery.address), "text": .string(letter.short),
      "title": .string(letter.title), "kind": .string(letter.kind.rawValue),
      "language": .string(letter.language), "link": .string(letter.link ?? ""),
      "template": .string(wording?.template ?? ""), "values": .object(named), "list": .array(list),
      "id": .string(message.delivery.id), "receipt": .string(receipt ?? ""),
      "seconds": .string(String(message.now.seconds)),
    ]
  }
}
