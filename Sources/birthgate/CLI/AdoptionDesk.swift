import Casework
import Engine
import Foundation
import Policies
import StoreSQLite
import Wire

/// The data of a gateway that does not run, while other packs are adopted for it.
struct AdoptionDesk: Sendable {
  private let parts: Assembly.Parts
  private let records: AdoptionRecords
  private let packs: PackSet
  private let settings: Settings
  /// Rules by the packs that are to be adopted.
  private let office: Office

  /// - Parameter isDryRun: opens the store for reading only, and a gateway may run.
  init(
    _ place: PlaceOptions, settings: Settings, packs: PackSet, book: PolicyBook, isDryRun: Bool
  ) async throws {
    let premises = Premises(
      folder: place.data, storeURL: place.store, policies: nil, settings: settings)
    if let path = premises.databasePath, !FileManager.default.fileExists(atPath: path) {
      throw Stop.unavailable(Plain("没有数据：\(path)。", "There is no data at \(path)."))
    }
    let keys = try Assembly.keys(premises, making: false)
    let store = try Self.open(premises, isDryRun ? .readOnly : .readWrite)
    let kept = Assembly.records(store, keys)
    records = AdoptionRecords(records: kept)
    self.packs = packs
    self.settings = settings
    let clock = try await ReadingRoom.read { () async throws(StoreError) in
      try await ClockRecord.kept(real: Assembly.wallClock, in: kept)
    }
    parts = Assembly.Parts(
      store: store, keys: keys, world: Assembly.world(clock), book: book, clock: clock,
      channels: [], letters: .offline, metrics: Metrics(), settings: { settings })
    office = Assembly.office(parts)
  }

  private static func open(_ premises: Premises, _ mode: SQLiteStore.Mode) throws
    -> any CaseStore
  {
    do {
      return try Assembly.open(premises, mode)
    } catch {
      guard FileManager.default.fileExists(atPath: premises.listeningPath) else { throw error }
      throw Stop.unavailable(
        Plain(
          "网关正在使用这份数据。请先停止网关，再采用，然后重新启动；--dry-run 可在网关运行时使用。",
          "A gateway runs on this data. Stop it, adopt, and start it again; --dry-run works"
            + " beside it."))
    }
  }

  func newest() async throws -> Adoption? {
    try await ReadingRoom.read { () async throws(StoreError) in
      try await records.history().last
    }
  }

  /// What the packs would change; data that no gateway of this kind has seen is ruled by the
  /// program's own.
  func whatIf(over newest: Adoption?) throws -> WhatIf {
    let former =
      try newest.map { try RulingPacks.ruling($0, trial: settings.trialPacks).book }
      ?? Assembly.policies(nil, trial: settings.trialPacks)
    return WhatIf(
      survey: office.caseworker.survey(
        before: former, after: parts.book, day: office.today, cores: WhatIf.cores))
  }

  /// Ends what an earlier adoption of other packs left undone, by those packs.
  func finishPending() async throws {
    guard try await isPending(), let newest = try await newest() else { return }
    var parts = parts
    parts.book = try RulingPacks.ruling(newest, trial: settings.trialPacks).book
    try await review(Assembly.office(parts))
  }

  func isPending() async throws -> Bool {
    try await Assembly.pendingReview(office, records, settings) != nil
  }

  /// Writes the adoption down; from here on these packs rule.
  func adopt(
    over newest: Adoption?, source: Adoption.Source, by: String, approver: String, reason: String
  ) async throws {
    let now = office.world.now()
    var number = newest?.number ?? 0
    if newest == nil {
      number = 1
      let found = Adoption(number: 1, from: now, source: .builtIn, packs: .builtIn)
      try await ReadingRoom.read { () async throws(StoreError) in
        try await records.write(found: found)
      }
    }
    let adoption = Adoption(
      number: number + 1, from: now, by: by, approver: approver, reason: reason, source: source,
      packs: packs)
    try await ReadingRoom.read { () async throws(StoreError) in try await records.write(adoption) }
  }

  /// Looks at every case again, or at those that are left.
  @discardableResult
  func review() async throws -> AdoptionProgress? { try await review(office) }

  @discardableResult
  private func review(_ office: Office) async throws -> AdoptionProgress? {
    guard let review = try await Assembly.pendingReview(office, records, settings) else {
      return nil
    }
    var line = ProgressLine()
    var last: AdoptionProgress?
    while let progress = try await ReadingRoom.read({ () async throws(StoreError) in
      try await review.step()
    }) {
      line.show(progress.seen)
      last = progress
    }
    line.end()
    return last
  }
}
