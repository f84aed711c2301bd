import LibBytes

/// A layout while its tables are held in place: a field is looked up for every value, and counting
/// references took longer than looking.
struct LayoutView {
  let entries: Elements<FieldLayout.Entry>
  let names: Elements<String>
  /// Positions in the order of canonical JSON.
  let order: Elements<Int>
  private let runs: Elements<FieldLayout.Run>
  private let codes: Elements<String>
  private let codeKeys: Elements<NameKey>

  fileprivate init(
    _ entries: Elements<FieldLayout.Entry>, _ names: Elements<String>, _ order: Elements<Int>,
    _ runs: Elements<FieldLayout.Run>, _ codes: Elements<String>, _ codeKeys: Elements<NameKey>
  ) {
    self.entries = entries
    self.names = names
    self.order = order
    self.runs = runs
    self.codes = codes
    self.codeKeys = codeKeys
  }

  /// The field a member of this name is; members mostly come in the table's order.
  func position(of name: Bytes, from guess: Int) -> Int? {
    let key = NameKey(name)
    let count = entries.count
    var position = guess
    for _ in 0..<count {
      if position >= count { position = 0 }
      if entries[position].key == key, key.isWhole || name.isSame(as: names[position]) {
        return position
      }
      position += 1
    }
    return nil
  }

  /// The code of a field that a text is.
  func code(_ text: Bytes, _ part: Range<Int>) -> String? {
    let key = NameKey(text)
    for number in part where codeKeys[number] == key {
      if key.isWhole || text.isSame(as: codes[number]) { return codes[number] }
    }
    return nil
  }

  /// Whether a text has the form of a field's pattern as it stands.
  func matches(_ text: Bytes, _ part: Range<Int>) -> Bool {
    var index = 0
    for number in part {
      let run = runs[number]
      let start = index
      let end = min(text.count, start + run.count.upperBound)
      while index < end && run.contains(text[index]) { index += 1 }
      guard index - start >= run.count.lowerBound else { return false }
    }
    return index == text.count
  }
}

extension FieldLayout {
  /// Holds the tables in place for as long as the body runs.
  func withView<Answer>(_ body: (LayoutView) -> Answer) -> Answer {
    entries.withElements { entries in
      names.withElements { names in
        order.withElements { order in
          runs.withElements { runs in
            codes.withElements { codes in
              codeKeys.withElements { codeKeys in
                body(LayoutView(entries, names, order, runs, codes, codeKeys))
              }
            }
          }
        }
      }
    }
  }
}
