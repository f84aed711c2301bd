import Wire

/// One message with one field changed, in one form.
struct Mutant {
  var kind: String
  var isXML: Bool
  var text: String
}

/// Changes one field of a canonical message at a time, in every way we could think of.
struct Mutants {
  let table: [Field]
  private var result: [Mutant] = []

  init(table: [Field]) { self.table = table }

  mutating func cases(of message: JSONObject) -> [Mutant] {
    result = []
    add("canonical", message)
    walk(message, table) { $0 }
    return result
  }

  private mutating func add(_ kind: String, _ message: JSONObject, only: Document.Form? = nil) {
    if only != .xml {
      result.append(
        Mutant(kind: kind, isXML: false, text: JSONValue.object(message).canonicalText))
    }
    if only != .json {
      result.append(Mutant(kind: kind, isXML: true, text: XMLMaker.document(message)))
    }
  }

  /// - Parameter rebuild: puts a changed object back into the whole message.
  private mutating func walk(
    _ object: JSONObject, _ fields: [Field], _ rebuild: (JSONObject) -> JSONObject
  ) {
    var unknown = object
    unknown.append("colour", "red")
    add("unknown", rebuild(unknown))
    if object.members.count > 1 {
      add("order", rebuild(JSONObject(object.members.reversed())), only: .xml)
    }
    for (index, member) in object.members.enumerated() {
      func put(_ value: JSONValue?) -> JSONObject {
        var changed = object
        if let value {
          changed.members[index].value = value
        } else {
          changed.members.remove(at: index)
        }
        return rebuild(changed)
      }
      guard let field = fields.first(where: { $0.name == member.name }) else { continue }
      // An object left empty is one not given.
      add(object.members.count == 1 ? "nullMark" : "removed", put(nil))
      add("nullMark", put(.null))
      add("nullMark", put(""))
      add("nullMark", put("——"))
      switch (field.kind, member.value) {
      case (.object(let inner), .object(let value)), (.party(let inner), .object(let value)):
        add("scalar for object", put("x"))
        add("array for one", put(.array([member.value])), only: .json)
        var twice = object
        twice.members.insert(member, at: index)
        add("twice", rebuild(twice), only: .xml)
        walk(value, inner) { put(.object($0)) }
      case (.object(let inner), .array(let items)):
        add("one for array", put(items[0]), only: .json)
        for (position, item) in items.enumerated() {
          guard case .object(let value) = item else { continue }
          walk(value, inner) { changed in
            var items = items
            items[position] = .object(changed)
            return put(.array(items))
          }
        }
      case (_, .array(let items)): values(field, items, put)
      default:
        add("object for scalar", put(["a": "b"]))
        add("bool", put(true), only: .json)
        add("array for one", put(.array([member.value])), only: .json)
        var twice = object
        twice.members.insert(member, at: index)
        add("twice", rebuild(twice), only: .xml)
        scalar(field, member.value, put)
      }
    }
  }

  /// A list of single values.
  private mutating func values(
    _ field: Field, _ items: [JSONValue], _ put: (JSONValue?) -> JSONObject
  ) {
    add("one for array", put(items[0]), only: .json)
    add("array in array", put(.array([.array(items)])), only: .json)
    add("object for scalar", put(.array([["a": "b"]])))
    add("bool", put(.array([true])), only: .json)
    for (position, item) in items.enumerated() {
      scalar(field, item) { changed in
        var items = items
        if let changed { items[position] = changed }
        return put(.array(items))
      }
    }
  }

  private mutating func scalar(
    _ field: Field, _ value: JSONValue, _ put: (JSONValue?) -> JSONObject
  ) {
    if case .integer(let range) = field.kind, let number = value.int {
      add("integer as string", put(.string(String(number))), only: .json)
      add("fraction", put(.double(Double(number) + 0.5)))
      add("below", put(.int(range.lowerBound - 1)))
      add("above", put(.int(range.upperBound + 1)))
      add("letters", put("12a"))
      add("leadingZero", put(.string("0\(number)")), only: .xml)
      return
    }
    guard let text = value.string else { return }
    add("number", put(.int(610104)))
    add("space", put(.string(" \(text)\u{3000}")))
    add("longer", put(.string(text + "9")))
    let shorter = String(text.dropLast())
    let isTrimmed = Identifier.trimmed(shorter) == shorter
    let kind = Identifier.isNullMark(shorter) ? "nullMark" : isTrimmed ? "shorter" : "space"
    add(kind, put(.string(shorter)))
    add("other", put("~"))
    add("newline", put(.string(text + "\n~")))
    add("control", put(.string(text + "\u{1}~")), only: .json)
    switch field.kind {
    case .text, .identifier: break
    case .date: days(text, put)
    case .instant:
      days(text, put)
      add("no offset", put(.string(String(text.prefix(19)))))
      for bad in [
        "2026-03-01T24:00:00Z", "2026-03-01T10:00:60Z", "2026-03-01 10:00:00Z",
        "2026-03-01T10:00:00+15:00", "2026-03-01T10:00:00.Z",
      ] {
        add("bad instant", put(.string(bad)))
      }
    default:
      add("lowerCase", put(.string(text.lowercased())))
      add(
        "fullWidth",
        put(
          .string(
            String(
              String.UnicodeScalarView(
                text.unicodeScalars.map { Unicode.Scalar($0.value + 0xFEE0) ?? $0 })))))
    }
    if field.name == "idNumber" || field.kind.isCitizenID {
      for last in "0123456789X" {
        add("check digit", put(.string(String(text.dropLast()) + String(last))))
      }
    }
    add("province", put(.string("Z99" + String(text.dropFirst(3)))))
  }

  private mutating func days(_ text: String, _ put: (JSONValue?) -> JSONObject) {
    for day in [
      "2026-02-30", "2026-13-01", "2026-00-10", "0000-01-01", "2999-01-01", "2026-3-1",
      "2025-02-29", "2024-02-29",
    ] {
      add("day", put(.string(day + text.dropFirst(10))))
    }
  }
}

extension Field.Kind {
  var isCitizenID: Bool {
    if case .citizenID = self { true } else { false }
  }
}
