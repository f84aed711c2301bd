/// The messages that count on a day: what had happened by then, and of one fact the message that
/// stands (contract, "Which message stands").
struct Standing {
  /// By number: what stands, and the best message that has content.
  var certificates: [String: StandingCertificate] = [:]
  /// In the order they are applied.
  var household: [(fact: HouseholdFact, message: Message)] = []
  var payments: [(fact: PaymentFact, message: Message)] = []
  var deaths: [(fact: DeathFact, message: Message)] = []

  init(_ messages: some Sequence<Message>, asOf day: CivilDate) {
    let messages = Array(messages)
    let issued = Self.issueDays(messages)
    var household: [HouseholdKey: Message] = [:]
    var payments: [CaseKey: Message] = [:]
    var deaths: [CaseKey: Message] = [:]
    for message in messages where message.happened(issued) <= day {
      switch message.fact {
      case .certificate(let fact):
        certificates[fact.number, default: StandingCertificate()].add(fact, of: message)
      case .household(let fact):
        Self.keep(message, in: &household, under: HouseholdKey(fact))
      case .payment(let fact):
        Self.keep(message, in: &payments, under: .ticket(fact.ticketNumber, line: fact.line))
      case .death:
        guard let key = message.keys.first else { continue }
        Self.keep(message, in: &deaths, under: key)
      }
    }
    self.household = Self.inOrder(household.values)
    self.payments = payments.values.sorted { Self.goesBefore($0, $1) }.compactMap { message in
      guard case .payment(let fact) = message.fact else { return nil }
      return (fact, message)
    }
    self.deaths = deaths.values.sorted { $0.digest < $1.digest }.compactMap { message in
      guard case .death(let fact) = message.fact else { return nil }
      return (fact, message)
    }
  }

  /// The day each certificate number was issued: a correction says what was always so.
  private static func issueDays(_ messages: [Message]) -> [String: CivilDate] {
    var days: [String: CivilDate] = [:]
    for message in messages {
      guard case .certificate(let fact) = message.fact else { continue }
      switch fact.action {
      case .issue, .replace, .reissue:
        days[fact.number] = min(days[fact.number] ?? fact.issuedOn, fact.issuedOn)
      case .correct, .void: continue
      }
    }
    return days
  }

  private static func keep<Key: Hashable>(
    _ message: Message, in table: inout [Key: Message], under key: Key
  ) {
    guard let other = table[key] else {
      table[key] = message
      return
    }
    if other.rank < message.rank { table[key] = message }
  }

  /// Household facts by day, `register` first and `cancel` last.
  private static func inOrder(_ messages: some Sequence<Message>)
    -> [(fact: HouseholdFact, message: Message)]
  {
    var facts = messages.compactMap { message -> (fact: HouseholdFact, message: Message)? in
      guard case .household(let fact) = message.fact else { return nil }
      return (fact, message)
    }
    order(&facts)
    return facts
  }

  static func order(_ facts: inout [(fact: HouseholdFact, message: Message)]) {
    facts.sort { left, right in
      if left.fact.occurredOn != right.fact.occurredOn {
        return left.fact.occurredOn < right.fact.occurredOn
      }
      if left.fact.action.order != right.fact.action.order {
        return left.fact.action.order < right.fact.action.order
      }
      return left.message.rank < right.message.rank
    }
  }

  private static func goesBefore(_ left: Message, _ right: Message) -> Bool {
    guard case .payment(let one) = left.fact, case .payment(let two) = right.fact else {
      return false
    }
    if one.paidAt != two.paidAt { return one.paidAt < two.paidAt }
    if one.ticketNumber != two.ticketNumber { return one.ticketNumber < two.ticketNumber }
    return one.line < two.line
  }

  private struct HouseholdKey: Hashable {
    var citizenID: String
    var action: HouseholdFact.Action
    var occurredOn: CivilDate

    init(_ fact: HouseholdFact) {
      citizenID = fact.citizenID
      action = fact.action
      occurredOn = fact.occurredOn
    }
  }
}

/// One certificate number: the message that stands, and the content it has.
struct StandingCertificate {
  private(set) var standing: Message?
  private(set) var content: CertificateFact?
  private(set) var contentMessage: Message?
  private var link: (rank: MessageRank, replaces: String)?

  /// The number this certificate replaces. A correction that leaves it out does not unsay it: the
  /// link belongs to the replacing, not to what is printed.
  var replaces: String? { content?.replaces ?? link?.replaces }
  var isVoid: Bool {
    guard case .certificate(let fact)? = standing?.fact else { return false }
    return fact.action == .void
  }

  mutating func add(_ fact: CertificateFact, of message: Message) {
    if standing.map({ $0.rank < message.rank }) ?? true { standing = message }
    guard fact.action != .void else { return }
    if contentMessage.map({ $0.rank < message.rank }) ?? true {
      contentMessage = message
      content = fact
    }
    if let replaces = fact.replaces, link.map({ $0.rank < message.rank }) ?? true {
      link = (message.rank, replaces)
    }
  }
}

/// The order in which messages about one fact outrank each other: revision, then void, then the
/// later `sentAt`, then the greater digest.
struct MessageRank: Comparable {
  var revision: Int
  var isVoid: Bool
  var sentAt: Instant
  var digest: String

  static func < (left: MessageRank, right: MessageRank) -> Bool {
    if left.revision != right.revision { return left.revision < right.revision }
    if left.isVoid != right.isVoid { return right.isVoid }
    if left.sentAt != right.sentAt { return left.sentAt < right.sentAt }
    return left.digest < right.digest
  }
}

extension Message {
  var rank: MessageRank {
    switch fact {
    case .certificate(let fact):
      MessageRank(
        revision: fact.revision, isVoid: fact.action == .void, sentAt: sentAt, digest: digest)
    case .household(let fact):
      MessageRank(revision: fact.revision, isVoid: false, sentAt: sentAt, digest: digest)
    case .payment: MessageRank(revision: 1, isVoid: false, sentAt: sentAt, digest: digest)
    case .death(let fact):
      MessageRank(
        revision: fact.revision, isVoid: fact.action == .withdraw, sentAt: sentAt, digest: digest)
    }
  }

  /// The day on which what the message tells happened. `issued` holds the day each certificate was
  /// issued.
  func happened(_ issued: [String: CivilDate]) -> CivilDate {
    switch fact {
    case .certificate(let fact):
      fact.action == .correct ? issued[fact.number] ?? fact.issuedOn : fact.issuedOn
    case .household(let fact): fact.occurredOn
    case .payment(let fact): fact.paidAt.day
    case .death(let fact): fact.diedOn
    }
  }

  /// As `happened`, for a message by itself.
  package var happenedOn: CivilDate { happened([:]) }
}

extension HouseholdFact.Action {
  /// Within a day: register first, cancel last.
  var order: Int {
    switch self {
    case .register: 0
    case .rename, .correct, .move: 1
    case .cancel: 2
    }
  }
}
