import Casework
import Engine
import Testing
import Wire

/// What a sender may rely on, and what a child keeps through joins and partings.
@Suite struct CaseworkerTests {
  private let first = "Z610000001"
  private let second = "Z610000002"

  /// A receipt is sent after the message is durably stored: where the disk says no, so do we.
  @Test func noReceiptBeforeTheCommit() async throws {
    let counter = try Counter("2026-03-01")
    for number in 0..<20 {
      counter.store.failNext(.beforeCommit)
      let text = Papers.birth("Z61000\(1000 + number)")
      await #expect(throws: NotTaken.self) { try await counter.take(text) }
      let receipt = try await counter.send(text)
      let stored = try await counter.memory.histories(of: [receipt.caseID]).first
      #expect(stored?.events.isEmpty == false)
      #expect(counter.ledger.journal.holds(receipt.proof))
    }
  }

  /// The same content answers the same receipt and leaves no second trace, also when it is sent
  /// anew later; other content under the id is refused.
  @Test func aRepeatChangesNothing() async throws {
    let counter = try Counter("2026-03-01")
    let receipt = try await counter.send(Papers.birth(first))
    let before = try await counter.memory.histories(of: [receipt.caseID])
    try await counter.wait(until: "2026-03-02")
    let again = try await counter.take(Papers.birth(first, sentOn: "2026-03-02"))
    guard case .repeated(let same) = again else {
      Issue.record("taken twice: \(again)")
      return
    }
    #expect(same.caseID == receipt.caseID && same.digest == receipt.digest)
    #expect(same.id == receipt.id && same.receivedAt == receipt.receivedAt)
    #expect(try await counter.memory.histories(of: [receipt.caseID]) == before)
    do throws(NotTaken) {
      _ = try await counter.take(Papers.birth(first, name: "李二"))
      Issue.record("other content was taken under the same id")
    } catch {
      guard case .otherContent = error else {
        Issue.record("\(error)")
        return
      }
    }
  }

  /// One code per child: what was issued stays, whatever joins the child's records later.
  @Test func aJoinIssuesNoSecondCode() async throws {
    let counter = try Counter("2026-03-01")
    let citizenID = Papers.citizen(1)
    // The payment comes first, under a number that nothing links to the birth yet.
    let payment = try await counter.send(
      Papers.pay("T000001", for: "citizenId", citizenID, on: "2026-03-01"))
    try await counter.wait(until: "2026-03-02")
    let birth = try await counter.send(Papers.birth(first))
    #expect(birth.caseID != payment.caseID)
    let code = try #require(try await counter.view(.birthCertificate(first)).codeValue)
    try await counter.wait(until: "2026-03-03")
    try await counter.send(Papers.register(citizenID, on: "2026-03-03", certificate: first))
    let joined = try await counter.view(.citizenID(citizenID))
    #expect(joined.caseID == payment.caseID)
    #expect(joined.codeValue == code)
    #expect(try await counter.view(.code(code)).caseID == payment.caseID)
    #expect(try await counter.view(.id(birth.caseID)).caseID == payment.caseID)
    #expect(joined.ruling.payment == .paidOnTime)
    #expect(try await counter.told(.codeIssued, of: payment.caseID).count == 1)
  }

  /// A registration joined by mother, day and sex alone goes its own way when a twin turns up: both
  /// cases go on, each with the code first issued to it, and those who acted on the join are told.
  @Test func aTwinDissolvesAJoin() async throws {
    let counter = try Counter("2026-03-05")
    let citizenID = Papers.citizen(1)
    let birth = try await counter.send(Papers.birth(first, name: "李甲"))
    let code = try await counter.view(.birthCertificate(first)).codeValue
    try await counter.wait(until: "2026-03-06")
    try await counter.send(Papers.register(citizenID, name: "李丙", on: "2026-03-06"))
    let joined = try await counter.view(.citizenID(citizenID))
    #expect(joined.caseID == birth.caseID && joined.codeValue == code)
    #expect(joined.ruling.identity == .citizenId)

    try await counter.wait(until: "2026-03-07")
    try await counter.send(Papers.birth(second, name: "李乙"))
    let one = try await counter.view(.birthCertificate(first))
    let other = try await counter.view(.birthCertificate(second))
    let parted = try await counter.view(.citizenID(citizenID))
    #expect(Set([one, other, parted].map(\.caseID)).count == 3)
    #expect(Set([one, other, parted].map(\.codeValue)).count == 3)
    #expect(one.caseID == birth.caseID && one.codeValue == code)
    for view in [one, other, parted] {
      #expect(view.ruling.tasks.contains { $0.kind == .matchRegistration })
    }
    for view in [one, parted] {
      #expect(try await counter.told(.correction, of: view.caseID).count == 1)
    }
  }

