import Casework
import Channels
import Foundation
import LibCrypto
import LibCurl
import Testing
import Wire

@Suite(
  "The library of Standard Webhooks agrees with what we sign",
  .enabled(
    if: Counterpart.has("standardwebhooks", "cryptography"),
    "standardwebhooks (PyPI) and cryptography (Debian: python3-cryptography) are not here"))
struct WebhookReceiverTests {
  private let double: Counterpart
  private let old = [UInt8](repeating: 1, count: 32)
  private let new = [UInt8](repeating: 2, count: 32)

  init() throws { double = try Counterpart("webhook_receiver.py") }

  private func knows(_ secret: [UInt8]) async throws {
    try await double.put("/key", "whsec_" + Data(secret).base64EncodedString())
  }

  private func knowsPublic(_ seed: [UInt8]) async throws {
    let key = Ed25519.PrivateKey(seed: seed).publicKey
    try await double.put("/key", "whpk_" + Data(key).base64EncodedString())
  }

  private func send(_ keys: SigningKey...) async -> SendResult? {
    let channel = WebhookChannel(
      transfers: Transfers(), allowPrivate: { true }, timeoutSeconds: 100, crypto: .test)
    var delivery = Delivery(
      id: "c-1/1/0.0", at: 0, attempt: 1, channel: "webhook", address: double.url + "/hook",
      secret: [], body: Array(#"{"id":"c-1/1/0.0","data":"出生"}"#.utf8))
    delivery.keys = keys
    // The library refuses what is more than five minutes old.
    let now = Instant(milliseconds: Int64(Date.now.timeIntervalSince1970 * 1000))
    return await channel.send([delivery], now: now).first
  }

  private let refused = SendResult.later(reason: "HTTP 401", retryAfter: nil)

  @Test("v1: the secret it knows convinces it, another does not")
  func shared() async throws {
    try await knows(old)
    #expect(await send(.shared(old)) == .delivered)
    #expect(await send(.shared(new)) == refused)
  }

  @Test("while a secret is being changed both sign, and either receiver agrees")
  func grace() async throws {
    for secret in [old, new] {
      try await knows(secret)
      #expect(await send(.shared(new), .shared(old)) == .delivered)
    }
    #expect(await send(.shared(old)) == refused)
    let last = try #require(try await double.log().first?["signature"]?.string)
    #expect(last.split(separator: " ").count == 2)
  }

  @Test("v1a: the public half of our key is enough, also beside the old kind")
  func publicKey() async throws {
    try await knowsPublic(new)
    #expect(await send(.ed25519(seed: new)) == .delivered)
    #expect(await send(.ed25519(seed: new), .shared(old)) == .delivered)
    #expect(await send(.ed25519(seed: old)) == refused)
    try await knows(old)
    #expect(await send(.ed25519(seed: new), .shared(old)) == .delivered)
  }
}
