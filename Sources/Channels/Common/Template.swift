package import Wire

/// A form with holes, as providers describe their requests: `{{phone}}` in a text is filled with a
/// value. A text that is one hole and nothing else takes the value whole, also a list or an object.
///
/// What is filled in can never become part of the form: JSON and forms are written after filling,
/// and an address takes its values percent-encoded.
package struct Template: Hashable, Sendable {
  /// What may stand in the holes, by name. A name with a dot looks into an object.
  package typealias Values = JSONObject

  /// A hole whose name nothing is known by.
  package struct Trouble: Error, Hashable, Sendable {
    package var hole: String
  }

  package var form: JSONValue

  package init(_ form: JSONValue) { self.form = form }

  /// Names of all holes, for settings to be judged by.
  package var holes: Set<String> { Self.holes(in: form) }

  package func filled(_ values: Values) throws(Trouble) -> JSONValue {
    try Self.fill(form, values)
  }

  private static func fill(_ value: JSONValue, _ values: Values) throws(Trouble) -> JSONValue {
    switch value {
    case .string(let text): return try fill(text, values)
    case .array(let items):
      var filled: [JSONValue] = []
      for item in items { filled.append(try fill(item, values)) }
      return .array(filled)
    case .object(let object):
      var filled = JSONObject()
      for member in object.members { filled.append(member.name, try fill(member.value, values)) }
      return .object(filled)
    case .null, .bool, .int, .double: return value
    }
  }

  private static func fill(_ text: String, _ values: Values) throws(Trouble) -> JSONValue {
    let pieces = pieces(of: text)
    if pieces.count == 1, case .hole(let name) = pieces[0] { return try look(name, values) }
    return .string(try joined(pieces, values) { $0 })
  }

  /// A text filled piece by piece, each value brought into the form that its place asks for.
  package static func text(
    _ text: String, _ values: Values, escaping: (String) -> String = { $0 }
  ) throws(Trouble) -> String {
    try joined(pieces(of: text), values, escaping)
  }

  private static func joined(
    _ pieces: [Piece], _ values: Values, _ escaping: (String) -> String
  ) throws(Trouble) -> String {
    var text = ""
    for piece in pieces {
      switch piece {
      case .plain(let plain): text += plain
      case .hole(let name): text += escaping(plain(try look(name, values)))
      }
    }
    return text
  }

  /// A value as it stands within a text: lists and objects as their JSON.
  package static func plain(_ value: JSONValue) -> String {
    value.string ?? (value == .null ? "" : value.canonicalText)
  }

  private static func look(_ name: String, _ values: Values) throws(Trouble) -> JSONValue {
    if name.hasSuffix(":json") {
      return .string(try look(String(name.dropLast(5)), values).canonicalText)
    }
    var value = JSONValue.object(values)
    for part in name.split(separator: ".", omittingEmptySubsequences: false) {
      guard let member = value[String(part)] else { throw Trouble(hole: name) }
      value = member
    }
    return value
  }

  // MARK: Pieces

  private enum Piece {
    case plain(String)
    case hole(String)
  }

  private static func holes(in value: JSONValue) -> Set<String> {
    switch value {
    case .string(let text): holes(in: text)
    case .array(let items): Set(items.flatMap { holes(in: $0) })
    case .object(let object): Set(object.members.flatMap { holes(in: $0.value) })
    case .null, .bool, .int, .double: []
    }
  }

  /// Names of the holes of a text.
  package static func holes(in text: String) -> Set<String> {
    Set(pieces(of: text).compactMap { if case .hole(let name) = $0 { name } else { nil } })
  }

  private static func pieces(of text: String) -> [Piece] {
    var pieces: [Piece] = []
    var rest = text[...]
    while let open = rest.firstRange(of: "{{"),
      let close = rest[open.upperBound...].firstRange(of: "}}")
    {
      if open.lowerBound > rest.startIndex {
        pieces.append(.plain(String(rest[..<open.lowerBound])))
      }
      let name = rest[open.upperBound..<close.lowerBound].split(separator: " ").joined()
      pieces.append(.hole(name))
      rest = rest[close.upperBound...]
    }
    if !rest.isEmpty { pieces.append(.plain(String(rest))) }
    return pieces
  }
}
