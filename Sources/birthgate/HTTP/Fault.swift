import Casework
import Wire

/// One entry of a problem's `errors`: what is wrong, where, in both languages.
///
/// A message's findings have a line and a column; a fault in a query or a small request body has
/// only its path.
struct Fault: Hashable, Sendable {
  var code: String
  var path: String
  var line: Int?
  var column: Int?
  var value: String?
  var message: Plain

  init(
    _ code: Finding.Code, at path: String, line: Int? = nil, column: Int? = nil, _ message: Plain
  ) {
    self.code = code.rawValue
    self.path = path
    self.line = line
    self.column = column
    self.message = message
  }

  init(_ finding: Finding) {
    code = finding.code.rawValue
    path = finding.path
    line = finding.line
    column = finding.column
    value = finding.value
    message = finding.message
  }

  var json: JSONValue {
    .record([
      "code": .string(code), "path": .string(path), "line": line.map(JSONValue.int),
      "column": column.map(JSONValue.int), "value": .text(value), "message": .plain(message),
    ])
  }
}
