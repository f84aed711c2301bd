import Foundation
import Testing
import Wire

/// What input methods make of identifiers, and what placeholder names look like.
struct IdentifierTests {
  @Test func foldsAsNFKCDoesWhereItClaimsTo() {
    for value in Array(UInt32(0xFF01)...0xFF5E) + [0x3000, 0xA0] + Array(UInt32(0x20)...0x7E) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let text = "A" + String(Character(scalar)) + "1"
      #expect(
        Array(Identifier.folded(text).utf8)
          == Array(text.precomposedStringWithCompatibilityMapping.utf8), "\(value)")
    }
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
