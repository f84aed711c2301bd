import Casework
import Engine
import Wire

/// Where adoptions are kept: sealed records, one for each adoption, one for each one's progress,
/// and one for packs that an operator let rule without adopting them.
struct AdoptionRecords: Sendable {
  private static let kind = "adoption"
  private static let progressKind = "adoptionProgress"
  private static let guestKind = "packsInUse"
  private static let guestID = "packs"

  let records: Records

  /// All adoptions, oldest first.
  func history() async throws(StoreError) -> [Adoption] {
    var all: [Adoption] = []
    for entry in try await records.all(Self.kind) {
      guard let adoption = Adoption(json: entry.body) else { throw .corrupt("an adoption") }
      all.append(adoption)
    }
    return all
  }

  /// What the gateway found at its first start needs no review: nothing ruled before.
  func write(found adoption: Adoption) async throws(StoreError) {
    guard try await records.write(Self.kind, Self.id(adoption.number), adoption.json) else {
      throw .unavailable("packs were adopted by somebody else")
    }
  }

  /// An adoption and the progress of its review, at once.
  func write(_ adoption: Adoption) async throws(StoreError) {
    let id = Self.id(adoption.number)
    let isWritten = try await records.write([
      (Self.kind, id, adoption.json),
      (Self.progressKind, id, AdoptionProgress(number: adoption.number).json),
    ])
    guard isWritten else { throw .unavailable("packs were adopted by somebody else") }
  }

  /// How far a review has come; nil where the adoption needs none.
  func progress(of adoption: Adoption) async throws(StoreError) -> AdoptionProgress? {
    guard let entry = try await records.find(Self.progressKind, Self.id(adoption.number)) else {
      return nil
    }
    guard let progress = AdoptionProgress(json: entry.body) else {
      throw .corrupt("an adoption's progress")
    }
    return progress
  }

  func write(_ progress: AdoptionProgress) async throws(StoreError) {
    let id = Self.id(progress.number)
    let version = try await records.find(Self.progressKind, id)?.version ?? 0
    guard try await records.write(Self.progressKind, id, over: version, progress.json) else {
      throw .unavailable("the review goes on elsewhere")
    }
  }

  /// Packs that `serve --policies` named and nobody adopted, while they rule over this adoption.
  func guest(over adoption: Adoption) async throws(StoreError) -> PackSet? {
    guard let body = try await records.find(Self.guestKind, Self.guestID)?.body,
      body["over"]?.int == adoption.number
    else { return nil }
    return PackSet(json: body["files"])
  }

  func write(guest packs: PackSet, over adoption: Adoption) async throws(StoreError) {
    let version = try await records.find(Self.guestKind, Self.guestID)?.version ?? 0
    let body = JSONValue.record(["over": .int(adoption.number), "files": packs.json])
    guard try await records.write(Self.guestKind, Self.guestID, over: version, body) else {
      throw .unavailable("packs were named by somebody else")
    }
  }

  func endGuest() async throws(StoreError) {
    guard try await records.find(Self.guestKind, Self.guestID) != nil else { return }
    try await records.delete(Self.guestKind, Self.guestID)
  }

  /// Ids in the order of numbers.
  private static func id(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 9 - digits.count)) + digits
  }
}
