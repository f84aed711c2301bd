import Casework
import Engine
import Foundation
import StoreSQLite

/// Opens the data of a gateway for verbs that read, beside a running gateway or without one.
struct ReadingRoom {
  private let options: PlaceOptions

  init(_ options: PlaceOptions) { self.options = options }

  /// An office over the store as it stands, without writing to it.
  func office() async throws -> Office { try await office(.readOnly) }

  /// An office that may write, where no gateway runs.
  func writingOffice() async throws -> Office { try await office(.readWrite) }

  /// Where a running gateway listens, if one says so.
  func gateway() throws -> String? {
    let path = try premises().listeningPath
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    return String(decoding: data, as: UTF8.self).trimmed
  }

  /// What makes parents' links where no gateway runs.
  func links() async throws -> ParentLinks {
    let office = try await writingOffice()
    let address = try gateway() ?? "http://127.0.0.1:8080"
    return ParentLinks(
      records: office.records, world: office.world, digest: office.linkDigest,
      settings: office.settings, listening: { address })
  }

  private func premises() throws -> Premises {
    Premises(
      folder: options.data, storeURL: options.store, policies: nil, settings: try options.read())
  }

  private func office(_ mode: SQLiteStore.Mode) async throws -> Office {
    let settings = try options.read()
    let premises = try premises()
    if let path = premises.databasePath, !FileManager.default.fileExists(atPath: path) {
      throw Stop.unavailable(
        Plain("没有数据：\(path)。", "There is no data at \(path)."))
    }
    let keys = try Assembly.keys(premises, making: false)
    let store = try Assembly.open(premises, mode)
    let records = Assembly.records(store, keys)
    let clock = try await Self.read { () async throws(StoreError) in
      try await ClockRecord.kept(real: Assembly.wallClock, in: records)
    }
    // By what the gateway rules, whatever packs came with this program.
    let packs = try await RulingPacks.kept(
      in: AdoptionRecords(records: records), trial: settings.trialPacks)
    return Assembly.office(
      Assembly.Parts(
        store: store, keys: keys, world: Assembly.world(clock), book: packs.book, packs: packs,
        clock: clock, channels: [], letters: .offline, metrics: Metrics(), settings: { settings }))
  }

  /// A case by its id or by any key that names it.
  static func find(_ text: String, in office: Office, asOf: CivilDate?) async throws -> CaseView {
    let key = RequestReader.normalised(text)
    let queries: [CaseQuery] = [
      .id(CaseID(rawValue: text)), .birthCertificate(key), .citizenID(key), .code(key),
    ]
    for query in queries {
      let view = try await read { () async throws(StoreError) in
        try await office.inspector.find(query, asOf: asOf)
      }
      if let view { return view }
    }
    throw Stop.invalid(Plain("没有这个个案。", "There is no such case."))
  }

  static func read<Value: Sendable>(_ body: () async throws(StoreError) -> Value) async throws
    -> Value
  {
    do throws(StoreError) {
      return try await body()
    } catch {
      throw Stop.unavailable(
        Plain("存储不可用：\(error)", "The store is not available: \(error)"))
    }
  }
}
