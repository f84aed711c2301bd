import Casework
import Engine
import Synchronization
import Testing
import Wire

/// The whole engine on a memory store, driven by one task that throws dice: nothing runs
/// concurrently, so a seed says all.
struct Simulation {
  let seed: Int
  private var dice: Dice
  private let clock: Clock
  private let memory = MemoryStore()
  private let store: FaultyStore
  private let channel = FaultyChannel()
  private let ledger: Ledger
  private var office: Office
  private var children: [Child] = []
  private var unsent: [String] = []
  /// What senders hold a receipt for.
  private(set) var receipts: [String: Receipt] = [:]
  private var codes: [String: String] = [:]
  private var starts = 0

  /// The engine's live parts: what a crash takes away.
  struct Office {
    var queue: CommitQueue
    var mailroom: Mailroom
    var caseworker: Caseworker
    var inspector: Inspector
    var docket: Docket
    var courier: Courier
  }

  final class Clock: Sendable {
    private let state: Mutex<Instant>
    init(_ start: Instant) { state = Mutex(start) }
    var now: Instant { state.withLock { $0 } }
    func advance(_ seconds: Int64) { state.withLock { $0 = $0.adding(seconds: seconds) } }
    func advance(to instant: Instant) { state.withLock { $0 = max($0, instant) } }
  }

  init(seed: Int, book: PolicyBook) {
    self.seed = seed
    dice = Dice(seed: seed)
    let clock = Clock(CivilDate.startOfYear(2026).start.adding(seconds: Int64(seed % 86_400)))
    self.clock = clock
    store = FaultyStore(memory)
    let chance = Mutex(Dice(seed: seed &+ 1_000_003))
    let world = World(
      now: { clock.now },
      random: { count in
        chance.withLock { dice in
          (0..<count).map { _ in UInt8.random(in: 0...255, using: &dice) }
        }
      })
    ledger = Ledger(
      reader: MessageReader(families: everyFamily, digest: sampleCrypto.digest), book: book,
      crypto: sampleCrypto, keys: sampleKeys, world: world)
    office = Self.open(store, ledger, channel, chain: "0")
  }

  static func open(
    _ store: FaultyStore, _ ledger: Ledger, _ channel: FaultyChannel, chain: String
  ) -> Office {
    let queue = CommitQueue(
      store: store, journal: ledger.journal, chain: chain, now: ledger.world.now)
    let mailroom = Mailroom(store: store, ledger: ledger)
    let evidence = Evidence(store: store, queue: queue, ledger: ledger)
    let caseworker = Caseworker(
      store: store, queue: queue, mailroom: mailroom, evidence: evidence, ledger: ledger)
    return Office(
      queue: queue, mailroom: mailroom, caseworker: caseworker,
      inspector: Inspector(
        store: store, caseworker: caseworker, evidence: evidence, ledger: ledger),
      docket: Docket(store: store, caseworker: caseworker, world: ledger.world),
      courier: Courier(store: store, channels: [channel], world: ledger.world) {
        (row) async throws(StoreError) -> Opened in try await mailroom.open(row)
      })
  }

  mutating func run() async throws {
    let subscription = Subscription(
      id: "sub", url: "http://sink", types: ["cn.birthgate.*"], division: "61", secret: [1])
    #expect(try await office.mailroom.add(subscription, through: office.queue))
    for serial in 0..<Int.random(in: 1...3, using: &dice) {
      children += Child.family(serial, dice: &dice)
    }
    unsent = children.flatMap(\.messages).shuffled(using: &dice)
    for _ in 0..<Int.random(in: 30...60, using: &dice) { try await act() }
    try await settleDown()
    try await check()
  }

  private mutating func act() async throws {
    switch Int.random(in: 0..<100, using: &dice) {
    case 0..<45: try await submit()
    case 45..<60: _ = try? await office.docket.step()
    case 60..<72: _ = try? await office.courier.step()
    case 72..<86:
      clock.advance(dice.pick([1, 60, 3600, 86_400, 604_800, 2_592_000, 17_280_000]))
    case 86..<90: channel.feel(dice.pick([.well, .away, .losesAnswers]))
    case 90..<95: store.failNext(dice.pick([.beforeCommit, .afterCommit]))
    default: restart()
    }
  }

  /// A crash: all that is in memory is gone, the store is as it was.
  private mutating func restart() {
    starts += 1
    office = Self.open(store, ledger, channel, chain: "\(starts)")
  }

  private mutating func submit() async throws {
    guard let text = dice.chance(80) ? unsent.popLast() : children.flatMap(\.messages).first
    else { return }
    do throws(NotTaken) {
      let taken = try await office.caseworker.receive(Array(text.utf8), form: .json, sender: nil)
      note(taken, of: text)
    } catch {
      guard case .store = error else {
        Issue.record("seed \(seed): refused \(error) \(text)")
        return
      }
      // The sender does not know whether it arrived: it sends again.
      unsent.insert(text, at: 0)
    }
  }

