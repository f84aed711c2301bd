import Casework
import Engine
import Testing

/// Many writers at once, on a store that lets them in between reading and deciding. What comes out
/// must not depend on who was first.
@Suite struct RaceTests {
  private func sendAll(_ texts: [String], to counter: Counter) async throws -> [Taken] {
    try await withThrowingTaskGroup(of: Taken.self) { tasks in
      for text in texts { tasks.addTask { try await counter.take(text) } }
      return try await tasks.reduce(into: []) { $0.append($1) }
    }
  }

  @Test func oneOfThirtyIsAcceptedTheOthersAreRepeats() async throws {
    let counter = try Counter("2026-03-01", isSlow: true)
    let text = Papers.birth("Z610000001")
    let taken = try await sendAll(Array(repeating: text, count: 30), to: counter)
    var accepted: [Receipt] = []
    var repeated: [Receipt] = []
    for each in taken {
      switch each {
      case .accepted(let receipt): accepted.append(receipt)
      case .repeated(let receipt): repeated.append(receipt)
      }
    }
    #expect(accepted.count == 1 && repeated.count == 29)
    let first = try #require(accepted.first)
    for receipt in repeated {
      #expect(receipt.caseID == first.caseID && receipt.digest == first.digest)
      #expect(receipt.receivedAt == first.receivedAt && receipt.id == first.id)
    }
    let page = try await counter.memory.list(
      CaseFilter(day: counter.clock.now.day.daysSinceEpoch, after: nil, limit: 9))
    #expect(page.map(\.caseID) == [first.caseID])
    let lines = try #require(try await counter.office.inspector.timeline(first.caseID))
    #expect(lines.count { $0.kind == "message" } == 1)
  }

  /// Birth and registration share no key but mother, day and sex.
  @Test func birthAndRegistrationAtOnceAreOneChild() async throws {
    let counter = try Counter("2026-03-01", isSlow: true)
    let families = 0..<200
    let texts = families.flatMap { number in
      [
        Papers.birth("Z61000\(1000 + number)", mother: Papers.mother(number)),
        Papers.register(
          Papers.citizen(number), mother: Papers.mother(number), on: "2026-03-01"),
      ]
    }
    _ = try await sendAll(texts, to: counter)
    var codes: Set<String> = []
    for number in families {
      let birth = try await counter.view(.birthCertificate("Z61000\(1000 + number)"))
      let registration = try await counter.view(.citizenID(Papers.citizen(number)))
      #expect(birth == registration, "family \(number)")
      #expect(birth.ruling.identity == .citizenId)
      codes.insert(try #require(birth.codeValue))
    }
    #expect(codes.count == 200)
    #expect(try await counter.ledger.journal.fault(in: counter.memory) == nil)
  }

  @Test func birthAndPaymentAtOnceAreOneChild() async throws {
    let counter = try Counter("2026-03-01", isSlow: true)
    let numbers = (0..<200).map { "Z61000\(1000 + $0)" }
    let texts = numbers.enumerated().flatMap { index, number in
      [
        Papers.pay("T00\(1000 + index)", number, on: "2026-03-01"),
        Papers.birth(number, mother: Papers.mother(index)),
      ]
    }
    _ = try await sendAll(texts, to: counter)
    var codes: Set<String> = []
    for number in numbers {
      let view = try await counter.view(.birthCertificate(number))
      #expect(view.ruling.payment == .paidOnTime && view.ruling.code.state == .active, "\(number)")
      #expect(try await counter.told(.codeIssued, of: view.caseID).count == 1)
      codes.insert(try #require(view.codeValue))
    }
    #expect(codes.count == 200)
  }

  /// A payment in the mother's own name is found by her document alone (rule A12).
  @Test func birthAndPaymentInTheMothersNameAtOnceMeet() async throws {
    let counter = try Counter("2026-03-01", isSlow: true)
    let families = 0..<60
    let texts = families.flatMap { number in
      [
        Papers.birth("Z61000\(1000 + number)", mother: Papers.mother(number)),
        Papers.pay(
          "T00\(1000 + number)", for: "citizenId", Papers.mother(number), on: "2026-03-01"),
      ]
    }
    _ = try await sendAll(texts, to: counter)
    for number in families {
      let view = try await counter.view(.birthCertificate("Z61000\(1000 + number)"))
      #expect(view.ruling.payment == .unpaid)
      #expect(view.ruling.tasks.contains { $0.kind == .parentNameEnrolment }, "family \(number)")
    }
  }

  /// A person links a registration with a birth while both are still coming in: whoever is first,
  /// the three are one child with one code.
  @Test func aLinkAndWhatItLinksAtOnceAreOneChild() async throws {
    let counter = try Counter("2026-03-01", isSlow: true)
    let families = 0..<60
    let texts = families.flatMap { number in
      let certificate = "Z61000\(1000 + number)"
      return [
        Papers.order(
          "O\(number)", "link", certificate: certificate, citizen: Papers.citizen(number),
          on: "2026-03-01"),
        Papers.birth(certificate, mother: Papers.mother(number)),
        // Of another mother, so that nothing but the order joins them.
        Papers.register(
          Papers.citizen(number), mother: Papers.mother(500 + number), on: "2026-03-01"),
      ]
    }
    _ = try await sendAll(texts, to: counter)
    var codes: Set<String> = []
    for number in families {
      let birth = try await counter.view(.birthCertificate("Z61000\(1000 + number)"))
      let registration = try await counter.view(.citizenID(Papers.citizen(number)))
      #expect(birth == registration, "family \(number)")
      #expect(birth.ruling.identity == .citizenId || birth.ruling.identity == .conflict)
      codes.insert(try #require(birth.codeValue))
    }
    #expect(codes.count == 60)
  }

  /// A person parts what a registration joins by its key, at the same moment.
  @Test func aPartingAndTheRegistrationAtOnceAreTwoChildren() async throws {
    let counter = try Counter("2026-03-01", isSlow: true)
    let families = 0..<60
    let texts = families.flatMap { number in
      let certificate = "Z61000\(1000 + number)"
      return [
        Papers.register(
          Papers.citizen(number), mother: Papers.mother(number), on: "2026-03-01",
          certificate: certificate),
        Papers.order(
          "O\(number)", "different", certificate: certificate, citizen: Papers.citizen(number),
          on: "2026-03-01"),
        Papers.birth(certificate, mother: Papers.mother(number)),
      ]
    }
    _ = try await sendAll(texts, to: counter)
    var codes: Set<String> = []
    for number in families {
      let birth = try await counter.view(.birthCertificate("Z61000\(1000 + number)"))
      let registration = try await counter.view(.citizenID(Papers.citizen(number)))
      #expect(birth.caseID != registration.caseID, "family \(number)")
      codes.insert(try #require(birth.codeValue))
      codes.insert(try #require(registration.codeValue))
    }
    #expect(codes.count == 120)
  }
}
