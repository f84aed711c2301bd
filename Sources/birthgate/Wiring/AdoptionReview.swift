import Casework
import Engine

/// Looks at every case again after an adoption, page by page, and notes how far it came.
///
/// A case that stands as it stood is not written. Whoever is killed in between goes on with the
/// page he was at: what was decided is known by its occasion and not decided twice.
struct AdoptionReview: Sendable {
  private static let pageSize = 256
  /// So many cases at a time, so that one commit takes many of them.
  private static let together = 32

  let office: Office
  let records: AdoptionRecords
  let change: ChangeOfPacks
  let number: Int

  /// Reviews a page and says how far it came; nil when all was done before.
  func step() async throws(StoreError) -> AdoptionProgress? {
    guard let adoption = try await records.history().first(where: { $0.number == number }),
      var progress = try await records.progress(of: adoption), !progress.isDone
    else { return nil }
    let rows = try await office.store.list(
      CaseFilter(
        day: office.today.daysSinceEpoch, after: progress.after, limit: Self.pageSize))
    progress.written += try await review(rows.map(\.caseID))
    progress.seen += rows.count
    progress.after = rows.last?.caseID ?? progress.after
    progress.isDone = rows.count < Self.pageSize
    try await records.write(progress)
    return progress
  }

  private func review(_ ids: [CaseID]) async throws(StoreError) -> Int {
    typealias Looked = Result<Bool, StoreError>
    let (caseworker, change) = (office.caseworker, change)
    let results = await withTaskGroup(of: Looked.self) { group in
      @Sendable func look(_ id: CaseID) async -> Looked {
        do throws(StoreError) {
          return .success(try await caseworker.review(id, change: change))
        } catch {
          return .failure(error)
        }
      }
      var rest = ids[...]
      for id in rest.prefix(Self.together) { group.addTask { await look(id) } }
      rest = rest.dropFirst(Self.together)
      var results: [Looked] = []
      while let result = await group.next() {
        results.append(result)
        if let id = rest.popFirst() { group.addTask { await look(id) } }
      }
      return results
    }
    var written = 0
    for result in results where try result.get() { written += 1 }
    return written
  }
}
