import Casework

/// Why a text is not well-formed, before anybody has asked what it means.
struct Fault: Error {
  var code: Finding.Code
  /// Bytes before the place.
  var offset: Int
  var message: Plain

  init(_ code: Finding.Code, at offset: Int, _ chinese: String, _ english: String) {
    self.code = code
    self.offset = offset
    message = Plain(chinese, english)
  }
}

/// The bounds of the contract for one message ("Bad input").
package enum Bounds {
  package static let bytes = 1_048_576
  package static let depth = 32
  package static let parts = 20_000
  /// Findings of one message that are listed; more than these nobody mends by hand.
  package static let findings = 500
}
