/// The people whom a child's messages name as its parents, as far as a page has to know them again.
///
/// The certificate that speaks for the child comes first; where there is none, the police say.
package struct Parents: Hashable, Sendable {
  package var mother: Party?
  package var father: Party?

  package init(mother: Party? = nil, father: Party? = nil) {
    self.mother = mother
    self.father = father
  }

  init(_ findings: Findings) {
    let fact = findings.speaking?.fact
    mother = fact?.mother ?? findings.household.mother
    father = fact?.father ?? findings.household.father
  }
}
