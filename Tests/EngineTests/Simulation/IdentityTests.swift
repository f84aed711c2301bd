import Casework
import Engine
import Testing

/// Who is one child and who is not, as people rule and papers change: cases, codes and histories
/// come back whole.
@Suite struct IdentityTests {
  private let first = "Z610000001"
  private let second = "Z610000002"
  private let citizen = Papers.citizen(1)

  private func messages(_ counter: Counter, of id: CaseID) async throws -> [String] {
    try #require(try await counter.office.inspector.timeline(id)).compactMap(\.messageID)
  }

  /// A registration that names the certificate is parted from the birth by a person's word, and
  /// joined again when that word is taken back (issue: two-person unmerge).
  @Test func whatAKeyJoinedAPersonPartsAndUndoRestores() async throws {
    let counter = try Counter("2026-03-05")
    let birth = try await counter.send(Papers.birth(first))
    let code = try #require(try await counter.view(.birthCertificate(first)).codeValue)
    try await counter.wait(until: "2026-03-06")
    try await counter.send(Papers.register(citizen, on: "2026-03-06", certificate: first))
    #expect(try await counter.view(.citizenID(citizen)).caseID == birth.caseID)

    try await counter.wait(until: "2026-03-07")
    try await counter.send(
      Papers.order("O1", "different", certificate: first, citizen: citizen, on: "2026-03-07"))
    let one = try await counter.view(.birthCertificate(first))
    let other = try await counter.view(.citizenID(citizen))
    #expect(one.caseID == birth.caseID && one.codeValue == code)
    #expect(other.caseID != birth.caseID && other.codeValue != code)
    #expect(one.ruling.citizenID == nil && other.ruling.citizenID == citizen)
    for view in [one, other] {
      #expect(try await counter.told(.correction, of: view.caseID).count == 1, "\(view.caseID)")
      #expect(try await messages(counter, of: view.caseID).contains("O1"))
    }
    #expect(try await !messages(counter, of: one.caseID).contains { $0.hasPrefix("H-") })
    #expect(try await !messages(counter, of: other.caseID).contains { $0.hasPrefix("B-") })

    try await counter.wait(until: "2026-03-08")
    try await counter.send(
      Papers.order(
        "O2", "undo", certificate: first, citizen: citizen, on: "2026-03-08",
        plus: #","undoes":"O1""#))
    let again = try await counter.view(.citizenID(citizen))
    #expect(again.caseID == birth.caseID && again.codeValue == code)
    #expect(try await counter.view(.id(other.caseID)).caseID == birth.caseID)
    #expect(try await messages(counter, of: birth.caseID).count { $0.hasPrefix("H-") } == 1)

    // Parted once more, each has the code it had.
    try await counter.wait(until: "2026-03-09")
    try await counter.send(
      Papers.order("O3", "different", certificate: first, citizen: citizen, on: "2026-03-09"))
    #expect(try await counter.view(.birthCertificate(first)).codeValue == code)
    let parted = try await counter.view(.citizenID(citizen))
    #expect(parted.codeValue == other.codeValue && parted.caseID == other.caseID)
  }

  /// Two cases that nothing joins are linked by a person, and part again with their own codes.
  @Test func aLinkIsUndone() async throws {
    let counter = try Counter("2026-03-06")
    let birth = try await counter.send(Papers.birth(first))
    let code = try await counter.view(.birthCertificate(first)).codeValue
    try await counter.wait(until: "2026-03-07")
    let registered = try await counter.send(
      Papers.register(citizen, mother: Papers.mother(7), on: "2026-03-07"))
    let own = try await counter.view(.citizenID(citizen)).codeValue
    #expect(registered.caseID != birth.caseID && own != nil && own != code)
    try await counter.wait(until: "2026-03-08")
    try await counter.send(
      Papers.order("O1", "link", certificate: first, citizen: citizen, on: "2026-03-08"))
    let joined = try await counter.view(.citizenID(citizen))
    #expect(joined.caseID == birth.caseID && joined.codeValue == code)
    #expect(joined.ruling.identity == .citizenId)
    try await counter.wait(until: "2026-03-09")
    try await counter.send(
      Papers.order(
        "O2", "undo", certificate: first, citizen: citizen, on: "2026-03-09",
        plus: #","undoes":"O1""#))
    let one = try await counter.view(.birthCertificate(first))
    let other = try await counter.view(.citizenID(citizen))
    #expect(one.caseID == birth.caseID && one.codeValue == code)
    #expect(other.caseID == registered.caseID && other.codeValue == own)
    // The registration office had been told that the registration waits for its birth: on the 8th
    // it is told that a person found it. On the 9th both children are told of their parting.
    let corrections = try await counter.told(.correction, of: one.caseID).map { $0.prefix(10) }
    #expect(corrections == ["2026-03-08", "2026-03-09"])
    let others = try await counter.told(.correction, of: other.caseID).map { $0.prefix(10) }
    #expect(others == ["2026-03-09"])
  }

  /// Twins whose certificates were swapped (edge case 33): nobody is moved until a person says so;
  /// then each birth keeps its code and has the registration of its own name.
  @Test func swappedTwinsAreSortedOutByAPerson() async throws {
    let counter = try Counter("2026-03-05")
    let other = Papers.citizen(2)
    try await counter.send(Papers.birth(first, name: "李甲"))
    try await counter.send(Papers.birth(second, name: "李乙"))
    let codes = [
      try await counter.view(.birthCertificate(first)).codeValue,
      try await counter.view(.birthCertificate(second)).codeValue,
    ]
    try await counter.wait(until: "2026-03-06")
    try await counter.send(
      Papers.register(citizen, name: "李乙", on: "2026-03-06", certificate: first))
    try await counter.send(
      Papers.register(other, name: "李甲", on: "2026-03-06", certificate: second))
    #expect(
      try await counter.view(.birthCertificate(first)).ruling.tasks.contains {
        $0.kind == .checkTwins
      })
    try await counter.wait(until: "2026-03-07")
    for (number, id, order) in [(first, citizen, "O1"), (second, other, "O2")] {
      try await counter.send(
        Papers.order(order, "different", certificate: number, citizen: id, on: "2026-03-07"))
    }
    for (number, id, order) in [(first, other, "O3"), (second, citizen, "O4")] {
      try await counter.send(
        Papers.order(order, "link", certificate: number, citizen: id, on: "2026-03-07"))
    }
    let one = try await counter.view(.birthCertificate(first))
    let two = try await counter.view(.birthCertificate(second))
    #expect(one.ruling.citizenID == other && two.ruling.citizenID == citizen)
    #expect([one.codeValue, two.codeValue] == codes)
    #expect(!(one.ruling.tasks + two.ruling.tasks).contains { $0.kind == .checkTwins })
    #expect(try await counter.view(.citizenID(other)).caseID == one.caseID)
    #expect(try await counter.view(.citizenID(citizen)).caseID == two.caseID)
  }

  /// A citizen ID that the police correct and a certificate that is replaced name one child before
  /// and after (edge cases 29, 40).
  @Test func correctedAndReplacedNumbersKeepTheChild() async throws {
    let counter = try Counter("2026-03-05")
    let corrected = Papers.citizen(3)
    let birth = try await counter.send(Papers.birth(first))
    let code = try await counter.view(.birthCertificate(first)).codeValue
    try await counter.send(Papers.register(citizen, on: "2026-03-05", certificate: first))
    try await counter.wait(until: "2026-03-20")
    try await counter.send(Papers.correct(citizen, to: corrected, on: "2026-03-20"))
    try await counter.send(Papers.replace(first, by: second, on: "2026-03-20"))
    let queries: [CaseQuery] = [
      .birthCertificate(first), .birthCertificate(second), .citizenID(citizen),
      .citizenID(corrected),
    ]
    for query in queries {
      let view = try await counter.view(query)
      #expect(view.caseID == birth.caseID && view.codeValue == code, "\(query)")
      #expect(view.ruling.citizenID == corrected)
      #expect(view.ruling.certificates.map(\.status) == [.replaced, .valid])
    }
  }

  /// An order may come before all it is about, and forms no case of whom only it speaks.
  @Test func anOrderThatComesFirstIsKeptAndFormsNoEmptyCase() async throws {
    let counter = try Counter("2026-03-07")
    try await counter.send(
      Papers.order("O1", "different", certificate: first, citizen: citizen, on: "2026-03-07"))
    try await counter.send(Papers.birth(first))
    try await counter.send(Papers.pay("T000001", first, on: "2026-03-07"))
    let page = CaseFilter(day: counter.clock.now.day.daysSinceEpoch, limit: 9)
    #expect(try await counter.memory.list(page).count == 1)
    try await counter.send(Papers.register(citizen, on: "2026-03-07", certificate: first))
    #expect(try await counter.memory.list(page).count == 2)
    let one = try await counter.view(.birthCertificate(first))
    let other = try await counter.view(.citizenID(citizen))
    #expect(one.caseID != other.caseID && one.codeValue != other.codeValue)
  }

  /// A frozen code is suspended and its cover goes on; whoever is told of the one is told of the
  /// other (edge cases 30, 46).
  @Test func aFreezeIsToldAndItsReleaseToo() async throws {
    let counter = try Counter("2026-03-05")
    try await counter.send(Papers.birth(first))
    let paid = try await counter.send(Papers.pay("T000001", first, on: "2026-03-05"))
    try await counter.wait(until: "2026-03-10")
    try await counter.send(Papers.order("O1", "freeze", certificate: first, on: "2026-03-10"))
    let held = try await counter.view(.birthCertificate(first)).ruling
    #expect(held.code.state == .suspended && held.coverage.count == 1)
    #expect(try await counter.told(.codeSuspended, of: paid.caseID).count == 1)
    try await counter.wait(until: "2026-03-12")
    try await counter.send(Papers.order("O2", "release", certificate: first, on: "2026-03-12"))
    #expect(try await counter.view(.birthCertificate(first)).ruling.code.state == .active)
    #expect(try await counter.told(.codeResumed, of: paid.caseID).count == 1)
  }

  /// Edge case 17: a person gives more time after the window was told to be missed. That is
  /// corrected, and the new end is told on the day after it.
  @Test func anExtensionCorrectsAndMovesTheDatedNotices() async throws {
    let counter = try Counter("2026-03-05")
    let birth = try await counter.send(Papers.birth(first))
    // 28 February + 90 days is 29 May; the window is missed from the 30th, which is B+91.
    try await counter.wait(until: "2026-06-01")
    #expect(
      try await counter.told(.payWindowMissed, of: birth.caseID) == ["2026-05-30 B+91"])
    try await counter.send(
      Papers.order(
        "O1", "extend", certificate: first, on: "2026-06-01",
        plus: #","deadline":"pay","until":"2026-06-28""#))
    #expect(try await counter.view(.birthCertificate(first)).ruling.payment == .unpaid)
    #expect(try await counter.told(.correction, of: birth.caseID).count == 1)
    // The day after 28 June is 121 days after birth.
    try await counter.wait(until: "2026-07-05")
    #expect(
      try await counter.told(.payWindowMissed, of: birth.caseID)
        == ["2026-05-30 B+91", "2026-06-29 B+121"])
    #expect(
      try await counter.told(.payReminder, of: birth.caseID).map { $0.suffix(4) }
        == ["B+30", "B+60", "B+75", "B+85", "B+89"])
  }
}
