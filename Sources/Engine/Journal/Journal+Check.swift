package import Casework

/// Where a journal is not as it was written.
package enum JournalFault: Error, Hashable, Sendable {
  /// An entry is missing, or they are not in order: this height was expected, that one found.
  case order(chain: String, expected: Int, found: Int)
  /// The entry does not follow the one before it, or its root is not that of its content.
  case changed(chain: String, height: Int)
  /// The leaf is not the one that what is stored makes.
  case leaf(chain: String, height: Int, index: Int)
  /// A chain begins after a root that no entry has.
  case origin(chain: String)
  /// The newest entry is not the one that is known from elsewhere.
  case end(chain: String)
}

extension Journal {
  /// Looks for the first fault in a chain's entries, which begin at `before`'s successor or,
  /// without it, at the chain's first entry.
  ///
  /// - Parameter leaf: what a leaf must be by what is stored, nil where nothing is known of it.
  package func fault(
    in entries: [JournalRow], after before: JournalRow? = nil,
    leaf: (_ height: Int, _ index: Int) -> [UInt8]? = { _, _ in nil }
  ) -> JournalFault? {
    guard let chain = before?.chain ?? entries.first?.chain else { return nil }
    var before = before
    for row in entries {
      let expected = (before?.height ?? 0) + 1
      guard row.chain == chain, row.height == expected else {
        return .order(chain: chain, expected: expected, found: row.height)
      }
      guard let made = entry(row), made.row.root == row.root,
        before.map({ $0.root == row.previous }) ?? true
      else { return .changed(chain: chain, height: row.height) }
      let wrong = (row.splitLeaves ?? []).enumerated().first { index, stored in
        leaf(row.height, index).map { $0 != stored } ?? false
      }
      if let wrong { return .leaf(chain: chain, height: row.height, index: wrong.offset) }
      before = row
    }
    return nil
  }

  /// Walks every chain of a store from its first entry to its head, and sees that each begins where
  /// another stood.
  ///
  /// An entry cut off at the very end of a chain shows only against something outside it: a receipt
  /// or a head noted earlier. Give such heads as `known`.
  package func fault(in store: any CaseStore, known: [JournalRow] = []) async throws(StoreError)
    -> JournalFault?
  {
    var origins: [(chain: String, root: [UInt8])] = []
    var roots: Set<[UInt8]> = [Self.nothing]
    var missing = known
    for head in try await store.journalHeads() {
      var before: JournalRow?
      var page: [JournalRow]
      repeat {
        page = try await store.journal(head.chain, from: (before?.height ?? 0) + 1, limit: 64)
        if let fault = fault(in: page, after: before) { return fault }
        if before == nil, let first = page.first { origins.append((head.chain, first.previous)) }
        for row in page {
          roots.insert(row.root)
          missing.removeAll {
            $0.chain == row.chain && $0.height == row.height && $0.root == row.root
          }
        }
        before = page.last ?? before
      } while !page.isEmpty
    }
    if let missing = missing.first { return .end(chain: missing.chain) }
    return origins.first { !roots.contains($0.root) }.map { .origin(chain: $0.chain) }
  }
}
