import Casework
import Engine
import Synchronization
import Testing

/// A link to the page, sent because a family asked for one. The child is born on 28 February 2026;
/// its first reminder is decided at 00:00 of B+30 = 30 March and leaves at eight.
@Suite("Links that families ask for")
struct LinkRequestTests {
  private func links(_ box: PostOffice.Box) -> [Delivery] {
    box.got.map(\.delivery).filter { $0.letter?.kind == .pageLink }
  }

  @Test("a link goes to each address that people read, at once and in its language")
  func eachAddress() async throws {
    let post = try PostOffice("2026-03-01")
    let hook = #"{"relation":"mother","channel":"webhook","address":"https://a.example/c"}"#
    let id = try await post.send(
      PostOffice.birth(contacts: PostOffice.mother, PostOffice.father, hook))
    // Three in the morning of the first reminder, which waits for eight.
    try await post.wait(until: "2026-03-30T03:00:00")
    #expect(try await post.told(id).last?.hasPrefix("pay-reminder queued") == true)
    #expect(try await post.ask(for: id))
    try await post.wait(until: "2026-03-30T03:00:01")
    #expect(post.sms.lines.last == "138: page-link" && post.email.lines.last == "a@b: page-link")
    #expect(links(post.sms).map(\.letter?.language) == ["zh-CN"])
    #expect(links(post.email).map(\.letter?.language) == ["en"])
    #expect(links(post.webhook).isEmpty && !post.webhook.lines.contains { $0.contains("link") })
    // Each address has a link of its own, so that each can be switched off.
    let addresses = Set((links(post.sms) + links(post.email)).compactMap(\.letter?.link))
    #expect(addresses.count == 2)
    try await post.wait(until: "2026-03-30T09:00:00")
    #expect(post.sms.lines.last == "138: pay-reminder")
  }

  @Test("it is no notice: the timeline knows nothing of it")
  func noNotice() async throws {
    let post = try PostOffice("2026-03-01")
    let id = try await post.send(PostOffice.birth(contacts: PostOffice.mother))
    try await post.wait(until: "2026-03-02T12:00:00")
    let before = try await post.inspector.timeline(id)
    try await post.ask(for: id)
    try await post.wait(until: "2026-03-02T12:00:01")
    #expect(links(post.sms).count == 1)
    #expect(try await post.inspector.timeline(id) == before)
  }

  @Test("three times in a day, whoever asks and however many at once; then again")
  func threeADay() async throws {
    let post = try PostOffice("2026-03-01")
    let id = try await post.send(PostOffice.birth(contacts: PostOffice.mother))
    let isSent = try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 0..<5 { group.addTask { try await post.ask(for: id) } }
      return try await group.reduce(into: [Bool]()) { $0.append($1) }
    }
    #expect(isSent.count { $0 } == 3)
    // Asked at noon: at noon of the next day those are a day old.
    try await post.wait(until: "2026-03-02T11:59:59")
    #expect(try await !post.ask(for: id))
    try await post.wait(until: "2026-03-02T12:00:00")
    #expect(try await post.ask(for: id))
    try await post.wait(until: "2026-03-02T13:00:00")
    #expect(links(post.sms).count == 4)
    #expect(Set(links(post.sms).map(\.id)).count == 4)
  }

  @Test("who wants no letters gets it all the same, and it counts as no reminder")
  func optedOut() async throws {
    let post = try PostOffice("2026-03-01", remindersPerWeek: 1)
    let id = try await post.send(PostOffice.birth(contacts: PostOffice.mother))
    try await post.optOuts.stop(of: id)
    for _ in 0..<2 { try await post.ask(for: id) }
    try await post.wait(until: "2026-03-01T12:00:01")
    #expect(links(post.sms).count == 2)
    try await post.wait(until: "2026-03-29T23:00:00")
    try await post.optOuts.resume(of: id)
    try await post.ask(for: id)
    try await post.wait(until: "2026-03-30T09:00:00")
    #expect(post.sms.lines.last == "138: pay-reminder")
  }

  @Test("after a death a family that asks is answered")
  func death() async throws {
    let post = try PostOffice("2026-03-01")
    let id = try await post.send(PostOffice.birth(contacts: PostOffice.mother))
    try await post.send(Papers.death("Z610000001", on: "2026-03-02"))
    try await post.wait(until: "2026-04-01T12:00:00")
    try await post.ask(for: id)
    try await post.wait(until: "2026-04-01T12:00:01")
    #expect(post.sms.lines.last == "138: page-link")
  }

  @Test("where nobody fits nothing is queued for anybody, and as much is written down")
  func nobody() async throws {
    let post = try PostOffice("2026-03-01")
    let id = try await post.send(PostOffice.birth(contacts: PostOffice.mother))
    let store = post.counter.store
    try await post.wait(until: "2026-03-02T12:00:00")
    let rows = try await store.deliveries(of: [id]).count
    #expect(try await !post.requests.ask(for: nil))
    #expect(try await store.deliveries(of: [id]).count == rows)
    #expect(try await store.lanes().isEmpty)
    #expect(try await store.records("linkRequests", after: nil, limit: 9).count == 1)
    try await post.ask(for: id)
    #expect(try await store.deliveries(of: [id]).count == rows + 1)
    #expect(try await store.records("linkRequests", after: nil, limit: 9).count == 2)
  }

  @Test("an answer that could not be sent for a day is none any more")
  func stale() async throws {
    let post = try PostOffice("2026-03-01")
    let id = try await post.send(PostOffice.birth(contacts: PostOffice.mother))
    try await post.wait(until: "2026-03-01T12:00:01")
    post.sms.isAway.withLock { $0 = true }
    try await post.ask(for: id)
    try await post.wait(until: "2026-03-02T12:00:01")
    let tried = links(post.sms).count
    post.sms.isAway.withLock { $0 = false }
    try await post.wait(until: "2026-03-03T12:00:00")
    #expect(links(post.sms).count == tried)
    let row = try await post.counter.store.deliveries(of: [id]).first { $0.lane == "sms:asked" }
    #expect(row?.state == .cancelled)
  }

  /// Correction goes to whoever was told something that proves wrong; a link says nothing.
  @Test("whoever got a link alone was told nothing wrong")
  func noCorrection() async throws {
    let post = try PostOffice("2026-03-01")
    let id = try await post.send(PostOffice.birth(contacts: PostOffice.mother))
    try await post.wait(until: "2026-03-02T12:00:00")
    let moved = PostOffice.birth(contacts: PostOffice.mother, PostOffice.father)
      .replacing("B-Z610000001", with: "B-2")
      .replacing(#""action":"issue""#, with: #""action":"correct","revision":2"#)
    try await post.send(moved)
    try await post.ask(for: id)
    try await post.wait(until: "2026-03-02T12:00:01")
    #expect(post.email.lines == ["a@b: page-link"])
    try await post.send(
      moved.replacing("B-2", with: "B-3").replacing(#""revision":2"#, with: #""revision":3"#)
        .replacing("2026-02-28T08:00:00", with: "2026-02-20T08:00:00"))
    try await post.wait(until: "2026-03-02T14:00:00")
    #expect(post.sms.lines.last == "138: correction")
    #expect(post.email.lines == ["a@b: page-link"])
  }
}
