import Casework
import Engine
import Wire

extension JSONValue {
  /// An object of these members; a nil value is written as null, since members of the contract are
  /// always present.
  static func record(_ members: KeyValuePairs<String, JSONValue?>) -> JSONValue {
    .object(JSONObject(members.map { JSONObject.Member($0.key, $0.value ?? .null) }))
  }

  static func text(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }

  static func day(_ day: CivilDate?) -> JSONValue { .text(day?.description) }

  static func instant(_ instant: Instant) -> JSONValue { .string(instant.rfc3339) }

  static func texts(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }

  static func hex(_ bytes: [UInt8]) -> JSONValue { .string(Hex.encode(bytes)) }

  /// A sentence in both languages, under their tags.
  static func plain(_ plain: Plain) -> JSONValue {
    .record(["zh-CN": .string(plain.chinese), "en": .string(plain.english)])
  }

  /// This object with one member more, or with another value for it.
  func with(_ name: String, _ value: JSONValue) -> JSONValue {
    guard case .object(var object) = self else { return self }
    object[name] = value
    return .object(object)
  }
}
