/// A document that a dialect knows as one of its own: its root and its records.
struct DialectMatch {
  let dialect: Dialect
  let root: Node
  let records: [Node]
  /// The list in which the records would stand, where there is one with nothing in it.
  let emptyList: Node?

  /// - Parameter isLenient: takes an envelope whose record does not look like the family's, so that
  ///   what is wrong with the record can be said.
  /// - Returns: nil where the document is none of this dialect.
  init?(_ document: Document, as dialect: Dialect, isLenient: Bool = false) {
    self.dialect = dialect
    let finder = StepFinder(ignoresCase: dialect.frame.ignoresCase)
    let roots = dialect.frame.roots.map(finder.key)
    let top = document.root
    if let named = Self.named(roots, top, finder) {
      root = named
      records = Self.records(dialect, named, finder) ?? []
      emptyList = records.isEmpty ? Self.emptyList(dialect, named, finder) : nil
      return
    }
    // A document that does not name its root must hold something the table knows.
    guard roots.isEmpty || document.form == .json,
      let found = Self.records(dialect, top, finder, isLenient: isLenient),
      isLenient || found.contains(where: { Self.knows(dialect, $0) })
    else { return nil }
    root = top
    records = found
    emptyList = nil
  }

  /// - Returns: nil where the document has no list of the dialect's records, or something in it.
  init?(withEmptyListOf dialect: Dialect, _ document: Document) {
    let finder = StepFinder(ignoresCase: dialect.frame.ignoresCase)
    guard let list = Self.emptyList(dialect, document.root, finder) else { return nil }
    (self.dialect, root, records, emptyList) = (dialect, document.root, [], list)
  }

  private static func emptyList(_ dialect: Dialect, _ root: Node, _ finder: StepFinder) -> Node? {
    for path in dialect.frame.records where !path.isEmpty {
      let lists = finder.emptyLists(DialectIndex.split(path)[...], from: root)
      if let list = lists.first { return list }
    }
    return nil
  }

  private static func named(_ roots: [String], _ top: Node, _ finder: StepFinder) -> Node? {
    guard !roots.isEmpty else { return nil }
    if top.document.form == .xml { return roots.contains(finder.key(top.name)) ? top : nil }
    guard top.kind == .object else { return nil }
    return top.children.first { roots.contains(finder.key($0.name)) }
  }

  private static func records(
    _ dialect: Dialect, _ root: Node, _ finder: StepFinder, isLenient: Bool = false
  ) -> [Node]? {
    for path in dialect.frame.records {
      let found = finder.nodes(DialectIndex.split(path)[...], from: root)
        .filter { $0.kind == .object || $0.kind == .element }
      if found.isEmpty { continue }
      // The root itself is a record only where it looks like one, as is a member of an envelope.
      let mustLookLikeOne = path.isEmpty || (dialect.frame.isCarrier && !isLenient)
      if mustLookLikeOne, !found.contains(where: { knows(dialect, $0) }) { continue }
      return found
    }
    return nil
  }

  private static func knows(_ dialect: Dialect, _ record: Node) -> Bool {
    if dialect.frame.isCarrier { return record.child("action") != nil }
    let first = dialect.index.steps[0].next
    return record.children.contains { first[dialect.index.key($0.name)] != nil }
  }
}

/// Follows paths of a frame through a document.
struct StepFinder {
  let ignoresCase: Bool

  func key(_ name: String) -> String { ignoresCase ? name.lowercased() : name }

  /// All values some steps lead to, in order; arrays stand for their items.
  func nodes(_ steps: ArraySlice<String>, from node: Node) -> [Node] {
    if node.kind == .array { return node.children.flatMap { nodes(steps, from: $0) } }
    guard let step = steps.first else { return [node] }
    var found: [Node] = []
    if step == "**" {
      let rest = steps.dropFirst()
      for child in node.children where child.kind != .attribute {
        if let next = rest.first, fits(next, child) {
          found += nodes(rest.dropFirst(), from: child)
        } else {
          found += nodes(steps, from: child)
        }
      }
      return found
    }
    for child in node.children where fits(step, child) {
      found += nodes(steps.dropFirst(), from: child)
    }
    return found
  }

  /// The arrays without items on the way that some steps lead.
  func emptyLists(_ steps: ArraySlice<String>, from node: Node) -> [Node] {
    if node.kind == .array {
      let items = Array(node.children)
      return items.isEmpty ? [node] : items.flatMap { emptyLists(steps, from: $0) }
    }
    guard let step = steps.first else { return [] }
    return node.children.filter { fits(step, $0) }
      .flatMap { emptyLists(steps.dropFirst(), from: $0) }
  }

  private func fits(_ step: String, _ node: Node) -> Bool {
    let name = key(node.name)
    if step == "*" { return node.kind != .attribute }
    if step.utf8.first == UInt8(ascii: "*") { return name.hasSuffix(key(String(step.dropFirst()))) }
    return name == key(step)
  }
}
