import Casework
import Engine
import Synchronization
import Testing

/// The courier with real concurrency: what must hold whatever the scheduler does. Nothing here
/// waits for a time; whatever is waited for, another part of the test brings about.
@Suite(.timeLimit(.minutes(10))) struct CourierTests {
  /// A channel whose sendings end when the test says so.
  final class Door: Channel {
    let name = "webhook"
    private let state = Mutex(State())

    private struct State {
      var begun: [String] = []
      var held: [String: CheckedContinuation<SendResult, Never>] = [:]
      var waiting: [(isDone: @Sendable ([String]) -> Bool, CheckedContinuation<Void, Never>)] = []
    }

    let holds: @Sendable (Delivery) -> Bool
    let result: @Sendable (Delivery) -> SendResult

    init(
      holds: @escaping @Sendable (Delivery) -> Bool = { _ in false },
      result: @escaping @Sendable (Delivery) -> SendResult = { _ in .delivered }
    ) {
      self.holds = holds
      self.result = result
    }

    var begun: [String] { state.withLock { $0.begun } }

    func send(_ deliveries: [Delivery], now: Instant) async -> [SendResult] {
      var results: [SendResult] = []
      for delivery in deliveries { results.append(await send(delivery)) }
      return results
    }

    private func send(_ delivery: Delivery) async -> SendResult {
      guard holds(delivery) else {
        begin(delivery.id)
        return result(delivery)
      }
      return await withCheckedContinuation { continuation in
        state.withLock { $0.held[delivery.id] = continuation }
        begin(delivery.id)
      }
    }

    private func begin(_ id: String) {
      let done = state.withLock { state in
        state.begun.append(id)
        let begun = state.begun
        defer { state.waiting.removeAll { $0.isDone(begun) } }
        return state.waiting.filter { $0.isDone(begun) }.map(\.1)
      }
      for continuation in done { continuation.resume() }
    }

    /// Waits until what has begun is as asked.
    func until(_ isDone: @escaping @Sendable ([String]) -> Bool) async {
      await withCheckedContinuation { continuation in
        let already = state.withLock { state in
          if isDone(state.begun) { return true }
          state.waiting.append((isDone, continuation))
          return false
        }
        if already { continuation.resume() }
      }
    }

    func release(_ result: SendResult = .delivered) {
      let held = state.withLock { state in
        defer { state.held = [:] }
        return state.held
      }
      for continuation in held.values { continuation.resume(returning: result) }
    }
  }

  private let world = World(
    now: { Instant(seconds: 1_790_000_000) }, random: { Array(repeating: 0, count: $0) })

  private func row(_ id: String, child: String, lane: String) -> DeliveryRow {
    DeliveryRow(
      id: id, caseID: CaseID(rawValue: child), lane: lane, dueAt: 0, attempt: 0, state: .queued,
      body: [])
  }

  private func store(_ rows: [DeliveryRow]) async throws -> MemoryStore {
    let store = MemoryStore()
    var group = ChangeGroup()
    group.deliveries = rows
    _ = try await store.commit([group]) { _ in nil }
    return store
  }

  private func courier(_ store: any CaseStore, _ channel: any Channel) -> Courier {
    Courier(store: store, channels: [channel], world: world) { (row) async throws(StoreError) in
      .delivery(
        Delivery(
          id: row.id, at: world.now().milliseconds, attempt: row.attempt, channel: "webhook",
          address: row.lane, secret: [], body: row.body))
    }
  }

  /// Were it sent wave by wave, the second of the others would wait for the one that hangs.
  @Test func aLaneThatHangsHoldsUpNobody() async throws {
    let others = (0..<49).flatMap { lane in
      (0..<40).map { row("\(lane)-\($0)", child: "\($0)", lane: "lane \(lane)") }
    }
    let stuck = (0..<40).map { row("stuck-\($0)", child: "\($0)", lane: "stuck") }
    let store = try await store(stuck + others)
    let door = Door(holds: { $0.address == "stuck" })
    let courier = courier(store, door)
    let running = Task { await courier.run { _ in } }
    let count = others.count
    await door.until { begun in begun.count { !$0.hasPrefix("stuck") } == count }
    // All of the others arrived while the first of the lane that hangs is still waited for.
    #expect(door.begun.count { $0.hasPrefix("stuck") } == 4)
    courier.stop()
    door.release()
    await running.value
    let waiting = try await store.lanes()
    #expect(waiting.map(\.lane) == ["stuck"] && waiting.first?.waiting == 36)
  }

  /// SIGTERM: what is under way is finished and written down, and nothing new is begun.
  @Test func stoppingFinishesWhatIsUnderWay() async throws {
    let rows = (0..<9).map { row("\($0)", child: "\($0)", lane: "x") }
    let store = try await store(rows)
    let door = Door(holds: { _ in true })
    let courier = courier(store, door)
    let running = Task { await courier.run { _ in } }
    await door.until { $0.count == 4 }
    courier.stop()
    door.release()
    await running.value
    let ended = try await store.deliveries(of: rows.map(\.caseID))
    #expect(ended.count { $0.state == .delivered } == 4)
    #expect(ended.count { $0.state == .queued && $0.attempt == 0 } == 5)
  }

  /// A lease is counted by the clock that jumps: what was claimed before a jump would be claimed
  /// again after it.
  @Test func whileAClockJumpsOnlyItsStepsSend() async throws {
    let store = try await store([row("before", child: "a", lane: "x")])
    let door = Door(holds: { $0.id == "before" })
    let courier = courier(store, door)
    let running = Task { await courier.run { _ in } }
    await door.until { $0 == ["before"] }
    let jump = Task {
      await courier.byStepsAlone {
        // What was under way has ended: it is not waited for in vain, and not forgotten.
        let ended = try? await store.delivery("before")?.state
        var group = ChangeGroup()
        group.deliveries = [row("within", child: "a", lane: "x")]
        _ = try? await store.commit([group]) { _ in nil }
        // A running courier has as many turns to do it; that it does not, is not waited for.
        for _ in 0..<100 where door.begun.count == 1 {
          try? await Task.sleep(for: .milliseconds(10))
        }
        let begun = door.begun
        _ = try? await courier.step()
        return (ended, begun)
      }
    }
    door.release()
    let (ended, begun) = await jump.value
    #expect(ended == .delivered)
    #expect(begun == ["before"])
    #expect(door.begun == ["before", "within"])
    courier.stop()
    await running.value
  }

  /// A receiver that is away is probed by one delivery, however many wait.
  @Test func whileALaneIsOpenNothingOfItIsTaken() async throws {
    let rows = (0..<200).map { row("\($0)", child: "\($0)", lane: "x") }
    let store = try await store(rows)
    let door = Door(result: { _ in .later(reason: "HTTP 500", retryAfter: nil) })
    let courier = courier(store, door)
    while try await courier.step() > 0 {}
    // Four, as many as a new lane has room for; after their failures one, which is the fifth.
    #expect(door.begun.count == 5)
    #expect(courier.reports["x"]?.breaker == .open)
    #expect(courier.reports["x"]?.note == "HTTP 500")
    let tried = try await store.deliveries(of: rows.map(\.caseID)).filter { $0.attempt > 0 }
    #expect(tried.count == door.begun.count)
    #expect(tried.allSatisfy { $0.note == "HTTP 500" && $0.settled == 1 })
  }

  /// Of a file that is synced once for all, all that is due goes in one call.
  @Test func aChannelThatTakesManyGetsThemTogether() async throws {
    struct Folder: Channel {
      let name = "webhook"
      let takesMany = true
      let calls: Counter
      final class Counter: Sendable { let sizes = Mutex<[Int]>([]) }
      func send(_ deliveries: [Delivery], now: Instant) async -> [SendResult] {
        calls.sizes.withLock { $0.append(deliveries.count) }
        return deliveries.map { _ in .delivered }
      }
    }
    let folder = Folder(calls: Folder.Counter())
    let store = try await store((0..<4).map { row("\($0)", child: "\($0)", lane: "x") })
    #expect(try await courier(store, folder).step() == 4)
    #expect(folder.calls.sizes.withLock { $0 } == [4])
  }

  /// A row that cannot be read keeps nobody else waiting, and is there for a person to see.
  @Test func whatCannotBeReadFailsAlone() async throws {
    let store = try await store([row("1", child: "a", lane: "x"), row("2", child: "b", lane: "x")])
    let courier = Courier(store: store, channels: [Door()], world: world) {
      (row) async throws(StoreError) in
      if row.id == "1" { throw .corrupt("a seal") }
      return .cancelled(note: "paid meanwhile")
    }
    #expect(try await courier.step() == 2)
    #expect(try await store.delivery("1")?.state == .failed)
    #expect(try await store.delivery("1")?.note == "what is stored cannot be read")
    #expect(try await store.delivery("2")?.state == .cancelled)
    #expect(try await store.delivery("2")?.note == "paid meanwhile")
  }
}
