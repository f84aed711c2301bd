/// The messages that count on a day: what had happened by then, and of one fact the message that
/// stands (contract, "Which message stands").
struct Standing {
  /// By number: what stands, and the best message that has content.
  var certificates: [String: StandingCertificate] = [:]
  /// In the order they are applied.
  var household: [Told<HouseholdFact>] = []
  var payments: [Told<PaymentFact>] = []
  var deaths: [Told<DeathFact>] = []
  /// By day, as all that follow.
  var assistance: [Told<AssistanceFact>] = []
  var enrolments: [Told<EnrolmentFact>] = []
  var residences: [Told<ResidenceFact>] = []
  var guardians: [Told<GuardianFact>] = []
  /// Those that count; what an order took back is not among them.
  var orders: [Told<OrderFact>] = []

  init(_ messages: some Sequence<Message>, asOf day: CivilDate) {
    let messages = Array(messages)
    let issued = Self.issueDays(messages)
    var best: [FactKey: Message] = [:]
    for message in messages where message.happened(issued) <= day {
      if case .certificate(let fact) = message.fact {
        certificates[
          fact.number, default: StandingCertificate(issuedOn: issued[fact.number])
        ].add(fact, of: message)
      } else if let key = FactKey(message) {
        if best[key].map({ $0.rank < message.rank }) ?? true { best[key] = message }
      }
    }
    for message in best.values { sort(message) }
    putInOrder()
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

  private mutating func sort(_ message: Message) {
    switch message.fact {
    case .certificate: return
    case .household(let fact): household.append((fact, message))
    case .payment(let fact): payments.append((fact, message))
    case .death(let fact): deaths.append((fact, message))
    case .assistance(let fact): assistance.append((fact, message))
    case .enrolment(let fact): enrolments.append((fact, message))
    case .residence(let fact): residences.append((fact, message))
    case .guardian(let fact): guardians.append((fact, message))
    case .order(let fact): orders.append((fact, message))
    }
  }

  private mutating func putInOrder() {
    Self.order(&household)
    payments.sort { left, right in
      let (one, two) = (left.fact, right.fact)
      return (one.paidAt, one.ticketNumber, one.line) < (two.paidAt, two.ticketNumber, two.line)
    }
    deaths.sort { $0.message.digest < $1.message.digest }
    Self.order(&assistance)
    Self.order(&enrolments)
    Self.order(&residences)
    Self.order(&guardians)
    Self.order(&orders)
    takeBack()
  }

  /// Leaves out what was taken back, the latest first: an order that undoes may itself be undone.
  private mutating func takeBack() {
    var undone: Set<String> = []
    for (fact, _) in orders.reversed() where fact.action == .undo && !undone.contains(fact.number) {
      if let number = fact.undoes { undone.insert(number) }
    }
    orders.removeAll { undone.contains($0.fact.number) }
  }

  /// Household facts by day, `register` first and `cancel` last.
  static func order(_ facts: inout [Told<HouseholdFact>]) {
    facts.sort { left, right in
      (left.fact.occurredOn, left.fact.action.order, left.message.sentAt, left.message.digest)
        < (
          right.fact.occurredOn, right.fact.action.order, right.message.sentAt, right.message.digest
        )
    }
  }

  /// Facts by day, those that end something last, then as they were sent. Revisions rank messages
  /// about one fact only.
  static func order<Fact: AppliedFact>(_ told: inout [Told<Fact>]) {
    told.sort { left, right in
      let (one, two) = (left.fact, right.fact)
      return (one.appliedOn, one.isEnd ? 1 : 0, left.message.sentAt, left.message.digest)
        < (two.appliedOn, two.isEnd ? 1 : 0, right.message.sentAt, right.message.digest)
    }
  }

  /// Guardians by day, and within a day as they were sent: a family may unbind somebody by mistake
  /// and bind them again at once.
  static func order(_ told: inout [Told<GuardianFact>]) {
    told.sort { left, right in
      let (one, two) = (left.fact, right.fact)
      return (one.appliedOn, left.message.sentAt, one.isEnd ? 1 : 0, left.message.digest)
        < (two.appliedOn, right.message.sentAt, two.isEnd ? 1 : 0, right.message.digest)
    }
  }

  /// Puts the further facts of one child in the order they are applied.
  static func order(_ group: inout Belonging.Group) {
    order(&group.household)
    order(&group.assistance)
    order(&group.enrolments)
    order(&group.residences)
    order(&group.guardians)
    order(&group.orders)
  }
}

/// What a message says, beside the message.
typealias Told<Fact> = (fact: Fact, message: Message)

/// What makes two messages say one thing (contract, "Which message stands").
private enum FactKey: Hashable {
  case household(String, HouseholdFact.Action, CivilDate)
  case payment(CaseKey)
  case death(CaseKey)
  case assistance(CaseKey, AssistanceFact.Category, AssistanceFact.Action, CivilDate)
  case enrolment(String)
  case residence(String, ResidenceFact.Action, CivilDate)
  case guardian(CaseKey, IdentityDocument?, GuardianFact.Action, CivilDate)
  case order(String)

