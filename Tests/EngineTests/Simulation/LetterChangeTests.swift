import Casework
import Engine
import Synchronization
import Testing

/// What a family changes while its letters are on their way. The child is born on 28 February 2026,
/// so reminders to pay leave at 08:00 of 30 March (B+30).
@Suite("A family changes its mind while letters are on their way")
struct LetterChangeTests {
  private static func mother(_ address: String) -> String {
    PostOffice.mother.replacing("138", with: address)
  }

  /// The same birth with other contacts.
  private static func corrected(_ contacts: String) -> String {
    PostOffice.birth(contacts: contacts).replacing("B-Z610000001", with: "B-2")
      .replacing(#""action":"issue""#, with: #""action":"correct","revision":2"#)
  }

  private static func reminded(_ post: PostOffice) -> [String] {
    post.sms.lines.filter { $0.hasSuffix("pay-reminder") }.sorted()
  }

  @Test(
    "an address gets a notice once, whichever of several was taken back or changed",
    arguments: [
      // The first is given no more: who keeps the second is reminded once.
      (["138", "139"], ["139"], ["139"]),
      // The first changed its place: each is reminded once.
      (["138", "139"], ["139", "138"], ["138", "139"]),
      // The first is another one now, the second stays.
      (["138", "139"], ["139", "137"], ["137", "139"]),
      (["138", "139"], ["137", "139"], ["137", "139"]),
      (["138", "139"], ["136", "137"], ["136", "137"]),
    ])
  func onceForEach(before: [String], after: [String], told: [String]) async throws {
    let post = try PostOffice("2026-03-01")
    try await post.send(
      PostOffice.birth(contacts: before.map(Self.mother).joined(separator: ",")))
    try await post.wait(until: "2026-03-30T07:00:00")
    try await post.send(Self.corrected(after.map(Self.mother).joined(separator: ",")))
    try await post.wait(until: "2026-03-30T12:00:00")
    #expect(Self.reminded(post) == told.map { "\($0): pay-reminder" })
  }

  @Test("a number that passes from the mother to the father is not written to twice")
  func passedOn() async throws {
    let post = try PostOffice("2026-03-01")
    let father = Self.mother("139").replacing("mother", with: "father")
    try await post.send(PostOffice.birth(contacts: PostOffice.mother, father))
    try await post.wait(until: "2026-03-30T07:00:00")
    try await post.send(Self.corrected([Self.mother("139"), father].joined(separator: ",")))
    try await post.wait(until: "2026-03-30T12:00:00")
    #expect(Self.reminded(post) == ["139: pay-reminder"])
  }

  @Test("what a provider has taken is asked about, and not called back by what came after")
  func takenStaysTaken() async throws {
    let post = try PostOffice("2026-03-01")
    let id = try await post.send(PostOffice.birth(contacts: PostOffice.mother))
    try await post.wait(until: "2026-03-29T12:00:00")
    post.sms.answer.withLock { $0 = .sent(receipt: "first:1") }
    try await post.wait(until: "2026-03-30T08:05:00")
    // Ten minutes after it was taken the provider is asked, and says that it arrived.
    try await post.send(Papers.pay("T000001", "Z610000001", on: "2026-03-30"))
    post.sms.answer.withLock { $0 = .delivered }
    try await post.wait(until: "2026-03-30T12:00:00")
    #expect(try await post.told(id).suffix(2) == ["pay-reminder delivered", "covered delivered"])
    let reminders = post.sms.got.filter { $0.delivery.letter?.kind == .notice(.payReminder) }
    let asked = try #require(reminders.last)
    #expect(asked.delivery.receipt == "first:1")
  }

  @Test("what may have arrived is asked about ten minutes later, twice before it may go again")
  func askedInTime() async throws {
    let post = try PostOffice("2026-03-01")
    try await post.send(PostOffice.birth(contacts: PostOffice.mother))
    try await post.wait(until: "2026-03-30T07:00:00")
    post.sms.answer.withLock { $0 = .unknown(reason: "connection cut") }
    let before = post.sms.got.count
    // Sent at 08:00, asked about at 08:10 and, after twice as long, at 08:30.
    for minute in ["00:00", "09:59", "10:00", "29:59", "30:00"] {
      try await post.wait(until: "2026-03-30T08:" + minute)
    }
    let tried = post.sms.got.dropFirst(before)
    let times = tried.map { $0.at.rfc3339.dropFirst(11).prefix(5) }
    #expect(times == ["08:00", "08:10", "08:30"])
    #expect(tried.map(\.delivery.isUnsure) == [false, true, true])
    #expect(tried.map(\.delivery.isAskedBefore) == [false, false, true])
  }

  @Test("what may have arrived is not called back before somebody was asked")
  func unsureAndOver() async throws {
    let post = try PostOffice("2026-03-01")
    let id = try await post.send(PostOffice.birth(contacts: PostOffice.mother))
    try await post.wait(until: "2026-03-29T12:00:00")
    post.sms.answer.withLock { $0 = .unknown(reason: "connection cut") }
    try await post.wait(until: "2026-03-30T08:05:00")
    try await post.send(Papers.pay("T000001", "Z610000001", on: "2026-03-30"))
    // At first nobody can say, then that it had not been sent: only then it is cancelled.
    try await post.wait(until: "2026-03-30T08:10:00")
    #expect(try await post.told(id).contains { $0.hasPrefix("pay-reminder queued") })
    post.sms.answer.withLock { $0 = .later(reason: "it had not been sent", retryAfter: nil) }
    try await post.wait(until: "2026-03-30T08:30:00")
    post.sms.answer.withLock { $0 = .delivered }
    try await post.wait(until: "2026-03-30T12:00:00")
    #expect(
      try await post.told(id).suffix(2) == [
        "pay-reminder cancelled paid meanwhile", "covered delivered",
      ])
    let reminders = post.sms.got.filter { $0.delivery.letter?.kind == .notice(.payReminder) }
    #expect(reminders.map(\.delivery.isOver) == [false, true, true])
  }

