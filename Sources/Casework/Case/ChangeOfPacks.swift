/// That other packs rule from now on: what a case is compared with when it is looked at again.
package struct ChangeOfPacks: Sendable {
  /// What ruled before.
  package var former: PolicyBook
  /// Names the adoption for good: the occasion of whatever is told because of it.
  package var occasion: String

  package init(former: PolicyBook, occasion: String) {
    self.former = former
    self.occasion = occasion
  }
}
