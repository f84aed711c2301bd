import Casework
import LibBytes

/// Reads the members of a message by its field table: normalises, checks, and goes on after errors,
/// so that a sender learns of all of them at once.
struct FieldReader {
  let view: DocumentView
  var report: Report
  /// The message's own instant, against which `future` is measured.
  var sentAt: Instant?
  var action: String?

  /// - Parameter view: of the report's document.
  init(view: DocumentView, report: Report) {
    self.view = view
    self.report = report
  }

  var document: Document { report.document }

  /// Reads an object; what is not given is not in the answer.
  mutating func object(_ parent: Int, _ layout: FieldLayout) -> JSONObject {
    var found = Scratch<Int>.with(layout.entries.count, of: Self.absent) { places in
      layout.withView { object(parent, layout, $0, &places) }
    }
    keep(found.unknown, in: &found.object)
    refuseStrayText(in: parent)
    return found.object
  }

  // Where a field stands: in no cell, or in one and read.
  private static let absent = -1
  private static let given = -2

  private mutating func object(
    _ parent: Int, _ layout: FieldLayout, _ table: LayoutView, _ places: inout Scratch<Int>
  ) -> (object: JSONObject, unknown: [Node]) {
    var unknown: [Node] = []
    let (count, isRepeated) = find(table, in: parent, &places, &unknown)
    var beside = JSONObject()
    // What is needed hangs on the action, so that comes first.
    var actionValue: JSONValue?
    if table.entries.count > 0, table.entries[0].isAction {
      actionValue = read(layout, table, 0, at: places[0], isRepeated, in: parent, &beside)
      action = actionValue?.string
    }
    var members: [JSONObject.Member] = []
    members.reserveCapacity(count)
    for step in 0..<table.order.count {
      let position = table.order[step]
      let place = places[position]
      guard place >= 0 else { continue }
      let value =
        table.entries[position].isAction
        ? actionValue : read(layout, table, position, at: place, isRepeated, in: parent, &beside)
      guard let value else { continue }
      members.append(JSONObject.Member(table.names[position], value))
      places[position] = Self.given
    }
    for position in 0..<table.entries.count
    where places[position] != Self.given && !table.entries[position].isOptional {
      let field = layout.fields[position]
      let isThere =
        places[position] >= 0 && nodes(of: field, in: parent).contains(where: isGiven)
      if !isThere { miss(field, in: node(parent)) }
    }
    var object = JSONObject(inOrder: members)
    if !beside.isEmpty { object.members += beside.members }
    return (object, unknown)
  }

  /// Notes the first place of each field, and answers how many members there are and whether a
  /// field stands there more than once.
  private func find(
    _ table: LayoutView, in parent: Int, _ places: inout Scratch<Int>, _ unknown: inout [Node]
  ) -> (count: Int, isRepeated: Bool) {
    var isRepeated = false
    var count = 0
    var guess = 0
    var child = parent + 1
    let end = Int(view[parent].end)
    while child < end {
      let cell = view[child]
      if let position = table.position(of: view.name(of: cell), from: guess) {
        guess = position + 1
        if places[position] == Self.absent {
          places[position] = child
        } else {
          isRepeated = true
        }
      } else {
        unknown.append(node(child))
      }
      count += 1
      child = Int(cell.end)
    }
    return (count, isRepeated)
  }

  private mutating func read(
    _ layout: FieldLayout, _ table: LayoutView, _ position: Int, at place: Int,
    _ isRepeated: Bool, in parent: Int, _ beside: inout JSONObject
  ) -> JSONValue? {
    guard place >= 0 else { return nil }
    return isRepeated
      ? readRepeated(layout, table, position, in: parent, &beside)
      : read(layout, table, position, place, &beside)
  }

  func node(_ index: Int) -> Node { Node(document: document, index: index) }

  private func nodes(of field: Field, in parent: Int) -> [Node] {
    node(parent).children.filter { $0.isNamed(bytes: field.nameBytes) }
  }

  // Some member of this object stands there more than once.
  private mutating func readRepeated(
    _ layout: FieldLayout, _ table: LayoutView, _ position: Int, in parent: Int,
    _ beside: inout JSONObject
  ) -> JSONValue? {
    let field = layout.fields[position]
    let all = nodes(of: field, in: parent)
    guard let first = all.first else { return nil }
    if field.isList, document.form == .xml {
      var items: [JSONValue] = []
      for item in all { single(layout, table, position, item.index).map { items.append($0) } }
      return items.isEmpty ? nil : .array(items)
    }
    if document.form == .xml {
      for extra in all.dropFirst() {
        report.note(.notAllowed, at: extra, Wording.repeated(field))
      }
    }
    return read(layout, table, position, first.index, &beside)
  }

  private mutating func read(
    _ layout: FieldLayout, _ table: LayoutView, _ position: Int, _ index: Int,
    _ beside: inout JSONObject
  ) -> JSONValue? {
    let entry = table.entries[position]
    if entry.isList { return list(layout, table, position, index) }
    guard let value = single(layout, table, position, index) else { return nil }
    if entry.hasDefault, value == layout.fields[position].normally { return nil }
    if document.form == .xml, !entry.isObject, Int(view[index].end) > index + 1 {
      keepAttributes(of: node(index), in: &beside)
    }
    return value
  }

  private mutating func list(
    _ layout: FieldLayout, _ table: LayoutView, _ position: Int, _ index: Int
  ) -> JSONValue? {
    guard document.form == .json else {
      return single(layout, table, position, index).map { .array([$0]) }
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
      single(layout, table, position, item).map { items.append($0) }
      item = Int(view[item].end)
    }
    return items.isEmpty ? nil : .array(items)
  }

  private mutating func single(
    _ layout: FieldLayout, _ table: LayoutView, _ position: Int, _ index: Int
  ) -> JSONValue? {
    let entry = table.entries[position]
    guard entry.isObject, let members = layout.members[position] else {
      return view.quick(entry, table, index, sentAt)
        ?? scalar(layout.fields[position], node(index))
    }
    guard view.isGiven(index) else { return nil }
    let cell = view[index]
    guard cell.kind == .object || (cell.kind == .element && view.hasElements(index, cell)) else {
      report.note(.format, at: node(index), Wording.objectWanted(layout.fields[position]))
      return nil
    }
    var object = object(index, members)
    if entry.sort == .party { checkParty(&object, at: node(index)) }
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

  mutating func refuseStrayText(in index: Int) {
    let cell = view[index]
    guard cell.kind == .element, !TextBytes.trimmed(view.text(of: cell)).isEmpty
    else { return }
    report.note(.format, at: node(index), Wording.strayText)
  }
}
