import Casework
import Engine
import Testing

@Suite("A receipt ends what it is about, and nothing else")
struct ReceiptDeskTests {
  private let store = MemoryStore()

  private func put(
    _ id: String, lane: String = "sms:first", attempt: Int = 1, state: DeliveryRow.State = .sent,
    receipt: String? = nil, tried: String? = "first"
  ) async throws {
    var row = DeliveryRow(
      id: id, caseID: CaseID(rawValue: String(id.prefix { $0 != "/" })), lane: lane, dueAt: 10,
      attempt: attempt, state: state, body: [])
    row.receipt = receipt
    row.tried = tried
    var group = ChangeGroup()
    group.deliveries = [row]
    _ = try await store.commit([group]) { _ in nil }
  }

  private func row(_ id: String) async throws -> DeliveryRow {
    let rows = try await store.deliveries(of: [CaseID(rawValue: String(id.prefix { $0 != "/" }))])
    return try #require(rows.first { $0.id == id })
  }

  private func take(
    _ outcome: ReceiptDesk.Outcome, ours: String? = nil, theirs: String? = nil,
    from provider: String = "first"
  ) async throws -> ReceiptDesk.Fate {
    try await ReceiptDesk(store: store).take(
      ours: ours, theirs: theirs, outcome, from: provider
    ) {
      $0.hasPrefix("sms")
    }
  }

  @Test("late, it ends the delivery; twice, it changes nothing more")
  func lateAndTwice() async throws {
    try await put("c-1/1/0.0")
    #expect(try await take(.arrived, ours: "c-1/1/0.0") == .settled)
    let ended = try await row("c-1/1/0.0")
    #expect(ended.state == .delivered && ended.dueAt == nil)
    #expect(try await take(.lost(reason: "code X"), ours: "c-1/1/0.0") == .known)
    #expect(try await row("c-1/1/0.0").state == .delivered, "the first one counts")
  }

  @Test("it is found by the provider's own name for it too")
  func theirs() async throws {
    try await put("c-1/1/0.0", receipt: "first:S1")
    #expect(try await take(.lost(reason: "code X"), theirs: "first:S1") == .settled)
    #expect(try await row("c-1/1/0.0").state == .failed)
    #expect(try await take(.arrived, theirs: "second:S1") == .unknown)
  }

  @Test("what nobody here sent is answered and forgotten")
  func unknown() async throws {
    try await put("c-1/1/0.0", lane: "sub_1")
    try await put("c-1/2/0.0", attempt: 0, state: .queued, tried: nil)
    #expect(try await take(.arrived, ours: "c-9/1/0.0") == .unknown)
    #expect(try await take(.arrived, ours: "nonsense") == .unknown)
    #expect(try await take(.arrived, ours: "c-1/1/0.0") == .unknown, "a webhook is none of theirs")
    #expect(try await take(.arrived, ours: "c-1/2/0.0") == .unknown, "it has not been sent yet")
    #expect(try await row("c-1/1/0.0").state == .sent)
  }

  @Test("a provider ends what was offered to it, and not what was offered to another")
  func anothers() async throws {
    try await put("c-1/1/0.0")
    try await put("c-1/2/0.0", attempt: 2, state: .queued)
    // Claimed, and offered to nobody yet.
    try await put("c-1/3/0.0", state: .queued, tried: nil)
    for id in ["c-1/1/0.0", "c-1/2/0.0", "c-1/3/0.0"] {
      let before = try await row(id)
      #expect(try await take(.arrived, ours: id, from: "second") == .unknown)
      #expect(try await take(.lost(reason: "code X"), ours: id, from: "second") == .unknown)
      #expect(try await row(id) == before)
    }
    #expect(try await take(.arrived, ours: "c-1/1/0.0") == .settled)
    #expect(try await take(.arrived, ours: "c-1/2/0.0") == .settled)
    // In doubt from before it was kept who was tried: any of them may know.
    try await put("c-2/1/0.0", attempt: 2, state: .queued, tried: "")
    #expect(try await take(.arrived, ours: "c-2/1/0.0", from: "second") == .settled)
  }

  @Test("one whose answer was lost is ended by its receipt, and a word between changes nothing")
  func afterUnknown() async throws {
    try await put("c-1/1/0.0", attempt: 2, state: .queued)
    #expect(try await take(.pending, ours: "c-1/1/0.0") == .known)
    #expect(try await row("c-1/1/0.0").dueAt == 10)
    #expect(try await take(.arrived, ours: "c-1/1/0.0") == .settled)
    #expect(try await row("c-1/1/0.0").state == .delivered)
  }
}
