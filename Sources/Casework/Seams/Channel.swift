/// One thing to send to one receiver.
package struct Delivery: Hashable, Sendable {
  package var id: String
  /// Milliseconds; when the notice was decided.
  package var at: Int64
  package var attempt: Int
  /// Which channel takes it: `webhook`, `sms`, `email`, `wechat`, `push`, `insurance`, `file`.
  package var channel: String
  /// URL or path.
  package var address: String
  /// The receiver's secret, for channels that sign.
  package var secret: [UInt8]
  /// What a webhook is signed with, the newest first; empty where the secret alone signs.
  package var keys: [SigningKey] = []
  /// The body, the same for every attempt; empty where a letter is sent.
  package var body: [UInt8]
  /// What a person is told, written for this attempt.
  package var letter: Letter?
  /// Whether an earlier attempt may have arrived though nobody knows: a channel whose receivers
  /// would take it twice asks what became of it instead of sending.
  package var isUnsure = false
  /// Whether it was asked about since, in vain, and time has passed: what a provider does not know
  /// by now is not on its way to it any more.
  package var isAskedBefore = false
  /// Whether what it says is no longer to be told: an earlier attempt is asked about, and none is
  /// made again.
  package var isOver = false
  /// What the provider called it when it took it, where it did.
  package var receipt: String?
  /// Of several providers the one that it was last offered to, where an earlier attempt may have
  /// arrived; nil where none of these attempts got so far, empty where nobody knows which.
  package var tried: String?

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

/// What a webhook is signed with (Standard Webhooks).
package enum SigningKey: Hashable, Sendable {
  /// A secret that both sides know: HMAC-SHA-256, `v1`.
  case shared([UInt8])
  /// The seed of a key whose public half the receiver knows: Ed25519, `v1a`.
  case ed25519(seed: [UInt8])
}

/// What a person reads: words of one language, without a number of a person or a certificate.
package struct Letter: Hashable, Sendable {
  package var kind: Kind
  package var language: String
  package var title: String
  package var body: String
  /// The whole in one line, for text messages.
  package var short: String
  /// The catalogue's version, kept as proof of what was said.
  package var version: String
  /// The values by their names in the template, for providers that fill templates of their own.
  package var values: [String: String]
  /// The parent page.
  package var link: String?

  package init(
    kind: Kind, language: String, title: String, body: String, short: String,
    version: String, values: [String: String] = [:], link: String? = nil
  ) {
    self.kind = kind
    self.language = language
    self.title = title
    self.body = body
    self.short = short
    self.version = version
    self.values = values
    self.link = link
  }
}

extension Letter {
  /// What a letter is about, by the name that texts and providers' templates have for it.
  package enum Kind: RawRepresentable, Hashable, Sendable {
    case notice(Notice.Kind)
    /// A link to the page, which somebody has just asked for. No notice: nobody decided it, and
    /// whoever asked knows of it.
    case pageLink

    package init?(rawValue: String) {
      if rawValue == Self.pageLink.rawValue {
        self = .pageLink
      } else if let kind = Notice.Kind(rawValue: rawValue) {
        self = .notice(kind)
      } else {
        return nil
      }
    }

    package var rawValue: String {
      switch self {
      case .notice(let kind): kind.rawValue
      case .pageLink: "page-link"
      }
    }
  }
}

/// How a sending ended.
package enum SendResult: Hashable, Sendable {
  case delivered
  /// The provider took it and will tell, or can be asked by this name, whether it arrived. Also the
  /// answer of one that was asked and does not know yet.
  case sent(receipt: String)
  /// The request went out and no answer came back: it may have arrived. Also where nobody could say
  /// what became of an earlier attempt.
  case unknown(reason: String)
  /// It did not arrive. Try again, not before the seconds the receiver asked for. Never said where
  /// it may have: a receipt is forgotten, and the next attempt sends.
  case later(reason: String, retryAfter: Int?)
  /// Trying again would not help.
  case never(reason: String)
}

/// One way out. Never throws: every end is a result the courier can act on.
package protocol Channel: Sendable {
  var name: String { get }
  /// Whether many at once cost little more than one, as with a file that is synced once for all;
  /// else each is handed over by itself as soon as there is room for it.
  var takesMany: Bool { get }
  /// Sends many at once; results in the order of the deliveries.
  func send(_ deliveries: [Delivery], now: Instant) async -> [SendResult]
}

extension Channel {
  package var takesMany: Bool { false }
}
