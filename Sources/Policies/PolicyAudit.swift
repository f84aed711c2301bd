package import Casework

/// What an attentive reader remarks of the packs: nothing here keeps them from ruling.
package struct PolicyAudit: Hashable, Sendable {
  package enum Remark: Hashable, Sendable {
    /// No pack says anything under this term.
    case silent(Term)
    /// A pack names a rule for a value, is not assuming it, and quotes the rule nowhere.
    case unquoted(region: String, term: Term, rule: String)
  }

  package let remarks: [Remark]

  package init(_ packs: [PolicyPack]) {
    let spoken = Set(packs.flatMap(\.versions).flatMap(\.terms.keys))
    let silent = Term.allCases.filter { !spoken.contains($0) }.map(Remark.silent)
    remarks = silent + packs.flatMap { Self.unquoted($0, among: packs) }
  }

  /// A city's pack may rely on the quotes of its province, and both on the nation's. What is only
  /// reported has no document to quote.
  private static func unquoted(_ pack: PolicyPack, among packs: [PolicyPack]) -> [Remark] {
    let beneath = packs.filter { $0.region == "CN" || pack.region.hasPrefix($0.region) }
    let quoted = Set(beneath.flatMap(\.versions).flatMap(\.citations.keys))
    var remarks: [Remark] = []
    for version in pack.versions where version.status != .reported {
      for term in Term.allCases {
        guard let said = version.terms[term], !said.assumed, !quoted.contains(said.rule) else {
          continue
        }
        let remark = Remark.unquoted(region: pack.region, term: term, rule: said.rule)
        if !remarks.contains(remark) { remarks.append(remark) }
      }
    }
    return remarks
  }
}
