/// A line and a column, from 1, in characters.
package struct Place: Hashable, Sendable {
  package var line: Int
  package var column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  package static let start = Place(line: 1, column: 1)

  /// The place after some bytes of UTF-8 that begin here.
  func after(_ bytes: ArraySlice<UInt8>) -> Place {
    var place = self
    for byte in bytes {
      if byte == UInt8(ascii: "\n") {
        place.line += 1
        place.column = 1
      } else if byte & 0xC0 != 0x80 {
        place.column += 1
      }
    }
    return place
  }
}

/// Finds the places of byte offsets in a text, for many errors in one long line as well.
struct PlaceFinder {
  private static let stride = 1024
  private let source: [UInt8]
  private var marks: [Place]

  init(_ source: [UInt8], from start: Place) {
    self.source = source
    marks = [start]
  }

  mutating func place(of offset: Int) -> Place {
    let offset = min(max(0, offset), source.count)
    while marks.count <= offset / Self.stride {
      let begin = (marks.count - 1) * Self.stride
      marks.append(marks[marks.count - 1].after(source[begin..<begin + Self.stride]))
    }
    let mark = offset / Self.stride
    return marks[mark].after(source[mark * Self.stride..<offset])
  }
}
