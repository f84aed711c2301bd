import Casework
import Engine
import Synchronization
import Testing

/// The child is born on 28 February 2026: reminders fall on B+30 = 30 March, B+60 = 29 April,
/// B+75 = 14 May, B+85 = 24 May and B+89 = 28 May, the window ends on 29 May, and that it was
/// missed is told on 30 May (B+91).
@Suite("A death that proves wrong costs the family nothing that it has to know")
struct ReturnTests {
  private let number = "Z610000001"

  private func withdraw(_ revision: Int, on day: String) -> String {
    Papers.death(number, on: day).replacing("D-\(number)", with: "W-\(revision)")
      .replacing(#""action":"death""#, with: #""action":"withdraw","revision":\#(revision)"#)
  }

  @Test(
    "who was born and reported dead at once is told to enrol, and of the code, when it is alive")
  func deathFirst() async throws {
    let post = try PostOffice("2026-03-01")
    try await post.send(Papers.death(number, on: "2026-03-01"))
    try await post.send(PostOffice.birth(contacts: PostOffice.mother))
    try await post.wait(until: "2026-03-02T12:00:00")
    #expect(post.sms.lines.isEmpty)
    try await post.send(withdraw(2, on: "2026-03-01"))
    try await post.wait(until: "2026-03-03T12:00:00")
    #expect(post.sms.lines == ["138: enrol-and-pay", "138: code-issued"])
  }

  @Test("a window that closed meanwhile is told to be closed, once, and no reminder of it")
  func windowClosed() async throws {
    let post = try PostOffice("2026-03-01")
    let id = try await post.send(PostOffice.birth(contacts: PostOffice.mother))
    try await post.wait(until: "2026-04-30T12:00:00")
    let before = post.sms.lines
    try await post.send(Papers.death(number, on: "2026-04-30"))
    try await post.wait(until: "2026-06-10T12:00:00")
    #expect(post.sms.lines == before)
    try await post.send(withdraw(2, on: "2026-04-30"))
    try await post.wait(until: "2026-06-12T12:00:00")
    #expect(post.sms.lines == before + ["138: correction", "138: pay-window-missed"])
    let superseded = try await post.told(id).filter { $0 == "pay-reminder superseded" }
    #expect(superseded.count == 3, "B+75, B+85 and B+89 passed unseen")
  }

  @Test(
    "while the window is open the last reminder that was left out is sent, and the next on its day")
  func windowOpen() async throws {
    let post = try PostOffice("2026-03-01")
    try await post.send(PostOffice.birth(contacts: PostOffice.mother))
    try await post.wait(until: "2026-04-20T12:00:00")
    let before = post.sms.lines
    try await post.send(Papers.death(number, on: "2026-04-20"))
    try await post.wait(until: "2026-05-20T12:00:00")
    try await post.send(withdraw(2, on: "2026-04-20"))
    try await post.wait(until: "2026-05-20T14:00:00")
    #expect(post.sms.lines == before + ["138: correction", "138: pay-reminder"])
    // 20 to 29 May are nine days.
    #expect(post.sms.got.last?.delivery.letter?.title == "9")
    try await post.wait(until: "2026-05-24T12:00:00")
    #expect(
      post.sms.lines == before + ["138: correction", "138: pay-reminder", "138: pay-reminder"])
  }

  @Test("whose letter was held back for it is led to the page; who is alive is told nothing twice")
  func heldBack() async throws {
    let post = try PostOffice("2026-03-01")
    let id = try await post.send(PostOffice.birth(contacts: PostOffice.mother))
    try await post.wait(until: "2026-03-01T22:00:00")
    let before = post.sms.lines
    try await post.send(Papers.pay("T000001", number, on: "2026-03-01"))
    try await post.send(Papers.death(number, on: "2026-03-01"))
    try await post.wait(until: "2026-03-02T12:00:00")
    #expect(post.sms.lines == before)
    try await post.send(withdraw(2, on: "2026-03-01"))
    try await post.wait(until: "2026-03-20T12:00:00")
    #expect(post.sms.lines == before + ["138: correction"])
    #expect(try await post.told(id).contains { $0.hasPrefix("covered cancelled") })
  }

  @Test("an address that nothing was held back from and that was told nothing gets no correction")
  func toldNothing() async throws {
    let post = try PostOffice("2026-03-01")
    let father = #"{"relation":"father","channel":"sms","address":"139","language":"en"}"#
    try await post.send(PostOffice.birth(contacts: PostOffice.mother))
    try await post.wait(until: "2026-03-02T12:00:00")
    try await post.send(Papers.death(number, on: "2026-03-02"))
    try await post.send(
      PostOffice.birth(contacts: PostOffice.mother, father).replacing("B-\(number)", with: "B-2")
        .replacing(#""action":"issue""#, with: #""action":"correct","revision":2"#))
    try await post.send(withdraw(2, on: "2026-03-02"))
    try await post.wait(until: "2026-03-03T12:00:00")
    #expect(
      post.sms.lines.contains("138: correction") && !post.sms.lines.contains("139: correction"))
  }

  @Test("nobody is sent to visit the family of a child that has died meanwhile")
  func visitors() async throws {
    let village = OfficeReceiver(
      id: "village", audience: .grassroots, divisions: [], channel: "push", address: "village")
    let agency = OfficeReceiver(
      id: "agency", audience: .insuranceAgency, divisions: [], channel: "push", address: "agency")
    let post = try PostOffice("2026-03-01", offices: [village, agency])
    let id = try await post.send(PostOffice.birth(contacts: PostOffice.mother))
    try await post.wait(until: "2026-05-13T12:00:00")
    post.push.isAway.withLock { $0 = true }
    // B+75, the day on which the village is asked to visit who has not paid.
    try await post.wait(until: "2026-05-14T00:00:00")
    #expect(try await post.told(id, .grassroots) == ["pay-reminder queued away"])
    try await post.send(Papers.death(number, on: "2026-05-14"))
    post.push.isAway.withLock { $0 = false }
    let before = post.push.got.count
    try await post.wait(until: "2026-05-15T12:00:00")
    #expect(post.push.got.count == before)
    #expect(try await post.told(id, .grassroots).first?.hasPrefix("pay-reminder cancelled") == true)
  }
}
