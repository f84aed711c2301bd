import LibBytes

/// Names that stand twice in an object.
extension JSONReader {
  /// What is known of the names of one object while it is read.
  struct SeenNames {
    /// So many names are compared with one another; more are looked up, so that a long object is
    /// not slow either.
    static let comparedMax = 24

    var count = 0
    /// A bit for each name (``NameKey/mark``): where a bit is new, so is its name.
    var marks: UInt64 = 0
    /// All names, once there are many.
    var all: Set<ArraySlice<UInt8>> = []
  }

  /// Whether a name stood before in the object whose cell is given; the members read so far are
  /// the cells behind it.
  ///
  /// It changes nothing here but is called in place: a copy of the reader, read right after its
  /// place moved, took as long as all else.
  mutating func isRepeated(
    _ name: Range<UInt32>, in parent: Int, _ seen: inout SeenNames
  ) -> Bool {
    seen.count += 1
    if seen.count > SeenNames.comparedMax {
      if seen.all.isEmpty { forEachName(in: parent) { seen.all.insert(pool[$0]) } }
      return !seen.all.insert(pool[places(name)]).inserted
    }
    // A name with escapes stands in the pool only and is compared with all.
    let mark = places(name).upperBound <= end ? NameKey(bytes(places(name))).mark : .max
    defer { seen.marks |= mark }
    guard seen.marks & mark != 0 else { return false }
    var isKnown = false
    forEachName(in: parent) { isKnown = isKnown || isSame($0, places(name)) }
    return isKnown
  }

  private func isSame(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
    guard left.count == right.count else { return false }
    for offset in 0..<left.count
    where pool[left.lowerBound + offset] != pool[right.lowerBound + offset] {
      return false
    }
    return true
  }

  private func places(_ name: Range<UInt32>) -> Range<Int> {
    Int(name.lowerBound)..<Int(name.upperBound)
  }

  private func forEachName(in parent: Int, _ body: (Range<Int>) -> Void) {
    var child = parent + 1
    while child < cells.count {
      let cell = cells[child]
      body(Int(cell.nameStart)..<Int(cell.nameEnd))
      child = Int(cell.end)
    }
  }
}
