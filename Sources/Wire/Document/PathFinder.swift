/// Names the places of values: JSON Pointer (RFC 6901), or XPath without prefixes and with an index
/// only where an element repeats (contract, "Refused and warned of").
///
/// Parents are looked up and siblings counted once a document and once a parent, so many findings
/// in one long list cost no more than reading it.
struct PathFinder {
  private let document: Document
  private var parents: [Int32] = []
  /// The last step of the path of each child, for parents asked about before.
  private var steps: [Int: [Int: String]] = [:]

  init(_ document: Document) { self.document = document }

  mutating func path(of target: Int) -> String {
    if parents.isEmpty { findParents() }
    var path = ""
    var index = target
    while index != document.first, parents[index] >= 0 {
      let parent = Int(parents[index])
      path = "/" + step(to: index, in: parent) + path
      index = parent
    }
    return document.form == .xml ? "/" + document.root.name + path : path
  }

  private mutating func findParents() {
    parents = [Int32](repeating: -1, count: document.cells.count)
    var open: [Int] = []
    for index in document.cells.indices {
      while let last = open.last, Int(document.cells[last].end) <= index { open.removeLast() }
      if let last = open.last { parents[index] = Int32(last) }
      open.append(index)
    }
  }

  private mutating func step(to child: Int, in parent: Int) -> String {
    if let known = steps[parent] { return known[child] ?? "" }
    let children = Array(Node(document: document, index: parent).children)
    var result: [Int: String] = [:]
    if document.cells[parent].kind == .array {
      for (position, item) in children.enumerated() { result[item.index] = String(position) }
    } else if document.form == .json {
      for member in children { result[member.index] = Document.escaped(member.name) }
    } else {
      var totals: [String: Int] = [:]
      for element in children { totals[element.name, default: 0] += 1 }
      var seen: [String: Int] = [:]
      for element in children {
        let name = element.name
        seen[name, default: 0] += 1
        let isRepeated = totals[name, default: 0] > 1
        result[element.index] = isRepeated ? "\(name)[\(seen[name, default: 0])]" : name
      }
    }
    steps[parent] = result
    return result[child] ?? ""
  }
}
