import Casework
import Engine
import Policies
import Testing
import Wire

@testable import birthgate

/// Which packs a gateway rules by, start after start.
@Suite("The packs that rule", .fewAtOnce)
struct RulingPacksTests {
  private let store = MemoryStore()
  private let keys = KeyFile.fresh()
  private let now = CivilDate.startOfYear(2026).start

  private var records: AdoptionRecords {
    AdoptionRecords(records: Assembly.records(store, keys))
  }

  /// Packs as another program might bring them: the same words, with one line end more.
  private var others: PackSet {
    PackSet(PolicyBook.builtInFiles.map { $0 + Array("\n".utf8) })
  }

  private func open() async throws -> RulingPacks {
    try await RulingPacks.open(folder: nil, in: records, now: now, trial: [])
  }

  @Test("A first start writes down what it finds, a second one changes nothing")
  func firstStart() async throws {
    let first = try await open()
    #expect(first.adopted?.number == 1 && first.packs.digest == PackSet.builtIn.digest)
    let second = try await open()
    #expect(second.adopted?.digest == first.adopted?.digest)
    #expect(!second.isWaiting && !second.isGuest)
    #expect(try await records.history().count == 1)
  }

  @Test("A new program's packs wait: the adopted ones go on ruling")
  func newProgram() async throws {
    var old = Adoption(number: 1, from: now, source: .builtIn, packs: others)
    old.builtIn = others.digest
    try await records.write(found: old)
    let started = try await open()
    #expect(started.isWaiting && !started.isGuest)
    #expect(started.packs.digest == others.digest)
    let read = try await RulingPacks.kept(in: records, trial: [])
    #expect(read.isWaiting && read.packs.digest == others.digest)
    // Once they are adopted, nothing waits.
    try await records.write(Adoption(number: 2, from: now, source: .builtIn, packs: .builtIn))
    #expect(try await open().isWaiting == false)
    #expect(try await records.history().map(\.number) == [1, 2])
  }

  @Test("Packs of a folder that were adopted leave nothing waiting under the same program")
  func adoptedFolder() async throws {
    _ = try await open()
    try await records.write(Adoption(number: 2, from: now, source: .folder, packs: others))
    let started = try await open()
    #expect(!started.isWaiting && started.packs.digest == others.digest)
  }

  @Test("What is kept comes back byte for byte, and a set's digest is that of its bytes")
  func bytes() async throws {
    let adoption = Adoption(
      number: 7, from: now, by: "甲", approver: "乙", reason: "丙", source: .folder, packs: others)
    let read = try #require(Adoption(json: adoption.json))
    #expect(read.packs.files.map(\.bytes) == others.files.map(\.bytes))
    #expect(read.digest == adoption.digest && read.packs.digest == others.digest)
    #expect(others.digest != PackSet.builtIn.digest)
    // The order of files says nothing.
    #expect(PackSet(PolicyBook.builtInFiles.reversed()).digest == PackSet.builtIn.digest)
    #expect(PackSet.builtIn.files.contains { $0.region == "CN" })
  }

  @Test("Two who adopt at once are one adoption")
  func twice() async throws {
    _ = try await open()
    try await records.write(Adoption(number: 2, from: now, source: .folder, packs: others))
    await #expect(throws: StoreError.self) {
      try await records.write(Adoption(number: 2, from: now, source: .folder, packs: .builtIn))
    }
    #expect(try await records.history().last?.packs.digest == others.digest)
  }
}
