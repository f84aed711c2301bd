import Foundation
import Pages
import Testing

/// The colours of the sheet against WCAG 2.2 and the table of the page design.
@Suite struct StyleSheetTests {
  static let sheet = ParentPage.styleSheet

  /// The tokens of the n-th `:root` block: light, dark, paper.
  static func tokens(_ index: Int) -> [String: String] {
    let blocks = sheet.components(separatedBy: ":root{").dropFirst()
    guard index < blocks.count else { return [:] }
    let block = blocks[blocks.startIndex + index].components(separatedBy: "}")[0]
    var tokens: [String: String] = [:]
    for declaration in block.components(separatedBy: ";") {
      let parts = declaration.components(separatedBy: ":")
      if parts.count == 2, parts[1].hasPrefix("#") { tokens[parts[0]] = parts[1] }
    }
    return tokens
  }

  /// Relative luminance of WCAG 2.2.
  private func luminance(_ colour: String) -> Double {
    let value = Int(colour.dropFirst(), radix: 16) ?? 0
    let channels = [value >> 16, value >> 8 & 255, value & 255].map { channel -> Double in
      let part = Double(channel) / 255
      return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
  }

  private func contrast(_ tokens: [String: String], _ front: String, _ back: String) -> Double {
    guard let front = tokens["--\(front)"], let back = tokens["--\(back)"] else {
      Issue.record("no token \(front) or \(back)")
      return 0
    }
    let (a, b) = (luminance(front), luminance(back))
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  /// Text needs 4.5, as used in the rules (1.4.3).
  static let texts = [
    ("ink", "surface"), ("ink", "bg"), ("ink2", "surface"), ("ink2", "bg"), ("ink2", "act-tint"),
    ("ink", "act-tint"), ("ink", "tint"), ("ink2", "tint"), ("ink", "miss-tint"),
    ("ink2", "miss-tint"), ("accent", "surface"), ("accent", "bg"), ("accent", "tint"),
    ("on-accent", "accent"), ("on-accent", "accent-deep"), ("act", "act-tint"), ("act", "surface"),
    ("miss", "miss-tint"), ("miss", "surface"), ("done", "done-tint"), ("sad", "sad-tint"),
  ]

  /// Shapes and borders of controls need 3 (1.4.11).
  static let shapes = [
    ("edge", "surface"), ("edge", "bg"), ("edge", "act-tint"), ("act-fill", "surface"),
    ("act-fill", "act-tint"), ("on-act", "act-fill"), ("on-miss", "miss"), ("accent", "tint"),
  ]

  @Test(arguments: [0, 1, 2]) func everyColourCanBeRead(block: Int) {
    let tokens = Self.tokens(block)
    for (front, back) in Self.texts {
      #expect(contrast(tokens, front, back) >= 4.5, "\(front) on \(back)")
    }
    for (front, back) in Self.shapes {
      #expect(contrast(tokens, front, back) >= 3, "\(front) on \(back)")
    }
  }

  /// The ratios that the page design gives, to a tenth, light and dark.
  @Test func theTableOfTheDesignHolds() {
    let table: [(String, String, Double, Double)] = [
      ("ink", "surface", 16.5, 14.2), ("ink", "bg", 15.0, 16.0), ("ink2", "surface", 7.6, 8.7),
      ("edge", "surface", 4.1, 5.4), ("accent", "surface", 7.2, 9.3), ("accent", "tint", 6.2, 7.7),
      ("on-accent", "accent", 7.2, 9.5), ("act", "act-tint", 7.0, 8.7),
      ("act-fill", "act-tint", 3.5, 6.3), ("miss", "miss-tint", 6.7, 8.0),
      ("done", "done-tint", 6.3, 7.3), ("sad", "sad-tint", 8.3, 9.7),
    ]
    for (front, back, light, dark) in table {
      #expect(abs(contrast(Self.tokens(0), front, back) - light) < 0.1, "\(front) on \(back)")
      #expect(abs(contrast(Self.tokens(1), front, back) - dark) < 0.1, "\(front) on \(back), dark")
    }
  }

  @Test func darkAndPaperKnowEveryColourOfLight() {
    #expect(Set(Self.tokens(0).keys) == Set(Self.tokens(1).keys))
    #expect(Set(Self.tokens(0).keys) == Set(Self.tokens(2).keys))
    #expect(Self.tokens(0).count >= 20)
  }

  @Test func theSheetIsSmallAndSelfContained() {
    #expect(Self.sheet.utf8.count <= 16_384)
    for word in ["@import", "http", "url(data", "expression("] {
      #expect(!Self.sheet.contains(word))
    }
    #expect(
      Self.sheet.filter { $0 == "{" }.count == Self.sheet.filter { $0 == "}" }.count)
    for media in [
      "prefers-color-scheme:dark", "forced-colors:active", "prefers-reduced-motion", "@media print",
    ] {
      #expect(Self.sheet.contains(media))
    }
    var rest = Self.sheet[...]
    while let range = rest.range(of: "var(") {
      let name = rest[range.upperBound...].prefix { $0 != ")" }
      #expect(Self.sheet.contains("\(name):"), "\(name) is used and not defined")
      rest = rest[range.upperBound...]
    }
  }

  /// A class in a page that no rule names is a slip of the pen.
  @Test func everyClassHasARule() {
    var used: Set<String> = []
    for situation in Situation.all {
      let markup = Markup(ParentPage.render(situation.model, language: .zhCN, large: true))
      for value in markup.values("class") {
        used.formUnion(value.split(separator: " ").map(String.init))
      }
    }
    let meaningOnly: Set<String> = ["waiting", "t-sad"]
    for name in used.subtracting(meaningOnly) {
      #expect(Self.sheet.contains(".\(name)"), "no rule for \(name)")
    }
  }
}
