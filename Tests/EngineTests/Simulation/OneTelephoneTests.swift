import Casework
import Engine
import Testing
import Wire

/// Hospitals write telephone numbers as they like. The child is born on 28 February 2026, so its
/// first reminder leaves at 08:00 of 30 March (B+30).
@Suite("One telephone is one address, however it is written")
struct OneTelephoneTests {
  static let forms = ["+86 138 0013 8000", "0086138-00138000", "138-0013-8000", "13800138000"]

  private static func mother(_ address: String, _ relation: String = "mother") -> String {
    #"{"relation":"\#(relation)","channel":"sms","address":"\#(address)","language":"zh-CN"}"#
  }

  private static func birth(_ addresses: [String], _ number: String = "Z610000001") -> String {
    let mother = Papers.mother(Int(number.suffix(1)) ?? 1)
    return PostOffice.birth(
      number, contacts: addresses.map { Self.mother($0) }.joined(separator: ","), mother: mother)
  }

  private static func correction(_ addresses: [String]) -> String {
    birth(addresses).replacing("B-Z610000001", with: "B-2")
      .replacing(#""action":"issue""#, with: #""action":"correct","revision":2"#)
  }

  private static func reminded(_ post: PostOffice) -> [String] {
    post.sms.lines.filter { $0.hasSuffix("pay-reminder") }.sorted()
  }

  @Test("a family that gave it in four forms is told once, and the provider gets one of them")
  func toldOnce() async throws {
    let post = try PostOffice("2026-03-01")
    let id = try await post.send(Self.birth(Self.forms + ["+852 9123 4567"]))
    try await post.wait(until: "2026-03-30T12:00:00")
    #expect(
      Self.reminded(post) == ["+85291234567: pay-reminder", "13800138000: pay-reminder"])
    #expect(Set(post.sms.got.map(\.delivery.address)) == ["13800138000", "+85291234567"])
    try await post.ask(for: id)
    try await post.wait(until: "2026-03-30T12:00:01")
    #expect(post.sms.lines.filter { $0 == "13800138000: page-link" }.count == 1)
  }

