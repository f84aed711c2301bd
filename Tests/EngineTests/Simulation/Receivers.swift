import Casework
import Engine
import Synchronization

/// Receivers and a text-message provider that fail as the seed has it. What they do to an attempt
/// depends on the seed, the delivery and the attempt alone, never on who comes first.
final class Receivers: Sendable {
  /// One thing that took effect at a receiver.
  struct Arrival: Sendable {
    var id: String
    var lane: String
    var body: [UInt8]
  }

  private struct State {
    var arrivals: [Arrival] = []
    var isHealed = false
  }

  private let seed: Int
  private let state = Mutex(State())

  init(seed: Int) { self.seed = seed }

  /// From now on everybody is well.
  func heal() { state.withLock { $0.isHealed = true } }

  var arrivals: [Arrival] { state.withLock { $0.arrivals } }

  /// A hundred-sided die for an attempt.
  private func dice(_ id: String, _ attempt: Int, _ salt: Int) -> Int {
    var dice = Dice(seed: seed &* 31 &+ salt)
    var value = Int.random(in: 0..<(1 << 40), using: &dice)
    for byte in id.utf8 { value = (value &* 131 &+ Int(byte)) & 0xff_ffff_ffff }
    var thrown = Dice(seed: value &+ attempt &* 7_919)
    return Int.random(in: 0..<100, using: &thrown)
  }

  private func take(_ delivery: Delivery) {
    state.withLock {
      $0.arrivals.append(
        Arrival(id: delivery.id, lane: delivery.address, body: delivery.body))
    }
  }

  private func has(_ id: String) -> Bool { state.withLock { $0.arrivals.contains { $0.id == id } } }

  private func fault(of delivery: Delivery) async -> Int {
    // Delays let others in between; how many turns says the seed.
    for _ in 0..<(dice(delivery.id, delivery.attempt, 1) % 12) { await Task.yield() }
    return state.withLock { $0.isHealed } ? 0 : dice(delivery.id, delivery.attempt, 2)
  }

  /// A webhook receiver: it takes an event again and again, and knows it by its id.
  func webhook(_ delivery: Delivery) async -> SendResult {
    // One receiver is away altogether until all are healed.
    if delivery.address == "away", !state.withLock({ $0.isHealed }) {
      return .later(reason: "connection refused", retryAfter: nil)
    }
    switch await fault(of: delivery) {
    case 90...: return .later(reason: "connection refused", retryAfter: nil)
    case 80..<90: return .later(reason: "HTTP 503", retryAfter: 30)
    case 70..<80: return .later(reason: "HTTP 429", retryAfter: 7)
    case 62..<70: return .later(reason: "connection cut", retryAfter: nil)
    case 52..<62:
      take(delivery)
      return .later(reason: "connection cut", retryAfter: nil)
    case 50..<52 where delivery.attempt > 1: return .never(reason: "HTTP 410")
    default:
      take(delivery)
      return .delivered
    }
  }

  /// A text message is never sent where it may have gone out already: the provider is asked.
  func sms(_ delivery: Delivery) async -> SendResult {
    let fault = await fault(of: delivery)
    if delivery.isUnsure || delivery.receipt != nil {
      if fault >= 70 { return .unknown(reason: "nobody could say") }
      guard has(delivery.id) else { return .later(reason: "not known there", retryAfter: nil) }
      return fault >= 50 ? .sent(receipt: "R-\(delivery.id)") : .delivered
    }
    switch fault {
    case 85...: return .later(reason: "connection refused", retryAfter: nil)
    case 75..<85: return .unknown(reason: "connection cut")
    case 60..<75:
      take(delivery)
      return .unknown(reason: "connection cut")
    case 40..<60:
      take(delivery)
      return .sent(receipt: "R-\(delivery.id)")
    default:
      take(delivery)
      return .delivered
    }
  }

  /// One of them as a channel.
  struct Way: Channel {
    let name: String
    let receivers: Receivers

    func send(_ deliveries: [Delivery], now: Instant) async -> [SendResult] {
      var results: [SendResult] = []
      for delivery in deliveries {
        results.append(
          await (name == "sms" ? receivers.sms(delivery) : receivers.webhook(delivery)))
      }
      return results
    }
  }
}

/// A store whose answers are lost as told, before or after what was asked has been written. One
/// that is dead is that of a courier which was killed: nothing it says reaches the disk.
final class MortalStore: ForwardingStore {
  let inner: any CaseStore
  private let state: Mutex<(dice: Dice, percent: Int, isDead: Bool)>

  init(_ inner: any CaseStore, seed: Int, percent: Int) {
    self.inner = inner
    state = Mutex((Dice(seed: seed), percent, false))
  }

  func die() { state.withLock { $0.isDead = true } }

  private enum Fate { case well, before, after }

  private func fate() -> Fate {
    state.withLock { state in
      if state.isDead { return .before }
      let thrown = Int.random(in: 0..<100, using: &state.dice)
      return thrown >= state.percent ? .well : thrown % 2 == 0 ? .before : .after
    }
  }

  func claim(_ claim: Claim) async throws(StoreError) -> [DeliveryRow] {
    let fate = fate()
    if fate == .before { throw .unavailable("before the claim") }
    let rows = try await inner.claim(claim)
    if fate == .after { throw .unavailable("after the claim") }
    return rows
  }

  func settle(_ rows: [DeliveryRow]) async throws(StoreError) {
    let fate = fate()
    if fate == .before { throw .unavailable("before it was settled") }
    try await inner.settle(rows)
    if fate == .after { throw .unavailable("after it was settled") }
  }
}
