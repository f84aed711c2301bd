package import Casework
import Synchronization

/// Takes what is queued to its receivers.
///
/// Claim, send, settle: no database is held during the sending, and a courier that dies lets its
/// lease run out, so that another sends the same delivery under the same id. Sendings of all lanes
/// run side by side, so many of each as its window allows; whoever ends while a settlement is being
/// written is settled with the next, in one commit with all that ended meanwhile.
package final class Courier: Sendable {
  /// What a queued row says, when its turn has come.
  package typealias Opening = @Sendable (DeliveryRow) async throws(StoreError) -> Opened

  private struct State {
    var lanes = LaneBook()
    /// Ended, and not yet written down.
    var ended: [DeliveryRow] = []
    var isSettling = false
    /// Claims under way.
    var claiming = 0
    /// Steps under way: while there are any, ``run(onTrouble:)`` claims nothing.
    var steps = 0
    var isRunning = false
    var isStopped = false
    /// Places were given back since somebody looked.
    var hasRoom = false
    /// Why a settlement was not written.
    var trouble: StoreError?
    var waiting: [CheckedContinuation<Void, Never>] = []

    var isIdle: Bool { lanes.underWay == 0 && claiming == 0 }
  }

  private let store: any CaseStore
  private let channels: [String: any Channel]
  private let open: Opening
  private let world: World
  /// The time receivers live in, which signatures carry; a sandbox's own clock may be far from it.
  private let wallClock: @Sendable () -> Instant
  private let backoff: Backoff
  /// Longer than any sending may take.
  private static let leaseSeconds: Int64 = 60
  private static let restMilliseconds = 100
  private let state = Mutex(State())

  package init(
    store: any CaseStore, channels: [any Channel], world: World, backoff: Backoff = Backoff(),
    wallClock: (@Sendable () -> Instant)? = nil, open: @escaping Opening
  ) {
    self.store = store
    self.channels = Dictionary(channels.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    self.world = world
    self.backoff = backoff
    self.wallClock = wallClock ?? world.now
    self.open = open
  }

  /// How the lanes are doing that anything has been sent to.
  package var reports: [String: LaneReport] { state.withLock { $0.lanes.reports } }

  // MARK: Step by step

  /// Sends what is due, as far as there is room, and returns when it and all that was under way has
  /// ended.
  ///
  /// - Returns: how much it was.
  package func step() async throws(StoreError) -> Int {
    let before = state.withLock { state in
      state.steps += 1
      return state.lanes.underWay
    }
    defer { state.withLock { $0.steps -= 1 } }
    let held = try await claim(isStep: true)
    await send(held)
    await untilIdle()
    let trouble = state.withLock { state in
      defer { state.trouble = nil }
      return state.trouble
    }
    if let trouble { throw trouble }
    return held.count + before
  }

  /// Lets nothing be sent but by ``step()`` meanwhile, once what was under way has ended.
  ///
  /// For a clock that jumps: what ``run(onTrouble:)`` had claimed at one instant would at the next
  /// be past its lease, and be sent a second time beside the first.
  package func byStepsAlone<Value: Sendable>(_ body: () async -> Value) async -> Value {
    state.withLock { $0.steps += 1 }
    defer { state.withLock { $0.steps -= 1 } }
    await untilIdle()
    return await body()
  }

  private func untilIdle() async {
    await withCheckedContinuation { continuation in
      let isIdle = state.withLock { state in
        if !state.isIdle { state.waiting.append(continuation) }
        return state.isIdle
      }
      if isIdle { continuation.resume() }
    }
  }

  private func wakeWaiting() {
    let waiting = state.withLock { state in
      guard state.isIdle else { return [CheckedContinuation<Void, Never>]() }
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }

  // MARK: On and on

  /// Takes over what a courier that was killed had claimed. There must be no other on the store,
  /// and nothing of this one's under way, or it would be sent a second time beside the first: it is
  /// for the start, before anybody can ask for a step.
  package func takeOver() async throws(StoreError) {
    try await store.release(due: world.now().milliseconds)
  }

  /// Sends what is due until it is stopped, and returns when what was then under way has ended.
  ///
  /// - Parameter onTrouble: told when the store fails; it is tried again.
  package func run(onTrouble: @Sendable (StoreError) -> Void) async {
    state.withLock { $0.isRunning = true }
    while !isStopped, !Task.isCancelled {
      do throws(StoreError) {
        let held = try await claim(isStep: false)
        if held.isEmpty {
          await rest()
        } else {
          for lane in Self.byLane(held) { Task { await sendOne(lane) } }
        }
      } catch {
        onTrouble(error)
        try? await Task.sleep(for: .seconds(1))
      }
      let trouble = state.withLock { state in
        defer { state.trouble = nil }
        return state.trouble
      }
      if let trouble { onTrouble(trouble) }
    }
    state.withLock { $0.isRunning = false }
    await untilIdle()
  }

  /// Lets ``run(onTrouble:)`` finish what is under way and return.
  package func stop() { state.withLock { $0.isStopped = true } }

  private var isStopped: Bool { state.withLock { $0.isStopped } }

  /// A while, or until places are given back.
  private func rest() async {
    var left = Self.restMilliseconds
    while left > 0, !isStopped, !Task.isCancelled {
      let (hasRoom, isIdle) = state.withLock { state in
        defer { state.hasRoom = false }
        return (state.hasRoom, state.isIdle)
      }
      if hasRoom { return }
      let pause = isIdle ? 20 : 4
      left -= pause
      try? await Task.sleep(for: .milliseconds(pause))
    }
  }
}

// MARK: Claiming and sending

extension Courier {
  /// A row under lease, with the chance that its next attempt will be given.
  private struct Held: Sendable {
    var row: DeliveryRow
    var chance: UInt8
  }

  private func claim(isStep: Bool) async throws(StoreError) -> [Held] {
    let begun = state.withLock { state -> (Claim, Set<String>)? in
      guard isStep || state.steps == 0 else { return nil }
      state.claiming += 1
      // No clock jumps from here on until this has ended.
      let now = world.now()
      return state.lanes.claim(
        at: now.milliseconds, until: now.adding(seconds: Self.leaseSeconds).milliseconds)
    }
    guard let (claim, probing) = begun else { return [] }
    defer {
      state.withLock { $0.claiming -= 1 }
      wakeWaiting()
    }
    guard claim.limit > 0 else { return [] }
    let rows = try await store.claim(claim)
    guard !rows.isEmpty else { return [] }
    state.withLock { $0.lanes.began(rows, probing: probing) }
    return zip(rows, world.random(rows.count)).map { Held(row: $0, chance: $1) }
  }

  private static func byLane(_ held: [Held]) -> [[Held]] {
    var lanes: [String: [Held]] = [:]
    for one in held { lanes[one.row.lane, default: []].append(one) }
    return Array(lanes.values)
  }

  private func send(_ held: [Held]) async {
    await withDiscardingTaskGroup { group in
      for lane in Self.byLane(held) { group.addTask { await self.sendOne(lane) } }
    }
  }

  /// Sends what was claimed of one lane: each as soon as it is opened, or all at once where the
  /// channel has it cheaper so.
  private func sendOne(_ lane: [Held]) async {
    await withDiscardingTaskGroup { group in
      var together: [String: [(Held, Delivery)]] = [:]
      for held in lane {
        guard let delivery = await opened(held), let channel = channels[delivery.channel] else {
          continue
        }
        if channel.takesMany {
          together[channel.name, default: []].append((held, delivery))
        } else {
          group.addTask { await self.send([(held, delivery)], by: channel) }
        }
      }
      for (name, work) in together {
        guard let channel = channels[name] else { continue }
        group.addTask { await self.send(work, by: channel) }
      }
    }
  }

  /// The delivery of a row; nil where the row has been ended without.
  private func opened(_ held: Held) async -> Delivery? {
    var end: DeliveryEnd
    do throws(StoreError) {
      switch try await open(held.row) {
      case .delivery(var delivery):
        delivery.isUnsure = held.row.isUnsure
        delivery.isAskedBefore = held.row.isAskedBefore
        delivery.receipt = held.row.receipt
        delivery.tried = held.row.tried
        if channels[delivery.channel] != nil { return delivery }
        end = rules.cancelled(held.row, note: "no channel is set up for it")
      case .cancelled(let note): end = rules.cancelled(held.row, note: note)
      case .postponed(let until, let note):
        end = rules.postponed(held.row, until: until, note: note)
      }
    } catch .corrupt {
      end = rules.failed(held.row, note: "what is stored cannot be read")
    } catch {
      end = rules.unopened(held.row, chance: held.chance)
    }
    await finish([(end, 0)])
    return nil
  }

  private var rules: DeliveryRules { DeliveryRules(backoff: backoff, now: world.now()) }

  private func send(_ work: [(Held, Delivery)], by channel: any Channel) async {
    let start = ContinuousClock.now
    let results = await channel.send(work.map(\.1), now: wallClock())
    let took = (ContinuousClock.now - start) / .milliseconds(1)
    let rules = rules
    let ends = work.enumerated().map { index, item in
      let missing = SendResult.unknown(reason: "the channel did not say")
      let result = index < results.count ? results[index] : missing
      return (rules.end(item.0.row, item.1, result, chance: item.0.chance), took)
    }
    await finish(ends)
  }
}

// MARK: Settling

extension Courier {
  /// Notes how sendings ended; whoever finds nobody writing writes, until nothing is left.
  private func finish(_ ends: [(end: DeliveryEnd, milliseconds: Double)]) async {
    let now = world.now().milliseconds
    let mustSettle = state.withLock { state in
      for (end, time) in ends {
        state.lanes.ended(end.row, end.lane, afterMilliseconds: time, at: now)
        state.ended.append(end.row)
      }
      defer { state.isSettling = true }
      return !state.isSettling
    }
    if mustSettle { await settleAll() }
  }

  private func settleAll() async {
    while let rows = nextToSettle() {
      await settle(rows)
      state.withLock { state in
        state.lanes.left(rows)
        state.hasRoom = true
      }
      wakeWaiting()
    }
  }

  private func nextToSettle() -> [DeliveryRow]? {
    state.withLock { state in
      guard !state.ended.isEmpty else {
        state.isSettling = false
        return nil
      }
      defer { state.ended = [] }
      return state.ended
    }
  }

  /// Writes down how deliveries ended. While the store is away a running courier tries again as
  /// long as its lease lasts; after that another attempt will be made of them anyway.
  private func settle(_ rows: [DeliveryRow]) async {
    let end = world.now().adding(seconds: Self.leaseSeconds / 2)
    while true {
      do throws(StoreError) {
        return try await store.settle(rows)
      } catch {
        let goesOn = state.withLock { state in
          state.trouble = error
          return state.isRunning && !state.isStopped
        }
        guard goesOn, world.now() < end else { return }
        try? await Task.sleep(for: .seconds(1))
      }
    }
  }
}
