/// Counts lines and columns of a text that passes by in chunks, in characters.
package struct PlaceCount {
  package private(set) var place = Place.start
  /// The text is GB 18030, whose characters are one, two or four bytes; else it is UTF-8.
  var readsChinese = false
  /// Bytes that still belong to the character that was counted; the first says how many.
  private var isSecond = false
  private var rest = 0

  package init(readsChinese: Bool = false) { self.readsChinese = readsChinese }

  package mutating func pass(_ bytes: ArraySlice<UInt8>) {
    for byte in bytes { pass(byte) }
  }

  package mutating func pass(_ byte: UInt8) {
    if byte == 0x0A {
      place.line += 1
      place.column = 1
      (isSecond, rest) = (false, 0)
    } else if readsChinese {
      passChinese(byte)
    } else if byte & 0xC0 != 0x80 {
      place.column += 1
    }
  }

  private mutating func passChinese(_ byte: UInt8) {
    if isSecond {
      isSecond = false
      // A digit in the second place: four bytes.
      rest = (0x30...0x39).contains(byte) ? 2 : 0
    } else if rest > 0 {
      rest -= 1
    } else {
      isSecond = byte >= 0x81
      place.column += 1
    }
  }
}
