import Casework
import Engine
import Testing
import Wire

/// What another program would make of what is stored: planted changes of the reader and of the law
/// are told, and nothing else.
@Suite struct ReplayTests {
  private static let number = "Z610000001"

  private let counter: Counter

  init() async throws {
    counter = try Counter("2026-03-02")
    try await counter.send(Papers.birth(Self.number))
    try await counter.send(Papers.pay("T000001", Self.number, on: "2026-03-01"))
    await #expect(throws: NotTaken.self) {
      _ = try await counter.take(Papers.birth("Z610000002", plus: #","revision":"x""#))
    }
  }

  /// A program that reads or rules otherwise, over the same store.
  private func other(
    reader: MessageReader? = nil, book: PolicyBook? = nil
  ) -> Replay {
    var ledger = counter.ledger
    if let reader { ledger.reader = reader }
    if let book { ledger.book = book }
    let office = Simulation.open(counter.store, ledger, FaultyChannel(), chain: "other")
    return office.caseworker.replay()
  }

  private func reader(_ change: (inout MessageFamily) -> Void) -> MessageReader {
    let families = everyFamily.map { family in
      var family = family
      change(&family)
      return family
    }
    return MessageReader(families: families, digest: sampleCrypto.digest)
  }

  private func messages(_ replay: Replay) async throws -> [Replay.MessageChange] {
    try await replay.messages(MessageRange()).changes
  }

  private func cases(_ replay: Replay) async throws -> [Replay.CaseChange] {
    try await replay.cases(after: nil, received: .min ... .max).changes
  }

  private func refused(_ replay: Replay) async throws -> [Replay.RefusedChange] {
    try await replay.refused(after: nil, received: .min ... .max).changes
  }

  @Test func theSameProgramFindsNothing() async throws {
    #expect(try await messages(other()).isEmpty)
    #expect(try await refused(other()).isEmpty)
    #expect(try await cases(other()).isEmpty)
  }

  @Test func aFamilyThatIsReadNoMoreIsARefusal() async throws {
    let families = everyFamily.filter { $0.name.rawValue != "taxPayment" }
    let changed = try await messages(
      other(reader: MessageReader(families: families, digest: sampleCrypto.digest)))
    #expect(changed.map(\.id) == ["T000001"])
    #expect(changed.first?.errors.isEmpty == false)
  }

  /// A field that is no longer known is kept and warned of, and the message says less.
  @Test func aFieldThatIsNoLongerKnownIsSeen() async throws {
    let changed = try await messages(
      other(
        reader: reader { family in
          family.table.fields.removeAll { $0.name == "birthPlace" }
        }))
    #expect(changed.map(\.id) == ["B-\(Self.number)"])
    #expect(changed.first?.warnings?.now == ["unknownField /birthCertificate/birthPlace"])
    #expect(changed.first?.warnings?.before == [])
  }

  /// What was read from a lower-case number is now another number: only the bytes as they came
  /// tell.
  @Test func aNumberThatIsReadOtherwiseIsSeen() async throws {
    try await counter.send(Papers.birth("z610000003", mother: Papers.mother(3)))
    let changed = try await messages(
      other(
        reader: reader { family in
          family.table.fields = family.table.fields.map { field in
            field.name == "number"
              ? Field("number", .text, .always, field.meaning.chinese, field.meaning.english)
              : field
          }
        }))
    #expect(changed.map(\.id) == ["B-z610000003"])
    #expect(changed.first?.digest != nil && changed.first?.canonical != nil)
  }

  /// A reader that takes what it refused says so of what lies in evidence.
  @Test func aRefusedMessageThatWouldBeTakenIsTold() async throws {
    let changed = try await refused(
      other(
        reader: reader { family in
          family.table.fields.removeAll { $0.name == "revision" }
        }))
    #expect(changed.map(\.id) == ["B-Z610000002"])
    #expect(changed.first?.now.isEmpty == true && changed.first?.before.isEmpty == false)
  }

  /// Paid on 1 March, a day after birth; by packs that give no day to pay the premium is late.
  @Test func aLawThatRulesOtherwiseIsSeenInWhatIsListedAndTold() async throws {
    let shorter = try Counter("2026-03-02", terms: [.payWindowDays: .number(0)])
    let changed = try await cases(other(book: shorter.ledger.book))
    #expect(changed.count == 1)
    let members = Set(changed.first?.listed.map(\.member) ?? [])
    // The window ends with the day of birth; cover begins with the month after the payment.
    #expect(members.isSuperset(of: ["windowEnd", "coverFrom"]))
    let kinds = (changed.first?.acts ?? []).compactMap { act -> Notice.Kind? in
      if case .notice(let kind, _, _) = act { kind } else { nil }
    }
    #expect(kinds.contains(.coveredLate))
  }

  /// However much is stored, a page holds no more than it may, and pages together hold all.
  @Test func pagesHoldAll() async throws {
    for serial in 100..<(100 + Replay.pageSize) {
      try await counter.send(
        Papers.birth("Z610000\(serial)", mother: Papers.mother(serial)))
    }
    let replay = other()
    var range = MessageRange()
    var counts: [Int] = []
    repeat {
      let page = try await replay.messages(range)
      counts.append(page.count)
      range.after = page.next
    } while range.after != nil
    #expect(counts == [Replay.pageSize, 2])
    let page = try await replay.cases(after: nil, received: .min ... .max)
    #expect(page.count == Replay.pageSize && page.next != nil && page.changes.isEmpty)
    let rest = try await replay.cases(after: page.next, received: .min ... .max)
    #expect(rest.count == 1 && rest.next == nil)
  }
}
