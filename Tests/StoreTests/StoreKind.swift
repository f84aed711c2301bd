import Casework
import Engine
import Foundation
import StoreSQLite
import Testing

/// The stores that one suite speaks about.
enum StoreKind: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case memory, sqlite

  var testDescription: String { rawValue }

  /// Runs a test on a new, empty store, and clears up behind it.
  func withStore(_ test: (any CaseStore) async throws -> Void) async throws {
    switch self {
    case .memory: try await test(MemoryStore())
    case .sqlite:
      try await withFolder { folder in
        let store = try SQLiteStore(path: folder + "/birthgate.sqlite")
        try await test(store)
        try store.close()
      }
    }
  }
}

/// Gives a test a folder of its own and removes it afterwards.
func withFolder(_ test: (String) async throws -> Void) async throws {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("birthgate-store-\(UUID().uuidString)").path
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  try await test(folder)
}

let amina = CaseID(rawValue: "case-a")
let bolin = CaseID(rawValue: "case-b")

func row(_ id: CaseID, version: Int, wakeAt: Int64? = nil, formedAt: Int64 = 7) -> CaseRow {
  CaseRow(
    id: id, version: version, formedAt: formedAt, wakeAt: wakeAt, dataKey: [UInt8(version), 9])
}

func event(_ id: CaseID, _ version: Int) -> EventRow {
  EventRow(caseID: id, version: version, at: 1_000 + Int64(version), body: [1, 2, UInt8(version)])
}

func delivery(
  _ id: String, _ caseID: CaseID = amina, lane: String = "hospital", dueAt: Int64? = 10
) -> DeliveryRow {
  DeliveryRow(
    id: id, caseID: caseID, lane: lane, dueAt: dueAt, attempt: 0, state: .queued,
    body: Array(id.utf8))
}

/// A 32-byte leaf that names itself.
func leaf(_ number: UInt8) -> [UInt8] { [UInt8](repeating: number, count: 32) }

func group(_ fill: (inout ChangeGroup) -> Void) -> ChangeGroup {
  var group = ChangeGroup()
  fill(&group)
  return group
}

/// What a message with one new event of a case writes.
func step(_ id: CaseID, to version: Int, message: UInt8, leaves: [[UInt8]] = []) -> ChangeGroup {
  group {
    $0.guards = [(id, version - 1)]
    $0.message = MessageRow(key: [message], caseID: id, at: 5, body: [message, 0, 255])
    $0.events = [event(id, version)]
    $0.cases = [row(id, version: version)]
    $0.leaves = leaves
  }
}

/// An entry over the leaves, whose root is not looked at by any store.
func entry(_ chain: String, _ height: Int, _ leaves: [[UInt8]]) -> JournalRow {
  JournalRow(
    chain: chain, height: height, at: 3, previous: [0], root: [UInt8(height)],
    leaves: leaves.flatMap { $0 })
}

extension CaseStore {
  /// Claims at most one delivery a lane.
  func claim(_ limit: Int, due: Int64, until: Int64) async throws(StoreError) -> [DeliveryRow] {
    try await claim(Claim(limit: limit, due: due, until: until))
  }

  /// Writes groups that are no business of the journal's.
  @discardableResult
  func put(_ groups: ChangeGroup...) async throws(StoreError) -> [GroupOutcome] {
    try await commit(groups) { _ in nil }
  }
}
