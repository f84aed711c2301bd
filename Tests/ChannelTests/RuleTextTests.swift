import Channels
import Foundation
import Testing

/// Rules L07 and L08: nobody is pushed into buying commercial insurance.
@Suite("What notices may not speak of") struct RuleTextTests {
  @Test("L07, L08: no text of a notice speaks of commercial insurance", arguments: ["zh-CN", "en"])
  func noCommercialInsurance(_ language: String) throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let file = root.appending(path: "Sources/Channels/Texts/\(language).mustache")
    let text = try String(contentsOf: file, encoding: .utf8).lowercased()
    #expect(text.count > 1000)
    for word in ["商业", "投保", "保险产品", "commercial", "private insur", "insurer", "policyholder"] {
      #expect(!text.contains(word), "\(word)")
    }
  }
}
