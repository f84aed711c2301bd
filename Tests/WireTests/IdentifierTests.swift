import Foundation
import Testing
import Wire

/// What input methods make of identifiers, and what placeholder names look like.
struct IdentifierTests {
  @Test func foldsWhatNFKCMakesASCIIOf() {
    // Over all scalar values, judged by another implementation of NFKC.
    var folded = 0
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let text = String(Character(scalar))
      let result = Identifier.folded(text)
      guard value >= 0x80 else {
        #expect(result == text)
        continue
      }
      let normal = text.precomposedStringWithCompatibilityMapping
      if normal.utf8.allSatisfy({ $0 < 0x80 }) {
        #expect(Array(result.utf8) == Array(normal.utf8), "U+\(String(value, radix: 16))")
        folded += 1
      } else if result.utf8.count != text.utf8.count || !result.utf8.elementsEqual(text.utf8) {
        // Characters that are younger than the other implementation.
        #expect(
          (0x1CCD6...0x1CCF9).contains(value) && normal == text,
          "U+\(String(value, radix: 16)) became \(result)")
      }
    }
    #expect(folded >= 1_400)
  }

  @Test func tableIsThatOfUnicode() throws {
    let python = "/usr/bin/python3"
    guard FileManager.default.isExecutableFile(atPath: python) else {
      print("skipped: python3 is not installed")
      #expect(ProcessInfo.processInfo.environment["CI"] == nil, "CI must have it")
      return
    }
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("nfkc.py")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = [script.path, "--check"]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  @Test(arguments: [
    ("Ｚ６１００００００１", "Z610000001"), ("𝐙𝟔𝟏𝟎𝟎𝟎𝟎𝟎𝟎𝟏", "Z610000001"), ("Ⓩ⑥①⓪", "Z610"),
    ("Ⅻ", "XII"), ("⑳", "20"), ("\u{212A}", "K"), ("1\u{2003}2", "1 2"), ("⁶₁", "61"),
  ])
  func foldsToASCII(_ text: String, _ ascii: String) { #expect(Identifier.folded(text) == ascii) }

  @Test(arguments: [
    "李一诺", "ｶ", "é", "e\u{301}", "\u{F900}", "㈱", "½", "\u{E000}", "\u{20087}", "一",
  ])
  func leavesWhatIsNoASCII(_ text: String) {
    #expect(Array(Identifier.folded(text).utf8) == Array(text.utf8))
  }

  @Test(arguments: [
    "王芳之子", "王芳之女", "王芳之长子", "×××之子", "无名", "无名氏", "未取名", "王芳之子1", "王 芳 之 女", "王芳之大双女",
  ])
  func placeholder(_ name: String) { #expect(Identifier.isPlaceholderName(name)) }

  @Test(arguments: ["李一诺", "王之涣", "张子之", "之子", "陈之婴宁", "买买提·吾尔", "O'Neil", "周之远"])
  func name(_ name: String) { #expect(!Identifier.isPlaceholderName(name)) }

  @Test(arguments: ["", " ", "\u{3000}", "/", "-", "—", "——", " — "])
  func notGiven(_ mark: String) { #expect(Identifier.isNullMark(Identifier.trimmed(mark))) }

  @Test(arguments: ["0", "//", "--", "———", "无"])
  func given(_ text: String) { #expect(!Identifier.isNullMark(Identifier.trimmed(text))) }
}
