package import Casework

/// Goes through every case of a store, page by page, and shows each child as two sets of packs see
/// it on one day: what `policy what-if` and an adoption ask.
///
/// A page is ruled on all cores, and no more than one is held at a time. Each case is read whole;
/// cases that come while the survey runs may be in it or not.
package struct Survey: Sendable {
  /// One child by the packs that rule and by the others.
  package struct Child: Sendable {
    package var caseID: CaseID
    package var before: FormedCase
    package var after: FormedCase
  }

  /// What a page came to: findings in the order of the cases' ids, and how to go on.
  package struct Page<Finding: Sendable>: Sendable {
    package var findings: [Finding]
    /// How many children it showed.
    package var children: Int
    /// The last case of the page; nil where there was none any more.
    package var last: CaseID?
  }

  /// Small enough that no core idles long at the end of a page.
  private static let shareSize = 125

  private let store: any CaseStore
  private let files: CaseFiles
  private let before: PolicyBook
  private let after: PolicyBook
  private let day: CivilDate
  private let cores: Int
  private let pageSize: Int

  /// - Parameters:
  ///   - before: the packs that rule.
  ///   - after: those that would.
  ///   - cores: how many shares of a page are ruled at a time.
  ///   - pageSize: how many cases are held at a time.
  package init(
    store: any CaseStore, ledger: Ledger, before: PolicyBook, after: PolicyBook, day: CivilDate,
    cores: Int, pageSize: Int = 2_000
  ) {
    self.store = store
    files = CaseFiles(store: store, ledger: ledger)
    self.before = before
    self.after = after
    self.day = day
    self.cores = cores
    self.pageSize = pageSize
  }

  /// Judges the children of the page that follows a case.
  package func page<Finding: Sendable>(
    after last: CaseID?, judge: @Sendable @escaping (Child) -> Finding?
  ) async throws(StoreError) -> Page<Finding> {
    let rows = try await store.list(
      CaseFilter(day: day.daysSinceEpoch, after: last, limit: pageSize))
    let shares = stride(from: 0, to: rows.count, by: Self.shareSize).map { start in
      rows[start..<min(start + Self.shareSize, rows.count)].map(\.caseID)
    }
    typealias Judged = Result<(findings: [Finding], children: Int), StoreError>
    let judged = await withTaskGroup(of: (Int, Judged).self) { group in
      var all = [Judged?](repeating: nil, count: shares.count)
      func add(_ index: Int) {
        group.addTask { (index, await self.judged(shares[index], judge)) }
      }
      for index in shares.indices.prefix(cores) { add(index) }
      var next = min(cores, shares.count)
      while let (index, result) = await group.next() {
        all[index] = result
        if next < shares.count { add(next) }
        next += 1
      }
      return all
    }
    var page = Page<Finding>(findings: [], children: 0, last: rows.last?.caseID)
    for share in judged {
      guard let (findings, children) = try share?.get() else { continue }
      page.findings += findings
      page.children += children
    }
    return page
  }

  private func judged<Finding: Sendable>(
    _ ids: [CaseID], _ judge: (Child) -> Finding?
  ) async -> Result<(findings: [Finding], children: Int), StoreError> {
    do throws(StoreError) {
      var findings: [Finding] = []
      var count = 0
      for (id, homes) in try await files.dossiers(of: ids) {
        for child in children(of: id, Dossier(homes: homes)) {
          count += 1
          if let finding = judge(child) { findings.append(finding) }
        }
      }
      return .success((findings, count))
    } catch {
      return .failure(error)
    }
  }

  /// The children that this case answers for; those of cases it has met are shown under theirs.
  private func children(of id: CaseID, _ dossier: Dossier) -> [Child] {
    let seats = dossier.seats(asOf: day, book: before).filter {
      ($0.representative ?? $0.sources.first) == id
    }
    guard !seats.isEmpty else { return [] }
    let others = dossier.seats(asOf: day, book: after)
    return seats.compactMap { seat in
      others.first { $0.formed.keys == seat.formed.keys }.map {
        Child(caseID: id, before: seat.formed, after: $0.formed)
      }
    }
  }
}

extension CaseFiles {
  /// Each of these cases with all it has met. Most have met nobody, so all are read at once first.
  fileprivate func dossiers(of ids: [CaseID]) async throws(StoreError)
    -> [(id: CaseID, homes: [Home])]
  {
    var dossiers: [(id: CaseID, homes: [Home])] = []
    for history in try await store.histories(of: ids) {
      let home = try open(history).home
      let id = home.id
      let homes = home.met.isEmpty ? [home] : try await load([id]).values.map(\.home)
      dossiers.append((id, homes))
    }
    return dossiers
  }
}

extension Caseworker {
  /// A survey of all cases.
  ///
  /// - Parameter before: what rules; nil for the packs this caseworker rules by.
  package func survey(
    before: PolicyBook? = nil, after: PolicyBook, day: CivilDate, cores: Int
  ) -> Survey {
    Survey(
      store: store, ledger: ledger, before: before ?? ledger.book, after: after, day: day,
      cores: cores)
  }
}
