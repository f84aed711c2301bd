import Casework
import Wire

/// What a family asked for holds for its child, whichever case comes to answer for it.
extension OptOutBook {
  /// All cases of the child that a case belongs to today: a join may be dissolved, and each of them
  /// goes on alone then.
  func homes(of caseID: CaseID) async throws(StoreError) -> [CaseID] {
    let known = try await CaseFiles(store: store, ledger: ledger).load([caseID])
    let seat = Dossier(homes: known.values.map(\.home))
      .seat(of: caseID, asOf: ledger.world.now().day, book: ledger.book)
    return seat?.homes ?? [caseID]
  }
}

extension Mailroom {
  /// Lets a case that a child gets when it is parted from another begin with what its family asked
  /// for under the case that answered until now, in the same commit.
  func carryOptOuts(
    _ decision: Decision, known: [CaseID: CaseFile], to group: inout ChangeGroup
  ) async throws(StoreError) {
    for seat in decision.seats {
      guard let id = seat.representative, known[id] == nil else { continue }
      let answered = Set(seat.sources).subtracting(seat.homes)
        .filter { known[$0]?.home.tells(of: seat.formed) ?? false }
      var stopped: [String: String] = [:]
      for source in answered.sorted() {
        guard let entry = try await optOuts.find(source.rawValue) else { continue }
        stopped.merge(OptOutBook.times(entry.body)) { min($0, $1) }
      }
      guard !stopped.isEmpty else { continue }
      group.records.append(OptOutBook.row(id, version: 0, stopped, in: optOuts))
    }
  }
}

extension Home {
  /// Whether a message lies here that is about this child; of an order that names two it cannot be
  /// said.
  fileprivate func tells(of formed: FormedCase) -> Bool {
    entries.contains { entry in
      if case .order = entry.message.fact { return false }
      return formed.isTold(by: entry.message)
    }
  }
}