  private mutating func note(_ taken: Taken, of text: String) {
    switch taken {
    case .accepted(let receipt), .repeated(let receipt):
      let proof = receipt.proof
      #expect(ledger.journal.holds(proof), "seed \(seed): a receipt's proof does not hold")
      if let old = receipts[text] {
        #expect(
          old.digest == receipt.digest && old.caseID == receipt.caseID
            && old.receivedAt == receipt.receivedAt, "seed \(seed): another receipt")
      }
      receipts[text] = receipt
    }
  }

  /// Sends what is left, lets the clock run past every deadline, and heals all faults.
  private mutating func settleDown() async throws {
    channel.feel(.well)
    store.failNext(.none)
    if dice.chance(50) { restart() }
    while !unsent.isEmpty {
      try await submit()
      try await drain()
    }
    for _ in 0..<40 {
      clock.advance(86_400 * Int64(dice.pick([1, 10, 30])))
      try await drain()
    }
    // Retries wait for an hour at most.
    for _ in 0..<3 {
      clock.advance(7200)
      try await drain()
    }
  }

  private func drain() async throws {
    while try await office.docket.step() > 0 {}
    while try await office.courier.step() > 0 {}
  }
}

// MARK: - What must hold

extension Simulation {
  private mutating func check() async throws {
    let sent = children.flatMap(\.messages)
    #expect(Set(receipts.keys) == Set(sent), "seed \(seed): a message was never acknowledged")
    let messages = try sent.map { text in
      try ledger.reader.read(Array(text.utf8), form: .json).message
    }
    let expected = Law.rule(messages, asOf: clock.now.day, book: ledger.book)
    try await checkCases(expected)
    try await checkDeliveries()
    try await checkReminders()
    #expect(try await ledger.journal.fault(in: memory) == nil, "seed \(seed): the journal")
  }

  /// The stored cases rule as the set of messages does, each child has one code, and each case that
  /// can still change has a wake-up.
  private func checkCases(_ expected: [FormedCase]) async throws {
    var values: Set<String> = []
    for formed in expected {
      let query: CaseQuery =
        switch try #require(formed.keys.first) {
        case .certificate(let number): .birthCertificate(number)
        case .citizenID(let number): .citizenID(number)
        case .ticket: .birthCertificate("")
        }
      let view = try #require(
        try await office.inspector.find(query, asOf: nil), "seed \(seed): \(formed.keys)")
      #expect(view.ruling == formed.ruling, "seed \(seed)")
      if view.ruling.code.state == .none {
        #expect(view.codeValue == nil)
      } else {
        let value = try #require(view.codeValue, "seed \(seed): no code")
        #expect(Checksums.mod37_36(String(value.dropLast())) == value.last)
        #expect(values.insert(value).inserted, "seed \(seed): one code for two children")
      }
      let row = try #require(try await memory.histories(of: [view.caseID]).first?.row)
      if let review = view.ruling.nextReview {
        let wakeAt = try #require(row.wakeAt, "seed \(seed): a wake-up is lost")
        #expect(wakeAt <= review.start.milliseconds && wakeAt > clock.now.milliseconds)
      }
    }
  }

  /// Each delivery arrived at least once, with one body, and every notice that was to be sent has
  /// one; each is decided once and dated ones not before their day.
  private func checkDeliveries() async throws {
    let got = channel.got
    for (id, bodies) in got {
      #expect(Set(bodies).count == 1, "seed \(seed): \(id) changed its body")
    }
    var after: CaseID?
    while true {
      let page = try await memory.list(
        CaseFilter(day: clock.now.day.daysSinceEpoch, after: after, limit: 100))
      for row in page {
        let histories = try await memory.histories(of: [row.caseID])
        var notices: [Notice] = []
        for history in histories {
          for event in try ledger.events.events(history).events {
            if case .noticed(let told) = event { notices += told }
          }
        }
        #expect(
          Set(notices.map(\.identity)).count == notices.count, "seed \(seed): decided twice")
        for delivery in try await memory.deliveries(of: [row.caseID]) {
          #expect(delivery.state == .delivered, "seed \(seed): \(delivery.id) is \(delivery.state)")
          #expect(got[delivery.id] != nil, "seed \(seed): \(delivery.id) never came")
        }
      }
      guard page.count == 100, let last = page.last else { break }
      after = last.caseID
    }
  }

  /// A child of whom nothing but the birth is known, whose window we saw end, has its reminders
  /// from the day it was known on, and the missed window, each exactly once.
  private func checkReminders() async throws {
    for child in children where child.onlyBorn {
      let view = try #require(
        try await office.inspector.find(.birthCertificate(child.number), asOf: nil))
      let lines = try #require(try await office.inspector.timeline(view.caseID))
      let known = try #require(lines.first?.at.day)
      // The days of the contract: reminders on B+30, 60, 75, 85, 89, the missed window on B+91.
      for days in [30, 60, 75, 85, 89, 91] {
        let day = child.born.adding(days: days)
        let kind = days == 91 ? "pay-window-missed" : "pay-reminder"
        let told = lines.filter {
          $0.kind == kind && $0.occasion == "B+\(days)" && $0.audience == .guardian
        }
        let isDue = day >= known && day <= clock.now.day
        #expect(
          told.count == (isDue ? 1 : 0),
          "seed \(seed): \(kind) B+\(days) \(told.count) times, born \(child.born), known \(known)")
        for line in told { #expect(line.at == day.start) }
      }
    }
  }
}
