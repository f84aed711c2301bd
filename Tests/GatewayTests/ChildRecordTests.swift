import Casework
import Engine
import Foundation
import Policies
import Synchronization
import Testing
import Wire

@testable import birthgate

@Suite("What is kept beside a child's cases, however much and under whichever of them", .fewAtOnce)
struct ChildRecordTests {
  /// An office in memory whose clock goes on by a second whenever it is asked.
  private static func office() throws -> Office {
    let start = try #require(Instant(rfc3339: "2026-03-02T09:00:00+08:00"))
    let seconds = Mutex<Int64>(0)
    let clock = SandboxClock(
      real: {
        seconds.withLock { seconds in
          seconds += 1
          return start.adding(seconds: seconds)
        }
      }, start: start)
    return Assembly.inMemory(clock: clock, book: try PolicyBook.builtIn())
  }

  private static func send(_ message: String, _ office: Office) async throws -> CaseID {
    let taken = try await office.caseworker.receive(
      Array(message.utf8), form: .detect, sender: nil)
    switch taken {
    case .accepted(let receipt), .repeated(let receipt): return receipt.caseID
    }
  }

  /// Two births of one mother, which a later form of the second certificate tells to be one child.
  private static let (first, second) = ("Z610000001", "Z610000002")

  private static func births(_ office: Office) async throws -> (CaseID, CaseID) {
    let one = try await send(Letters.birth(number: first), office)
    let other = try await send(Letters.birth(id: "M-2", number: second), office)
    try #require(one != other)
    return (one, other)
  }

  private static func join(_ office: Office) async throws {
    let message = Letters.birth(id: "M-3", number: second)
      .replacing("\"issue\"", with: "\"replace\"").replacing(
        "\"number\": ", with: "\"revision\": 2, \"replaces\": \"\(first)\", \"number\": "
      )
      .replacing("\"issuedOn\"", with: "\"reason\": \"x\", \"issuedOn\"")
    _ = try await send(message, office)
  }

  private static func view(_ id: CaseID, _ office: Office) async throws -> CaseView {
    try #require(try await office.inspector.find(.id(id), asOf: nil))
  }

  /// What a child's family has said, as whoever only counts would keep it.
  private struct Said {
    var open: [String] = []
    var done: [String] = []
    var all: [String] { (open + done).sorted() }
  }

