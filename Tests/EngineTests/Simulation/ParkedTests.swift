import Casework
import Engine
import Testing

/// What comes before the certificate waits, is told about at once, and is found by itself when the
/// missing piece comes, whichever piece that is (contract, "One child"; edge cases 57, 72).
@Suite struct ParkedTests {
  private static let number = "Z610000001"
  private static let girl = Papers.citizen(1)

  /// One thing that was told: when, to whom, what.
  private struct Told: Equatable {
    var day: String
    var kind: Notice.Kind
    var audience: Notice.Audience
  }

  /// How the pieces of one child name each other.
  enum Naming: String, CaseIterable, Sendable {
    /// Registration and payment both name the certificate.
    case byCertificate
    /// The registration names the mother, the payment the citizen ID.
    case byMother
  }

  private static func pieces(_ naming: Naming) -> [String: @Sendable (String) -> String] {
    switch naming {
    case .byCertificate:
      [
        "birth": { _ in Papers.birth(number) },
        "registration": { Papers.register(girl, mother: nil, on: $0, certificate: number) },
        "payment": { Papers.pay("T000001", number, on: $0) },
      ]
    case .byMother:
      [
        "birth": { _ in Papers.birth(number) },
        "registration": { Papers.register(girl, on: $0) },
        "payment": { Papers.pay("T000001", for: "citizenId", girl, on: $0) },
      ]
    }
  }

  private static let orders: [[String]] = [
    ["birth", "registration", "payment"], ["birth", "payment", "registration"],
    ["registration", "birth", "payment"], ["registration", "payment", "birth"],
    ["payment", "birth", "registration"], ["payment", "registration", "birth"],
  ]

  private static let days = ["2026-03-02", "2026-03-03", "2026-03-04"]

  /// The tasks that wait for a birth.
  private func waiting(_ counter: Counter) async throws -> Set<Ruling.Task.Kind> {
    let tasks = try await counter.office.inspector.tasks(TaskFilter(limit: 100)).tasks
    return Set(tasks.map(\.task.kind)).intersection([.unmatchedPayment, .unmatchedRegistration])
  }

  private func listed(_ counter: Counter) async throws -> Int {
    let day = counter.clock.now.day.daysSinceEpoch
    return try await counter.memory.list(CaseFilter(state: .unmatched, day: day)).count
  }

  private func told(_ counter: Counter, _ ids: Set<CaseID>) async throws -> [Told] {
    var told: [Told] = []
    for id in ids.sorted() {
      for line in try await counter.office.inspector.timeline(id) ?? [] {
        guard let kind = Notice.Kind(rawValue: line.kind), let audience = line.audience else {
          continue
        }
        let entry = Told(day: "\(line.at.day)", kind: kind, audience: audience)
        if !told.contains(entry) { told.append(entry) }
      }
    }
    return told
  }

  @Test(arguments: Naming.allCases, orders)
  func whatWaitsIsFoundInEveryOrder(naming: Naming, order: [String]) async throws {
    let counter = try Counter("2026-03-01")
    let pieces = Self.pieces(naming)
    var ids: Set<CaseID> = []
    for (day, name) in zip(Self.days, order) {
      try await counter.wait(until: day)
      let piece = try #require(pieces[name])
      ids.insert(try await counter.send(piece(day)).caseID)
      let come = Set(order.prefix { $0 != name } + [name])
      try await check(counter, naming, come, ids, day: day, last: name)
    }
    #expect(try await waiting(counter).isEmpty)
    #expect(try await listed(counter) == 0)
    try await everybodyIsTold(counter, ids)
  }

  /// By what has come so far: what must wait, and who must have been told so the same day.
  private func check(
    _ counter: Counter, _ naming: Naming, _ come: Set<String>, _ ids: Set<CaseID>, day: String,
    last: String
  ) async throws {
    // A payment is found by the number it names: the certificate's, or by the ID of a registration.
    let paymentWaits =
      switch naming {
      case .byCertificate: come.isDisjoint(with: ["birth", "registration"])
      case .byMother: !come.contains("registration")
      }
    // A registration that names its mother or its certificate waits for the birth alone.
    let registrationWaits = come.contains("registration") && !come.contains("birth")
    let kinds = try await waiting(counter)
    #expect(kinds.contains(.unmatchedPayment) == (come.contains("payment") && paymentWaits))
    #expect(kinds.contains(.unmatchedRegistration) == registrationWaits)
    #expect((try await listed(counter) > 0) == !kinds.isEmpty)
    let told = try await told(counter, ids).filter { $0.day == day }
    if last == "payment", paymentWaits {
      #expect(told.contains(Told(day: day, kind: .unmatchedPayment, audience: .taxOffice)))
      #expect(told.contains(Told(day: day, kind: .unmatchedPayment, audience: .insuranceAgency)))
    }
    if last == "registration", registrationWaits {
      #expect(
        told.contains(Told(day: day, kind: .unmatchedRegistration, audience: .registrationOffice)))
    }
  }

  /// Whoever was told that something waits is told, later, that it does not; and nobody else is.
  private func everybodyIsTold(_ counter: Counter, _ ids: Set<CaseID>) async throws {
    let told = try await told(counter, ids)
    let waited = told.filter {
      $0.kind == .unmatchedPayment || $0.kind == .unmatchedRegistration
    }
    let corrected = told.filter { $0.kind == .correction }
    #expect(Set(waited.map(\.audience)) == Set(corrected.map(\.audience)))
    for entry in waited {
      let after = corrected.filter { $0.audience == entry.audience && $0.day > entry.day }
      #expect(!after.isEmpty, "\(entry.kind) to \(entry.audience) is corrected")
    }
    #expect(Set(corrected.map { "\($0.audience) \($0.day)" }).count == corrected.count)
  }

  /// A person who dismisses the task has found nothing, so there is nothing to correct.
  @Test func aDismissalCorrectsNothing() async throws {
    let counter = try Counter("2026-03-01")
    let id = try await counter.send(Papers.pay("T000001", Self.number, on: "2026-03-01")).caseID
    try await counter.wait(until: "2026-03-02")
    try await counter.send(
      Papers.order(
        "O-1", "dismiss", ticket: "T000001", on: "2026-03-02",
        plus: #","task":"unmatchedPayment""#))
    #expect(try await waiting(counter).isEmpty)
    let kinds = try await told(counter, [id]).map(\.kind)
    #expect(kinds.contains(.unmatchedPayment) && !kinds.contains(.correction))
  }
}
