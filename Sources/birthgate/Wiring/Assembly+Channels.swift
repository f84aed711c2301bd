import Casework
import Channels
import Engine
import LibCrypto
import LibCurl
import Logging
import Wire

extension Assembly {
  /// Every way out but the folder, by the settings as they are at each sending; where webhooks may
  /// go is read once, at the start.
  ///
  /// - Parameters:
  ///   - store: where it is written down to which provider of text messages one is offered.
  ///   - answers: where the insurance platform's answers are kept.
  static func channels(
    _ settings: @escaping @Sendable () -> Settings, store: any CaseStore, sandbox: Bool,
    answers: AnswerBook, logger: Logger?
  ) -> [any Channel] {
    // Letters share their connections, and nobody else's: a relay that hangs slows no event.
    let letters = Transfers(label: "letters")
    return [
      WebhookChannel(
        transfers: Transfers(label: "webhooks", connections: 1_024, perHost: 128),
        allowPrivate: { sandbox || settings().allowsPrivateReceivers },
        networks: { settings().receiverNetworks }, crypto: channelCrypto),
      SMSChannel(
        transfers: letters, crypto: channelCrypto,
        offering: { delivery, provider in
          let isNoted = try? await store.offer(
            delivery.id, attempt: delivery.attempt, to: provider)
          return isNoted ?? false
        }, providers: { settings().channels.sms }),
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
        records: InsuranceRecords(
          refusals: { await answers.refusals(of: $0) },
          keep: { await keep($0, in: answers, logger) })),
    ]
  }

  static let channelCrypto = ChannelCrypto(
    hmacSHA256: HMAC.sha256, sha256: SHA256.digest, sm3: SM3.digest,
    ed25519: { seed, data in Ed25519.PrivateKey(seed: seed).sign(data) },
    sealSM4: { key, data, chaining in chaining.cipher.seal(data, key: key) },
    openSM4: { key, data, chaining in chaining.cipher.open(data, key: key) },
    openAES: { key, data in BlockCipher.ecb.open(data, key: key, by: .aes128) },
    sha1: SHA1.digest,
    random: SecureRandom.bytes)

  /// Keeps what the insurance platform answered, under the order's own id.
  private static func keep(
    _ answer: InsuranceAnswer, in answers: AnswerBook, _ logger: Logger?
  ) async -> InsuranceRecords.Keeping {
    var said = PlatformAnswer(at: nil, code: answer.code, isDone: answer.isDone)
    said.reference = answer.reference
    said.message = answer.message
    said.issued = answer.issued
    let keeping = await answers.keep(
      said, to: answer.delivery, answer.operation, of: CaseID(rawValue: answer.caseID))
    // The words of the answer may name the child; the log has the code alone.
    let metadata: Logger.Metadata = [
      "delivery": "\(answer.delivery)", "operation": "\(answer.operation)",
      "code": "\(AnswerRule.short(answer.code))",
    ]
    switch keeping {
    case .kept:
      logger?.notice("the insurance platform answered", metadata: metadata)
      return .kept
    case .notKept: return .notKept
    case .anothersCode:
      logger?.warning(
        "the insurance platform issued one code to two cases", metadata: metadata)
      return .anothersCode
    }
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
