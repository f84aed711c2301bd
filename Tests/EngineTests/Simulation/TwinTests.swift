import Casework
import Engine
import Testing

/// Children of one mother and one day, whose papers name nothing but certificates: what may have
/// been mixed up a person is asked about, and nobody is moved.
@Suite struct TwinTests {
  private let first = "Z610000001"
  private let second = "Z610000002"

  private func tasks(_ counter: Counter, _ number: String) async throws -> [Ruling.Task.Kind] {
    try await counter.view(.birthCertificate(number)).ruling.tasks.map(\.kind)
  }

  private func joins(_ counter: Counter, _ query: CaseQuery) async throws -> Int {
    let id = try await counter.view(query).caseID
    return try #require(try await counter.office.inspector.timeline(id))
      .count { $0.kind == "joined" }
  }

  /// The registration on the first certificate bears the name on the second (edge case 33), in
  /// whatever order the three come, and on each arrival order both births stay what they were.
  @Test(arguments: [[0, 1, 2], [0, 2, 1], [2, 0, 1], [2, 1, 0], [1, 0, 2], [1, 2, 0]])
  func aSwappedNameIsNoticedThoughNoRegistrationNamesTheMother(_ order: [Int]) async throws {
    let counter = try Counter("2026-03-06")
    let texts = [
      Papers.birth(first, name: "李甲"), Papers.birth(second, name: "李乙"),
      Papers.register(
        Papers.citizen(1), name: "李乙", mother: nil, on: "2026-03-06", certificate: first),
    ]
    for index in order { try await counter.send(texts[index]) }
    #expect(try await tasks(counter, first).contains(.checkTwins))
    #expect(try await !tasks(counter, second).contains(.checkTwins))
    let one = try await counter.view(.birthCertificate(first))
    let two = try await counter.view(.birthCertificate(second))
    #expect(one.caseID != two.caseID && one.codeValue != two.codeValue)
    #expect(one.ruling.citizenID == Papers.citizen(1) && two.ruling.citizenID == nil)
    // Twins were read together and are two children: nothing was joined.
    for number in [first, second] {
      #expect(try await joins(counter, .birthCertificate(number)) == 0, "\(number)")
    }
  }

  /// Two certificates of one name, sex and minute, neither of twins, may be of one birth (edge
  /// case 31), and both sides say so from the second on.
  @Test func twoCertificatesOfOneBirthAreNoticed() async throws {
    let counter = try Counter("2026-03-06")
    try await counter.send(Papers.birth(first))
    #expect(try await !tasks(counter, first).contains(.checkCertificates))
    try await counter.send(Papers.birth(second))
    #expect(try await tasks(counter, first).contains(.checkCertificates))
    #expect(try await tasks(counter, second).contains(.checkCertificates))
    let page = try await counter.memory.list(
      CaseFilter(day: counter.clock.now.day.daysSinceEpoch, limit: 9))
    #expect(page.count == 2)
  }

  /// The same when both come in at one moment.
  @Test func twoCertificatesAtOnceMeet() async throws {
    let counter = try Counter("2026-03-06", isSlow: true)
    let families = 0..<60
    let texts = families.flatMap { family in
      [1, 2].map {
        Papers.birth("Z6100\($0)\(1000 + family)", mother: Papers.mother(family))
      }
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for text in texts { group.addTask { try await counter.send(text) } }
      try await group.waitForAll()
    }
    for family in families {
      for half in [1, 2] {
        let number = "Z6100\(half)\(1000 + family)"
        #expect(try await tasks(counter, number).contains(.checkCertificates), "\(number)")
      }
    }
  }

  /// Two cases that answer for one child were joined, and its history says so once; parted again,
  /// neither says so.
  @Test func whatIsJoinedIsToldOnceAndOnlyWhileItIs() async throws {
    let counter = try Counter("2026-03-06")
    let citizen = Papers.citizen(1)
    try await counter.send(Papers.register(citizen, on: "2026-03-06"))
    try await counter.send(Papers.birth(first))
    #expect(try await joins(counter, .birthCertificate(first)) == 1)
    try await counter.wait(until: "2026-03-07")
    try await counter.send(
      Papers.order("O1", "different", certificate: first, citizen: citizen, on: "2026-03-07"))
    #expect(try await joins(counter, .birthCertificate(first)) == 0)
    #expect(try await joins(counter, .citizenID(citizen)) == 0)
  }

  /// No mother bears thirteen: of a name that so many births bear nothing is concluded, not of the
  /// first of them either, and what comes later reads no more for it.
  @Test(arguments: [12, 13, 100]) func aCrowdOfBirthsIsNotCompared(_ count: Int) async throws {
    let counter = try Counter("2026-03-06")
    let numbers = (0..<count).map { "Z61000\(1000 + $0)" }
    for number in numbers { try await counter.send(Papers.birth(number)) }
    for number in numbers {
      #expect(try await tasks(counter, number).contains(.checkCertificates) == (count == 12))
    }
    #expect(counter.store.mostRead <= 13, "one decision read \(counter.store.mostRead) cases")
  }
}
