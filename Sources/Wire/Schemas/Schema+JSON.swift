import Casework

extension Schema {
  /// The JSON Schema (draft 2020-12) of a whole message with that family.
  package static func json(of family: MessageFamily) -> JSONValue {
    var schema = object(message(family))
    var head: JSONObject = [
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": .string("urn:birthgate:message:1:\(family.name.rawValue)"),
      "title": .string("\(family.title.chinese) / \(family.title.english)"),
    ]
    head.members += schema.members
    schema = head
    return .object(schema)
  }

  private static func object(_ fields: [Field]) -> JSONObject {
    var properties = JSONObject()
    for field in fields { properties.append(field.name, value(field)) }
    var schema: JSONObject = [
      "type": "object",
      "properties": .object(properties),
      "required": .array(fields.filter { $0.need == .always }.map { .string($0.name) }),
      "additionalProperties": false,
      "minProperties": 1,
    ]
    let rules = conditions(fields)
    if !rules.isEmpty { schema.append("allOf", .array(rules)) }
    return schema
  }

  private static func value(_ field: Field) -> JSONValue {
    var schema: JSONObject
    switch field.kind {
    case .object(let fields), .party(let fields): schema = object(fields)
    default: schema = scalar(field.kind)
    }
    let words = "\(field.meaning.chinese) / \(field.meaning.english)"
    if field.isList {
      return [
        "type": "array", "minItems": 1, "items": .object(schema), "description": .string(words),
      ]
    }
    schema.append("description", .string(words))
    return .object(schema)
  }

  private static func scalar(_ kind: Field.Kind) -> JSONObject {
    switch kind {
    case .text, .identifier: pattern(SchemaPattern.text(any: SchemaPattern.jsonAny))
    case .pattern(let form): pattern(form.expression)
    case .certificate: pattern(SchemaPattern.certificate)
    case .citizenID: pattern(Pattern.citizenID.expression)
    case .money: pattern(Pattern.money.expression)
    case .date: pattern(SchemaPattern.date, format: "date")
    case .instant: pattern(SchemaPattern.instant, format: "date-time")
    case .code(let codes):
      ["type": "string", "enum": .array(codes.map { .string($0.value) })]
    case .integer(let range):
      [
        "type": "integer", "minimum": .int(range.lowerBound), "maximum": .int(range.upperBound),
      ]
    case .object, .party: [:]
    }
  }

  private static func pattern(_ expression: String, format: String? = nil) -> JSONObject {
    var schema: JSONObject = ["type": "string", "pattern": .string("^\(expression)$")]
    if let format { schema.append("format", .string(format)) }
    return schema
  }

  /// What each action needs, where the object has an action.
  private static func conditions(_ fields: [Field]) -> [JSONValue] {
    guard let action = fields.first(where: { $0.name == "action" }),
      case .code(let codes) = action.kind
    else { return [] }
    return codes.compactMap { code in
      guard let needs = needs(fields, action: code.value) else { return nil }
      return [
        "if": [
          "properties": ["action": ["const": .string(code.value)]], "required": ["action"],
        ],
        "then": .object(needs),
      ]
    }
  }

  private static func needs(_ fields: [Field], action: String) -> JSONObject? {
    var required: [JSONValue] = []
    var nested = JSONObject()
    for field in fields {
      if case .when(let actions) = field.need, actions.contains(action) {
        required.append(.string(field.name))
      }
      if case .object(let members) = field.kind, !field.isList,
        let inner = needs(members, action: action)
      {
        nested.append(field.name, .object(inner))
      }
    }
    var schema = JSONObject()
    if !required.isEmpty { schema.append("required", .array(required)) }
    if !nested.isEmpty { schema.append("properties", .object(nested)) }
    return schema.isEmpty ? nil : schema
  }
}
