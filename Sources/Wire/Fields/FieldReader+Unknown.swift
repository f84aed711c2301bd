import Casework

/// Members no table knows are evidence: kept in the canonical message and warned of.
extension FieldReader {
  mutating func keep(_ nodes: [Node], in result: inout JSONObject) {
    guard !nodes.isEmpty else { return }
    for node in nodes where !isEvidence(node) {
      report.note(.unknownField, at: node, Wording.unknown(node.name))
    }
    result.members += grouped(nodes)
  }

  /// What a dialect's table does not use has been warned of where it stood.
  private func isEvidence(_ node: Node) -> Bool {
    guard let origin = document.origin else { return false }
    return !origin.dialect.frame.isCarrier && origin.objects[node.index] == "source"
  }

  /// An attribute of an element that holds text stands beside it, as `name@attribute`.
  mutating func keepAttributes(of node: Node, in result: inout JSONObject) {
    for attribute in node.children where attribute.kind == .attribute {
      report.note(.unknownField, at: attribute, Wording.unknown(attribute.name))
      if let value = free(attribute) { result.append(node.name + attribute.name, value) }
    }
  }

  private mutating func grouped(_ nodes: [Node]) -> [JSONObject.Member] {
    var order: [String] = []
    var values: [String: [JSONValue]] = [:]
    for node in nodes {
      guard let value = free(node) else { continue }
      let name = node.name
      if values[name] == nil { order.append(name) }
      values[name, default: []].append(value)
    }
    return order.compactMap { name in
      guard let all = values[name], let first = all.first else { return nil }
      return JSONObject.Member(name, all.count == 1 ? first : .array(all))
    }
  }

  /// A value without a table: trimmed, without null marks and empty containers.
  private mutating func free(_ node: Node) -> JSONValue? {
    switch node.kind {
    case .null: return nil
    case .no: return .bool(false)
    case .yes: return .bool(true)
    case .integer, .number:
      let value = JSONValue(number: node.text)
      if case .double(let number) = value, !number.isFinite {
        report.note(.range, at: node, Plain("数值超出可表示的范围", "this number is out of range"))
        return nil
      }
      return value
    case .string, .attribute: return freeText(node)
    case .array:
      var items: [JSONValue] = []
      for child in node.children { free(child).map { items.append($0) } }
      return items.isEmpty ? nil : .array(items)
    case .object, .element:
      let children = Array(node.children)
      if node.kind == .element, children.isEmpty { return freeText(node) }
      var members = grouped(children)
      if node.kind == .element, let text = freeText(node) {
        members.append(JSONObject.Member("#text", text))
      }
      return members.isEmpty ? nil : .object(JSONObject(members))
    }
  }

  private func freeText(_ node: Node) -> JSONValue? {
    let text = Identifier.trimmed(node.text)
    return Identifier.isNullMark(text) ? nil : .string(text)
  }
}
