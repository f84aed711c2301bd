package import Casework

/// What a notice about a child would say today.
package struct NoticeOutlook: Sendable {
  package var notice: Notice
  package var values: NoticeValues
  package var region: String?
  /// Why it would not be sent; nil where it holds.
  package var withdrawal: Withdrawal?
}

extension Inspector {
  /// What this notice would say of a child today: for the newest occasion on which it was decided,
  /// or for the facts as they stand. Nil where there is no such child.
  package func notice(
    _ kind: Notice.Kind, for audience: Notice.Audience, of id: CaseID
  ) async throws(StoreError) -> NoticeOutlook? {
    let now = ledger.world.now()
    guard let (seat, dossier) = try await look(for: .id(id), asOf: now.day, withOutlook: true)
    else { return nil }
    let formed = seat.formed
    let decided = dossier.notices(of: seat).last { $0.kind == kind && $0.audience == audience }
    let notice =
      decided
      ?? Notice(
        kind: kind, audience: audience, occasion: Self.occasion(of: kind, formed), at: now,
        state: .queued)
    return NoticeOutlook(
      notice: notice, values: NoticeValues(notice, of: seat.representative ?? id, formed),
      region: formed.ruling.region, withdrawal: formed.withdrawal(of: notice))
  }

  private static func occasion(of kind: Notice.Kind, _ formed: FormedCase) -> String {
    let causes = formed.causes
    switch kind {
    case .covered, .coveredLate:
      let cover = formed.ruling.coverage.last { ($0.basis == .late) == (kind == .coveredLate) }
      return cover.flatMap { causes.payments[$0.premiumYear] } ?? ""
    case .householdLinked: return causes.registration ?? ""
    case .updateIdentity: return causes.identity ?? ""
    case .paymentReversed: return causes.undone.last ?? ""
    case .codeSuspended: return "B+"
    default: return ""
    }
  }
}
