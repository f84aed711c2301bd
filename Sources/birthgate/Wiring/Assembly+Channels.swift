import Casework
import Channels
import Engine
import LibCrypto
import LibCurl
import Logging
import Wire

extension Assembly {
  /// Every way out but the folder, by the settings as they are at each sending.
  ///
  /// - Parameter records: where the insurance platform's answers are kept.
  static func channels(
    _ settings: @escaping @Sendable () -> Settings, sandbox: Bool, records: Records,
    logger: Logger?
  ) -> [any Channel] {
    // Letters share their connections, and nobody else's: a relay that hangs slows no event.
    let letters = Transfers(label: "letters")
    return [
      WebhookChannel(
        transfers: Transfers(label: "webhooks", connections: 1_024, perHost: 128),
        allowPrivate: sandbox || settings().allowsPrivateReceivers,
        networks: settings().receiverNetworks, crypto: channelCrypto),
      SMSChannel(transfers: letters, crypto: channelCrypto) { settings().channels.sms },
      EmailChannel(
        lines: (0..<8).map { Transfers(label: "mail-\($0)", connections: 4) },
        crypto: channelCrypto
      ) { settings().channels.email },
      WeChatChannel(transfers: letters, crypto: channelCrypto) { settings().channels.wechat },
      PushChannel(transfers: Transfers(label: "push"), crypto: channelCrypto) {
        settings().channels.peers
      },
      InsuranceChannel(
        transfers: Transfers(label: "insurance", connections: 16), crypto: channelCrypto,
        platform: { settings().channels.insurance },
        record: { answer in await keep(answer, in: records, logger) }),
    ]
  }

  static let channelCrypto = ChannelCrypto(
    hmacSHA256: HMAC.sha256, sha256: SHA256.digest, sm3: SM3.digest,
    ed25519: { seed, data in Ed25519.PrivateKey(seed: seed).sign(data) },
    sealSM4: { key, data, chaining in chaining.cipher.seal(data, key: key) },
    openSM4: { key, data, chaining in chaining.cipher.open(data, key: key) },
    random: SecureRandom.bytes)

  /// Keeps what the insurance platform answered, under the order's own id.
  private static func keep(
    _ answer: InsuranceAnswer, in records: Records, _ logger: Logger?
  ) async -> Bool {
    let kind = "insuranceAnswer"
    let body = JSONValue.record([
      "operation": .string(answer.operation), "caseId": .string(answer.caseID),
      "code": .string(answer.code), "reference": .text(answer.reference),
      "message": .text(answer.message), "issued": .text(answer.issued),
    ])
    do throws(StoreError) {
      let old = try await records.find(kind, answer.delivery)
      guard try await records.write(kind, answer.delivery, over: old?.version ?? 0, body) else {
        return false
      }
    } catch {
      return false
    }
    // The words of the answer may name the child; the log has the code alone.
    logger?.notice(
      "the insurance platform answered",
      metadata: [
        "delivery": "\(answer.delivery)", "operation": "\(answer.operation)",
        "code": "\(AnswerRule.short(answer.code))",
      ])
    return true
  }
}

extension ChannelCrypto.Chaining {
  fileprivate var cipher: BlockCipher {
    switch self {
    case .ecb: .ecb
    case .cbc(let iv): .cbc(iv: iv)
    }
  }
}
