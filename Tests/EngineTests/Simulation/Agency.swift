import Casework
import Engine
import Synchronization
import Testing
import Wire

/// A counter whose orders go to an insurance platform that answers what a test tells it to.
struct Agency {
  /// What the platform says to an operation.
  enum Mood: Sendable {
    case carriesOut
    /// Carries it out and issues this code.
    case issues(String)
    case refuses
    case isSilent
  }

  /// The platform, as far as the engine sees it: a channel that keeps what it is answered.
  final class Platform: Channel {
    let name = "insurance"
    private let book: AnswerBook
    private let moods = Mutex<[String: Mood]>([:])
    private let taken = Mutex<[String]>([])
    let isAway = Mutex(false)

    init(_ book: AnswerBook) { self.book = book }

    /// Operations in the order in which they came.
    var operations: [String] { taken.withLock { $0 } }

    func feel(_ mood: Mood, about operation: InsuranceOrder.Operation) {
      moods.withLock { $0[operation.rawValue] = mood }
    }

    func send(_ deliveries: [Delivery], now: Instant) async -> [SendResult] {
      var results: [SendResult] = []
      for delivery in deliveries { results.append(await answer(delivery)) }
      return results
    }

    private func answer(_ delivery: Delivery) async -> SendResult {
      let order = try? JSONValue(parsing: delivery.body)
      let operation = order?["operation"]?.string ?? ""
      guard !isAway.withLock({ $0 }) else { return .later(reason: "away", retryAfter: nil) }
      taken.withLock { $0.append(operation) }
      var answer = PlatformAnswer(at: nil, code: "0", isDone: true)
      switch moods.withLock({ $0[operation] ?? .carriesOut }) {
      case .carriesOut: break
      case .issues(let code): answer.issued = code
      case .refuses:
        answer = PlatformAnswer(at: nil, code: "-1", isDone: false)
        answer.message = "李一诺已参保"
      case .isSilent: return .never(reason: "the platform has no operation \(operation)")
      }
      let keeping = await book.keep(
        answer, to: delivery.id, operation,
        of: CaseID(rawValue: order?["caseId"]?.string ?? ""))
      switch keeping {
      case .kept: return answer.isDone ? .delivered : .never(reason: "infcode \(answer.code)")
      case .notKept: return .later(reason: "not kept", retryAfter: nil)
      case .anothersCode: return .never(reason: "the code it issued is another case's")
      }
    }
  }

  let counter: Counter
  let book: AnswerBook
  let platform: Platform
  let caseworker: Caseworker
  let inspector: Inspector
  let deadLetters: DeadLetters
  private let courier: Courier

  init(_ day: String) throws {
    let counter = try Counter(day)
    self.counter = counter
    let (store, ledger, queue) = (counter.store, counter.ledger, counter.office.queue)
    let mailroom = counter.office.mailroom
    let evidence = Evidence(store: store, queue: queue, ledger: ledger)
    book = AnswerBook(
      store: store, queue: queue, sealing: ledger.sealing, lookUps: ledger.lookUps,
      now: ledger.world.now)
    platform = Platform(book)
    caseworker = Caseworker(
      store: store, queue: queue, mailroom: mailroom, evidence: evidence, ledger: ledger,
      orders: OrderBook(store: store, ledger: ledger, mailroom: mailroom) { true })
    let inspector = Inspector(
      store: store, caseworker: caseworker, evidence: evidence, ledger: ledger, answers: book)
    self.inspector = inspector
    deadLetters = DeadLetters(store: store, ledger: ledger)
    courier = Courier(store: store, channels: [platform], world: ledger.world) {
      (row) async throws(StoreError) -> Opened in
      try await inspector.unlessReplaced(mailroom.open(row), row)
    }
  }

  /// Takes a message and lets the orders go out that follow from it.
  @discardableResult
  func send(_ text: String) async throws -> CaseID {
    let id: CaseID
    switch try await caseworker.receive(Array(text.utf8), form: .json, sender: nil) {
    case .accepted(let receipt), .repeated(let receipt): id = receipt.caseID
    }
    try await work()
    return id
  }

  func work() async throws {
    for _ in 0..<1_000 where try await courier.step() == 0 { return }
    Issue.record("the work of one instant does not end")
  }

  /// What waits for a person, or what a person has ended.
  func tasks(
    resolved: Bool = false, _ change: (inout TaskFilter) -> Void = { _ in }
  ) async throws -> [TaskView] {
    var filter = TaskFilter(limit: 100)
    filter.areResolved = resolved
    change(&filter)
    return try await inspector.tasks(filter).tasks
  }

  /// The operations whose orders wait for a person.
  func failed() async throws -> [InsuranceOrder.Operation] {
    try await tasks { $0.kind = .insuranceOrderFailed }.compactMap { $0.order?.operation }
  }
}
