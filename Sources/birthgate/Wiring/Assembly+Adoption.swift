import Casework
import Engine
import Logging
import ServiceLifecycle

extension Assembly {
  /// What goes on with the review that an adoption is still owed, where its packs rule.
  static func adoptionRounds(
    _ packs: RulingPacks, _ office: Office, _ settings: Settings, _ logger: Logger
  ) async throws -> [any Service] {
    guard !packs.isGuest else { return [] }
    let records = AdoptionRecords(records: office.records)
    guard let review = try await pendingReview(office, records, settings) else { return [] }
    return [
      // Once it is done, nothing more comes.
      Rounds(name: "adoption", gate: office.gate, pause: .seconds(3_600), logger: logger) {
        let progress = try await review.step()
        return progress?.isDone == false ? 1 : 0
      }
    ]
  }

  /// The review that the newest adoption is owed; nil where there is none.
  static func pendingReview(
    _ office: Office, _ records: AdoptionRecords, _ settings: Settings
  ) async throws -> AdoptionReview? {
    let history = try await ReadingRoom.read { () async throws(StoreError) in
      try await records.history()
    }
    guard let newest = history.last, let former = history.dropLast().last else { return nil }
    let progress = try await ReadingRoom.read { () async throws(StoreError) in
      try await records.progress(of: newest)
    }
    guard let progress, !progress.isDone else { return nil }
    let before = try RulingPacks.ruling(former, trial: settings.trialPacks).book
    return AdoptionReview(
      office: office, records: records,
      change: ChangeOfPacks(former: before, occasion: newest.digest), number: newest.number)
  }
}
