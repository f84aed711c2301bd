import Casework
import Engine
import Synchronization
import Testing
import Wire

/// A registration and a birth are one child by the mother, the day and the sex until a twin's birth
/// leaves two births for one registration: then each goes on alone.
@Suite("What was asked for and told under one case holds when its children are parted")
struct PartingTests {
  private let citizen = Papers.citizen(1)

  private func register(mother: String? = Papers.mother) -> String {
    Papers.register(citizen, mother: mother, on: "2026-03-01")
  }

  private func lines(of address: String, _ post: PostOffice) -> [String] {
    post.sms.lines.filter { $0.hasPrefix(address) }
  }

  @Test("who asked for no letters gets none under the case that the child is given then")
  func optOutOfACase() async throws {
    let post = try PostOffice("2026-03-01")
    let number = "Z610000001"
    let first = try await post.send(
      Papers.register(citizen, on: "2026-03-01", certificate: number))
    try await post.wait(until: "2026-03-01T12:01:00")
    let both = try await post.send(PostOffice.birth(number, contacts: PostOffice.mother))
    #expect(both == first)
    try await post.wait(until: "2026-03-02T12:00:00")
    try await post.optOuts.stop(of: both)
    let before = post.sms.lines
    try await post.send(
      Papers.order(
        "O-1", "different", certificate: number, citizen: citizen, on: "2026-03-02"))
    try await post.wait(until: "2026-04-01T12:00:00")
    #expect(post.sms.lines == before)
    // It is the child's own now, so the family can change its mind.
    let view = try #require(
      try await post.inspector.find(.birthCertificate(number), asOf: nil))
    #expect(view.caseID != both)
    try await post.optOuts.resume(of: view.caseID)
    try await post.wait(until: "2026-04-29T12:00:00")
    #expect(post.sms.lines == before + ["138: pay-reminder"])
  }

  /// A birth and a registration that had a case each, until they were found to be one child's.
  private func joined() async throws -> (post: PostOffice, case: CaseID) {
    let post = try PostOffice("2026-03-01")
    let household = try await post.send(register(mother: nil))
    try await post.wait(until: "2026-03-01T12:01:00")
    let birth = try await post.send(PostOffice.birth(contacts: PostOffice.mother))
    #expect(birth != household)
    let joined = try await post.send(
      register().replacing(#""action":"register""#, with: #""action":"register","revision":2"#)
        .replacing(#""id":"H-"#, with: #""id":"H2-"#))
    #expect(joined == household)
    try await post.wait(until: "2026-03-02T12:00:00")
    return (post, joined)
  }

  @Test("the same where each of the two goes on under a case that it had")
  func optOutOfTwoCases() async throws {
    let (post, joined) = try await joined()
    try await post.optOuts.stop(of: joined)
    let before = post.sms.lines
    try await post.send(PostOffice.birth("Z610000002"))
    try await post.wait(until: "2026-04-01T12:00:00")
    #expect(post.sms.lines == before)
  }

  @Test("who wanted letters again gets them under whichever case goes on")
  func resumedForTwoCases() async throws {
    let (post, joined) = try await joined()
    try await post.optOuts.stop(of: joined)
    try await post.optOuts.resume(of: joined)
    try await post.send(PostOffice.birth("Z610000002"))
    // Day 60 after 28 February is 29 April: a reminder to pay.
    try await post.wait(until: "2026-04-29T12:00:00")
    #expect(post.sms.lines.last == "138: pay-reminder")
  }

  @Test(
    "a family that was told under the case of both is told that it was wrong",
    arguments: [true, false])
  func corrected(isBirthFirst: Bool) async throws {
    let post = try PostOffice("2026-03-01")
    let birth = PostOffice.birth(contacts: PostOffice.mother)
    for message in isBirthFirst ? [birth, register()] : [register(), birth] {
      try await post.send(message)
      post.counter.clock.advance(60)
    }
    try await post.wait(until: "2026-03-02T12:00:00")
    #expect(lines(of: "138", post).contains("138: household-linked"))
    try await post.send(PostOffice.birth("Z610000002"))
    try await post.wait(until: "2026-03-03T12:00:00")
    #expect(lines(of: "138", post).last == "138: correction")
  }

  @Test("a family that was told nothing before gets no correction beside its first letters")
  func nothingWrong() async throws {
    let post = try PostOffice("2026-03-01")
    try await post.send(register())
    try await post.send(
      Papers.register(citizen, on: "2026-03-01").replacing(#""id":"H-"#, with: #""id":"C-"#)
        .replacing(#""action":"register""#, with: #""action":"cancel","reason":"death""#))
    post.counter.clock.advance(60)
    // By the registration the child is dead, so nobody is written to.
    try await post.send(PostOffice.birth(contacts: PostOffice.mother))
    try await post.wait(until: "2026-03-02T12:00:00")
    #expect(post.sms.lines.isEmpty)
    // The dead child was another's: this one's family is told for the first time.
    try await post.send(PostOffice.birth("Z610000002"))
    try await post.wait(until: "2026-03-03T12:00:00")
    #expect(lines(of: "138", post) == ["138: enrol-and-pay", "138: code-issued"])
  }

  @Test("what was put right before the first letter could leave is not corrected")
  func rightFromTheStart() async throws {
    let post = try PostOffice("2026-03-01")
    try await post.wait(until: "2026-03-01T22:00:00")
    let birth = PostOffice.birth(contacts: PostOffice.mother)
    try await post.send(birth)
    try await post.wait(until: "2026-03-01T23:00:00")
    try await post.send(
      birth.replacing("B-Z610000001", with: "B-2")
        .replacing(#""action":"issue""#, with: #""action":"correct","revision":2"#)
        .replacing("2026-02-28T08:00:00", with: "2026-02-20T08:00:00"))
    try await post.wait(until: "2026-03-02T12:00:00")
    #expect(post.sms.lines == ["138: enrol-and-pay", "138: code-issued"])
  }
}

/// A tax office that asks for it is told which number takes the certificate's place.
@Suite("A number that was not the child's is told to no tax office, or taken back")
struct PartedIdentityTests {
  private let citizen = Papers.citizen(1)

  private func post() async throws -> PostOffice {
    var tax = OfficeReceiver(
      id: "tax", audience: .taxOffice, divisions: [], channel: "push", address: "tax")
    tax.wantsDetails = true
    return try PostOffice("2026-03-01", offices: [tax])
  }

  private func kinds(_ post: PostOffice, after count: Int = 0) throws -> [String] {
    try post.push.got.dropFirst(count).compactMap { item in
      try JSONValue(parsing: item.delivery.body)["data"]?["kind"]?.string
    }
  }

  @Test("what waits for an office that is away is not told once the two are parted")
  func waiting() async throws {
    let post = try await post()
    let id = try await post.send(PostOffice.birth(contacts: PostOffice.mother))
    try await post.wait(until: "2026-03-01T12:01:00")
    post.push.isAway.withLock { $0 = true }
    try await post.send(Papers.register(citizen, on: "2026-03-01"))
    try await post.wait(until: "2026-03-01T12:02:00")
    try await post.send(PostOffice.birth("Z610000002"))
    post.push.isAway.withLock { $0 = false }
    let before = post.push.got.count
    try await post.wait(until: "2026-03-02T12:00:00")
    let bodies = post.push.got.dropFirst(before).map {
      String(decoding: $0.delivery.body, as: UTF8.self)
    }
    #expect(!bodies.contains { $0.contains(citizen) })
    #expect(
      try await post.told(id, .taxOffice).first?.hasPrefix("update-identity cancelled") == true)
  }

  @Test("what was told is taken back, whichever of the two came first", arguments: [true, false])
  func told(isBirthFirst: Bool) async throws {
    let post = try await post()
    let birth = PostOffice.birth(contacts: PostOffice.mother)
    let household = Papers.register(citizen, on: "2026-03-01")
    for message in isBirthFirst ? [birth, household] : [household, birth] {
      try await post.send(message)
      post.counter.clock.advance(60)
    }
    try await post.wait(until: "2026-03-02T12:00:00")
    #expect(try kinds(post) == ["update-identity"])
    try await post.send(PostOffice.birth("Z610000002"))
    try await post.wait(until: "2026-03-03T12:00:00")
    #expect(try kinds(post) == ["update-identity", "correction"])
  }

  @Test("a number that was corrected while the office was away is told once, with the former one")
  func correctedMeanwhile() async throws {
    let post = try await post()
    try await post.send(PostOffice.birth(contacts: PostOffice.mother))
    post.push.isAway.withLock { $0 = true }
    try await post.send(Papers.register(citizen, on: "2026-03-01", certificate: "Z610000001"))
    try await post.wait(until: "2026-03-01T12:00:00")
    try await post.send(Papers.correct(citizen, to: Papers.citizen(2), on: "2026-03-01"))
    post.push.isAway.withLock { $0 = false }
    let before = post.push.got.count
    for hour in 13...15 { try await post.wait(until: "2026-03-01T\(hour):00:00") }
    #expect(try kinds(post, after: before) == ["update-identity"])
    let last = try JSONValue(parsing: try #require(post.push.got.last).delivery.body)
    #expect(last["data"]?["identity"]?["idNumber"]?.string == Papers.citizen(2))
  }
}
