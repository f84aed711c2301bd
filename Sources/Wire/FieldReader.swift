import Casework

/// Reads the members of a message by its field table: normalises, checks, and goes on after errors,
/// so that a sender learns of all of them at once.
struct FieldReader {
  let document: Document
  var report: Report
  /// The message's own instant, against which `future` is measured.
  var sentAt: Instant?
  var action: String?

  /// Reads an object; what is not given is not in the answer.
  mutating func object(_ node: Node, _ fields: [Field]) -> JSONObject {
    var result = JSONObject()
    result.members.reserveCapacity(fields.count)
    // The first value of each field; more than one is rare and looked for again.
    var first = [Int](repeating: -1, count: fields.count)
    var isRepeated = false
    var unknown: [Node] = []
    var guess = 0
    for child in node.children {
      guard let position = Self.position(of: child, in: fields, from: guess) else {
        unknown.append(child)
        continue
      }
      guess = position + 1
      if first[position] < 0 { first[position] = child.index } else { isRepeated = true }
    }
    for position in fields.indices {
      let field = fields[position]
      var nodes: [Node] = []
      if first[position] >= 0 {
        nodes =
          isRepeated
          ? node.children.filter { $0.isNamed(bytes: field.nameBytes) }
          : [Node(document: document, index: first[position])]
      }
      let value = nodes.isEmpty ? nil : read(field, nodes, into: &result)
      if position == 0, field.name == "action" { action = value?.string }
      if let value {
        result.append(field.name, value)
      } else if field.need != .optional, !nodes.contains(where: isGiven) {
        miss(field, in: node)
      }
    }
    keep(unknown, in: &result)
    refuseStrayText(in: node)
    return result
  }

  private static func position(of node: Node, in fields: [Field], from guess: Int) -> Int? {
    for offset in 0..<fields.count {
      let position = (guess + offset) % fields.count
      if node.isNamed(bytes: fields[position].nameBytes) { return position }
    }
    return nil
  }

  private mutating func read(
    _ field: Field, _ nodes: [Node], into result: inout JSONObject
  ) -> JSONValue? {
    guard let first = nodes.first else { return nil }
    if field.isList { return list(field, nodes) }
    if document.form == .xml {
      for extra in nodes.dropFirst() {
        report.note(.notAllowed, at: extra, Wording.repeated(field))
      }
    }
    let value = single(field, first)
    if value == field.normally { return nil }
    if document.form == .xml, !field.isObject { keepAttributes(of: first, in: &result) }
    return value
  }

  private mutating func list(_ field: Field, _ nodes: [Node]) -> JSONValue? {
    var items: [JSONValue] = []
    if document.form == .json, let array = nodes.first {
      guard array.kind == .array else {
        if isGiven(array) { report.note(.format, at: array, Wording.arrayWanted(field)) }
        return nil
      }
      for item in array.children { single(field, item).map { items.append($0) } }
    } else {
      for item in nodes { single(field, item).map { items.append($0) } }
    }
    return items.isEmpty ? nil : .array(items)
  }

  private mutating func single(_ field: Field, _ node: Node) -> JSONValue? {
    switch field.kind {
    case .object(let fields), .party(let fields):
      guard isGiven(node) else { return nil }
      guard node.kind == .object || (node.kind == .element && node.hasChildren) else {
        report.note(.format, at: node, Wording.objectWanted(field))
        return nil
      }
      var object = object(node, fields)
      if case .party = field.kind { checkParty(&object, at: node) }
      return object.isEmpty ? nil : .object(object)
    default:
      return scalar(field, node)
    }
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
  func isGiven(_ node: Node) -> Bool {
    switch node.kind {
    case .null: false
    case .no, .yes, .integer, .number: true
    case .string, .attribute: !Identifier.isNullMark(Identifier.trimmed(node.text))
    case .array, .object: node.children.contains(where: isGiven)
    case .element:
      !Identifier.isNullMark(Identifier.trimmed(node.text))
        || node.children.contains(where: isGiven)
    }
  }

  mutating func refuseStrayText(in node: Node) {
    guard node.kind == .element, !Identifier.trimmed(node.text).isEmpty else { return }
    report.note(.format, at: node, Wording.strayText)
  }
}

extension Field {
  var isObject: Bool {
    switch kind {
    case .object, .party: true
    default: false
    }
  }
}
