import Casework

/// Makes the canonical document of one record of a dialect, every value of which remembers where
/// it stood.
struct Translator {
  /// Something the table itself finds in a document.
  struct Note {
    var code: Finding.Code
    var node: Node
    var message: Plain
  }

  private let match: DialectMatch
  private let dialect: Dialect
  private let index: DialectIndex
  private let record: Node
  /// The values that stand where a source says.
  private var found: [[Node]]
  private var used: Set<Int> = []
  private var repeats: Set<Int> = []
  private var sprout = Sprout()
  private(set) var notes: [Note] = []

  init(_ match: DialectMatch, record: Node) {
    self.match = match
    dialect = match.dialect
    index = match.dialect.index
    self.record = record
    found = Array(repeating: [], count: index.sources.count)
  }

  /// - Parameter number: the record's, from 1; nil where the document holds one only.
  mutating func document(number: Int?) -> Document {
    findFromRoot()
    if !dialect.frame.isCarrier { walk(record, at: 0) }
    check()
    for (column, slots) in index.slots.prefix(index.columns.count).enumerated() {
      fill(column, slots, number: number)
    }
    for (column, slots) in index.slots.prefix(index.columns.count).enumerated()
    where slots.isEmpty {
      fillFixed(column)
    }
    return dialect.frame.isCarrier ? carried() : written()
  }

  /// Which members of the header the document does not have.
  func hasHeader(_ name: String) -> Bool { sprout.at(["header", name]) != nil }

  // MARK: Finding

  private mutating func findFromRoot() {
    let finder = StepFinder(ignoresCase: dialect.frame.ignoresCase)
    for (place, source) in index.sources.enumerated() where source.isFromRoot {
      found[place] = finder.nodes(source.steps[...], from: match.root)
    }
  }

  private mutating func walk(_ node: Node, at place: Int) {
    if node.kind == .element, !Identifier.trimmed(node.text).isEmpty {
      notes.append(Note(code: .format, node: node, message: Wording.strayText))
    }
    for child in node.children {
      guard let next = index.steps[place].next[index.key(child.name)] else {
        notes.append(Note(code: .unknownField, node: child, message: Wording.unknown(child.name)))
        continue
      }
      let step = index.steps[next]
      for source in step.sources { found[source].append(child) }
      if step.isKnown { continue }
      if !step.next.isEmpty {
        if child.kind == .array {
          for item in child.children { walk(item, at: next) }
        } else {
          walk(child, at: next)
        }
      } else {
        for attribute in child.children where attribute.kind == .attribute {
          notes.append(
            Note(
              code: .unknownField, node: attribute, message: Wording.unknown(attribute.name)))
        }
      }
    }
  }

  private mutating func check() {
    for (demand, slots) in zip(dialect.demands, index.slots.dropFirst(index.columns.count)) {
      guard let node = slots.compactMap({ given($0) }).first else { continue }
      let text = Identifier.folded(Identifier.trimmed(node.text))
      if demand.values.contains(text) { continue }
      let values = demand.values.joined(separator: " ")
      notes.append(
        Note(
          code: .notAllowed, node: node,
          message: Plain(
            "方言 \(dialect.name) 只读 \(values)：\(demand.meaning.chinese)",
            "the dialect \(dialect.name) reads \(values) only: \(demand.meaning.english)")))
    }
  }

  private func given(_ source: Int) -> Node? { found[source].first(where: isGiven) }

  private func isGiven(_ node: Node) -> Bool {
    switch node.kind {
    case .null: return false
    case .no, .yes, .integer, .number: return true
    case .string, .attribute: return isMeant(node)
    case .array, .object: return node.children.contains(where: isGiven)
    case .element:
      return isMeant(node)
        || node.children.contains { $0.kind == .element && isGiven($0) }
    }
  }

  private func isMeant(_ node: Node) -> Bool {
    let text = Identifier.trimmed(node.text)
    return !Identifier.isNullMark(text) && !dialect.marks.contains(text)
  }

  // MARK: Filling

  private mutating func fill(_ place: Int, _ slots: [Int], number: Int?) {
    let column = index.columns[place]
    let path = index.fields[place]
    guard sprout.at(path) == nil,
      let source = slots.first(where: { given($0) != nil }), let node = given(source)
    else { return }
    refuseRepeats(of: node, source, column)
    guard !node.hasChildren else {
      notes.append(
        Note(
          code: .format, node: node,
          message: Plain("\(column.field) 应为单个值", "\(column.field) must be a single value")))
      return
    }
    var leaf = leaf(column, place, node)
    if case .code = column.writing, leaf.text.isEmpty { return }
    // Records of one document cannot all carry its one name.
    if let number, column.field == "header.id", index.sources[source].isFromRoot {
      leaf.text = Array((String(decoding: leaf.text, as: UTF8.self) + "-\(number)").utf8)
    }
    if column.writing.uses, !column.writing.loses(node.text) { used.insert(node.index) }
    sprout.put(leaf, at: path[...])
  }