  /// Nil for certificates, whose messages are weighed number by number, and for what names nobody.
  init?(_ message: Message) {
    guard let key = message.keys.first else { return nil }
    switch message.fact {
    case .certificate: return nil
    case .household(let fact):
      self = .household(fact.citizenID, fact.action, fact.occurredOn)
    case .payment: self = .payment(key)
    case .death: self = .death(key)
    case .assistance(let fact):
      self = .assistance(key, fact.category, fact.action, fact.occurredOn)
    case .enrolment(let fact): self = .enrolment(fact.recordNumber)
    case .residence(let fact):
      self = .residence(fact.permitNumber, fact.action, fact.occurredOn)
    case .guardian(let fact):
      self = .guardian(key, fact.guardian.document, fact.action, fact.occurredOn)
    case .order(let fact): self = .order(fact.number)
    }
  }
}

/// One certificate number: the message that stands, and the content it has.
struct StandingCertificate {
  private(set) var standing: Message?
  private(set) var content: CertificateFact?
  private(set) var contentMessage: Message?
  /// The day it was issued: a correction says what was always so, and has no day of its own.
  let issuedOn: CivilDate?
  private var link: (rank: MessageRank, replaces: String)?

  init(issuedOn: CivilDate?) { self.issuedOn = issuedOn }

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
    MessageRank(revision: revision, isVoid: isVoid, sentAt: sentAt, digest: digest)
  }

  private var revision: Int {
    switch fact {
    case .certificate(let fact): fact.revision
    case .household(let fact): fact.revision
    case .payment: 1
    case .death(let fact): fact.revision
    case .assistance(let fact): fact.revision
    case .enrolment(let fact): fact.revision
    case .residence(let fact): fact.revision
    case .guardian(let fact): fact.revision
    case .order(let fact): fact.revision
    }
  }

  private var isVoid: Bool {
    switch fact {
    case .certificate(let fact): fact.action == .void
    case .death(let fact): fact.action == .withdraw
    case .enrolment(let fact): fact.action == .withdraw
    default: false
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
    case .assistance(let fact): fact.occurredOn
    case .enrolment(let fact): fact.reportedOn
    case .residence(let fact): fact.occurredOn
    case .guardian(let fact): fact.occurredOn
    case .order(let fact): fact.orderedOn
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

extension Standing {
  /// All messages that count but certificates, which are weighed number by number.
  var others: [Message] {
    household.map(\.message) + payments.map(\.message) + deaths.map(\.message)
      + assistance.map(\.message) + enrolments.map(\.message) + residences.map(\.message)
      + guardians.map(\.message) + orders.map(\.message)
  }
}
