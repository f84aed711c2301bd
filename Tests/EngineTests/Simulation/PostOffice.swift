import Casework
import Engine
import Synchronization
import Testing
import Wire

/// A counter at which families and offices are written to, and what arrived at each address.
struct PostOffice {
  /// Takes whatever it is sent.
  final class Box: Channel {
    struct Item: Sendable {
      var delivery: Delivery
      var at: Instant
    }

    let name: String
    private let items = Mutex<[Item]>([])
    let isAway = Mutex(false)
    /// Whether it only takes what it is sent, and says later that it arrived.
    let isTaking = Mutex(false)
    /// How sendings end while nobody is away.
    let answer = Mutex(SendResult.delivered)

    init(_ name: String) { self.name = name }

    var got: [Item] { items.withLock { $0 } }
    /// `address: kind`, in the order of arrival.
    var lines: [String] {
      got.map { "\($0.delivery.address): \($0.delivery.letter?.kind.rawValue ?? "event")" }
    }

    func send(_ deliveries: [Delivery], now: Instant) async -> [SendResult] {
      deliveries.map { delivery in
        items.withLock { $0.append(Item(delivery: delivery, at: now)) }
        if isTaking.withLock({ $0 }) { return .sent(receipt: "\(name):\(delivery.id)") }
        return isAway.withLock { $0 }
          ? .later(reason: "away", retryAfter: nil) : answer.withLock { $0 }
      }
    }
  }

  let counter: Counter
  let sms = Box("sms")
  let email = Box("email")
  let webhook = Box("webhook")
  let push = Box("push")
  let optOuts: OptOutBook
  let requests: LinkRequests
  let caseworker: Caseworker
  let inspector: Inspector
  private let docket: Docket
  private let courier: Courier
  let mailroom: Mailroom

  init(_ day: String, offices: [OfficeReceiver] = [], remindersPerWeek: Int = 3) throws {
    let counter = try Counter(day)
    self.counter = counter
    var terms = LetterTerms()
    terms.channels = ["sms", "email", "webhook", "push"]
    terms.offices = offices
    terms.remindersPerWeek = remindersPerWeek
    let (store, ledger, queue) = (counter.store, counter.ledger, counter.office.queue)
    let mailroom = Mailroom(
      store: store, ledger: ledger, terms: { [terms] in terms },
      writer: LetterWriter(
        write: { draft in
          let days = draft.values.daysLeft.map(String.init) ?? ""
          return Letter(
            kind: .notice(draft.notice.kind), language: draft.language ?? "", title: days,
            body: draft.values.name ?? "", short: "", version: "1", link: draft.values.link)
        }, line: { _ in [] },
        pageLink: { link, language, _ in
          Letter(
            kind: .pageLink, language: language ?? "", title: "", body: "", short: "",
            version: "1", link: link)
        }, link: { caseID, delivery in "link:\(delivery)" }))
    self.mailroom = mailroom
    let evidence = Evidence(store: store, queue: queue, ledger: ledger)
    caseworker = Caseworker(
      store: store, queue: queue, mailroom: mailroom, evidence: evidence, ledger: ledger)
    inspector = Inspector(
      store: store, caseworker: caseworker, evidence: evidence, ledger: ledger)
    docket = Docket(store: store, caseworker: caseworker, world: ledger.world)
    optOuts = OptOutBook(store: store, queue: queue, ledger: ledger)
    requests = LinkRequests(mailroom: mailroom, queue: queue)
    courier = Courier(store: store, channels: [sms, email, webhook, push], world: ledger.world) {
      (row) async throws(StoreError) -> Opened in try await mailroom.open(row)
    }
  }

  @discardableResult
  func send(_ text: String) async throws -> CaseID {
    switch try await caseworker.receive(Array(text.utf8), form: .json, sender: nil) {
    case .accepted(let receipt), .repeated(let receipt): receipt.caseID
    }
  }

  /// Somebody asks for the link of a child who knows all that is asked.
  @discardableResult
  func ask(for id: CaseID) async throws -> Bool {
    let view = try #require(try await inspector.find(.id(id), asOf: nil))
    return try await requests.ask(for: view)
  }

  /// Lets the clock run to a moment through every instant at which something is due.
  func wait(until text: String) async throws {
    let end = try #require(Instant(rfc3339: text + "+08:00"))
    try await work()
    while true {
      let due = [try await counter.store.nextWake(), mailroom.nextOpening()].compactMap { $0 }
      guard let next = due.min(), next <= end.milliseconds else { break }
      counter.clock.advance(to: Instant(milliseconds: next))
      try await work()
    }
    counter.clock.advance(to: end)
    try await work()
  }

  private func work() async throws {
    for _ in 0..<1_000 {
      let done = try await docket.step() + courier.step()
      if done == 0 { return }
    }
    Issue.record("the work of one instant does not end")
  }

  /// `kind state note` of the guardian's notices, in order.
  func told(_ id: CaseID, _ audience: Notice.Audience = .guardian) async throws -> [String] {
    let lines = try #require(try await inspector.timeline(id)).filter { $0.audience == audience }
    return lines.map { line in
      [line.kind, line.state?.rawValue, line.note].compactMap { $0 }.joined(separator: " ")
    }
  }

  static let mother = #"{"relation":"mother","channel":"sms","address":"138","language":"zh-CN"}"#
  static let father = #"{"relation":"father","channel":"email","address":"a@b","language":"en"}"#

  static func birth(
    _ number: String = "Z610000001", contacts: String..., mother: String = Papers.mother
  ) -> String {
    Papers.birth(
      number, mother: mother, plus: #","contacts":[\#(contacts.joined(separator: ","))]"#)
  }
}
