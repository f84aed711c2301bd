package import Casework

/// How some system writes one family of messages (方言): a table beside the family, no code.
package struct Dialect: Sendable {
  /// As settings and `--dialect` name it: `mdeml`, `police-pinyin`.
  package let name: String
  package let title: Plain
  package let family: FamilyName

  package init(name: String, title: Plain, family: FamilyName) {
    self.name = name
    self.title = title
    self.family = family
  }
}
