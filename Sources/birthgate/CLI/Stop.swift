import Casework

/// Ends a verb with a status of the contract and a word on standard error.
struct Stop: Error {
  enum Status: Int32 {
    case done = 0
    case invalid = 1
    case wrongUsage = 2
    case unavailable = 3
  }

  var status: Status
  var text: Plain?

  static func invalid(_ text: Plain? = nil) -> Stop { Stop(status: .invalid, text: text) }
  static func usage(_ text: Plain) -> Stop { Stop(status: .wrongUsage, text: text) }
  static func unavailable(_ text: Plain) -> Stop { Stop(status: .unavailable, text: text) }
}
