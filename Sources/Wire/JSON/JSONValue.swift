/// A JSON value of our own making or long kept: canonical messages, rulings, schemas.
package enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case int(Int)
  case double(Double)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)
}

/// The members of a JSON object, in the order they were put in.
///
/// Two objects with the same members are equal whatever their order.
package struct JSONObject: Sendable {
  /// A name and what stands under it.
  package struct Member: Hashable, Sendable {
    package var name: String
    package var value: JSONValue

    package init(_ name: String, _ value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  package var members: [Member] {
    didSet { isInOrder = false }
  }
  /// Whether the members are known to stand in the order of `sorted`.
  private var isInOrder = false

  package init(_ members: [Member] = []) { self.members = members }

  /// Members in the order of `sorted`.
  init(inOrder members: [Member]) {
    self.members = members
    isInOrder = true
  }

  package var isEmpty: Bool { members.isEmpty }

  package subscript(name: String) -> JSONValue? {
    get { position(of: name).map { members[$0].value } }
    set {
      let position = position(of: name)
      // Neither another value nor a member less changes the order.
      let wasInOrder = isInOrder
      defer { if position != nil { isInOrder = wasInOrder } }
      switch (position, newValue) {
      case (let position?, let value?): members[position].value = value
      case (let position?, nil): members.remove(at: position)
      case (nil, let value?): members.append(Member(name, value))
      case (nil, nil): break
      }
    }
  }

  // Most names differ in length, which is quicker to see than that they are not equal.
  private func position(of name: String) -> Int? {
    let count = name.utf8.count
    for position in members.indices where members[position].name.utf8.count == count {
      if members[position].name == name { return position }
    }
    return nil
  }

  package mutating func append(_ name: String, _ value: JSONValue) {
    members.append(Member(name, value))
  }

  /// In the order of RFC 8785, section 3.2.3: by UTF-16 code units.
  package var sorted: [Member] {
    isInOrder ? members : members.sorted { Self.precedes($0.name, $1.name) }
  }

  // UTF-8 sorts as UTF-16 does, but for characters beyond U+FFFF: their first byte is F0 or more,
  // their first code unit a surrogate, which comes before U+E000 (first byte EE).
  static func precedes(_ left: String, _ right: String) -> Bool {
    var others = right.utf8.makeIterator()
    for byte in left.utf8 {
      guard let other = others.next() else { return false }
      guard byte != other else { continue }
      if byte >= 0xF0, other == 0xEE || other == 0xEF { return true }
      if other >= 0xF0, byte == 0xEE || byte == 0xEF { return false }
      return byte < other
    }
    return others.next() != nil
  }
}

extension JSONObject: Hashable {
  package static func == (left: JSONObject, right: JSONObject) -> Bool {
    left.members.count == right.members.count && left.sorted == right.sorted
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(sorted) }
}

extension JSONValue {
  package var string: String? { if case .string(let text) = self { text } else { nil } }
  package var int: Int? { if case .int(let number) = self { number } else { nil } }
  package var bool: Bool? { if case .bool(let truth) = self { truth } else { nil } }
  package var array: [JSONValue]? { if case .array(let items) = self { items } else { nil } }
  package var object: JSONObject? { if case .object(let object) = self { object } else { nil } }

  package subscript(name: String) -> JSONValue? { object?[name] }

  /// What a JSON Pointer (RFC 6901) leads to; nil where there is no such place or no such pointer.
  package func at(pointer: String) -> JSONValue? {
    if pointer.isEmpty { return self }
    guard pointer.utf8.first == UInt8(ascii: "/") else { return nil }
    var value = self
    for raw in pointer.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
      let name = String(raw.replacing("~1", with: "/").replacing("~0", with: "~"))
      switch value {
      case .object(let object):
        guard let member = object[name] else { return nil }
        value = member
      case .array(let items):
        guard let index = Int(name), String(index) == name, items.indices.contains(index)
        else { return nil }
        value = items[index]
      default: return nil
      }
    }
    return value
  }
}

// Not by a nil literal: `condition ? nil : value` would be JSON's null where an absent value is
// meant.
extension JSONValue: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByStringInterpolation,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(integerLiteral value: Int) { self = .int(value) }
  package init(floatLiteral value: Double) { self = .double(value) }
  package init(stringLiteral value: String) { self = .string(value) }
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(JSONObject(elements.map { JSONObject.Member($0.0, $0.1) }))
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    self.init(elements.map { Member($0.0, $0.1) })
  }
}