  /// A link in a letter is drawn from the delivery's id.
  @Test("ids are those that they were: an address has the number of its place in the list")
  func ids() async throws {
    func ids(_ addresses: [String]) async throws -> [String: String] {
      let post = try PostOffice("2026-03-01")
      let id = try await post.send(Self.birth(addresses))
      try await post.wait(until: "2026-03-01T12:00:00")
      #expect(try await post.counter.store.deliveries(of: [id]).count == post.sms.got.count)
      return Dictionary(
        post.sms.got.filter { $0.delivery.letter?.kind == .notice(.enrolAndPay) }.map {
          ($0.delivery.address, String($0.delivery.id.split(separator: ".").last ?? ""))
        }, uniquingKeysWith: { $0 + $1 })
    }
    #expect(
      try await ids(["13800138000", "13900139000"]) == ["13800138000": "0", "13900139000": "1"])
    #expect(
      try await ids(["13800138000", "+8613800138000", "13900139000"])
        == ["13800138000": "0", "13900139000": "2"])
  }

  @Test("who opted out under one form hears nothing under another", arguments: forms)
  func optedOut(form: String) async throws {
    for other in Self.forms {
      let post = try PostOffice("2026-03-01")
      let id = try await post.send(Self.birth([form]))
      try await post.wait(until: "2026-03-02T12:00:00")
      let contact = Contact(relation: nil, channel: "sms", address: other, language: nil)
      try await post.optOuts.stop(contact, of: id)
      try await post.wait(until: "2026-03-30T12:00:00")
      #expect(Self.reminded(post).isEmpty)
      let same = Contact(relation: nil, channel: "sms", address: form, language: nil)
      try await post.optOuts.resume(same, of: id)
      #expect(try await post.optOuts.stopped(contact, of: id) == nil)
    }
  }

  /// Before, the address was digested as it stood in the message.
  @Test("an opt-out and a quota that were kept under the form of the message still count")
  func keptAsWritten() async throws {
    let written = Self.forms[0]
    let name = Hex.encode(
      LookUps(crypto: sampleCrypto, keys: sampleKeys).digest("contact", "sms\n\(written)"))
    let sealing = Sealing(crypto: sampleCrypto, keys: sampleKeys)
    func keep(_ kind: String, _ id: String, _ body: JSONValue, in post: PostOffice) async throws {
      var group = ChangeGroup()
      group.records = [
        RecordRow(
          kind: kind, id: id, version: 0,
          body: sealing.sealRecord(body.canonical, context: .record(kind, id)))
      ]
      _ = try await post.counter.store.commit([group]) { _ in nil }
    }
    let stopped = try PostOffice("2026-03-01")
    let id = try await stopped.send(Self.birth([written, "13800138000"]))
    try await stopped.wait(until: "2026-03-02T12:00:00")
    try await keep(
      "optOut", id.rawValue, ["stopped": [name: "2026-03-02T12:00:00+08:00"]], in: stopped)
    try await stopped.wait(until: "2026-03-30T12:00:00")
    #expect(Self.reminded(stopped).isEmpty)
    // The week's one reminder went out on the day before, about another child.
    let full = try PostOffice("2026-03-01", remindersPerWeek: 1)
    try await full.send(Self.birth([written]))
    let before = try #require(Instant(rfc3339: "2026-03-29T09:00:00+08:00"))
    try await keep("reminders", name, ["x/1/0.c0.0": .int(Int(before.milliseconds))], in: full)
    try await full.wait(until: "2026-03-30T12:00:00")
    #expect(Self.reminded(full).isEmpty)
  }

  @Test("children whose messages write it differently count towards one week's reminders")
  func quota() async throws {
    let post = try PostOffice("2026-03-01", remindersPerWeek: 3)
    for (place, form) in Self.forms.enumerated() {
      try await post.send(Self.birth([form], "Z61000000\(place + 1)"))
    }
    try await post.wait(until: "2026-03-30T12:00:00")
    #expect(Self.reminded(post) == Array(repeating: "13800138000: pay-reminder", count: 3))
  }

  @Test("the same number written otherwise is no corrected one", arguments: forms)
  func writtenOtherwise(form: String) async throws {
    let post = try PostOffice("2026-03-01")
    try await post.send(Self.birth([form, "13900139000"]))
    try await post.wait(until: "2026-03-30T07:00:00")
    // The other one is given up for a third, which takes its place and not the first's.
    try await post.send(Self.correction(["0086 138 00138000", "13700137000"]))
    try await post.wait(until: "2026-03-30T12:00:00")
    #expect(
      Self.reminded(post) == ["13700137000: pay-reminder", "13800138000: pay-reminder"])
  }

  /// Rows as they were written before: one for each way of writing, each naming all of them.
  @Test("what was queued for one telephone twice tells it once")
  func queuedTwice() async throws {
    let post = try PostOffice("2026-03-01")
    let written = [Self.forms[0], "13900139000", "13800138000"]
    let id = try await post.send(Self.birth(written))
    try await post.wait(until: "2026-03-02T12:00:00")
    let before = post.sms.got.count
    var group = ChangeGroup()
    group.deliveries = written.enumerated().map { place, address in
      let letter: JSONValue = [
        "kind": "enrol-and-pay", "audience": "guardian", "occasion": "old", "channel": "sms",
        "address": .string(address), "relation": "mother", "language": "zh-CN",
        "beside": .array(written.map { ["address": .string($0), "relation": "mother"] }),
      ]
      return post.mailroom.row(
        "\(id.rawValue)/9/0.c0.\(place)", id, lane: "sms", channel: "sms", isLetter: true,
        at: post.counter.clock.now, body: letter.canonical)
    }
    _ = try await post.counter.store.commit([group]) { _ in nil }
    try await post.wait(until: "2026-03-02T13:00:00")
    #expect(
      post.sms.got.dropFirst(before).map(\.delivery.address) == ["13800138000", "13900139000"])
  }
}
