import Casework
import Foundation
import Testing
import Wire

/// Every rule and every edge case is carried by something that is there and shown by a test that is
/// there, or has a reason of its own for being neither.
@Suite("Coverage") struct CoverageTests {
  /// How many rules each letter of the rule table has. H16 was never given out.
  private static let letters: [(Character, Int)] = [
    ("A", 26), ("B", 11), ("C", 10), ("D", 32), ("E", 11), ("F", 11), ("G", 17), ("H", 21),
    ("I", 5), ("J", 28), ("K", 10), ("L", 11), ("M", 13), ("N", 5),
  ]

  private static var ruleIDs: [String] {
    letters.flatMap { letter, count in
      (1...count).map { "\(letter)" + ($0 < 10 ? "0\($0)" : "\($0)") }
    }.filter { $0 != "H16" }
  }

  @Test("there are 210 rules, each once and in order")
  func rules() throws {
    #expect(Self.ruleIDs.count == 210)
    #expect(try CoverageMap.rules().map(\.id) == Self.ruleIDs)
  }

  @Test("there are 85 edge cases, each once and in order")
  func edgeCases() throws {
    #expect(try CoverageMap.edgeCases().map(\.id) == (1...85).map(String.init))
  }

  @Test("the ids are those of the rule table, where it lies beside this checkout")
  func ruleTable() throws {
    let file = SourceIndex.root.appendingPathComponent("../shared/policy/rules.json")
    guard let data = try? Data(contentsOf: file.standardizedFileURL) else {
      print("skipped: the rule table is not beside this checkout")
      return
    }
    let rows = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
    #expect(Set(rows.compactMap { $0["id"] as? String }) == Set(Self.ruleIDs))
    let titles = Set(try CoverageMap.rules().map(\.title.chinese))
    let quoted = rows.compactMap { $0["quote"] as? String }.filter(titles.contains)
    #expect(quoted == [], "titles are our own words")
  }

  @Test("each has carriers and tests, or a reason; none has both, and no two reasons are alike")
  func carriedOrExplained() throws {
    var reasons: [String: String] = [:]
    for entry in try CoverageMap.rules() + CoverageMap.edgeCases() {
      let isCarried = entry.carriers?.isEmpty == false && entry.tests?.isEmpty == false
      let isRule = Int(entry.id) == nil
      let isShown = isRule ? isCarried : entry.tests?.isEmpty == false
      #expect(isShown != (entry.reason != nil), "\(entry.id): shown or explained")
      #expect(!entry.title.chinese.isEmpty && !entry.title.english.isEmpty, "\(entry.id)")
      #expect(isRule == (entry.document?.isEmpty == false), "\(entry.id): its document")
      guard let reason = entry.reason else { continue }
      for text in [reason.chinese, reason.english] {
        #expect(text.count > 15, "\(entry.id): a reason is a sentence")
        #expect(reasons[text] == nil, "\(entry.id) has the reason of \(reasons[text] ?? "")")
        reasons[text] = entry.id
      }
    }
  }

  @Test("every test named is there")
  func testsAreThere() throws {
    let index = try SourceIndex()
    for entry in try CoverageMap.rules() + CoverageMap.edgeCases() {
      let unknown = (entry.tests ?? []).filter { !index.tests.contains($0) }
      #expect(unknown == [], "\(entry.id)")
    }
  }

  @Test("every carrier named is there; a term is given by that pack for that rule")
  func carriersAreThere() throws {
    let index = try SourceIndex()
    let terms = try Self.givenTerms()
    for entry in try CoverageMap.rules() + CoverageMap.edgeCases() {
      let unknown = (entry.carriers ?? []).filter { carrier in
        switch carrier.kind {
        case .term: !terms.contains("\(carrier.pack ?? "?").\(carrier.name).\(entry.id)")
        case .formula: !index.declarations.contains(carrier.name)
        case .family: !index.fields.contains(carrier.name)
        case .notice: Notice.Kind(rawValue: carrier.name) == nil
        case .view: !Self.isView(carrier.name, index)
        }
      }
      #expect(unknown.map { "\($0.kind) \($0.pack ?? "") \($0.name)" } == [], "\(entry.id)")
    }
  }

  /// A view is a route (`GET /v1/cases`), a verb (`birthgate case list`), a page (`page Panel`) or
  /// a setting (`setting senders families`).
  private static func isView(_ name: String, _ index: SourceIndex) -> Bool {
    let words = name.split(separator: " ").map(String.init)
    return switch words.first {
    case "birthgate": words.dropFirst().allSatisfy(index.verbs.contains)
    case "page": words.dropFirst().allSatisfy(index.pages.contains)
    case "setting": words.dropFirst().allSatisfy(index.quoted.contains)
    default: index.routes.contains(name)
    }
  }

  /// `region.term.rule` of every term of every pack.
  private static func givenTerms() throws -> Set<String> {
    var given: Set<String> = []
    for (_, text) in try SourceIndex.files(under: "Sources/Policies/Packs") {
      guard let pack = try? JSONValue(parsing: Array(text.utf8)) else { continue }
      for version in pack["versions"]?.array ?? [] {
        for term in Term.allCases {
          guard let rule = version[term.rawValue]?["rule"]?.string else { continue }
          given.insert("\(pack["region"]?.string ?? "?").\(term.rawValue).\(rule)")
        }
      }
    }
    return given
  }
}
