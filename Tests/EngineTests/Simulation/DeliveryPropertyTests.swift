import Casework
import Engine
import Foundation
import Synchronization
import Testing

/// What receivers are promised, checked on their own lists under faults that a seed throws: loss,
/// delay, refusals with and without a pause, lines cut before and after the effect, a store that
/// fails, couriers that are killed between claim, sending and settling, clocks that jump.
@Suite struct DeliveryPropertyTests {
  static let count =
    ProcessInfo.processInfo.environment["BIRTHGATE_SEEDS"].flatMap(Int.init) ?? 400

  @Test(arguments: 0..<8) func promisesHold(_ part: Int) async throws {
    for seed in stride(from: part, to: Self.count, by: 8) {
      var post = Post(seed: seed)
      try await post.run()
    }
  }
}

/// One post office under one seed.
private struct Post {
  let seed: Int
  private var dice: Dice
  private let memory = MemoryStore()
  private let receivers: Receivers
  private let cancelled = Cancelled()
  private var store: MortalStore
  private var rows: [DeliveryRow] = []
  private var starts = 0
  /// How many had arrived when a delivery was cancelled.
  private var arrivedBefore: [String: Int] = [:]

  final class Cancelled: Sendable { let ids = Mutex<Set<String>>([]) }
  final class Clock: Sendable { let now = Mutex(Instant(seconds: 1_790_000_000)) }
  private let clock = Clock()
  private var courier: Courier

  init(seed: Int) {
    self.seed = seed
    dice = Dice(seed: seed)
    receivers = Receivers(seed: seed)
    store = MortalStore(memory, seed: seed, percent: 10)
    courier = Self.courier(store, receivers, clock, cancelled, seed)
  }

  private static func courier(
    _ store: any CaseStore, _ receivers: Receivers, _ clock: Clock, _ cancelled: Cancelled,
    _ seed: Int
  ) -> Courier {
    let chance = Mutex(Dice(seed: seed &+ 77))
    let world = World(
      now: { clock.now.withLock { $0 } },
      random: { count in
        chance.withLock { dice in
          (0..<count).map { _ in UInt8.random(in: 0...255, using: &dice) }
        }
      })
    let channels = ["webhook", "sms"].map { Receivers.Way(name: $0, receivers: receivers) }
    return Courier(store: store, channels: channels, world: world) {
      (row) async throws(StoreError) in
      if cancelled.ids.withLock({ $0.contains(row.id) }) { return .cancelled(note: "paid") }
      return .delivery(
        Delivery(
          id: row.id, at: 1_790_000_000_000, attempt: row.attempt,
          channel: row.lane == "sms" ? "sms" : "webhook", address: row.lane, secret: [],
          body: row.body))
    }
  }

  mutating func run() async throws {
    for _ in 0..<Int.random(in: 20...40, using: &dice) { try await act() }
    try await settleDown()
    check(try await memory.deliveries(of: rows.map(\.caseID)))
  }

  private mutating func act() async throws {
    switch Int.random(in: 0..<100, using: &dice) {
    case 0..<30: try await decide()
    case 30..<70:
      do throws(StoreError) {
        _ = try await courier.step()
      } catch {
        // A courier whose store failed is as good as killed, one time in two.
        if dice.chance(50) { kill() }
      }
    case 70..<84: advance(dice.pick([1, 4, 7, 20, 61, 400, 3_600]))
    // The clock is put back, or jumps.
    case 84..<88: advance(dice.pick([-300, -61, -5, 259_200]))
    case 88..<94: try await cancel()
    default: kill()
    }
  }

  private func advance(_ seconds: Int64) {
    clock.now.withLock { $0 = $0.adding(seconds: seconds) }
  }

  private mutating func kill() {
    store.die()
    starts += 1
    store = MortalStore(memory, seed: seed &+ starts, percent: 10)
    courier = Self.courier(store, receivers, clock, cancelled, seed &+ starts)
  }

  /// A child has something happen to it of which several are told.
  private mutating func decide() async throws {
    let child = CaseID(rawValue: "child-\(Int.random(in: 0..<4, using: &dice))")
    var group = ChangeGroup()
    for lane in ["a", "b", "away", "sms"] where dice.chance(70) {
      let id = "\(child.rawValue)/\(rows.count)/\(lane)"
      let row = DeliveryRow(
        id: id, caseID: child, lane: lane, dueAt: clock.now.withLock { $0.milliseconds },
        attempt: 0, state: .queued, body: Array("body of \(id)".utf8))
      group.deliveries.append(row)
      rows.append(row)
    }
    _ = try await memory.commit([group]) { _ in nil }
  }

  private mutating func cancel() async throws {
    guard let row = rows.randomElement(using: &dice), arrivedBefore[row.id] == nil else { return }
    arrivedBefore[row.id] = receivers.arrivals.count
    cancelled.ids.withLock { _ = $0.insert(row.id) }
  }

  /// Everybody is well again, and time passes.
  private mutating func settleDown() async throws {
    receivers.heal()
    store.die()
    store = MortalStore(memory, seed: 0, percent: 0)
    courier = Self.courier(store, receivers, clock, cancelled, seed)
    for _ in 0..<60 {
      advance(7_200)
      while try await courier.step() > 0 {}
    }
  }

  // MARK: What must hold

  private func check(_ stored: [DeliveryRow]) {
    let arrivals = receivers.arrivals
    let ids = Set(rows.map(\.id))
    #expect(arrivals.allSatisfy { ids.contains($0.id) }, "seed \(seed): an id nobody decided")
    let bodies = Dictionary(uniqueKeysWithValues: rows.map { ($0.id, $0.body) })
    #expect(arrivals.allSatisfy { bodies[$0.id] == $0.body }, "seed \(seed): a body changed")
    let arrived = Set(arrivals.map(\.id))
    for row in stored {
      switch row.state {
      case .queued, .sent: Issue.record("seed \(seed): \(row.id) still waits: \(row.note ?? "")")
      case .delivered: #expect(arrived.contains(row.id), "seed \(seed): \(row.id) never came")
      case .failed, .cancelled:
        #expect(row.note != nil, "seed \(seed): nobody knows why \(row.id) ended")
      }
      // Given up only after a fortnight, or where the receiver said so.
      if row.state == .failed { #expect(row.note == "HTTP 410", "seed \(seed): \(row.id)") }
    }
    for (id, count) in arrivedBefore {
      let after = arrivals.dropFirst(count).contains { $0.id == id }
      #expect(!after, "seed \(seed): \(id) came after it was cancelled")
    }
    checkOrder(arrivals)
    for (id, times) in Dictionary(grouping: arrivals.filter { $0.lane == "sms" }, by: \.id) {
      #expect(times.count == 1, "seed \(seed): text message \(id), \(times.count) times")
    }
  }

  /// Of each child and receiver, what came for the first time came in the order of deciding.
  private func checkOrder(_ arrivals: [Receivers.Arrival]) {
    var seen: Set<String> = []
    var last: [String: Int] = [:]
    let places = Dictionary(
      uniqueKeysWithValues: rows.enumerated().map { ($0.element.id, $0.offset) })
    for arrival in arrivals where seen.insert(arrival.id).inserted {
      guard let place = places[arrival.id] else { continue }
      let queue = rows[place].caseID.rawValue + "/" + arrival.lane
      #expect(last[queue] ?? -1 < place, "seed \(seed): \(arrival.id) overtook another")
      last[queue] = place
    }
  }
}
