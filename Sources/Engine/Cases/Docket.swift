package import Casework

/// Looks again at the cases whose time has come.
///
/// A timer is a column: there is nothing to cancel and nothing to lose at a restart. Two nodes that
/// wake one case make one conflict, and the case is decided once.
package struct Docket: Sendable {
  private let store: any CaseStore
  private let caseworker: Caseworker
  private let world: World

  package init(store: any CaseStore, caseworker: Caseworker, world: World) {
    self.store = store
    self.caseworker = caseworker
    self.world = world
  }

  /// Reviews what is due, earliest first, and returns how many cases it was.
  package func step() async throws(StoreError) -> Int {
    let rows = try await store.due(by: world.now().milliseconds, limit: 100)
    for row in rows { try await caseworker.review(row.id) }
    return rows.count
  }
}
