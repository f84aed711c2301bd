import Foundation
import Logging
import Wire

/// Writes log events to standard error, one line each: logfmt, or JSON with `BIRTHGATE_LOG=json`.
///
/// Messages are static and metadata holds ids, counts and codes only, so there is nothing personal
/// to keep out here.
struct LineLog: LogHandler {
  var logLevel: Logger.Level = .info
  var metadata: Logger.Metadata = [:]
  var asJSON = false

  static func logger(environment: [String: String]) -> Logger {
    var handler = LineLog()
    handler.asJSON = environment["BIRTHGATE_LOG"] == "json"
    handler.logLevel = environment["LOG_LEVEL"].flatMap { Logger.Level(rawValue: $0) } ?? .info
    let ready = handler
    return Logger(label: "birthgate") { _ in ready }
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let time = Date.now.formatted(.iso8601)
    var parts = [("at", time), ("level", event.level.rawValue), ("message", "\(event.message)")]
    let all = metadata.merging(event.metadata ?? [:]) { $1 }
    parts += all.map { ($0.key, "\($0.value)") }.sorted { $0.0 < $1.0 }
    let line =
      asJSON
      ? "{" + parts.map { "\(Self.quoted($0.0)):\(Self.quoted($0.1))" }.joined(separator: ",") + "}"
      : parts.map { "\($0.0)=\(Self.bare($0.1))" }.joined(separator: " ")
    try? FileHandle.standardError.write(contentsOf: Data((line + "\n").utf8))
  }

  private static func bare(_ text: String) -> String {
    let plain = text.unicodeScalars.allSatisfy { $0.value > 32 && $0 != "\"" && $0 != "=" }
    return plain && !text.isEmpty ? text : quoted(text)
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      default:
        if scalar.value < 32 {
          quoted += "\\u00" + Hex.encode([UInt8(scalar.value)])
        } else {
          quoted.unicodeScalars.append(scalar)
        }
      }
    }
    return quoted + "\""
  }
}