  private mutating func refuseRepeats(of node: Node, _ source: Int, _ column: Dialect.Column) {
    for extra in found[source].drop(while: { $0.index != node.index }).dropFirst()
    where isGiven(extra) && repeats.insert(extra.index).inserted {
      notes.append(
        Note(
          code: .notAllowed, node: extra,
          message: Plain(
            "\(column.field) 在一条记录中只能出现一次", "\(column.field) may stand once only in a record")))
    }
  }

  private func leaf(_ column: Dialect.Column, _ place: Int, _ node: Node) -> Sprout.Leaf {
    var leaf = Sprout.Leaf(
      kind: node.kind, text: Array(node.textBytes), origin: node, column: place)
    if node.kind == .element || node.kind == .attribute { leaf.kind = .string }
    let isNumber =
      switch column.writing {
      case .text, .year, .count: true
      default: false
      }
    // Systems write codes and days as numbers too; an identifier as a number has lost its zeros.
    if !isNumber { leaf.kind = .string }
    guard let text = column.writing.written(node.text) else { return leaf }
    leaf.text = Array(text.utf8)
    if isNumber { leaf.kind = .integer }
    return leaf
  }

  /// Fixed values without sources stand wherever the object they belong to is.
  private mutating func fillFixed(_ place: Int) {
    let column = index.columns[place]
    let path = index.fields[place]
    guard case .fixed(let value) = column.writing, sprout.at(path) == nil else { return }
    let parent = Array(path.dropLast())
    guard parent.isEmpty || sprout.at(parent)?.children.isEmpty == false else { return }
    sprout.put(
      Sprout.Leaf(kind: .string, text: Array(value.utf8), origin: record, column: place),
      at: path[...])
  }

  // MARK: Writing

  private func written() -> Document {
    var writer = CellWriter()
    let sprout = sprout
    let family = dialect.family.rawValue
    let record = record
    writer.put(.object, "".utf8, at: match.root) { writer in
      sprout.at(["header"])?.write(to: &writer, under: "", at: record)
      writer.objects[writer.cells.count] = ""
      writer.put(.object, family.utf8, at: record) { writer in
        for child in sprout.children where child.name != "header" {
          child.write(to: &writer, under: "", at: record)
        }
      }
      writer.objects[writer.cells.count] = "source"
      writer.put(.object, "source".utf8, at: record) { writer in
        for child in record.children { evidence(child, to: &writer) }
      }
    }
    return document(writer, .json)
  }

  /// Copies what is not used up; the attributes of what is stand under its name.
  private func evidence(_ node: Node, to writer: inout CellWriter) {
    if used.contains(node.index) {
      for attribute in node.children where attribute.kind == .attribute {
        writer.put(
          .string, (node.name + attribute.name).utf8, text: attribute.textBytes, at: attribute)
      }
      return
    }
    guard isGiven(node) else { return }
    writer.put(node.kind, node.name.utf8, text: node.textBytes, at: node) { writer in
      for child in node.children { evidence(child, to: &writer) }
    }
  }

  /// The record as it stands, under the family's name.
  private func carried() -> Document {
    var writer = CellWriter()
    let isXML = record.document.form == .xml
    let sprout = sprout
    let record = record
    let family = dialect.family.rawValue
    writer.put(isXML ? .element : .object, isXML ? "message".utf8 : "".utf8, at: match.root) {
      writer in
      if let header = sprout.at(["header"]) {
        writer.put(isXML ? .element : .object, "header".utf8, at: record) { writer in
          for child in header.children {
            guard var leaf = child.leaf else { continue }
            if isXML { leaf.kind = .element }
            writer.put(
              leaf.kind, child.name.utf8, text: leaf.text, at: leaf.origin, column: leaf.column)
          }
        }
      }
      writer.copy(record, named: family)
    }
    return document(writer, record.document.form)
  }

  private func document(_ writer: CellWriter, _ form: Document.Form) -> Document {
    let origin = Origin(
      document: record.document, dialect: dialect, root: match.root, record: record,
      cells: writer.origins, columns: writer.columns, objects: writer.objects)
    return Document(
      form: form, cells: writer.cells, pool: writer.pool, source: [], origin: origin)
  }
}
