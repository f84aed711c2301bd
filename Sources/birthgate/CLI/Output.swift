import Casework
import Foundation
import Wire

/// Standard output for results, standard error for everything else, in the terminal's language.
enum Output {
  static let language = Language(environment: ProcessInfo.processInfo.environment)

  /// A line of the result, written at once.
  static func line(_ text: String) {
    try? FileHandle.standardOutput.write(contentsOf: Data((text + "\n").utf8))
  }

  /// A part of the result without a line's end.
  static func write(_ text: String) {
    try? FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
  }

  static func line(_ plain: Plain) { line(plain.said(in: language)) }

  static func json(_ value: JSONValue) { line(value.canonicalText) }

  static func complain(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8))
  }

  static func complain(_ plain: Plain) { complain(plain.said(in: language)) }

  static func end(_ status: Stop.Status) -> Never { exit(status.rawValue) }
}