  /// What was refused is kept, up to a quota per sender and day.
  @Test func aFloodOfRefusalsIsKeptToItsQuota() async throws {
    let counter = try Counter("2026-03-01")
    for _ in 0..<510 {
      await #expect(throws: NotTaken.self) { try await counter.take("{}") }
    }
    #expect(try await counter.memory.records("refusal", after: nil, limit: 1_000).count == 500)
    // The next day counts anew.
    try await counter.wait(until: "2026-03-02")
    await #expect(throws: NotTaken.self) { try await counter.take("{}") }
    #expect(try await counter.memory.records("refusal", after: nil, limit: 1_000).count == 501)
  }

  /// A list by state holds just the cases whose ruling on that day says so: looked at whenever a
  /// message has come, round the ends of months and round the last days of windows.
  @Test(arguments: 0..<6) func listsSayWhatRulingsSay(seed: Int) async throws {
    let counter = try Counter("2026-01-01")
    var dice = Dice(seed: seed)
    let children = Child.family(seed, dice: &dice)
    let ends = Set(children.flatMap { child in [90, 180].map { child.born.adding(days: $0) } })
    var coming = try children.flatMap(\.messages).map { text in
      (text, message: try counter.ledger.reader.read(Array(text.utf8), form: .json).message)
    }
    coming.sort { $0.message.sentAt < $1.message.sentAt }
    var sent: [Message] = []
    for offset in 0..<700 {
      let day = CivilDate.startOfYear(2026).adding(days: offset)
      try await counter.wait(until: "\(day)")
      let count = sent.count
      while let next = coming.first, next.message.sentAt <= counter.clock.now {
        try await counter.send(next.0)
        sent.append(next.message)
        coming.removeFirst()
      }
      let isEnd = (-1...2).contains { ends.contains(day.adding(days: -$0)) }
      guard count < sent.count || isEnd || day.day >= 30 || day.day == 1 else { continue }
      try await compare(counter, Law.rule(sent, asOf: day, book: counter.ledger.book), on: day)
    }
    #expect(coming.isEmpty)
  }

  private func compare(_ counter: Counter, _ formed: [FormedCase], on day: CivilDate)
    async throws
  {
    let states: [CaseFilter.State] = [.unregistered, .unpaid, .missed, .suspended, .unmatched]
    for state in states {
      let expected = formed.filter { Self.says(state, $0) }.compactMap(\.keys.first)
      let filter = CaseFilter(state: state, day: day.daysSinceEpoch)
      var found: [CaseKey] = []
      for row in try await counter.memory.list(filter) {
        let view = try await counter.office.inspector.find(.id(row.caseID), asOf: day)
        let number = view?.ruling.certificates.first?.number
        let key = number.map(CaseKey.certificate)
        if let key = key ?? view?.ruling.citizenID.map(CaseKey.citizenID) { found.append(key) }
      }
      let named = expected.filter { key in if case .ticket = key { false } else { true } }
      #expect(Set(found).isSubset(of: named) && found.count <= named.count, "\(state) on \(day)")
      if state != .unmatched { #expect(found.count == named.count, "\(state) on \(day)") }
    }
  }

  private static func says(_ state: CaseFilter.State, _ formed: FormedCase) -> Bool {
    let ruling = formed.ruling
    let isAlive = ruling.child.diedOn == nil
    let hasCertificate = formed.causes.certificate != nil
    return switch state {
    case .unregistered: hasCertificate && ruling.citizenID == nil && isAlive
    case .unpaid: (ruling.payment == .unpaid || ruling.payment == .unpaidLate) && isAlive
    case .missed: ruling.payment == .missed
    case .suspended: ruling.code.state == .suspended
    case .conflict: ruling.identity == .conflict
    case .unmatched: !hasCertificate
    }
  }
}
