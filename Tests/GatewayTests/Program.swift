import Foundation
import Testing
import Wire

/// The real executable, as it was built beside this test bundle.
enum Program {
  /// What a run left behind.
  struct Ending {
    var status: Int32
    var output: String
    var errors: String

    var json: JSONValue? { try? JSONValue(parsing: Array(output.utf8)) }
  }

  static var url: URL {
    URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent().appendingPathComponent("birthgate")
  }

  /// The package's own folder.
  static var package: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
  }

  /// Runs the program to its end.
  ///
  /// - Parameter locale: of the terminal; C is English.
  static func run(
    _ arguments: String..., input: String = "", locale: String = "C"
  ) throws -> Ending {
    try run(arguments: arguments, input: input, locale: locale)
  }

  static func run(
    arguments: [String], input: String = "", locale: String = "C"
  ) throws -> Ending {
    let process = Process()
    process.executableURL = url
    process.arguments = arguments
    var environment = ProcessInfo.processInfo.environment
    environment["LC_ALL"] = locale
    process.environment = environment
    let folder = try Folder()
    let output = try folder.file("output", "")
    let errors = try folder.file("errors", "")
    process.standardInput = FileHandle(forReadingAtPath: try folder.file("input", input))
    process.standardOutput = FileHandle(forWritingAtPath: output)
    process.standardError = FileHandle(forWritingAtPath: errors)
    try process.run()
    process.waitUntilExit()
    return Ending(
      status: process.terminationStatus,
      output: try String(contentsOfFile: output, encoding: .utf8),
      errors: try String(contentsOfFile: errors, encoding: .utf8))
  }
}

/// A folder that goes when nobody holds it any more.
final class Folder: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "birthgate-test-" + UUID().uuidString
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file and returns its path.
  @discardableResult
  func file(_ name: String, _ text: String) throws -> String {
    let file = path + "/" + name
    try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    return file
  }
}
