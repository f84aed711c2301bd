import Casework
import Engine
import Synchronization
import Testing

/// A store in which something happens between a page of records and its reader.
private final class InterruptedStore: ForwardingStore {
  let inner: any CaseStore
  private let interruption = Mutex<(@Sendable () async -> Void)?>(nil)

  init(_ inner: any CaseStore) { self.inner = inner }

  func interrupt(_ work: @escaping @Sendable () async -> Void) {
    interruption.withLock { $0 = work }
  }

  func records(_ kind: String, after id: String?, limit: Int) async throws(StoreError)
    -> [RecordRow]
  {
    let page = try await inner.records(kind, after: id, limit: limit)
    let work = interruption.withLock { interruption in
      defer { interruption = nil }
      return interruption
    }
    await work?()
    return page
  }
}

/// Who is told is kept in memory until it changes, so it must not be older than the last change.
@Suite("Who is subscribed is known at once")
struct SubscriptionTests {
  @Test("whoever subscribes while the others are being read is told from then on")
  func madeWhileRead() async throws {
    let counter = try Counter("2026-03-01")
    let store = InterruptedStore(counter.store)
    let mailroom = Mailroom(store: store, ledger: counter.ledger)
    let queue = counter.office.queue
    let late = Subscription(
      id: "late", url: "http://sink", types: ["*"], division: "", secret: [1])
    store.interrupt { _ = try? await mailroom.add(late, through: queue) }
    _ = try await mailroom.subscriptions()
    #expect(try await mailroom.subscriptions() == [late])
  }
}
