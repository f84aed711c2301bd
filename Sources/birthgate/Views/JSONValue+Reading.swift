import Casework
import Wire

extension JSONValue {
  /// Reads a small JSON text of ours or of a caller: strict, with no name twice.
  static func reading(_ bytes: [UInt8], scale: Int = 1) throws(JSONTrouble) -> JSONValue {
    do throws(Rejection) {
      return try JSONValue(parsing: bytes, scale: scale)
    } catch {
      throw JSONTrouble(line: error.errors.first?.line, column: error.errors.first?.column)
    }
  }

  func member(_ name: String) -> JSONValue? { self[name] }

  var memberNames: [String] { object?.members.map(\.name) ?? [] }

  /// An array of texts and nothing else.
  var texts: [String]? {
    guard let items = array else { return nil }
    let texts = items.compactMap(\.string)
    return texts.count == items.count ? texts : nil
  }

  var isObject: Bool { object != nil }
  var isNull: Bool { self == .null }
}
