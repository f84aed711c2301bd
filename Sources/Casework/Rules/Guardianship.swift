/// Who may act for a child, as far as messages tell (监护人).
package struct Guardianship: Hashable, Sendable {
  package var guardian: IdentityDocument?
  package var relation: String?
  package var channel: String?
  package var contacts: [Contact]
  package var mayAct: Bool
  package var since: CivilDate

  /// Those appointed and not revoked, by day.
  static func all(_ told: [Told<GuardianFact>]) -> [Guardianship] {
    var found: [Guardianship] = []
    for (fact, _) in told {
      let document = fact.guardian.document
      found.removeAll { $0.guardian == document }
      guard fact.action == .appoint else { continue }
      found.append(
        Guardianship(
          guardian: document, relation: fact.relation, channel: fact.channel,
          contacts: fact.contacts, mayAct: fact.mayAct, since: fact.occurredOn))
    }
    return found
  }
}
