import Foundation

/// The coverage map: by what each rule and each edge case is carried, and by which tests shown.
///
/// `deploy/coverage` makes the page *Coverage* of it; ``CoverageTests`` hold it against the tree.
struct CoverageMap: Decodable {
  struct Words: Decodable, Hashable {
    var chinese: String
    var english: String

    private enum CodingKeys: String, CodingKey {
      case chinese = "zh-CN"
      case english = "en"
    }
  }

  /// What carries a rule: one thing of the tree, by a name that can be looked up.
  struct Carrier: Decodable, Hashable {
    enum Kind: String, Decodable { case term, formula, family, view, notice }

    var kind: Kind
    /// The region of the pack that gives the term.
    var pack: String?
    var name: String
  }

  struct Entry: Decodable {
    /// `A01`, or the number of an edge case.
    var id: String
    var document: String?
    var title: Words
    var carriers: [Carrier]?
    /// `Suite/function`.
    var tests: [String]?
    var reason: Words?
  }

  var entries: [Entry]

  static func rules() throws -> [Entry] { try read("Rules.json") }
  static func edgeCases() throws -> [Entry] { try read("EdgeCases.json") }

  private static func read(_ name: String) throws -> [Entry] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Coverage").appendingPathComponent(name)
    return try JSONDecoder().decode(Self.self, from: Data(contentsOf: file)).entries
  }
}
