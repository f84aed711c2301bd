import Casework
import Foundation
import Policies
import Testing

/// What a pack quotes stands in its document, and every rule of a document is quoted.
@Suite("Quotes")
struct QuoteTests {
  private struct Row: Decodable {
    var id: String
    var document: String
    var quote: String
  }

  /// The documents by the beginning of their file's name.
  private static let numbers = [
    "000": ["陕医保发〔2024〕7号"], "001": ["医保办发〔2024〕14号"],
    "002": ["陕医保发〔2021〕78号", "宝医保发〔2022〕14号"],
    "003": ["四川省健全基本医疗保险参保长效机制实施意见（征求意见稿，2025-07-15）"],
    "004": ["辽医保发〔2024〕7号", "本医保发〔2024〕12号"],
  ]

  private static var citations: [(pack: String, rule: String, said: Policy.Citation)] {
    Packs.book.packs.flatMap { pack in
      pack.versions.flatMap { version in
        version.citations.map { (pack.region, $0.key, $0.value) }
      }
    }
  }

  private func rows() throws -> [Row]? {
    try Packs.shared("policy/rules.json").map { try JSONDecoder().decode([Row].self, from: $0) }
  }

  @Test("Each quote is the sentence of the rule table, under its document's number")
  func exact() throws {
    guard let rows = try rows() else { return }
    let byRule = Dictionary(rows.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    for (pack, rule, said) in Self.citations where rule != "1.1" {
      let row = try #require(byRule[rule], "\(pack) quotes \(rule), which is no rule")
      #expect(said.quote == row.quote, "\(pack) \(rule)")
      let numbers = Self.numbers[String(row.document.prefix(3))] ?? []
      #expect(numbers.contains(said.document), "\(pack) \(rule): \(said.document)")
    }
    let quoted = Set(Self.citations.map(\.rule))
    #expect(rows.map(\.id).filter { !quoted.contains($0) } == [], "every rule is quoted by a pack")
  }

  @Test("Each quote occurs in the text of the document, but for white space and punctuation")
  func occurs() throws {
    guard let rows = try rows() else { return }
    var texts: [String: String] = [:]
    for row in rows where texts[row.document] == nil {
      guard let data = Packs.shared("policy/documents/" + row.document) else { return }
      texts[row.document] = Self.bare(String(bytes: data, encoding: .utf8) ?? "")
    }
    let documents = Dictionary(rows.map { ($0.id, $0.document) }, uniquingKeysWith: { a, _ in a })
    for (pack, rule, said) in Self.citations {
      guard let document = documents[rule], let text = texts[document] else { continue }
      #expect(text.contains(Self.bare(said.quote)), "\(pack) \(rule)")
    }
  }

  @Test("No rule is quoted by two packs, so a rule's id leads to one document")
  func once() {
    let rules = Self.citations.map(\.rule)
    let twice = Set(rules.filter { rule in rules.filter { $0 == rule }.count > 1 })
    #expect(twice == [])
  }

  @Test("A value that is not assumed names a rule that a pack quotes or that is only reported")
  func sourced() {
    for remark in PolicyAudit(Packs.book.packs).remarks {
      if case .unquoted(let region, let term, let rule) = remark {
        Issue.record("\(region) takes \(term) from \(rule), which it does not quote")
      }
    }
  }

  private static func bare(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.precomposedStringWithCompatibilityMapping.unicodeScalars.filter {
          $0.properties.isAlphabetic || $0.properties.numericType != nil
        }))
  }
}
