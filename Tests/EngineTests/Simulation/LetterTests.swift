import Casework
import Engine
import Synchronization
import Testing

/// Who is written to, when, and what is no longer told. The child is born on 28 February 2026: the
/// window ends on 29 May (B+90), reminders are decided at 00:00 of B+30 = 30 March, B+60 = 29
/// April, B+75 = 14 May, B+85 = 24 May and B+89 = 28 May.
@Suite("Letters to families and offices")
struct LetterTests {
  @Test("each address a family gave gets a letter of its own, in its language")
  func eachAddress() async throws {
    let post = try PostOffice("2026-03-01")
    let id = try await post.send(
      PostOffice.birth(contacts: PostOffice.mother, PostOffice.father, PostOffice.mother))
    try await post.wait(until: "2026-03-01T12:00:00")
    #expect(post.sms.lines == ["138: enrol-and-pay", "138: code-issued"])
    #expect(post.email.lines == ["a@b: enrol-and-pay", "a@b: code-issued"])
    #expect(Set(post.sms.got.compactMap(\.delivery.letter?.language)) == ["zh-CN"])
    #expect(Set(post.email.got.compactMap(\.delivery.letter?.language)) == ["en"])
    #expect(post.sms.got.allSatisfy { $0.delivery.letter?.body == "李＊" })
    #expect(
      try await post.told(id) == ["enrol-and-pay delivered", "code-issued delivered"])
  }

  @Test("whom no channel reaches has no address")
  func noAddress() async throws {
    let post = try PostOffice("2026-03-01")
    let wechat = #"{"relation":"mother","channel":"wechat","address":"w"}"#
    let id = try await post.send(PostOffice.birth(contacts: wechat))
    #expect(try await post.told(id) == ["enrol-and-pay noAddress", "code-issued noAddress"])
  }

  @Test("a letter waits for the morning and counts its days from there")
  func window() async throws {
    let post = try PostOffice("2026-03-01")
    let id = try await post.send(PostOffice.birth(contacts: PostOffice.mother))
    try await post.wait(until: "2026-05-24T07:59:59")
    #expect(try await post.told(id).last?.hasPrefix("pay-reminder queued") == true)
    try await post.wait(until: "2026-05-24T09:00:00")
    let last = try #require(post.sms.got.last)
    #expect(last.at == Instant(rfc3339: "2026-05-24T08:00:00+08:00"))
    // 24 to 29 May are five days.
    #expect(last.delivery.letter?.title == "5")
    #expect(
      post.sms.got.allSatisfy { item in
        let hour = (item.at.milliseconds - item.at.day.start.milliseconds) / 3_600_000
        return (8..<21).contains(hour)
      })
  }

  @Test("a payment in the night ends the reminder of the morning")
  func paidInTheNight() async throws {
    let post = try PostOffice("2026-03-01")
    let id = try await post.send(PostOffice.birth(contacts: PostOffice.mother))
    try await post.wait(until: "2026-03-30T07:00:00")
    try await post.send(Papers.pay("T000001", "Z610000001", on: "2026-03-30"))
    try await post.wait(until: "2026-03-30T12:00:00")
    #expect(
      post.sms.lines == ["138: enrol-and-pay", "138: code-issued", "138: covered"])
    #expect(
      try await post.told(id).suffix(2) == [
        "pay-reminder cancelled paid meanwhile", "covered delivered",
      ])
  }

  @Test("what a provider took before the payment came is asked after, and is not cancelled")
  func takenBeforeThePayment() async throws {
    let post = try PostOffice("2026-03-01")
    let id = try await post.send(PostOffice.birth(contacts: PostOffice.mother))
    try await post.wait(until: "2026-03-29T12:00:00")
    post.sms.isTaking.withLock { $0 = true }
    try await post.wait(until: "2026-03-30T08:00:00")
    post.sms.isTaking.withLock { $0 = false }
    try await post.send(Papers.pay("T000001", "Z610000001", on: "2026-03-30"))
    // A provider is asked ten minutes after it took a letter.
    try await post.wait(until: "2026-03-30T08:10:00")
    let reminders = post.sms.got.map(\.delivery).filter {
      $0.letter?.kind == .notice(.payReminder)
    }
    #expect(reminders.map { $0.receipt != nil } == [false, true], "sent once, asked after once")
    #expect(reminders.map(\.address) == ["138", "138"])
    #expect(try await post.told(id).contains("pay-reminder delivered"))
  }

  @Test("after a death nothing that waits is sent to the family")
  func death() async throws {
    let post = try PostOffice("2026-03-01")
    let id = try await post.send(PostOffice.birth(contacts: PostOffice.mother))
    try await post.wait(until: "2026-03-30T07:00:00")
    let before = post.sms.lines
    try await post.send(Papers.death("Z610000001", on: "2026-03-30"))
    try await post.wait(until: "2026-08-01T12:00:00")
    #expect(post.sms.lines == before)
    #expect(try await post.told(id).last?.hasPrefix("pay-reminder cancelled") == true)
  }

  @Test("an older reminder that could not be sent gives way to the newer one")
  func overtaken() async throws {
    let post = try PostOffice("2026-03-01")
    let id = try await post.send(PostOffice.birth(contacts: PostOffice.mother))
    try await post.wait(until: "2026-03-29T12:00:00")
    post.sms.isAway.withLock { $0 = true }
    try await post.wait(until: "2026-04-29T08:00:00")
    post.sms.isAway.withLock { $0 = false }
    let before = post.sms.got.count
    try await post.wait(until: "2026-04-29T12:00:00")
    let told = try await post.told(id).filter { $0.hasPrefix("pay-reminder") }
    #expect(told.count == 2 && told.first?.contains("cancelled") == true)
    #expect(told.last == "pay-reminder delivered")
    // 29 April to 29 May are 30 days: the newer one's.
    #expect(post.sms.got.dropFirst(before).compactMap(\.delivery.letter?.title) == ["30"])
  }

  @Test("a retry carries the same id and the same link")
  func sameLink() async throws {
    let post = try PostOffice("2026-03-01")
    post.sms.isAway.withLock { $0 = true }
    try await post.send(PostOffice.birth(contacts: PostOffice.mother))
    try await post.wait(until: "2026-03-01T12:00:00")
    post.sms.isAway.withLock { $0 = false }
    try await post.wait(until: "2026-03-01T14:00:00")
    let first = post.sms.got.filter { $0.delivery.letter?.kind == .notice(.enrolAndPay) }
    #expect(first.count == 2)
    #expect(Set(first.map(\.delivery.id)).count == 1)
    #expect(Set(first.compactMap(\.delivery.letter?.link)).count == 1)
    let all = Dictionary(grouping: post.sms.got, by: \.delivery.id)
    #expect(Set(all.values.compactMap(\.first?.delivery.letter?.link)).count == all.count)
  }

  @Test("an address that was corrected meanwhile is the one written to")
  func correctedAddress() async throws {
    let post = try PostOffice("2026-03-01")
    try await post.send(PostOffice.birth(contacts: PostOffice.mother))
    try await post.wait(until: "2026-03-30T07:00:00")
    let other = PostOffice.mother.replacing("138", with: "139")
    try await post.send(
      PostOffice.birth(contacts: other).replacing("B-Z610000001", with: "B-2")
        .replacing(#""action":"issue""#, with: #""action":"correct","revision":2"#))
    try await post.wait(until: "2026-03-30T12:00:00")
    #expect(post.sms.lines.last == "139: pay-reminder")
    #expect(!post.sms.lines.contains("138: pay-reminder"))
  }
}

/// How often, and to whom not at all.
@Suite("Letters are decent")
struct LetterDecencyTests {
  /// Four children of one mother are reminded on the same morning; three letters reach her.
  @Test("an address gets so many reminders a week, facts not counted")
  func quota() async throws {
    let post = try PostOffice("2026-03-01", remindersPerWeek: 3)
    var ids: [CaseID] = []
    for number in 1...4 {
      ids.append(
        try await post.send(
          PostOffice.birth(
            "Z61000000\(number)", contacts: PostOffice.mother, mother: Papers.mother(number))))
    }
    try await post.wait(until: "2026-03-30T12:00:00")
    #expect(post.sms.lines.filter { $0.hasSuffix("pay-reminder") }.count == 3)
    #expect(post.sms.lines.filter { $0.hasSuffix("enrol-and-pay") }.count == 4)
    var over = 0
    for id in ids {
      let told = try await post.told(id)
      over +=
        told.filter {
          $0 == "pay-reminder cancelled enough reminders to this address in seven days"
        }.count
    }
    #expect(over == 1)
    // A month later the week is over.
    try await post.wait(until: "2026-04-29T12:00:00")
    #expect(post.sms.lines.filter { $0.hasSuffix("pay-reminder") }.count == 6)
  }

  /// Twins are reminded on B+85 = 24 May and on B+89 = 28 May; what could not be sent gave way.
  @Test("a reminder that was cancelled before it was sent takes nobody's place in the week")
  func quotaOfWhatWasSent() async throws {
    let post = try PostOffice("2026-03-01", remindersPerWeek: 3)
    for number in 1...2 {
      try await post.send(
        PostOffice.birth(
          "Z61000000\(number)", contacts: PostOffice.mother, mother: Papers.mother(number)))
    }
    try await post.wait(until: "2026-05-23T12:00:00")
    post.sms.isAway.withLock { $0 = true }
    try await post.wait(until: "2026-05-28T07:00:00")
    post.sms.isAway.withLock { $0 = false }
    let before = post.sms.got.count
    for hour in ["08", "10", "12"] { try await post.wait(until: "2026-05-28T\(hour):00:00") }
    #expect(
      post.sms.lines.dropFirst(before) == ["138: pay-reminder", "138: pay-reminder"])
  }

  @Test("a family that asked for none gets none; what was decided stays in the timeline")
  func optOut() async throws {
    let post = try PostOffice("2026-03-01")
    let id = try await post.send(
      PostOffice.birth(contacts: PostOffice.mother, PostOffice.father))
    try await post.wait(until: "2026-03-02T12:00:00")
    let mother = Contact(relation: nil, channel: "sms", address: "138", language: nil)
    try await post.optOuts.stop(mother, of: id)
    try await post.wait(until: "2026-03-30T12:00:00")
    #expect(!post.sms.lines.contains("138: pay-reminder"))
    #expect(post.email.lines.contains("a@b: pay-reminder"))
    try await post.optOuts.stop(of: id)
    try await post.wait(until: "2026-04-29T12:00:00")
    #expect(post.email.lines.filter { $0.hasSuffix("pay-reminder") }.count == 1)
    #expect(
      try await post.told(id).last == "pay-reminder cancelled the family asked for no letters")
    try await post.optOuts.resume(of: id)
    #expect(try await post.optOuts.stopped(mother, of: id) == nil)
    try await post.wait(until: "2026-05-14T12:00:00")
    #expect(post.sms.lines.last == "138: pay-reminder")
  }

  @Test("who was told nothing wrong gets no correction; who was, does")
  func correction() async throws {
    let post = try PostOffice("2026-03-01")
    let id = try await post.send(PostOffice.birth(contacts: PostOffice.mother))
    try await post.wait(until: "2026-03-02T12:00:00")
    let moved = PostOffice.birth(contacts: PostOffice.mother, PostOffice.father)
      .replacing("B-Z610000001", with: "B-2")
      .replacing(#""action":"issue""#, with: #""action":"correct","revision":2"#)
      .replacing("2026-02-28T08:00:00", with: "2026-02-20T08:00:00")
    try await post.send(moved)
    try await post.wait(until: "2026-03-02T14:00:00")
    // The father's address came with the correction: nothing had been sent to it.
    #expect(post.sms.lines.last == "138: correction")
    #expect(!post.email.lines.contains("a@b: correction"))
    #expect(try await post.told(id).last == "correction delivered")
  }

  @Test("an office is told what concerns its place and its audience, at any hour, as events")
  func offices() async throws {
    var here = OfficeReceiver(
      id: "xa", audience: .insuranceAgency, divisions: ["6101"], channel: "push", address: "peer")
    let there = OfficeReceiver(
      id: "bj", audience: .insuranceAgency, divisions: ["6103"], channel: "push", address: "far")
    here.language = "zh-CN"
    let post = try PostOffice("2026-03-01", offices: [here, there])
    let id = try await post.send(PostOffice.birth(contacts: PostOffice.mother))
    try await post.wait(until: "2026-03-01T12:00:00")
    #expect(post.push.lines == ["peer: event"])
    #expect(try await post.told(id, .insuranceAgency) == ["certificate-received delivered"])
    // B+91, at midnight.
    try await post.wait(until: "2026-05-30T00:00:00")
    #expect(post.push.lines.count == 2)
    #expect(
      !post.push.got.contains { String(decoding: $0.delivery.body, as: UTF8.self).contains("李") })
  }

  @Test("a family's webhook gets the event itself, the same at each attempt")
  func webhookContact() async throws {
    let post = try PostOffice("2026-03-01")
    let hook = #"{"relation":"mother","channel":"webhook","address":"https://app.example/c/1"}"#
    post.webhook.isAway.withLock { $0 = true }
    let id = try await post.send(PostOffice.birth(contacts: hook))
    try await post.wait(until: "2026-03-01T12:00:00")
    post.webhook.isAway.withLock { $0 = false }
    try await post.wait(until: "2026-03-02T12:00:00")
    let bodies = Dictionary(grouping: post.webhook.got, by: \.delivery.id).mapValues { items in
      Set(items.map(\.delivery.body)).count
    }
    #expect(bodies.count == 2 && bodies.values.allSatisfy { $0 == 1 })
    #expect(post.webhook.got.first?.delivery.address == "https://app.example/c/1")
    #expect(
      try await post.told(id) == ["enrol-and-pay delivered", "code-issued delivered"])
  }
}
