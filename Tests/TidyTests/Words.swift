/// A word, number or single mark of masked code, with the line it stands on.
struct Word: Equatable {
  var text: String
  var line: Int
  /// Nothing but white space stands before it on its line.
  var opensLine: Bool
  /// White space, or a line's end, stands before it.
  var afterSpace: Bool

  static func all(of code: SwiftText) -> [Word] {
    var words: [Word] = []
    var line = 1
    var opensLine = true
    var afterSpace = true
    var letters: [UInt8] = []
    func close() {
      guard !letters.isEmpty else { return }
      words.append(
        Word(
          text: String(decoding: letters, as: UTF8.self), line: line, opensLine: opensLine,
          afterSpace: afterSpace))
      letters = []
      opensLine = false
      afterSpace = false
    }
    for byte in code.bytes {
      if isLetter(byte) {
        letters.append(byte)
        continue
      }
      close()
      switch byte {
      case UInt8(ascii: "\n"):
        line += 1
        opensLine = true
        afterSpace = true
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): afterSpace = true
      default:
        letters = [byte]
        close()
      }
    }
    close()
    return words
  }

  /// Of an identifier or a number; what is beyond ASCII counts as a letter.
  static func isLetter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...0xFF:
      true
    default: false
    }
  }
}
