import Casework
import LibBytes

/// Reads the members of a message by its field table: normalises, checks, and goes on after errors,
/// so that a sender learns of all of them at once.
struct FieldReader {
  let document: Document
  let view: DocumentView
  var report: Report
  /// The message's own instant, against which `future` is measured.
  var sentAt: Instant?
  var action: String?

  /// - Parameter view: of the same document.
  init(document: Document, view: DocumentView, report: Report) {
    self.document = document
    self.view = view
    self.report = report
  }

  /// Reads an object; what is not given is not in the answer.
  mutating func object(_ node: Node, _ layout: FieldLayout) -> JSONObject {
    let count = layout.entries.count
    var found = Scratch<Int>.with(count, of: -1) { first in
      Scratch<JSONValue?>.with(count, of: nil) { values in
        object(node.index, layout, &first, &values)
      }
    }
    keep(found.unknown, in: &found.object)
    refuseStrayText(in: node)
    return found.object
  }

  private mutating func object(
    _ parent: Int, _ layout: FieldLayout, _ first: inout Scratch<Int>,
    _ values: inout Scratch<JSONValue?>
  ) -> (object: JSONObject, unknown: [Node]) {
    var isRepeated = false
    var unknown: [Node] = []
    var guess = 0
    var child = parent + 1
    let end = Int(view[parent].end)
    while child < end {
      let cell = view[child]
      if let position = layout.position(of: view.name(of: cell), from: guess) {
        guess = position + 1
        if first[position] < 0 {
          first[position] = child
        } else {
          isRepeated = true
        }
      } else {
        unknown.append(node(child))
      }
      child = Int(cell.end)
    }
    var given = 0
    var beside = JSONObject()
    for position in 0..<layout.entries.count {
      let start = first[position]
      let entry = layout.entries[position]
      var value: JSONValue?
      if start >= 0 {
        value =
          isRepeated
          ? readRepeated(layout, position, in: parent, &beside)
          : read(layout, position, start, &beside)
      }
      if entry.isAction { action = value?.string }
      if value != nil {
        given += 1
        values[position] = value
      } else if !entry.isOptional {
        let field = layout.fields[position]
        let isThere =
          start >= 0 && nodes(of: field, in: parent).contains(where: isGiven)
        if !isThere { miss(field, in: node(parent)) }
      }
    }
    var members: [JSONObject.Member] = []
    members.reserveCapacity(given + beside.members.count + unknown.count)
    for position in layout.order {
      if let value = values.take(position, leaving: nil) {
        members.append(JSONObject.Member(layout.names[position], value))
      }
    }
    var object = JSONObject(inOrder: members)
    if !beside.isEmpty { object.members += beside.members }
    return (object, unknown)
  }

  func node(_ index: Int) -> Node { Node(document: document, index: index) }

  private func nodes(of field: Field, in parent: Int) -> [Node] {
    node(parent).children.filter { $0.isNamed(bytes: field.nameBytes) }
  }

  // Some member of this object stands there more than once.
  private mutating func readRepeated(
    _ layout: FieldLayout, _ position: Int, in parent: Int, _ beside: inout JSONObject
  ) -> JSONValue? {
    let field = layout.fields[position]
    let all = nodes(of: field, in: parent)
    guard let first = all.first else { return nil }
    if field.isList, document.form == .xml {
      var items: [JSONValue] = []
      for item in all { single(layout, position, item.index).map { items.append($0) } }
      return items.isEmpty ? nil : .array(items)
    }
    if document.form == .xml {
      for extra in all.dropFirst() {
        report.note(.notAllowed, at: extra, Wording.repeated(field))
      }
    }
    return read(layout, position, first.index, &beside)
  }

  private mutating func read(
    _ layout: FieldLayout, _ position: Int, _ index: Int, _ beside: inout JSONObject
  ) -> JSONValue? {
    let entry = layout.entries[position]
    if entry.isList { return list(layout, position, index) }
    guard let value = single(layout, position, index) else { return nil }
    if entry.hasDefault, value == layout.fields[position].normally { return nil }
    if document.form == .xml, !entry.isObject, Int(view[index].end) > index + 1 {
      keepAttributes(of: node(index), in: &beside)
    }
    return value
  }

  private mutating func list(
    _ layout: FieldLayout, _ position: Int, _ index: Int
  ) -> JSONValue? {
    guard document.form == .json else {
      return single(layout, position, index).map { .array([$0]) }
    }
    let array = view[index]
    guard array.kind == .array else {
      if view.isGiven(index) {
        report.note(.format, at: node(index), Wording.arrayWanted(layout.fields[position]))
      }
      return nil
    }
    var items: [JSONValue] = []
    var item = index + 1
    while item < Int(array.end) {
      single(layout, position, item).map { items.append($0) }
      item = Int(view[item].end)
    }
    return items.isEmpty ? nil : .array(items)
  }

  private mutating func single(
    _ layout: FieldLayout, _ position: Int, _ index: Int
  ) -> JSONValue? {
    guard let members = layout.members[position] else {
      let entry = layout.entries[position]
      return quick(entry, layout, index) ?? scalar(layout.fields[position], node(index))
    }
    guard view.isGiven(index) else { return nil }
    let cell = view[index]
    guard cell.kind == .object || (cell.kind == .element && view.hasElements(index, cell)) else {
      report.note(.format, at: node(index), Wording.objectWanted(layout.fields[position]))
      return nil
    }
    var object = object(node(index), members)
    if layout.entries[position].sort == .party { checkParty(&object, at: node(index)) }
    return object.isEmpty ? nil : .object(object)
  }

  /// Notes a needed field that is not there. Of a plain object its needed members are named, since
  /// they are what the sender must add; a party is missing as a whole.
  private mutating func miss(_ field: Field, in parent: Node, under names: [String] = []) {
    guard isNeeded(field) else { return }
    let names = names + [field.name]
    if case .object(let members) = field.kind, members.contains(where: isNeeded) {
      for member in members { miss(member, in: parent, under: names) }
      return
    }
    report.note(.missing, in: parent, missing: names, Wording.missing(field, action: action))
  }

  private func isNeeded(_ field: Field) -> Bool {
    switch field.need {
    case .optional: false
    case .always: true
    case .when(let actions): action.map(actions.contains) ?? false
    }
  }

  /// Whether anything but null marks stands in a value.
  func isGiven(_ node: Node) -> Bool { view.isGiven(node.index) }

  mutating func refuseStrayText(in node: Node) {
    let cell = view[node.index]
    guard cell.kind == .element, !TextBytes.trimmed(view.text(of: cell)).isEmpty
    else { return }
    report.note(.format, at: node, Wording.strayText)
  }
}
