/// Why a small JSON text (a settings file, a request body) could not be read, and where.
struct JSONTrouble: Error, Hashable, Sendable {
  var line: Int?
  var column: Int?
}