  /// Order is kept within a case and a way of telling: who is first told of a change and then of
  /// what was before it would believe the older one.
  @Test("a text in doubt holds back the family's later texts alone, three days at most")
  func doubtHoldsTextsAlone() async throws {
    var agency = OfficeReceiver(
      id: "xa", audience: .insuranceAgency, divisions: ["6101"], channel: "push", address: "peer")
    agency.language = "zh-CN"
    let post = try PostOffice("2026-03-01", offices: [agency])
    post.sms.answer.withLock { $0 = .unknown(reason: "connection cut") }
    let id = try await post.send(PostOffice.birth(contacts: PostOffice.mother, PostOffice.father))
    try await post.wait(until: "2026-03-01T12:05:00")
    try await post.send(Papers.pay("T000001", "Z610000001", on: "2026-03-01"))
    try await post.wait(until: "2026-03-01T12:10:00")
    #expect(Set(post.sms.lines) == ["138: enrol-and-pay"])
    #expect(
      post.email.lines == ["a@b: enrol-and-pay", "a@b: code-issued", "a@b: covered"])
    let office = try await post.told(id, .insuranceAgency)
    #expect(!office.isEmpty && office.allSatisfy { $0.hasSuffix(" delivered") })
    // Sent at noon of the first of March: after noon of the fourth a person has to look.
    func go(_ day: Int, _ hours: ClosedRange<Int>) async throws {
      for hour in hours {
        try await post.wait(until: "2026-03-0\(day)T\(hour < 10 ? "0" : "")\(hour):00:00")
      }
    }
    try await go(1, 13...20)
    try await go(2, 8...20)
    try await go(3, 8...20)
    try await go(4, 8...12)
    #expect(Set(post.sms.lines) == ["138: enrol-and-pay"])
    try await go(4, 13...20)
    #expect(post.sms.lines.contains("138: code-issued"))
    let row = try #require(
      try await post.counter.store.deliveries(of: [id]).first { $0.lane == "sms" })
    #expect(row.state == .failed)
    #expect(row.note == "not known whether it arrived: connection cut")
  }

  @Test("whoever was told nothing gets no correction, though another's telephone was told")
  func correctionByAddress() async throws {
    let post = try PostOffice("2026-03-01")
    try await post.send(PostOffice.birth(contacts: PostOffice.mother))
    try await post.wait(until: "2026-03-02T12:00:00")
    let father = Self.mother("139").replacing("mother", with: "father")
    // The birth was eight days earlier, so the last day to pay that was told is another.
    try await post.send(
      Self.corrected([PostOffice.mother, father].joined(separator: ","))
        .replacing("2026-02-28T08:00:00", with: "2026-02-20T08:00:00"))
    try await post.wait(until: "2026-03-02T14:00:00")
    #expect(post.sms.lines.contains("138: correction"))
    #expect(!post.sms.lines.contains("139: correction"))
  }
}