  @Test(
    "Of any number of reports each is seen: five wait at most, and the same words wait once",
    arguments: [1, 2])
  func reports(seed: Int) async throws {
    var dice = ReportDice(seed: UInt64(seed))
    let office = try Self.office()
    let (one, other) = try await Self.births(office)
    let reports = ParentReports(records: office.records, world: office.world)
    var said = [one: Said(), other: Said()]
    var number = 0
    func step(_ id: CaseID) async throws {
      let view = try await Self.view(id, office)
      var known = try #require(said[id])
      if known.open.isEmpty || dice.next(3) > 0 {
        // One in four says again what waits already.
        let isAgain = !known.open.isEmpty && dice.next(4) == 0
        number += 1
        let text = isAgain ? known.open[dice.next(known.open.count)] : "no. \(number)"
        let isTaken = try await reports.add(.wrong, text, of: view)
        #expect(isTaken == (isAgain || known.open.count < 5))
        if isTaken, !isAgain { known.open.append(text) }
      } else {
        let text = known.open.remove(at: dice.next(known.open.count))
        let report = try #require(
          try await reports.all(of: view).first { $0.text == text && $0.isOpen })
        _ = try await reports.resolve(report.id, by: .desk, reason: "y")
        known.done.append(text)
      }
      said[id] = known
    }
    func agrees(_ id: CaseID) async throws {
      let held = try await reports.all(of: try await Self.view(id, office))
      let known = try #require(said[id])
      #expect(held.map(\.text).sorted() == known.all)
      #expect(held.filter(\.isOpen).map(\.text).sorted() == known.open.sorted())
      #expect(held.map(\.at) == held.map(\.at).sorted())
    }
    // More than one page of each, then of both together.
    while said.values.contains(where: { $0.all.count <= 101 }) {
      try await step(said[one]!.all.count <= 101 ? one : other)
    }
    try await agrees(one)
    try await agrees(other)
    try await Self.join(office)
    let joined = try await Self.view(one, office)
    try #require(Set(joined.homes) == [one, other])
    var both = try #require(said[one])
    both.open += try #require(said[other]).open
    both.done += try #require(said[other]).done
    said[joined.caseID] = both
    try await agrees(joined.caseID)
    for _ in 0..<20 { try await step(joined.caseID) }
    try await agrees(joined.caseID)
  }

  /// Where the mother is bound to her children and unbound.
  private struct Desk {
    let office: Office

    var real: BindingDesk { BindingDesk(office: office) }

    func fields(_ certificate: String) -> BindingDesk.Fields {
      BindingDesk.Fields(certificate: certificate, name: "王芳", number: "E12345678")
    }

    func bind(_ id: CaseID, _ certificate: String) async throws -> (id: String, isNew: Bool) {
      try await bind(try await ChildRecordTests.view(id, office), certificate)
    }

    func bind(_ view: CaseView, _ certificate: String) async throws -> (id: String, isNew: Bool) {
      let (binding, isNew) = try await real.bind(
        fields(certificate), .familyAccount, to: view, by: nil)
      return (binding.id, isNew)
    }

    func unbind(_ id: CaseID, _ certificate: String) async throws {
      try await real.unbind(
        fields(certificate), from: try await ChildRecordTests.view(id, office), by: nil)
    }

    func held(_ id: CaseID) async throws -> [Binding] {
      try await real.bindings(of: try await ChildRecordTests.view(id, office))
    }
  }

  @Test("A guardian is bound once to a child, after a hundred bindings, a join and its end")
  func bindings() async throws {
    let office = try Self.office()
    let desk = Desk(office: office)
    let (one, other) = try await Self.births(office)
    var names: Set<String> = []
    for _ in 0..<102 {
      let made = try await desk.bind(one, Self.first)
      #expect(made.isNew && names.insert(made.id).inserted)
      try await desk.unbind(one, Self.first)
    }
    // Bound twice is bound once, also where a page of those that ended stands before it.
    let standing = try await desk.bind(one, Self.first)
    #expect(standing.isNew)
    #expect(try await desk.bind(one, Self.first) == (standing.id, false))
    #expect(try await desk.held(one).count == 103)
    #expect(try await desk.bind(other, Self.second).isNew)

    try await Self.join(office)
    let joined = try await Self.view(one, office)
    try #require(Set(joined.homes) == [one, other])
    #expect(try await desk.held(joined.caseID).count == 104)
    #expect(try await !desk.bind(joined.caseID, Self.first).isNew)
    // Both cases had a binding of hers: with one both are ended, or she could never be bound again.
    try await desk.real.unbind(standing.id, from: joined, by: nil)
    #expect(try await desk.held(joined.caseID).allSatisfy { $0.endedAt != nil })
    let guardians = try await Self.view(one, office).ruling.further.guardians
    #expect(guardians.isEmpty)
    for _ in 0..<3 {
      #expect(try await desk.bind(joined.caseID, Self.first).isNew)
      try await desk.unbind(joined.caseID, Self.first)
    }
    #expect(try await desk.held(joined.caseID).count == 107)

    // A case that is parted again reads its own alone, which are fewer: no number comes twice.
    for id in [one, other] {
      var parted = joined
      (parted.caseID, parted.homes) = (id, [id])
      for _ in 0..<6 {
        let made = try await desk.bind(parted, Self.second)
        #expect(made.isNew)
        try await desk.real.unbind(made.id, from: parted, by: nil)
      }
    }
    let after = try await desk.held(joined.caseID)
    #expect(after.count == 107 + 12 && Set(after.map(\.id)).count == after.count)
  }
}

/// A seeded generator (SplitMix64), so that what failed can be thrown again by its seed.
private struct ReportDice {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// A number below this one.
  mutating func next(_ count: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) % UInt64(count))
  }
}
